"""What all tests share: nothing leaves the machine, and one really running bot for the journeys."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
START_PATIENCE = 240.0


@pytest.fixture(scope="session", autouse=True)
def stay_on_this_machine() -> Iterator[None]:
    """Refuse every connection that is not to loopback: a test that needs the network is no test of ours."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address[0]}")
        real(self, address)

    socket.socket.connect = connect  # type: ignore[method-assign]
    yield
    socket.socket.connect = real  # type: ignore[method-assign]


@dataclass
class RunningBot:
    """A bot started with `congdanso run`, its address, its supervisor and its output."""

    url: str
    process: subprocess.Popen[bytes]
    var: Path
    log: Path
    ready_after: float

    def child(self, module: str) -> psutil.Process:
        """Return the process that runs `python -m <module> …`."""
        for process in psutil.Process(self.process.pid).children(recursive=True):
            if module in process.cmdline():
                return process
        raise AssertionError(f"no process runs {module}:\n{self.log.read_text()[-2000:]}")

    def wait_until_ready(self, patience: float = START_PATIENCE) -> None:
        """Return once /readyz says 200."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise AssertionError(f"the bot ended:\n{self.log.read_text()[-3000:]}")
            try:
                if httpx.get(f"{self.url}/readyz", timeout=5, trust_env=False).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
        raise AssertionError(f"not ready in time:\n{self.log.read_text()[-3000:]}")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_bot(var: Path, **settings: str) -> RunningBot:
    """Start `congdanso run` on free ports with databases under `var`, and wait until it is ready."""
    port = free_port()
    environment = {
        **os.environ,
        "PORT": str(port),
        "RASA_PORT": str(free_port()),
        "ACTIONS_PORT": str(free_port()),
        "VAR_DIR": str(var),
        "CONGDANSO_RATE_LIMIT": "off",
        "CONGDANSO_ADDRESS_LIMIT": "off",
        **settings,
    }
    log = var / "run.log"
    begin = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "cli.py"), "run"], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    bot = RunningBot(f"http://127.0.0.1:{port}", process, var, log, 0.0)
    bot.wait_until_ready()
    bot.ready_after = time.monotonic() - begin
    return bot


def stop_bot(bot: RunningBot) -> int:
    """Press Ctrl-C and return the exit status."""
    if bot.process.poll() is None:
        bot.process.send_signal(signal.SIGINT)
    return bot.process.wait(30)


@pytest.fixture(scope="session")
def running_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBot]:
    """The bot that journeys and browser tests talk to; starter knowledge only."""
    bot = start_bot(tmp_path_factory.mktemp("bot"))
    yield bot
    stop_bot(bot)
