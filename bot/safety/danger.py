"""Says whether a message tells of an emergency, a scam or holds an insult, and by which words it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.lexicon import Lexicon
from bot.safety.reading import read
from bot.safety.signs import SHORT, UNDERSTOOD, Named, Signs, load_signs

FEW_WORDS = 5
"""A cry for help without more words than these is one, whatever it is about."""


@dataclass(frozen=True)
class Evidence:
    """A sign that weighed, and the words that showed it (lower case, ngã as hỏi)."""

    sign: str
    words: str


@dataclass(frozen=True)
class Danger:
    """What must be answered before anything else."""

    kind: str
    """emergency_fire, emergency_medical, …, scam or insult."""
    weight: int
    evidence: tuple[Evidence, ...]
    pattern: str | None = None
    """Of a scam: which story it is (the last part of the entry that explains it)."""
    harm: str | None = None
    """Of a scam: what has happened already; None when nothing has."""

    @property
    def is_emergency(self) -> bool:
        """Tell whether a number must be dialled now."""
        return self.kind.startswith("emergency_")


def danger(text: str, lexicon: Lexicon, intent: str | None = None) -> Danger | None:
    """Return the danger in a message, the worst first; None when there is none.

    `intent` is what the language model took the message for: a second witness for scam stories, never the only judge.
    Deterministic and bounded in time, whatever the text.
    """
    signs = load_signs()
    found = _signs_in(text, lexicon, signs)
    for kind, scale in signs.emergencies.items():
        weight, groups = scale.weigh(found)
        if weight >= scale.least:
            return Danger(kind, weight, _evidence(groups, found))
    if intent == signs.understood_as:
        found |= {UNDERSTOOD: signs.understood_as}
    weight, groups = signs.scam.weigh(found)
    if weight >= signs.scam.least:
        pattern, harm = _first(signs.patterns, found), _first(signs.harms, found)
        return Danger("scam", weight, _evidence(groups, found), pattern, harm)
    weight, groups = signs.insult.weigh(found)
    return Danger("insult", weight, _evidence(groups, found)) if weight >= signs.insult.least else None


def story(text: str, lexicon: Lexicon) -> tuple[str | None, str | None]:
    """Return which scam story a message is likest to, and what has happened already, however little speaks for it."""
    signs = load_signs()
    found = _signs_in(text, lexicon, signs)
    return _first(signs.patterns, found), _first(signs.harms, found)


def speaks_against_scam(text: str, lexicon: Lexicon) -> bool:
    """Tell whether something in the message makes it no story: a law, a report to be made, a visit to an office."""
    signs = load_signs()
    _, groups = signs.scam.weigh(_signs_in(text, lexicon, signs))
    return any(family.get(group, 0) < 0 for family in signs.scam.families for group in groups)


def _signs_in(text: str, lexicon: Lexicon, signs: Signs) -> dict[str, str]:
    found: dict[str, str] = {}
    readings = read(text, lexicon)
    if len(readings[0].words) <= FEW_WORDS:
        found[SHORT] = "…"
    for reading in readings:
        found |= {group: words for group, words in signs.book.find(reading).items() if group not in found}
    return found


def _evidence(groups: Sequence[str], found: Mapping[str, str]) -> tuple[Evidence, ...]:
    return tuple(Evidence(group, found[group]) for group in groups)


def _first(names: Sequence[Named], found: Mapping[str, str]) -> str | None:
    return next((row.name for row in names if not row.groups or any(group in found for group in row.groups)), None)
