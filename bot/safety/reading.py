"""Reads a message for its signs of danger: words with and without marks, as typed and as written out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.letters import clean, fold, has_marks, place_tone_marks, squeeze_repeats
from bot.lexicon import Lexicon
from bot.words import TOKEN

MOST_LETTERS = 3_000
"""Of a longer message the beginning and the end are read: a cry for help stands in one of them."""
MARKED_SHARE = 0.4
"""From this share of words with marks on, a word without any is meant so: "quán chay" does not burn."""

_PLACEHOLDER = re.compile(r"\[[^\[\]]{1,30}\]")
_SENTENCE_END = re.compile(r"(?<![.?!])[.?!;](?![.?!])")
_AMOUNT = re.compile(r"\b(\d{1,9})(tr|trieu|triệu|k|củ|cu|tỷ|ty|m)\b")
# hỏi and ngã are written for each other in half of the country
_ONE_TONE = str.maketrans("ãẵẫẽễĩõỗỡũữỹ", "ảẳẩẻểỉỏổởủửỷ")


@dataclass(frozen=True)
class Word:
    """One word of a message."""

    marked: str
    """Lower case, tone in its place, ngã written as hỏi."""
    bare: str
    sentence: int
    is_bare: bool
    """Has no marks itself."""


@dataclass(frozen=True)
class Reading:
    """The words of one writing of a message."""

    words: tuple[Word, ...]
    is_marked: bool
    """The writer uses marks: a word without marks has none."""


def read(text: str, lexicon: Lexicon) -> tuple[Reading, ...]:
    """Return the message as it was typed and, where that differs, with its abbreviations written out."""
    if len(text) > MOST_LETTERS:
        text = f"{text[: MOST_LETTERS // 2]} {text[-MOST_LETTERS // 2 :]}"
    # What was masked was a number: a pause, no words.
    plain = place_tone_marks(squeeze_repeats(clean(_PLACEHOLDER.sub(" , ", text)))).lower()
    written_out = lexicon.expand(plain)
    return tuple(_reading(version) for version in dict.fromkeys((plain, written_out)))


def canonical(word: str) -> str:
    """Return a word of a phrase in the form that readings have."""
    return place_tone_marks(clean(word)).lower().translate(_ONE_TONE)


def _reading(text: str) -> Reading:
    found: list[Word] = []
    sentence = done = 0
    text = _AMOUNT.sub(r"\1 \2", text)
    for match in TOKEN.finditer(text):
        sentence += _SENTENCE_END.search(text, done, match.start()) is not None
        done = match.end()
        marked = match[0].translate(_ONE_TONE)
        found.append(Word(marked, fold(marked), sentence, not has_marks(marked)))
    return Reading(tuple(found), _is_marked(found))


def _is_marked(found: Sequence[Word]) -> bool:
    return sum(not word.is_bare for word in found) >= MARKED_SHARE * max(1, len(found))
