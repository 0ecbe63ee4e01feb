"""Reads the rows of a spreadsheet (.xlsx), counting while it reads: a small file can unpack to a million rows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from knowledge.importers.batch import ImportFileError
from knowledge.importers.limits import MOST_COLUMNS
from knowledge.importers.reading import refuse_too_many
from knowledge.importers.reasons import reason
from knowledge.importers.table import Row, is_faq_header
from knowledge.importers.xlsx_package import refuse_unsafe

_BROKEN = (ParseError, InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError)
"""What openpyxl raises for parts that do not fit together."""


def xlsx_table(file: str, raw: bytes) -> tuple[list[str], Iterator[Row]]:
    """Return header and rows of the one sheet with questions and answers. Raises ImportFileError."""
    refuse_unsafe(file, raw)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
        headers = {sheet.title: (sheet, _header(sheet)) for sheet in book.worksheets}
    except _BROKEN:
        raise ImportFileError(reason("broken_xlsx", file=file)) from None
    fitting = [title for title, (_, header) in headers.items() if is_faq_header(header)]
    if len(fitting) > 1:
        raise ImportFileError(reason("two_sheets", file=file, sheets=", ".join(title[:40] for title in fitting)))
    if not fitting:
        raise ImportFileError(reason("unknown_format", file=file))
    sheet, header = headers[fitting[0]]
    return header, _rows(file, sheet)


def _header(sheet: Any) -> list[str]:
    sheet.reset_dimensions()  # the size that the file states would hide the rows beyond it
    for cells in sheet.iter_rows(min_row=1, max_row=1, max_col=MOST_COLUMNS):
        return [_text(cell) for cell in cells]
    return []


def _rows(file: str, sheet: Any) -> Iterator[Row]:
    try:
        for number, cells in enumerate(sheet.iter_rows(min_row=2, max_col=MOST_COLUMNS), 2):
            refuse_too_many(file, number - 1)
            yield Row(number, tuple(_text(cell) for cell in cells))
    except _BROKEN as error:
        if isinstance(error, ImportFileError):
            raise
        raise ImportFileError(reason("broken_xlsx", file=file)) from None


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":  # what a formula gave is not in the file for sure: it is refused as a formula
        return value if isinstance(value, str) and value.startswith("=") else "="
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):  # a code that Excel took for a number: 1.0041 stands for 1.004100
        return f"{value:.0f}" if value.is_integer() else f"{value:.6f}"
    return str(value)
