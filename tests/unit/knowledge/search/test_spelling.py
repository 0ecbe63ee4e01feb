"""What the speller makes of mistyped words."""

from __future__ import annotations

import pytest

from knowledge.search.spelling import Speller

TERMS = {
    "luat": 4,
    "su": 3,
    "xu": 3,
    "ly": 3,
    "khieu": 3,
    "nai": 3,
    "nay": 2,
    "dang": 9,
    "ky": 9,
    "tam": 3,
    "tru": 4,
    "ho": 3,
    "chieu": 2,
    "can": 2,
    "cuoc": 2,
    "neo": 1,
    "dau": 1,
}
PAIRS = {
    "dang ky": 8,
    "tam tru": 3,
    "ho chieu": 2,
    "can cuoc": 2,
    "neo dau": 1,
    "luat su": 2,
    "xu ly": 3,
    "khieu nai": 3,
}


def fix(text: str) -> str:
    """Return a text as the speller would have it."""
    counts = {**TERMS, **PAIRS}
    speller = Speller(counts, frozenset(), lambda term: counts.get(term, 0))
    words = text.split()
    fixes = speller.respell(words, lambda word: word in TERMS)
    return " ".join(part for place, word in enumerate(words) for part in fixes.get(place, (word,)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dawng ky", "dang ky"),
        ("ddawng kys", "dang ky"),
        ("hochieu", "ho chieu"),
        ("tam chu", "tam tru"),
        ("can cuot", "can cuoc"),
        ("dagn ky", "dang ky"),
        ("ho chieeu", "ho chieu"),
    ],
)
def test_slips_of_finger_and_ear_are_corrected(typed: str, meant: str) -> None:
    """Telex leftovers, words run together, swapped letters and words that sound alike find their word."""
    assert fix(typed) == meant


@pytest.mark.parametrize("typed", ["tam tru", "meo", "karaoke", "1.004194", "tam", "xyz", "luat su ly", "chieu nay"])
def test_right_and_foreign_words_stay(typed: str) -> None:
    """A known word, a code and a word like nothing known are left alone; a cat (meo) is no anchor (neo).

    Half of another word stays too (luật sư, then "ly hôn"), and "chiều nay" does not sound like "khiếu nại".
    """
    assert fix(typed) == typed
