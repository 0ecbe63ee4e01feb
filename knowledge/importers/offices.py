"""Reads a CSV of offices with address, hours and phone; every row that cannot be used is refused with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.text import fold
from knowledge.domains import is_allowed, is_web_address
from knowledge.importers.batch import Advance, ImportBatch, ImportFileError
from knowledge.importers.cells import CellError, checked_cell
from knowledge.importers.cleaning import one_line
from knowledge.importers.csv_file import csv_header, csv_rows
from knowledge.importers.office_place import OfficeRowError, office_reason, office_unit
from knowledge.importers.plain_text import ActiveHtmlError, plain_lines
from knowledge.importers.reading import as_text, read_whole, unpacked
from knowledge.importers.table import Row
from knowledge.model import AspectText, Entry, Source
from knowledge.places.office_kinds import OfficeKind, kind_called, office_id, office_kinds
from knowledge.places.resolver import Places
from knowledge.places.units import Unit

LONGEST_CELL = 300
MOST_OF_A_KIND = 3
"""Offices of one kind in one place; more are not read out on a phone."""
TWO_LEVELS_SINCE = "2025-07-01"
_REQUIRED = ("province", "commune", "kind", "name", "address", "hours", "phone", "source", "checked_on")
_MUST_SAY = ("province", "kind", "name", "address", "source")
_PHONE = re.compile(r"\+?\(?\d[\d .()-]{1,18}\d(?: ?[,;/] ?\+?\(?\d[\d .()-]{1,18}\d){0,3}")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True)
class _Office:
    """A sound row."""

    line: int
    unit: Unit
    kind: OfficeKind
    cells: Mapping[str, str]
    checked_on: str


def is_offices_csv(path: Path) -> bool:
    """Is this a table of offices? A file that cannot be read is none: who reads it next says why."""
    try:
        return is_offices_header(csv_header(as_text(path, unpacked(path, read_whole(path)))))
    except ImportFileError:
        return False


def is_offices_header(cells: Sequence[str]) -> bool:
    """Is this the first row of a table of offices?"""
    return {_field(cell) for cell in cells}.issuperset(("province", "kind", "address"))


def read_offices(path: Path, advance: Advance, checked_on: str | None = None) -> ImportBatch:
    """Read a table of offices; `checked_on` (ISO) is the day of rows that have none of their own.

    Raises ImportFileError when the file is broken or a column is unknown, missing or there twice.
    """
    text = as_text(path, unpacked(path, read_whole(path)))
    columns = _columns(path.name, csv_header(text))
    rows = [row for row in csv_rows(path, text) if any(cell.strip() for cell in row.cells)]
    if not rows:
        raise ImportFileError(office_reason("empty", file=path.name))
    places = Places()
    found: dict[str, _Office] = {}
    refused: list[tuple[int, str]] = []
    for done, row in enumerate(rows, 1):
        advance(done, len(rows))
        try:
            office = _office(row, columns, places, checked_on)
            found[_free_id(office, found)] = office
        except (CellError, OfficeRowError) as error:
            refused.append((row.number, str(error)))
    entries = tuple(_entry(entry_id, office) for entry_id, office in found.items())
    old = {one.id: one.checked_on for one in entries if one.checked_on < TWO_LEVELS_SINCE}
    held = {entry_id: office_reason("held_old", date=day) for entry_id, day in old.items()}
    lines = {entry_id: office.line for entry_id, office in found.items()}
    return ImportBatch(entries, held, tuple(refused), len(rows), lines)


def _columns(file: str, header: Sequence[str]) -> dict[int, str]:
    columns: dict[int, str] = {}
    for place, cell in enumerate(header):
        field = _field(cell)
        if field is None and cell.strip():
            raise ImportFileError(office_reason("unknown_column", file=file, column=cell.strip()[:60]))
        if field in columns.values():
            raise ImportFileError(office_reason("column_twice", file=file, column=cell.strip()[:60]))
        if field is not None:
            columns[place] = field
    missing = [_names()[field][0] for field in _REQUIRED if field not in columns.values()]
    if missing:
        raise ImportFileError(office_reason("missing_columns", file=file, columns=", ".join(missing)))
    return columns


def _office(row: Row, columns: Mapping[int, str], places: Places, checked_on: str | None) -> _Office:
    if any(cell.strip() for place, cell in enumerate(row.cells) if place not in columns):
        raise OfficeRowError(office_reason("too_many_cells"))
    cells = {field: _text(field, row.cells[place]) for place, field in columns.items() if place < len(row.cells)}
    for field in _MUST_SAY:
        if not cells.get(field):
            raise OfficeRowError(office_reason("missing", column=_names()[field][0]))
    kind = kind_called(cells["kind"])
    if kind is None:
        kinds = ", ".join(one.name for one in office_kinds().values())
        raise OfficeRowError(office_reason("unknown_kind", value=cells["kind"][:60], kinds=kinds))
    phone, source = cells.get("phone", ""), cells["source"]
    if phone and not _PHONE.fullmatch(phone):
        raise OfficeRowError(office_reason("bad_phone", value=phone[:40]))
    if "://" in source and not (is_web_address(source) and is_allowed(source)):
        raise OfficeRowError(office_reason("bad_link", value=source[:80]))
    unit = office_unit(places, cells["province"], cells.get("commune", ""), kind)
    return _Office(row.number, unit, kind, cells, _day(cells.get("checked_on", ""), checked_on))


def _text(field: str, cell: str) -> str:
    column = _names()[field][0]
    phone = field == "phone" and cell.strip().startswith("+")  # +84 24 … is no formula
    try:
        text = one_line(plain_lines(cell if phone else checked_cell(column, cell)))
    except ActiveHtmlError as error:
        raise OfficeRowError(office_reason("active_html", column=column, tag=error.tag)) from None
    if len(text) > LONGEST_CELL:
        raise OfficeRowError(office_reason("too_long", column=column, length=len(text), limit=LONGEST_CELL))
    return text


def _day(cell: str, otherwise: str | None) -> str:
    if not cell and not otherwise:
        raise OfficeRowError(office_reason("no_date"))
    iso, turned = _ISO.fullmatch(cell or otherwise or ""), _DAY_FIRST.fullmatch(cell)
    parts = iso.groups() if iso else turned.groups()[::-1] if turned else ()
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day).isoformat()
    except ValueError:
        raise OfficeRowError(office_reason("bad_date", value=cell[:30])) from None


def _free_id(office: _Office, found: Mapping[str, _Office]) -> str:
    for number in range(1, MOST_OF_A_KIND + 1):
        entry_id = office_id(office.kind, office.unit, number)
        taken = found.get(entry_id)
        if taken is None:
            return entry_id
        if fold(taken.cells["name"]) == fold(office.cells["name"]):
            raise OfficeRowError(office_reason("twice", line=taken.line))
    raise OfficeRowError(office_reason("too_many", limit=MOST_OF_A_KIND))


def _entry(entry_id: str, office: _Office) -> Entry:
    said = {field: office.cells[field] for field in ("address", "hours", "phone") if office.cells.get(field)}
    lines = "\n".join(str(_file()["lines"][field]).format(text=text) for field, text in said.items())
    aspects = {"place": said["address"]} | ({"time": said["hours"]} if "hours" in said else {})
    source = office.cells["source"]
    link = source if "://" in source else None
    return Entry(
        id=entry_id,
        kind="office",
        title=office.cells["name"],
        short_title=office.cells["name"],
        origin="imported",
        checked_on=office.checked_on,
        level=office.kind.level,
        answer=(AspectText(lines),),
        aspects={name: (AspectText(text),) for name, text in aspects.items()},
        sources=(Source(office.cells["name"] if link else source, link, office.checked_on),),
    )


def _field(cell: str) -> str | None:
    return {_words(name): field for field, names in _names().items() for name in names}.get(_words(cell))


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


def _names() -> dict[str, list[str]]:
    names: dict[str, list[str]] = _file()["columns"]
    return names


@cache
def _file() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("offices.vi.yml").read_text(encoding="utf-8"))
    return data
