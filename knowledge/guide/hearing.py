"""Tells which choice of a step a resident means: by number, by the button's words, by what people type instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.text import Lexicon, fold, has_marks, normalise, parse_choice_number, words
from knowledge.guide.model import GuideChoice

LONGEST_ANSWER = 14
"""Words; a longer message tells a story or asks something and is no answer to a step."""

Words = tuple[str, ...]


@dataclass(frozen=True)
class _Manners:
    polite: frozenset[str]
    not_before: tuple[Words, ...]


def heard(text: str, choices: Sequence[GuideChoice], lexicon: Lexicon) -> int | None:
    """Return the number (from 1) of the choice that the text means; None: it means none, or more than one."""
    number = parse_choice_number(text)
    if number is not None:
        return number if number <= len(choices) else None
    spoken = words(normalise(text, lexicon))
    if not spoken or len(spoken) > LONGEST_ANSWER:
        return None
    readings = {tuple(spoken), _without_manners(spoken)}
    scores = [
        max((_fit(said, phrase) for said in readings for phrase in _phrases(choice, lexicon)), default=0)
        for choice in choices
    ]
    best = max(scores, default=0)
    return scores.index(best) + 1 if best and scores.count(best) == 1 else None


def _phrases(choice: GuideChoice, lexicon: Lexicon) -> list[Words]:
    return [tuple(words(normalise(phrase, lexicon))) for phrase in (choice.say, *choice.words)]


def _without_manners(said: list[str]) -> Words:
    polite = _manners().polite
    kept = [word for word in said if word not in polite]
    return tuple(kept or said)


def _fit(said: Words, phrase: Words) -> int:
    """Return how many words of the phrase were said in a row; 0: it was not said, or it was denied."""
    size = len(phrase)
    for start in range(len(said) - size + 1):
        if not all(map(_same, said[start : start + size], phrase)):
            continue
        if size == 1 and start > 0 and len(said) > 2:
            continue  # "có" in the middle of a sentence says nothing
        if not _is_denied(said[:start]):
            return size
    return 0


def _same(typed: str, meant: str) -> bool:
    """Marks that were typed must be right; who types none is understood."""
    return typed == meant if has_marks(typed) else typed == fold(meant)


def _is_denied(before: Words) -> bool:
    return any(
        len(before) >= len(denial) and all(map(_same, before[-len(denial) :], denial))
        for denial in _manners().not_before
    )


@cache
def _manners() -> _Manners:
    data = yaml.safe_load(Path(__file__).with_name("wording.vi.yml").read_text(encoding="utf-8"))
    return _Manners(frozenset(data["polite"]), tuple(tuple(words(one)) for one in data["not_before"]))
