"""Makes the words of staff fit to be sent: readable lines, an office's phone is kept, a person's number is refused."""

from __future__ import annotations

from bot.privacy import mask
from bot.text import clean
from channels.desk.errors import AnswerRefused

LONGEST = 2_000
"""Letters of one answer: the shortest limit of the messengers."""

OFFICIAL = frozenset({"phone", "email"})
"""Kinds of what the masker finds that staff may send: how to reach an office."""


def sendable(text: str) -> str:
    """Return the text without odd characters, line by line. Raises AnswerRefused, which never quotes it."""
    lines = [clean(line) for line in text.strip().splitlines()]
    words = "\n".join(lines).strip()
    if not any(letter.isalnum() for letter in words):
        raise AnswerRefused("the answer has no words: write what the resident should do")
    if len(words) > LONGEST:
        raise AnswerRefused(f"the answer has {len(words)} characters, more than {LONGEST}: make it shorter")
    found = sorted({kind for part in (text, words) for kind in mask(part).kinds} - OFFICIAL)
    if found:
        raise AnswerRefused(f"the answer holds what must not be sent ({', '.join(found)}): take it out")
    return words
