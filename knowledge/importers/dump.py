"""Reads a dump of procedures: finds its format, refuses bad lines with a reason, holds back suspicious records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from knowledge.importers import bqp, dvcqg
from knowledge.importers.batch import Advance, ImportBatch, ImportFileError
from knowledge.importers.held import reasons_to_hold
from knowledge.importers.known import Origin, known_origin
from knowledge.importers.limits import LONGEST_LINE
from knowledge.importers.reading import as_text, numbered_lines, read_whole, unpacked
from knowledge.importers.reasons import reason

__all__ = ["Lines", "first_objects", "json_object", "read_dump", "read_procedures", "reader_of"]

Lines = Sequence[tuple[int, str]]
"""Number and text of the lines that hold something."""

_CODE = re.compile(r"^\d{1,2}\.\d{6}$")
_READERS = {"ma_thu_tuc": dvcqg, "thu_tuc_id": bqp}


def read_dump(path: Path, advance: Advance, checked_on: str | None = None) -> ImportBatch:
    """Read a .jsonl or .jsonl.gz dump of procedures; `advance(done, total)` shows progress.

    `checked_on` is the ISO day the data was taken from the portal; it may be left out for a known dump.
    Raises ImportFileError when the file is broken, unknown or its date is not known.
    """
    raw = read_whole(path)
    lines = numbered_lines(path, as_text(path, unpacked(path, raw)))
    return read_procedures(path, lines, advance, Origin(checked_on or known_origin(raw).checked_on))


def read_procedures(path: Path, lines: Lines, advance: Advance, origin: Origin) -> ImportBatch:
    """Read the lines of a dump of procedures. Raises ImportFileError when its format or its date is not known."""
    reader = reader_of(lines)
    if reader is None:
        raise ImportFileError(reason("unknown_format", file=path.name))
    if not origin.checked_on:
        raise ImportFileError(reason("need_date", file=path.name))
    records: dict[str, Any] = {}
    refused: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for done, (number, line) in enumerate(lines, 1):
        advance(done, len(lines))
        record, why = _record(reader, line)
        code = reader.code_of(record) if record is not None and not why else ""
        if code in seen and not why:
            why = reason("twice", code=code, line=seen[code])
        if why:
            refused.append((number, why))
            continue
        seen[code] = number
        records[code] = record
    entries = tuple(reader.to_entry(record, origin.checked_on) for record in records.values())
    places = {f"tthc-{code}": number for code, number in seen.items()}
    return ImportBatch(entries, reasons_to_hold(reader, records.values()), tuple(refused), len(lines), places)


def reader_of(lines: Lines) -> Any:
    """Return the reader of procedures for these lines; None: they hold something else."""
    for record in first_objects(lines):
        for field, reader in _READERS.items():
            if field in record:
                return reader
    return None


def first_objects(lines: Lines) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects of the first lines: they tell what a file holds."""
    for _, line in lines[:20]:
        record, _ = json_object(line)
        if record is not None:
            yield record


def json_object(line: str) -> tuple[dict[str, Any] | None, str]:
    """Return the object of one line, or None and why it cannot be read."""
    if len(line) > LONGEST_LINE:
        return None, reason("line_too_long", limit=LONGEST_LINE)
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None, reason("not_json")
    if not isinstance(record, dict):
        return None, reason("not_object")
    if "\\u0000" in line or not _can_be_stored(line, record):
        return None, reason("bad_characters")
    return record, ""


def _can_be_stored(line: str, record: dict[str, Any]) -> bool:
    if "\\ud" not in line.lower():  # only an escape can bring half of a surrogate pair
        return True
    try:
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _record(reader: Any, line: str) -> tuple[dict[str, Any] | None, str]:
    record, why = json_object(line)
    if record is None:
        return None, why
    wrong = reader.wrong_field(record)
    if wrong:
        return record, reason("not_text", field=wrong)
    code = reader.code_of(record)
    if not code:
        return record, reason("no_code")
    if not _CODE.match(code):
        return record, reason("bad_code")
    if not reader.title_of(record):
        return record, reason("no_title")
    return record, ""
