"""Finds the names of units in a typed text, marked or not, with or without "xã", "p.", "q.1", "tphcm" before them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.text import clean, fold, place_tone_marks
from knowledge.places.units import Level, Unit, Units

LONGEST_NAME = 6
"""Syllables; "Phan Rang-Tháp Chàm" and "Văn Miếu Quốc Tử Giám" fit."""
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
_LEVELS: Mapping[str, frozenset[Level]] = {
    "commune": frozenset({"old_commune", "commune"}),
    "district": frozenset({"district"}),
    "city": frozenset({"district", "old_province", "province"}),
    "province": frozenset({"old_province", "province"}),
}
_WRITTEN_OUT = {
    "x": "xa", "p": "phuong", "f": "phuong", "tt": "thi tran",
    "h": "huyen", "q": "quan", "tx": "thi xa", "tp": "thanh pho",
}  # fmt: skip


@dataclass(frozen=True)
class Word:
    """One syllable or number, as typed (lower case, tones in place) and without marks."""

    typed: str
    folded: str


@dataclass(frozen=True)
class Mention:
    """Words `start` to `end` that may name any of these units."""

    start: int
    end: int
    units: tuple[Unit, ...]
    type_word: str
    """The word before the name, written out without marks; empty: none was typed."""
    said: str
    """The name as typed, without the word before it."""

    def overlaps(self, other: Mention) -> bool:
        """Do they share a word?"""
        return self.start < other.end and other.start < self.end


@cache
def names() -> dict[str, Any]:
    """Return names.yml."""
    data: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("names.yml").read_text(encoding="utf-8"))
    return data


def split(text: str) -> list[Word]:
    """Cut a text into words; "p5" and "tp.hcm" become two."""
    plain = place_tone_marks(clean(text)).lower()
    return [Word(_number(word), _number(fold(word))) for word in _TOKEN.findall(plain)]


def find_mentions(words: Sequence[Word], units: Units) -> list[Mention]:
    """Return every stretch of words that names a unit; they may overlap, reading.py chooses."""
    found = []
    for start in range(len(words)):
        type_word, name_start = _type_at(words, start)
        if type_word:
            found += _named(words, start, name_start, type_word, units)
        found += _named(words, start, start, "", units)
    return found


def has_type_word(words: Sequence[Word]) -> bool:
    """Is there a word such as "xã" before another word?"""
    return any(_type_at(words, start)[0] for start in range(len(words)))


def names_something(words: Sequence[Word]) -> bool:
    """Does a word such as "xã" stand before what may be a name, and not before "nào"?"""
    following = (_type_at(words, start) for start in range(len(words)))
    return any(kind and words[place].folded not in names()["not_names"] for kind, place in following)


def _number(word: str) -> str:
    return word.lstrip("0") or word if word.isdigit() else word


def _type_at(words: Sequence[Word], start: int) -> tuple[str, int]:
    types: dict[str, str] = names()["types"]
    for length in (2, 1):
        typed = " ".join(word.folded for word in words[start : start + length])
        if typed in types and start + length < len(words):
            return _WRITTEN_OUT.get(typed, typed), start + length
    return "", start


def _named(words: Sequence[Word], start: int, name_start: int, type_word: str, units: Units) -> list[Mention]:
    abbreviated = type_word and len(words[start].folded) == 1
    found = []
    for end in range(min(len(words), name_start + LONGEST_NAME), name_start, -1):
        name = words[name_start:end]
        key = "".join(word.folded.replace("'", "") for word in name)
        if len(name) == 1 and not _is_clear(key, bool(type_word), bool(abbreviated)):
            continue
        if not type_word and key in names()["not_names"]:
            continue
        fitting = _fitting(units.by_name.get(key, ()), type_word, name)
        if fitting:
            found.append(Mention(start, end, fitting, type_word, " ".join(word.typed for word in name)))
    return found


def _is_clear(key: str, typed: bool, abbreviated: bool) -> bool:
    if key.isdigit():
        return typed
    return key in names()["short_names"] if not typed or abbreviated else key not in names()["not_names"]


def _fitting(units: Sequence[Unit], type_word: str, name: Sequence[Word]) -> tuple[Unit, ...]:
    if not type_word:  # words of every day: "là gì" is not La Gi
        return tuple(unit for unit in units if not unit.bare_name.isdigit() and _marks_agree(unit, name))
    levels = _LEVELS[names()["types"][type_word]]
    units = [unit for unit in units if unit.level in levels]
    return tuple(unit for unit in units if _marks_agree(unit, name)) or tuple(units)


def _marks_agree(unit: Unit, name: Sequence[Word]) -> bool:
    """Do the marks that were typed agree with the official name? Syllables typed without marks agree with any."""
    official = _official(unit.bare_name)
    if [word.folded for word in official] != [word.folded for word in name]:
        return True  # an older name: only its letters are known
    return all(typed.typed in (true.typed, typed.folded) for true, typed in zip(official, name, strict=True))


@lru_cache(maxsize=4096)
def _official(name: str) -> list[Word]:
    return split(name)
