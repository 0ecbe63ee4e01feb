"""Starts the bot's processes, waits until they are really ready, restarts a died one, stops all on request."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import httpx

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0
"""Seconds: back-off before a restart doubles up to the longest, and starts again after a steady while."""

STOP_PATIENCE = 8.0
"""Seconds a child gets to finish its work after SIGTERM before it is killed."""

READY_PATIENCE = 180.0


class ProcessError(RuntimeError):
    """A process could not be brought up; the text says what the operator can do."""


@dataclass(frozen=True)
class Program:
    """One child process and the address that answers 200 once it can do its work."""

    name: str
    command: Sequence[str]
    port: int
    ready_url: str
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Child:
    program: Program
    process: asyncio.subprocess.Process | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE


class Supervisor:
    """Runs programs side by side until told to stop."""

    def __init__(self, programs: Sequence[Program], say: Callable[[str, str], None]) -> None:
        self._children = [_Child(program) for program in programs]
        self._say = say
        self._stopping = asyncio.Event()

    async def run(self, on_ready: Callable[[float], None]) -> None:
        """Start everything, call `on_ready` with the seconds it took, return after SIGINT or SIGTERM.

        Raises ProcessError when a port is taken or something is not ready in time; all is stopped by then.
        """
        refuse_taken_ports([child.program for child in self._children])
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.stop)
        begin = time.monotonic()
        watchers = [asyncio.create_task(self._keep_alive(child)) for child in self._children]
        try:
            await self._until_ready(begin)
            if not self._stopping.is_set():
                on_ready(time.monotonic() - begin)
            await self._stopping.wait()
        finally:
            self._stopping.set()
            await asyncio.gather(*(self._stop(child) for child in self._children))
            await asyncio.gather(*watchers)

    def stop(self) -> None:
        """Ask `run` to stop everything, as SIGINT and SIGTERM do."""
        self._stopping.set()

    def pids(self) -> dict[str, int]:
        """Return the process id of each program as it runs now."""
        return {child.program.name: child.process.pid for child in self._children if child.process}

    async def _keep_alive(self, child: _Child) -> None:
        while not self._stopping.is_set():
            await self._start(child)
            assert child.process is not None  # noqa: S101 - for the type checker: _start has just set it
            status = await child.process.wait()
            if self._stopping.is_set():
                return
            if time.monotonic() - child.started > STEADY_AFTER:
                child.pause = FIRST_PAUSE
            self._say(child.program.name, f"ended with status {status}; starting again in {child.pause:.1f} s")
            await self._pause(child.pause)
            child.pause = min(child.pause * 2, LONGEST_PAUSE)

    async def _start(self, child: _Child) -> None:
        program = child.program
        child.started = time.monotonic()
        child.process = await asyncio.create_subprocess_exec(
            *program.command,
            env={**os.environ, **program.environment},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C in the terminal reaches us alone; we stop the children in order
            preexec_fn=_die_with_parent,
        )
        asyncio.create_task(self._forward(child.process, program.name))  # noqa: RUF006 - ends with the process

    async def _forward(self, process: asyncio.subprocess.Process, name: str) -> None:
        assert process.stdout is not None  # noqa: S101 - for the type checker: we asked for a pipe
        while line := await _read_line(process.stdout):
            self._say(name, line.decode(errors="replace").rstrip())

    async def _until_ready(self, begin: float) -> None:
        async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
            waiting = {child.program.name: child.program for child in self._children}
            told = 0.0
            while waiting and not self._stopping.is_set():
                for program in list(waiting.values()):
                    if await _is_ready(client, program.ready_url):
                        del waiting[program.name]
                        self._say(program.name, f"ready after {time.monotonic() - begin:.1f} s")
                passed = time.monotonic() - begin
                if passed > READY_PATIENCE:
                    names = ", ".join(waiting)
                    raise ProcessError(f"{names} not ready after {passed:.0f} s; the lines above say why")
                if waiting and passed - told >= 2:
                    told = passed
                    self._say("run", f"waiting for {', '.join(waiting)} … {passed:.0f} s")
                await self._pause(0.1)

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    async def _stop(self, child: _Child) -> None:
        process = child.process
        if process is None or process.returncode is not None:
            return
        _signal_group(process, signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), STOP_PATIENCE)
        except TimeoutError:
            _signal_group(process, signal.SIGKILL)
            await process.wait()


async def _read_line(stream: asyncio.StreamReader) -> bytes:
    try:
        return await stream.readline()
    except ValueError:  # longer than the stream's buffer: show what there is rather than stop forwarding
        return await stream.read(65536)


async def _is_ready(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(url)).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _signal_group(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def refuse_taken_ports(programs: Sequence[Program]) -> None:
    """Raise ProcessError, naming port and setting, when another program listens where one of these would."""
    for program in programs:
        _refuse_taken_port(program)


def _refuse_taken_port(program: Program) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", program.port))
        except OSError:
            variable = {"web": "PORT", "rasa": "RASA_PORT", "actions": "ACTIONS_PORT"}.get(program.name, "the port")
            raise ProcessError(
                f"port {program.port} for {program.name} is taken; stop the other program or set {variable}"
            ) from None


def _die_with_parent() -> None:
    # PR_SET_PDEATHSIG: a supervisor that was killed must not leave servers behind that hold the ports
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
