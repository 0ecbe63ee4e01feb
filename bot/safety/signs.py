"""The tables of danger: groups of phrases, what each weighs, and how much is enough (the YAML files beside)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.safety.phrasebook import Phrasebook

FOLDER = Path(__file__).parent
FILES = ("words.yml", "emergencies.yml", "scams.yml", "insults.yml")
UNDERSTOOD = "understood"
"""Stands in the families for what the language model took the message for: a second witness."""

SHORT = "short"
"""Stands for a message of very few words."""


class SignsError(ValueError):
    """The tables contradict themselves; the message names the place."""


@dataclass(frozen=True)
class Scale:
    """Weighs the groups found: of each family the heaviest counts; together they must reach `least`."""

    least: int
    families: tuple[Mapping[str, int], ...]

    def weigh(self, found: Mapping[str, str]) -> tuple[int, tuple[str, ...]]:
        """Return the sum and the groups that made it."""
        heaviest = [
            max(present, key=lambda group: abs(family[group]))
            for family in self.families
            if (present := [group for group in family if group in found])
        ]
        total = sum(family[group] for family in self.families for group in heaviest if group in family)
        return total, tuple(heaviest)


@dataclass(frozen=True)
class Named:
    """A name that holds when any of its groups was found; with none, always."""

    name: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Signs:
    """Everything that danger is judged by."""

    book: Phrasebook
    emergencies: Mapping[str, Scale]
    scam: Scale
    insult: Scale
    understood_as: str
    patterns: tuple[Named, ...]
    harms: tuple[Named, ...]


@cache
def load_signs() -> Signs:
    """Return the one shared set of tables. Raises SignsError, PhraseError."""
    rows = {name: yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")) for name in FILES}
    return make_signs(rows)


def make_signs(rows: Mapping[str, Mapping[str, Any]]) -> Signs:
    """Build the tables from the four files' rows. Raises SignsError, PhraseError."""
    groups: dict[str, list[str]] = {}
    for name, row in rows.items():
        if twice := set(groups) & set(row["groups"]):
            raise SignsError(f"{name}: {sorted(twice)} stands in another file already")
        groups |= {group: [str(text) for text in texts] for group, texts in row["groups"].items()}
    book = Phrasebook(groups)
    scams = rows["scams.yml"]
    return Signs(
        book,
        {kind: _scale(kind, row, book) for kind, row in rows["emergencies.yml"]["kinds"].items()},
        _scale("scams.yml", scams, book),
        _scale("insults.yml", rows["insults.yml"], book),
        scams["understood_as"],
        tuple(_named(row, book) for row in scams["patterns"]),
        tuple(_named(row, book) for row in scams["harms"]),
    )


def _scale(name: str, row: Mapping[str, Any], book: Phrasebook) -> Scale:
    families = tuple(dict(family) for family in row["families"].values())
    _check(name, {group for family in families for group in family} - {UNDERSTOOD, SHORT}, book)
    return Scale(int(row["least"]), families)


def _named(row: Mapping[str, Any], book: Phrasebook) -> Named:
    _check(row["name"], set(row["any"]), book)
    return Named(row["name"], tuple(row["any"]))


def _check(name: str, used: set[str], book: Phrasebook) -> None:
    if unknown := sorted(group for group in used if group not in book):
        raise SignsError(f"{name}: there is no group {unknown}")
