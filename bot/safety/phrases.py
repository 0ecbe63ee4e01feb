"""One way to say a sign: words, gaps ("…"), numbers ("<number>") and groups of phrases ("<who>")."""

from __future__ import annotations

from dataclasses import dataclass

from bot.letters import fold
from bot.safety.reading import canonical

GAP = 5
"""Words that may stand where a phrase has "…"; never across the end of a sentence."""
NUMBER = "<number>"
"""Anything that begins with a digit."""


class PhraseError(ValueError):
    """A phrase of the data cannot be read; the message names it."""


@dataclass(frozen=True)
class Element:
    """A word or a group, and how many words may stand before it."""

    gap: int
    marked: str = ""
    bare: str = ""
    group: str = ""


@dataclass(frozen=True)
class Phrase:
    """One way to say a sign."""

    elements: tuple[Element, ...]
    needs_marks: bool
    """Written "=cháy": without marks it would be other words as well."""


def parse_phrase(text: str) -> Phrase:
    """Read "công an … <gọi>". Raises PhraseError."""
    needs_marks = text.startswith("=")
    elements: list[Element] = []
    gap = 0
    for part in text.removeprefix("=").split():
        if part == "…":
            gap = GAP
            continue
        if part == NUMBER:
            elements.append(Element(gap, NUMBER))
        elif part.startswith("<") and part.endswith(">"):
            elements.append(Element(gap, group=part[1:-1]))
        elif any(letter.isalnum() for letter in part):
            word = canonical(part)
            elements.append(Element(gap, word, fold(word)))
        else:
            raise PhraseError(f"{text!r}: {part!r} is no word")
        gap = 0
    if not elements or gap or text.removeprefix("=").startswith("…"):
        raise PhraseError(f"{text!r}: a phrase begins and ends with a word or a group")
    return Phrase(tuple(elements), needs_marks)
