"""The units of before and since 1/7/2025 in memory, from the tables in data/; read once, when first asked about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from bot.text import fold

DATA = Path(__file__).parent / "data"
Level = Literal["old_commune", "commune", "district", "old_province", "province"]
_TYPE = re.compile(r"^(Thành phố|Tỉnh|Thị trấn|Thị xã|Quận|Huyện|Phường|Đặc khu|Xã) ")
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """One administrative unit; `within` is the one above it at its time. Compared by identity: there is one of each."""

    level: Level
    code: str
    name: str
    within: Unit | None
    now: tuple[Unit, ...] = ()
    """What it is today, the largest part first; empty for a unit of today."""
    also: tuple[str, ...] = ()
    """Keys of older names that it took in."""

    @property
    def bare_name(self) -> str:
        """The name without its type: "Tân Lập"; a ward that is a number keeps the number."""
        return _TYPE.sub("", self.name)

    @property
    def type_word(self) -> str:
        """The type in lower case, without marks: "thi tran"."""
        return fold(self.name[: -len(self.bare_name)].strip())

    @property
    def province(self) -> Unit:
        """The province it lay or lies in."""
        return self if self.within is None else self.within.province


@dataclass(frozen=True)
class Units:
    """All units, ready to be looked up by code or by name."""

    provinces: Mapping[str, Unit]
    communes: Mapping[str, Unit]
    old_provinces: Mapping[str, Unit]
    """By name: their codes were given anew."""
    districts: Mapping[str, Unit]
    old_communes: Mapping[str, Unit]

    @cached_property
    def by_name(self) -> Mapping[str, Sequence[Unit]]:
        """Every unit by `name_key` of its bare name, official or older."""
        found: dict[str, list[Unit]] = defaultdict(list)
        groups = (self.old_provinces, self.provinces, self.districts, self.old_communes, self.communes)
        for unit in (unit for group in groups for unit in group.values()):
            for key in dict.fromkeys((name_key(unit.bare_name), *unit.also)):
                found[key].append(unit)
        return found

    @cached_property
    def formed_from(self) -> Mapping[Unit, Sequence[Unit]]:
        """For each unit of today, the units of before that went into it, whole ones first."""
        found: dict[Unit, list[Unit]] = defaultdict(list)
        for unit in (*self.old_provinces.values(), *self.old_communes.values()):
            for target in unit.now:
                found[target].append(unit)
        return {target: sorted(units, key=lambda unit: len(unit.now) > 1) for target, units in found.items()}

    @cached_property
    def communes_of(self) -> Mapping[Unit, Sequence[Unit]]:
        """For each former district, its communes."""
        found: dict[Unit, list[Unit]] = defaultdict(list)
        for unit in self.old_communes.values():
            if unit.within is not None:
                found[unit.within].append(unit)
        return found


def name_key(text: str) -> str:
    """Return the letters and digits of a name without marks and spaces: "Bà Rịa - Vũng Tàu" is "bariavungtau"."""
    return _SIGNS.sub("", fold(text))


def read_units(also_called: Mapping[str, Mapping[str, Sequence[str]]], folder: Path = DATA) -> Units:
    """Read the tables; `also_called` are other names by level and official name (names.yml)."""
    provinces: dict[str, Unit] = {}
    old_provinces: dict[str, Unit] = {}
    names = also_called["provinces"]
    for code, name, before in _rows(folder, "provinces"):
        unit = Unit("province", code, name, None, also=tuple(names.get(name, ())))
        provinces[code] = unit
        for old in before.split("; "):
            old_provinces[old] = Unit("old_province", f"t{code}", old, None, (unit,), tuple(names.get(old, ())))
    communes = {
        code: Unit("commune", code, name, provinces[province]) for code, province, name in _rows(folder, "communes")
    }
    districts = {
        code: Unit("district", code, name, old_provinces[province], also=_also(also, also_called["districts"], name))
        for code, province, name, also in _rows(folder, "districts")
    }
    old_communes = {
        code: Unit(
            "old_commune", code, name, districts[district], tuple(communes[one] for one in now.split()), _also(also)
        )
        for code, district, name, now, also in _rows(folder, "old_communes")
    }
    return Units(provinces, communes, old_provinces, districts, old_communes)


def _also(keys: str, known: Mapping[str, Sequence[str]] | None = None, name: str = "") -> tuple[str, ...]:
    return (*keys.split(), *((known or {}).get(name, ())))


def _rows(folder: Path, table: str) -> list[list[str]]:
    header, *lines = (folder / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    width = header.count("\t") + 1
    return [(line.split("\t") + [""] * width)[:width] for line in lines]
