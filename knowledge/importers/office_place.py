"""Finds the commune or province of today that a row of an offices file names; an old name is refused with the new."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from knowledge.places.office_kinds import OfficeKind
from knowledge.places.resolver import Places
from knowledge.places.units import Unit
from knowledge.places.wording import in_full


class OfficeRowError(ValueError):
    """A row cannot be used; the text (Vietnamese) says what to write."""


@cache
def _sentences() -> dict[str, str]:
    data: dict[str, str] = yaml.safe_load(Path(__file__).with_name("offices.vi.yml").read_text(encoding="utf-8"))
    return data


def office_reason(key: str, **values: object) -> str:
    """Return a sentence of offices.vi.yml with its placeholders filled."""
    return _sentences()[key].format(**values)


def office_unit(places: Places, province_cell: str, commune_cell: str, kind: OfficeKind) -> Unit:
    """Return where an office is: a commune for offices of communes, else the province. Raises OfficeRowError."""
    province = _province(places, province_cell)
    if kind.level == "xã" and not commune_cell:
        raise OfficeRowError(office_reason("needs_commune", kind=kind.name))
    if kind.level != "xã" and commune_cell:
        raise OfficeRowError(office_reason("needs_no_commune", kind=kind.name))
    return _commune(places, commune_cell, province) if commune_cell else province


def _province(places: Places, cell: str) -> Unit:
    for name in (cell, f"tỉnh {cell}"):
        reading = places.read(name)
        found = [unit for unit in (*reading.units, *reading.rivals) if unit.level == "province"]
        if len(found) == 1:
            return found[0]
    raise OfficeRowError(office_reason("unknown_province", value=cell[:60]))


def _commune(places: Places, cell: str, province: Unit) -> Unit:
    reading = places.read(f"{cell}, {province.name}")
    named = [unit for unit in (*reading.units, *reading.rivals) if unit is not province]
    found = [unit for unit in named if unit.level == "commune" and unit.province is province]
    if len(found) == 1:
        return found[0]
    if found:
        raise OfficeRowError(office_reason("several_communes", value=cell[:60], province=province.name))
    old = [unit for unit in named if unit.level == "old_commune" and unit.now[0].province is province]
    if old:
        now = ", ".join(dict.fromkeys(in_full(target) for unit in old for target in unit.now))
        raise OfficeRowError(office_reason("old_commune", value=cell[:60], now=now[:200]))
    raise OfficeRowError(office_reason("unknown_commune", value=cell[:60], province=province.name))
