"""Reads a file in a process of its own, with limits of time and memory: a hostile file cannot take the program down."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from datetime import date
from pathlib import Path
from typing import IO, Any

from knowledge.importers.batch import Advance, ImportBatch, ImportFileError
from knowledge.importers.child import from_wire
from knowledge.importers.known import Origin
from knowledge.importers.limits import LONGEST_SECONDS, MOST_MEMORY
from knowledge.importers.reasons import reason

_ROOT = Path(__file__).resolve().parent.parent.parent


def read_apart(
    path: Path,
    advance: Advance,
    given: Origin,
    today: date,
    *,
    seconds: float = LONGEST_SECONDS,
    memory: int = MOST_MEMORY,
) -> ImportBatch:
    """Read one file as `read_file` does. Raises ImportFileError, also when it takes too long or too much memory."""
    order = {
        "path": str(path.absolute()),
        "checked_on": given.checked_on,
        "source": given.source,
        "today": today.isoformat(),
        "memory": memory,
    }
    with tempfile.TemporaryFile() as complaints, _start(json.dumps(order), complaints) as process:
        late = threading.Event()
        timer = threading.Timer(seconds, _end, (process, late))
        timer.start()
        try:
            last = _listen(process, advance)
        finally:
            timer.cancel()
            process.kill()
            process.wait()
        return _batch(path.name, last, late.is_set(), seconds, _last_line(complaints))


def _start(order: str, complaints: IO[bytes]) -> subprocess.Popen[bytes]:
    # only what Python needs: the reader of foreign files has no business with the settings of the program
    environment = {"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8", "PATH": os.environ.get("PATH", "")}
    command = [sys.executable, "-m", "knowledge.importers.child", order]
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command, cwd=_ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints
    )


def _end(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _listen(process: subprocess.Popen[bytes], advance: Advance) -> dict[str, Any]:
    """Pass the progress on and return the last message that is something else; empty: it said nothing."""
    last: dict[str, Any] = {}
    for line in process.stdout or ():
        try:
            message = json.loads(line)
        except ValueError:  # it was ended in the middle of a line
            return {}
        if "progress" in message:
            advance(*message["progress"])
        else:
            last = message
    return last


def _batch(file: str, message: dict[str, Any], late: bool, seconds: float, complaint: str) -> ImportBatch:
    if "batch" in message:
        return from_wire(message["batch"])
    if "refused" in message:
        raise ImportFileError(message["refused"])
    if late:
        raise ImportFileError(reason("took_too_long", file=file, seconds=round(seconds)))
    if "too_much" in message or "MemoryError" in complaint:
        raise ImportFileError(reason("took_too_much", file=file))
    raise ImportFileError(reason("reader_failed", file=file, detail=complaint or "no message"))


def _last_line(complaints: IO[bytes]) -> str:
    complaints.seek(0)
    lines = complaints.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:200] if lines else ""
