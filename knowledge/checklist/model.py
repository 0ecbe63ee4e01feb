"""What a checklist is made of: the deciding facts, and papers and notes with the cases they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge.source import Confidence, Source

UNKNOWN = "chua-biet"
"""The value of a fact that the resident was asked and does not know."""

When = Mapping[str, tuple[str, ...]]
"""Fact -> values, any of which will do; all pairs must hold."""


@dataclass(frozen=True)
class FactChoice:
    """One value of a fact, as it is shown and as residents type it."""

    value: str
    say: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseFact:
    """One thing about the resident's case that changes the papers."""

    name: str
    ask: str
    choices: tuple[FactChoice, ...]
    when: When = field(default_factory=dict)


@dataclass(frozen=True)
class CasePaper:
    """One paper to bring, and in which cases."""

    name: str
    count: str | None = None
    note: str | None = None
    confidence: Confidence = "high"
    when: When = field(default_factory=dict)
    unless: When = field(default_factory=dict)


@dataclass(frozen=True)
class CaseNote:
    """What changes for a case besides the papers."""

    text: str
    when: When = field(default_factory=dict)


@dataclass(frozen=True)
class NotNeeded:
    """A paper that people bring in vain."""

    name: str
    note: str | None = None


@dataclass(frozen=True)
class Checklist:
    """The deciding facts of one procedure (two to four) and what follows from them."""

    checked_on: str
    facts: tuple[CaseFact, ...]
    papers: tuple[CasePaper, ...]
    no_need: tuple[NotNeeded, ...] = ()
    notes: tuple[CaseNote, ...] = ()
    sources: tuple[Source, ...] = ()


def checklist_from_plain(data: Mapping[str, Any]) -> Checklist:
    """Build a checklist from the plain dicts and lists of a stored entry."""
    return Checklist(
        checked_on=data["checked_on"],
        facts=tuple(_fact(item) for item in data["facts"]),
        papers=tuple(CasePaper(**_with_cases(item)) for item in data["papers"]),
        no_need=tuple(NotNeeded(**item) for item in data.get("no_need", ())),
        notes=tuple(CaseNote(**_with_cases(item)) for item in data.get("notes", ())),
        sources=tuple(Source(**item) for item in data.get("sources", ())),
    )


def _fact(data: Mapping[str, Any]) -> CaseFact:
    choices = tuple(FactChoice(one["value"], one["say"], tuple(one.get("words", ()))) for one in data["choices"])
    return CaseFact(data["name"], data["ask"], choices, _cases(data.get("when", {})))


def _with_cases(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _cases(value) if name in ("when", "unless") else value for name, value in data.items()}


def _cases(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in data.items()}
