"""Reads the rows of a CSV file: any of the separators that spreadsheets write, every fault with its line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.importers.batch import ImportFileError
from knowledge.importers.limits import LARGEST_UNPACKED, MOST_COLUMNS
from knowledge.importers.reading import refuse_too_many
from knowledge.importers.reasons import reason
from knowledge.importers.table import Row

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

_SEPARATORS = (",", ";", "\t")


def csv_header(text: str) -> list[str]:
    """Return the cells of the first line; empty when it is no line of a table."""
    try:
        return next(_reader(text), [])[:MOST_COLUMNS]
    except csv.Error:
        return []


def csv_rows(path: Path, text: str) -> Iterator[Row]:
    """Yield the rows below the header, numbered as a spreadsheet numbers them. Raises ImportFileError."""
    reader = _reader(text)
    number = 0
    begins = 1
    try:
        for number, cells in enumerate(reader, 1):
            refuse_too_many(path.name, number - 1)
            if number > 1:
                yield Row(number, tuple(cells))
            begins = reader.line_num + 1
    except csv.Error:
        raise ImportFileError(reason("broken_csv", file=path.name, line=begins)) from None


def _reader(text: str) -> CsvReader:
    # cells are measured one by one later, with their column; here a field may be as long as the file
    csv.field_size_limit(LARGEST_UNPACKED)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next(islice(lines, 1), "")
    separator = max(_SEPARATORS, key=first.count)
    return csv.reader((f"{line}\n" for line in lines), delimiter=separator, strict=True)
