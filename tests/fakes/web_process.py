"""The real web application under uvicorn on a free loopback port, in a thread or as a process that can be killed."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from app import create_app
from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
Answer = dict[str, Any]


def settings_for(var: Path, rasa_port: int, **changes: Any) -> Settings:
    """Return settings with databases under `var`, a short deadline and no rate limit."""
    values: dict[str, Any] = {
        "var_dir": var,
        "rasa_port": rasa_port,
        "actions_port": rasa_port,
        "rasa_deadline_seconds": 5.0,
        "congdanso_rate_limit": "off",
    }
    return Settings(**(values | changes))


class Chat:
    """A client of the web channel."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx.Client(base_url=url, timeout=30, trust_env=False)

    def post(self, **body: Any) -> httpx.Response:
        """Post a message; `conversation` is null unless given."""
        content = json.dumps({"conversation": None} | body)  # httpx's own way cannot spell halves of characters
        return self.http.post("/api/v1/chat", content=content, headers={"content-type": "application/json"})

    def ask(self, text: str, conversation: str | None = None, **more: Any) -> Answer:
        """Post a text and return the answer."""
        response = self.post(text=text, conversation=conversation, **more)
        assert response.status_code == 200, response.text
        return dict(response.json())

    def choose(self, payload: str, conversation: str) -> Answer:
        """Tap a choice and return the answer."""
        response = self.post(payload=payload, conversation=conversation)
        assert response.status_code == 200, response.text
        return dict(response.json())

    def history(self, conversation: str) -> list[Answer]:
        """Return the turns of a conversation."""
        response = self.http.get(f"/api/v1/chat/{conversation}")
        assert response.status_code == 200, response.text
        return list(response.json()["turns"])


@contextmanager
def serve(settings: Settings) -> Iterator[Chat]:
    """Run the application in a thread until the end of the block."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        create_app(settings), log_config=None, proxy_headers=False, timeout_graceful_shutdown=2, access_log=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    _until(lambda: server.started or not thread.is_alive())
    assert server.started
    chat = Chat(f"http://127.0.0.1:{listener.getsockname()[1]}")
    try:
        yield chat
    finally:
        chat.http.close()
        server.should_exit = True
        thread.join(20)
        listener.close()
        assert not thread.is_alive(), "the web process did not stop"


class WebProcess:
    """The application as a process of its own, to be killed and started again on the same databases."""

    def __init__(self, var: Path, rasa_port: int, **environment: str) -> None:
        self._var = var
        self._environment = {
            **os.environ,
            "VAR_DIR": str(var),
            "RASA_PORT": str(rasa_port),
            "ACTIONS_PORT": str(rasa_port),
            "CONGDANSO_RATE_LIMIT": "off",
            "RASA_DEADLINE_SECONDS": "3",
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None
        self.chat = Chat("http://127.0.0.1:1")

    def start(self) -> None:
        """Start and wait until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "uvicorn", "app:create_app", "--factory", "--port", str(port)]
        command += ["--no-proxy-headers", "--log-level", "info"]
        with (self._var / "web.log").open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)
        self.chat = Chat(f"http://127.0.0.1:{port}")
        _until(self._answers)

    def kill(self) -> None:
        """Kill without any warning."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)

    def terminate(self) -> int:
        """Ask to stop; return the exit status."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(20)

    @property
    def log(self) -> str:
        """Everything it has printed."""
        return (self._var / "web.log").read_text(encoding="utf-8", errors="replace")

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.log[-3000:]
        try:
            return self.chat.http.get("/healthz").status_code == 200
        except httpx.HTTPError:
            return False


def _until(condition: Any, patience: float = 60.0) -> None:
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


wait_until = _until
