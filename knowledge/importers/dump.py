"""Reads one dump file: finds its format, refuses bad lines with a reason, holds back suspicious records."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.importers import bqp, dvcqg
from knowledge.importers.held import reasons_to_hold
from knowledge.importers.reasons import reason
from knowledge.model import Entry

_CODE = re.compile(r"^\d{1,2}\.\d{6}$")
_KNOWN = Path(__file__).parent / "known_dumps.yml"
_READERS = {"ma_thu_tuc": dvcqg, "thu_tuc_id": bqp}


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


def read_dump(path: Path, advance: Callable[[int, int], None], checked_on: str | None = None) -> ImportBatch:
    """Read a .jsonl or .jsonl.gz dump; `advance(done, total)` shows progress.

    `checked_on` is the ISO day the data was taken from the portal; it may be left out for a known dump.
    Raises ImportFileError when the file is broken, unknown or its date is not known.
    """
    raw = _read_bytes(path)
    taken = checked_on or _known_date(raw) or ""
    lines = _text_lines(path, raw)
    reader = _reader(path, lines)
    if not taken:
        raise ImportFileError(reason("need_date", file=path.name))
    records: dict[str, Any] = {}
    refused: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        advance(number, len(lines))
        record, why = _record(reader, line)
        code = reader.code_of(record) if record is not None and not why else ""
        if code in seen and not why:
            why = reason("twice", code=code, line=seen[code])
        if why:
            refused.append((number, why))
            continue
        seen[code] = number
        records[code] = record
    entries = tuple(reader.to_entry(record, taken) for record in records.values())
    return ImportBatch(entries, reasons_to_hold(reader, records.values()), tuple(refused), len(lines))


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ImportFileError(reason("cannot_open", file=path.name, reason=error.strerror)) from None


def _text_lines(path: Path, raw: bytes) -> list[str]:
    try:
        data = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" or path.suffix == ".gz" else raw
        lines = [line for line in data.decode("utf-8").split("\n") if line.strip()]
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise ImportFileError(reason("broken_gzip", file=path.name)) from None
    except UnicodeDecodeError:
        raise ImportFileError(reason("unknown_format", file=path.name)) from None
    if not lines:
        raise ImportFileError(reason("empty", file=path.name))
    return lines


def _known_date(raw: bytes) -> str | None:
    known = yaml.safe_load(_KNOWN.read_text(encoding="utf-8"))
    found = known.get(hashlib.sha256(raw).hexdigest())
    return str(found["checked_on"]) if found else None


def _reader(path: Path, lines: list[str]) -> Any:
    for record in _first_objects(lines):
        for field, reader in _READERS.items():
            if field in record:
                return reader
    raise ImportFileError(reason("unknown_format", file=path.name))


def _first_objects(lines: list[str]) -> Iterator[dict[str, Any]]:
    for line in lines[:20]:
        try:
            record = json.loads(line)
        except ValueError:
            continue
        if isinstance(record, dict):
            yield record


def _record(reader: Any, line: str) -> tuple[dict[str, Any] | None, str]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None, reason("not_json")
    if not isinstance(record, dict):
        return None, reason("not_object")
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
