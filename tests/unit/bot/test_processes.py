"""The supervisor: real readiness, restart with back-off, an orderly stop, no foreign port."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys

import pytest

from bot.processes import ProcessError, Program, Supervisor, refuse_taken_ports
from tests.conftest import free_port

SERVER = """
import http.server, os, sys
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self): self.send_response(200); self.end_headers()
    def log_message(self, *a): pass
print("hello from the child", flush=True)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), H).serve_forever()
"""


def program(name: str, port: int) -> Program:
    """Return a small server as a program."""
    return Program(name, [sys.executable, "-c", SERVER, str(port)], port, f"http://127.0.0.1:{port}/")


async def test_died_child_is_started_again_and_all_stop_on_request() -> None:
    """A killed child comes back by itself; a stop request ends everything and forwards the children's lines."""
    lines: list[tuple[str, str]] = []
    supervisor = Supervisor([program("a", free_port()), program("b", free_port())], lambda *line: lines.append(line))
    ready = asyncio.Event()
    running = asyncio.create_task(supervisor.run(lambda _seconds: ready.set()))
    await asyncio.wait_for(ready.wait(), 60)
    first = supervisor.pids()
    os.kill(first["a"], signal.SIGKILL)
    async with asyncio.timeout(60):
        while supervisor.pids()["a"] == first["a"]:
            await asyncio.sleep(0.05)
    supervisor.stop()
    await asyncio.wait_for(running, 60)
    assert supervisor.pids()["b"] == first["b"]
    assert ("b", "hello from the child") in lines
    assert any("starting again in 0.5 s" in line for name, line in lines if name == "a")


def test_taken_port_is_refused_with_the_setting_to_change() -> None:
    """A port that another program holds stops the start before anything is begun."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        with pytest.raises(ProcessError, match="RASA_PORT"):
            refuse_taken_ports([program("rasa", holder.getsockname()[1])])
