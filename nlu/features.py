"""Turns a sentence into named features: words and pieces of words, seen with their marks and without."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Iterator, List, Sequence

from bot.text import fold, words

WHOLE_UP_TO = 4
"""Words; a message this short ("phí sao") is also one feature as a whole."""
PIECES = (3, 4)
"""Lengths of the pieces of a word, its edges included: they survive a slip of the finger."""

_DIGITS = re.compile(r"\d+")
START, END = "<", ">"


def features(text: str, segments: Sequence[str] = ()) -> Iterator[str]:
    """Name everything seen in a normalised text; `segments` are its words as a word segmenter sees them.

    Names may repeat. The letter in front tells the kind: m marked, p plain (without marks), c piece, s segment, a all.
    """
    marked = [_DIGITS.sub("0", word) for word in words(text)]
    plain = [fold(word) for word in marked]
    yield from (f"m:{word}" for word in marked)
    yield from (f"m:{pair}" for pair in pairs(marked))
    yield from (f"p:{word}" for word in plain)
    yield from (f"p:{pair}" for pair in pairs(plain))
    yield from (f"c:{piece}" for word in plain for piece in pieces(word))
    yield from (f"s:{segment.lower()}" for segment in segments if " " in segment)
    if len(plain) <= WHOLE_UP_TO:
        yield f"a:{' '.join(plain)}"


def pairs(row: Sequence[str]) -> List[str]:
    """Return neighbouring words, the edges of the sentence being words too."""
    edged = (START, *row, END)
    return [f"{left} {right}" for left, right in pairwise(edged)]


def pieces(word: str) -> List[str]:
    """Return every run of letters of the lengths in PIECES, with the word's edges as letters."""
    edged = f"{START}{word}{END}"
    return [edged[at : at + size] for size in PIECES for at in range(len(edged) - size + 1)]
