"""What every importer returns: entries to save, what is held back, what was refused; or one sentence why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from knowledge.model import Entry

Advance = Callable[[int, int], None]
"""Called with (done, total)."""


class ImportFileError(RuntimeError):
    """The file as a whole cannot be imported; nothing was written. The text (Vietnamese) says what to do."""


@dataclass(frozen=True)
class ImportBatch:
    """What one file holds: entries to save, why some are held back, which lines were refused."""

    entries: tuple[Entry, ...]
    held: Mapping[str, str]
    """Entry id -> why a person has to look at it before it is published."""
    refused: tuple[tuple[int, str], ...]
    """Line number -> why it could not be read."""
    lines: int
    places: Mapping[str, int] = field(default_factory=dict)
    """Entry id -> the line it was read from."""
    about: Mapping[str, str] = field(default_factory=dict)
    """Entry id -> title of the procedure that the file says it is about."""
