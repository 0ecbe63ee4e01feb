"""Reads a table of questions and answers, row by row, whether it came as CSV or as a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from bot.text import fold
from knowledge.importers.batch import Advance, ImportBatch, ImportFileError
from knowledge.importers.cells import CellError, checked_cell
from knowledge.importers.faq import FaqRow, RowError, batch_of
from knowledge.importers.known import Origin
from knowledge.importers.reasons import reason
from knowledge.model import Confidence

_COLUMNS = Path(__file__).with_name("columns.yml")
_CONFIDENCES: Mapping[str, Confidence] = {
    "high": "high",
    "cao": "high",
    "medium": "medium",
    "vua": "medium",
    "trung binh": "medium",
    "low": "low",
    "thap": "low",
}
_REQUIRED = ("question", "answer")
_SEPARATORS = re.compile(r"[;|\n]")
_CODE_SEPARATORS = re.compile(r"[;|,\s]+")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True)
class Row:
    """One row of a table: its number as a spreadsheet shows it, and its cells as text."""

    number: int
    cells: tuple[str, ...]


def column_names() -> dict[str, str]:
    """Return the names under which columns are written, by field."""
    return {field: names[0] for field, names in _names().items()}


def is_faq_header(cells: Sequence[str]) -> bool:
    """Is this the first row of a table of questions and answers?"""
    fields = {_field(cell) for cell in cells}
    return fields.issuperset(_REQUIRED)


def read_table(
    file: str, header: Sequence[str], rows: Iterable[Row], total: int, advance: Advance, origin: Origin, today: date
) -> ImportBatch:
    """Read the rows below the header. Raises ImportFileError when a column is unknown or there twice."""
    columns = _columns(file, header)
    found: list[FaqRow] = []
    refused: list[tuple[int, str]] = []
    count = 0
    for row in rows:
        advance(min(row.number, total), total)
        if not any(cell.strip() for cell in row.cells):
            continue
        count += 1
        try:
            found.append(_faq_row(row, columns, origin))
        except (CellError, RowError) as error:
            refused.append((row.number, str(error)))
    if not count:
        raise ImportFileError(reason("empty", file=file))
    return batch_of(found, refused, count, today)


def _columns(file: str, header: Sequence[str]) -> dict[int, str]:
    columns: dict[int, str] = {}
    known = ", ".join(column_names().values())
    for place, cell in enumerate(header):
        field = _field(cell)
        if not cell.strip():
            continue
        if field is None:
            raise ImportFileError(reason("unknown_column", file=file, column=cell.strip()[:60], columns=known))
        if field in columns.values():
            raise ImportFileError(reason("column_twice", file=file, column=cell.strip()[:60]))
        columns[place] = field
    return columns


def _faq_row(row: Row, columns: Mapping[int, str], origin: Origin) -> FaqRow:
    names = column_names()
    beyond = next((place for place, cell in enumerate(row.cells) if place not in columns and cell.strip()), None)
    if beyond is not None:
        raise RowError(reason("beyond_columns", column=beyond + 1))
    cells = {columns[place]: checked_cell(names[columns[place]], cell) for place, cell in enumerate(row.cells) if cell}
    get = cells.get
    return FaqRow(
        line=row.number,
        question=get("question", ""),
        answer=get("answer", ""),
        aliases=_parts(get("aliases", ""), _SEPARATORS),
        codes=_parts(get("codes", ""), _CODE_SEPARATORS),
        field=get("field", ""),
        source=get("source", "") or origin.source,
        url=get("url", "").strip(),
        checked_on=_day(names["checked_on"], get("checked_on", "")) or origin.checked_on,
        review_by=_day(names["review_by"], get("review_by", "")),
        confidence=_confidence(get("confidence", "")),
    )


def _confidence(cell: str) -> Confidence:
    word = fold(cell).strip().lower() or "high"
    if word not in _CONFIDENCES:
        raise RowError(reason("bad_confidence", value=cell[:30]))
    return _CONFIDENCES[word]


def _parts(cell: str, separators: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(part.strip() for part in separators.split(cell) if part.strip())


def _day(column: str, cell: str) -> str:
    text = cell.strip()
    if not text:
        return ""
    iso, turned = _ISO.fullmatch(text), _DAY_FIRST.fullmatch(text)
    parts = iso.groups() if iso else turned.groups()[::-1] if turned else None
    try:
        return date(*map(int, parts)).isoformat() if parts else _no_day(column, text)
    except ValueError:
        return _no_day(column, text)


def _no_day(column: str, text: str) -> str:
    raise RowError(reason("bad_date", column=column, value=text[:30]))


def _field(cell: str) -> str | None:
    return _by_words().get(_words(cell))


@cache
def _by_words() -> dict[str, str]:
    return {_words(name): field for field, names in _names().items() for name in names}


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text).lower()))


@cache
def _names() -> dict[str, list[str]]:
    data: dict[str, list[str]] = yaml.safe_load(_COLUMNS.read_text(encoding="utf-8"))
    return data
