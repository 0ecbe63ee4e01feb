"""Decides which unit a message names: the reading that explains most of its words, small units before large ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.text import fold
from knowledge.places.mentions import Mention, Word, find_mentions, names, split
from knowledge.places.units import Level, Unit, Units, name_key

_BEFORE: Sequence[Level] = ("old_province", "province", "district", "old_commune", "commune")
"""Which level is meant when a name alone fits several: "Bắc Kạn" is the province, "Củ Chi" the district."""
EXACT_TYPE = 0.5
"""Worth of "phường" before what was a phường: as much as half a word."""
OFFICIAL_NAME = 0.25
"""Worth of a name that the unit bore to the end, against an older one that it took in."""


@dataclass(frozen=True)
class Reading:
    """What a message names: one unit, several of one name, or none."""

    units: tuple[Unit, ...]
    said: str
    """The name as typed; empty when none was found."""
    rivals: tuple[Unit, ...] = ()
    """Units of other levels that the same words name just as well: the old ward's name may be a new ward's too."""
    rest: str = ""
    """The words of the message that name neither the unit nor what it lies in."""

    @property
    def level(self) -> Level | None:
        """The level of the units; None: nothing was named."""
        return self.units[0].level if self.units else None


@dataclass(frozen=True)
class _Candidate:
    unit: Unit
    taken: tuple[Mention, ...]
    """The words for the unit itself, then those for what it lies in."""
    score: float

    @property
    def mention(self) -> Mention:
        """The words for the unit itself."""
        return self.taken[0]


def read(text: str, units: Units, *, typed_only: bool = False) -> Reading:
    """Return what a message names. Old units are meant unless it asks how a unit of today was made.

    `typed_only`: the unit itself needs a word such as "xã" before it; in any message, "thống nhất" is no commune.
    """
    words = split(text)
    mentions = find_mentions(words, units)
    candidates = [
        one for mention in mentions if mention.type_word or not typed_only for one in _candidates(mention, mentions)
    ]
    if not candidates:
        return Reading((), "")
    best = max(one.score for one in candidates)
    tied = [one for one in candidates if one.score == best]
    level = _meant({one.unit.level for one in tied}, asks_for_new(words))
    meant = dict.fromkeys(one.unit for one in tied if one.unit.level == level)
    rivals = dict.fromkeys(one.unit for one in tied if one.unit.level != level)
    first = next(one for one in tied if one.unit in meant)
    named = {place for mention in first.taken for place in range(mention.start, mention.end)}
    rest = " ".join(word.typed for place, word in enumerate(words) if place not in named)
    return Reading(tuple(meant), first.mention.said, tuple(rivals), rest)


def asks_for_new(words: Sequence[Word]) -> bool:
    """Does the message ask what a unit of today was made of?"""
    return _says(words, names()["asks_for_new"])


def asks_what_became(text: str) -> bool:
    """Does the message ask what became of a unit?"""
    return _says(split(text), names()["asks_what_became"])


def _says(words: Sequence[Word], phrases: Iterable[str]) -> bool:
    said = f" {' '.join(word.folded for word in words)} "
    return any(f" {fold(phrase)} " in said for phrase in phrases)


def _candidates(mention: Mention, mentions: Sequence[Mention]) -> Iterable[_Candidate]:
    for unit in mention.units:
        taken = [mention]
        for higher in _higher(unit):
            found = _longest(higher, mentions, taken)
            if found:
                taken.append(found)
        words = sum(one.end - one.start for one in taken)
        bonus = EXACT_TYPE * (mention.type_word == unit.type_word) + OFFICIAL_NAME * is_called(unit, mention.said)
        yield _Candidate(unit, tuple(taken), words + bonus)


def _higher(unit: Unit) -> list[set[Unit]]:
    """Return, level by level, the units that a resident may name after this one: old provinces or new."""
    if unit.within is None:
        return []
    provinces = {unit.province, *unit.province.now}
    if unit.level == "commune":
        return [provinces]
    return [provinces] if unit.level == "district" else [{unit.within}, provinces]


def _longest(units: set[Unit], mentions: Sequence[Mention], taken: Sequence[Mention]) -> Mention | None:
    fitting = (
        one for one in mentions if not units.isdisjoint(one.units) and not any(one.overlaps(other) for other in taken)
    )
    return max(fitting, key=lambda one: one.end - one.start, default=None)


def is_called(unit: Unit, said: str) -> bool:
    """Is this the unit's own name, and not one of those it took in or a nickname?"""
    return _key(unit.bare_name) == _key(said)


_key = lru_cache(maxsize=4096)(name_key)


def _meant(levels: set[Level], new: bool) -> Level:
    if new and "commune" in levels:
        return "commune"
    if new and "province" in levels:
        return "province"
    return next(level for level in _BEFORE if level in levels)
