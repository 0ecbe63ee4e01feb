"""Tells content from filler: what each word of a question is worth to the search."""

from __future__ import annotations

from collections.abc import Sequence

from bot.text import fold
from knowledge.search.phrases import BOUNDARY, Phrasebook
from knowledge.search.vocabulary import Vocabulary
from knowledge.search.words import Word

SEARCHED = frozenset({"content", "weak"})
DROPPED = frozenset({"filler", "doubtful"})
"""doubtful: a filler that lost its marks, so that it may be another word. Also dropped: aspect, boundary."""


def kinds_of(
    words: Sequence[Word],
    official: frozenset[int],
    book: Phrasebook,
    marked: bool,
    vocabulary: Vocabulary,
) -> list[str]:
    """Return the kind of each word; words at `official` places are content."""
    kinds = ["boundary" if word == BOUNDARY else "content" for word in words]
    settled = set(official)
    for phrases, kind in (
        (book.aspects, "aspect"),
        (book.weak, "weak"),
        (book.aspect_words, "weak"),
        (book.fillers, "filler"),
    ):
        for span in phrases.in_order(words, marked):
            single = kind == "filler" and span.end - span.start == 1
            doubtful = single and not marked and fold(span.name) != span.name
            for place in range(span.start, span.end):
                if place not in settled:
                    settled.add(place)
                    kinds[place] = "doubtful" if doubtful else "filler" if single or kind == "filler" else kind
    return [_as_content(words, place, kinds, official, marked, vocabulary) for place in range(len(words))]


def _as_content(
    words: Sequence[Word],
    place: int,
    kinds: Sequence[str],
    official: frozenset[int],
    marked: bool,
    vocabulary: Vocabulary,
) -> str:
    """Keep a filler that is half of a word of some title: "từ" in "từ chối", or "di" (đi?) in "di chuc".

    Beside an official word that was put in it stays a filler: the resident never said the two together.
    """
    kind = kinds[place]
    if kind not in DROPPED:
        return kind
    for left in (place - 1, place):
        if left < 0 or left + 1 == len(words):
            continue
        pair = words[left], words[left + 1]
        beside = left if left != place else place + 1
        other = kinds[beside]
        if beside in official:
            continue
        if kind == "doubtful" and other in SEARCHED and vocabulary.knows_pair(*pair):
            return "content"
        halves = other in SEARCHED or other == "doubtful" or (kind == "doubtful" and other == "filler")
        if halves and vocabulary.is_one_word(*pair, marked):
            return "content"
    return kind
