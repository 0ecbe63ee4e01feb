"""Finds out by its content what a file holds and reads it: dump, questions and answers, table, spreadsheet, offices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from knowledge.importers.batch import Advance, ImportBatch, ImportFileError
from knowledge.importers.csv_file import csv_header, csv_rows
from knowledge.importers.dump import read_procedures
from knowledge.importers.faq_dump import is_faq_dump, read_faq_dump
from knowledge.importers.known import Origin, known_origin
from knowledge.importers.offices import is_offices_header, read_offices
from knowledge.importers.reading import as_text, numbered_lines, read_whole, unpacked
from knowledge.importers.reasons import reason
from knowledge.importers.table import is_faq_header, read_table
from knowledge.importers.xlsx_file import xlsx_table

READING_COLUMN = "mã bài"
"""First column of a table that was exported for reading only."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_file(path: Path, advance: Advance, given: Origin, today: date) -> ImportBatch:
    """Read one file, whatever it is called. `given`: day and source, for data that do not say them.

    Raises ImportFileError: then nothing of the file is used.
    """
    raw = read_whole(path)
    known = known_origin(raw)
    origin = Origin(given.checked_on or known.checked_on, given.source or known.source)
    if raw.startswith(_OLD_EXCEL):
        raise ImportFileError(reason("old_excel", file=path.name))
    if raw.startswith(_ZIP):
        header, rows = xlsx_table(path.name, raw)
        return read_table(path.name, header, rows, 0, advance, origin, today)
    text = as_text(path, unpacked(path, raw))
    if text.lstrip()[:1] == "{":
        return _read_lines(path, text, advance, origin, today)
    return _read_csv(path, text, advance, origin, today)


def _read_lines(path: Path, text: str, advance: Advance, origin: Origin, today: date) -> ImportBatch:
    lines = numbered_lines(path, text)
    if not is_faq_dump(lines):
        return read_procedures(path, lines, advance, origin)
    if not origin.checked_on:
        raise ImportFileError(reason("need_date", file=path.name))
    return read_faq_dump(lines, advance, replace(origin, source=origin.source or path.stem), today)


def _read_csv(path: Path, text: str, advance: Advance, origin: Origin, today: date) -> ImportBatch:
    header = csv_header(text)
    if header and header[0].strip().lower() == READING_COLUMN:
        raise ImportFileError(reason("for_reading", file=path.name))
    if is_offices_header(header):
        return read_offices(path, advance, origin.checked_on or None)
    if not is_faq_header(header):
        raise ImportFileError(reason("unknown_format", file=path.name))
    return read_table(path.name, header, csv_rows(path, text), text.count("\n"), advance, origin, today)
