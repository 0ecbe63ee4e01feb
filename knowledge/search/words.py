"""Words as the search compares them: folded for recall, written for precision."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.text import fold, place_tone_marks, words

_CLAUSE_END = re.compile(r"[;?!\n]|[,.:](?=\s|$)")


class Word(NamedTuple):
    """One word: without marks in lower case, and as it was written in lower case."""

    folded: str
    written: str

    @property
    def has_marks(self) -> bool:
        """Does the written form carry marks?"""
        return self.folded != self.written


def split(text: str) -> tuple[Word, ...]:
    """Return the words of a text, tone marks at their canonical place."""
    return tuple(map(_word, words(text)))


@lru_cache(maxsize=50_000)  # titles share a few thousand words, and questions mostly the same ones
def _word(written: str) -> Word:
    placed = place_tone_marks(written)
    return Word(fold(placed), placed)


def clauses(text: str) -> Iterator[tuple[Word, ...]]:
    """Yield the words of each clause; a comma inside a number or a code ends none."""
    for clause in _CLAUSE_END.split(text):
        found = split(clause)
        if found:
            yield found
