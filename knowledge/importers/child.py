"""The process that reads a file of others: limited memory, no settings, no database; it tells its parent in JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.importers.batch import Advance, ImportBatch, ImportFileError
from knowledge.importers.known import Origin
from knowledge.importers.recognise import read_file
from knowledge.model import Entry

_EVERY = 0.1
"""Seconds between two reports of progress."""


def main(argument: str) -> int:
    """Read the file of the order and print messages: progress, then the batch or why there is none."""
    order = json.loads(argument)
    _limit_memory(order["memory"])
    try:
        batch = read_file(
            Path(order["path"]),
            _reporter(),
            Origin(order["checked_on"], order["source"]),
            date.fromisoformat(order["today"]),
        )
    except ImportFileError as error:
        _tell({"refused": str(error)})
    except (MemoryError, RecursionError):
        _tell({"too_much": True})
    else:
        _tell({"batch": to_wire(batch)})
    return 0


def to_wire(batch: ImportBatch) -> dict[str, Any]:
    """Return a batch as plain data."""
    return {
        "entries": [entry.to_json() for entry in batch.entries],
        "held": dict(batch.held),
        "refused": [list(item) for item in batch.refused],
        "lines": batch.lines,
        "places": dict(batch.places),
        "about": dict(batch.about),
    }


def from_wire(data: Mapping[str, Any]) -> ImportBatch:
    """Return the batch that `to_wire` wrote."""
    return ImportBatch(
        entries=tuple(Entry.from_json(body) for body in data["entries"]),
        held=data["held"],
        refused=tuple((int(line), str(why)) for line, why in data["refused"]),
        lines=int(data["lines"]),
        places=data["places"],
        about=data["about"],
    )


def _limit_memory(most: int) -> None:
    try:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ValueError, OSError):  # macOS does not know this limit; the one of time still holds
        return


def _reporter() -> Advance:
    last = 0.0

    def advance(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= _EVERY or done == total:
            last = time.monotonic()
            _tell({"progress": [done, total]})

    return advance


def _tell(message: Mapping[str, Any]) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
