"""Which kind of office of today receives a procedure, by its field and level or by the district office it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.text import fold
from knowledge.model import Entry
from knowledge.places.units import Unit

_LEVELS = ("xã", "tỉnh", "bộ", "toàn quốc")
"""From the one nearest to residents; a procedure of several levels is begun at the lowest."""


@dataclass(frozen=True)
class OfficeKind:
    """A kind of office: `name` says where to go in general, `short` stands before a commune's name."""

    id: str
    name: str
    short: str
    level: str
    also: tuple[str, ...]


@dataclass(frozen=True)
class _FieldRule:
    begins: tuple[str, ...]
    levels: frozenset[str]
    kind: OfficeKind


@dataclass(frozen=True)
class _Rules:
    kinds: Mapping[str, OfficeKind]
    fields: Sequence[_FieldRule]
    texts: Sequence[tuple[re.Pattern[str], OfficeKind]]


@cache
def _rules() -> _Rules:
    data: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("office_kinds.yml").read_text(encoding="utf-8"))
    kinds = {
        key: OfficeKind(key, row["name"], row["short"], row["level"], tuple(row["also"]))
        for key, row in data["kinds"].items()
    }
    fields = [_FieldRule(tuple(row["begins"]), frozenset(row["levels"]), kinds[row["kind"]]) for row in data["fields"]]
    return _Rules(kinds, fields, [(re.compile(row["names"]), kinds[row["kind"]]) for row in data["texts"]])


def office_kinds() -> Mapping[str, OfficeKind]:
    """Return every kind by its id."""
    return _rules().kinds


def kind_called(text: str) -> OfficeKind | None:
    """Return the kind that an import file names: its id, its name or another name, marks and case aside."""
    said = " ".join(re.findall(r"\w+", fold(text)))
    for kind in office_kinds().values():
        if said in (*kind.also, kind.id.replace("-", " "), " ".join(re.findall(r"\w+", fold(kind.name)))):
            return kind
    return None


def kind_for(entry: Entry, official_place: str) -> OfficeKind | None:
    """Return the kind of office of today for an entry; None: its own text is the best there is.

    A district office that the official text names tells more than the field.
    """
    for pattern, kind in _rules().texts:
        if pattern.search(official_place):
            return kind
    field, level = (entry.field or "").lower(), _lowest(entry.level or "")
    rules = (rule for rule in _rules().fields if level in rule.levels and field.startswith(rule.begins))
    return next((rule.kind for rule in rules), None)


def office_id(kind: OfficeKind, unit: Unit, number: int = 1) -> str:
    """Return the id of the entry of an office: its commune or province, its kind, its number there."""
    where = unit.code if unit.level == "commune" else f"t{unit.code}"
    return f"co-quan.{where}.{kind.id}" + (f".{number}" if number > 1 else "")


def _lowest(level: str) -> str:
    said = level.lower()
    return next((one for one in _LEVELS if one in said), "")
