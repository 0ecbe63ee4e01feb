"""A scripted Rasa on a free loopback port: answers, stays silent, hangs, drops; fails the test on overlapping turns."""

from __future__ import annotations

import json
import select
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from bot.replies import Choice, Outcome, Reply, TurnResult

LONGEST_HANG = 30.0


@dataclass(frozen=True)
class RasaTurn:
    """One message that reached Rasa."""

    sender: str
    message: str
    metadata: dict[str, Any]


@dataclass(frozen=True)
class Behaviour:
    """What Rasa does with a message."""

    items: Any = ()
    raw: bytes | None = None
    status: int = 200
    delay: float = 0.0
    hang: bool = False
    drop: bool = False


SILENT = Behaviour([])
HANG = Behaviour(hang=True)
DROP = Behaviour(drop=True)
"""The message was processed, but the connection breaks before the answer."""

Script = Callable[[RasaTurn], Behaviour]


def result_item(text: str, code: str = "answered", choices: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
    """Return the `custom` item of one reply; `choices` are pairs of title and payload."""
    reply = Reply(text, tuple(Choice(title, payload) for title, payload in choices))
    return {"recipient_id": "x", "custom": TurnResult(Outcome(code), (reply,)).to_wire()}


def say(text: str, code: str = "answered", choices: tuple[tuple[str, str], ...] = (), delay: float = 0.0) -> Behaviour:
    """Answer with one reply."""
    return Behaviour([result_item(text, code, choices)], delay=delay)


def echo(turn: RasaTurn) -> Behaviour:
    """Answer with what was asked."""
    return say(f"echo {turn.message}")


class FakeRasa:
    """Use as a context manager; `script` says what happens, `turns` what arrived, `overlaps` what never may."""

    def __init__(self, script: Script = echo) -> None:
        self.script = script
        self.model_loaded = True
        self.turns: list[RasaTurn] = []
        self.overlaps: list[str] = []
        self._busy: set[str] = set()
        self._lock = threading.Lock()
        self._http: ThreadingHTTPServer | None = None
        self._port = 0
        self.start()

    @property
    def port(self) -> int:
        """The port, the same after `stop` and `start`."""
        return self._port

    @property
    def url(self) -> str:
        """Base address."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def messages(self) -> list[str]:
        """The texts that arrived, in order."""
        return [turn.message for turn in self.turns]

    def start(self) -> None:
        """Listen (again)."""
        self._http = _Server(("127.0.0.1", self._port), _handler(self))
        self._port = self._http.server_port
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Refuse connections from now on."""
        if self._http is not None:
            self._http.shutdown()
            self._http.server_close()
            self._http = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if error is None:
            assert not self.overlaps, f"two turns at once of {self.overlaps}"

    def take(self, turn: RasaTurn, connection: socket.socket) -> Behaviour:
        """Process one turn; it also ends when the client goes away."""
        with self._lock:
            self.turns.append(turn)
            if turn.sender in self._busy:
                self.overlaps.append(turn.sender)
            self._busy.add(turn.sender)
        try:
            behaviour = self.script(turn)
            _wait(LONGEST_HANG if behaviour.hang else behaviour.delay, connection)
            return behaviour
        finally:
            with self._lock:
                self._busy.discard(turn.sender)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent: clients that go away are part of the tests."""


def _wait(seconds: float, connection: socket.socket) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if select.select([connection], [], [], 0.02)[0] and not connection.recv(1, socket.MSG_PEEK):
            return


def _handler(rasa: FakeRasa) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path == "/status":
                self._send(200 if rasa.model_loaded else 409, b'{"model_id": "fake"}')
            elif self.path == "/version":
                self._send(200, b'{"version": "3.6.21"}')
            elif self.path in ("/webhooks/rest/", "/health"):
                self._send(200, b'{"status": "ok"}')
            else:
                self._send(404, b"{}")

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            turn = RasaTurn(body.get("sender") or "default", body.get("message") or "", body.get("metadata") or {})
            behaviour = rasa.take(turn, self.connection)
            if behaviour.drop:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self._send(behaviour.status, behaviour.raw or json.dumps(behaviour.items).encode())

        def _send(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Stay silent."""

    return Handler
