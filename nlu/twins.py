"""Makes the twins of a training sentence: the same words without marks, and as they look typed in a hurry."""

from __future__ import annotations

import random
import re
import zlib
from dataclasses import dataclass
from typing import List, Mapping, Sequence, Tuple

from bot.text import fold

CHANCE_OF_A_SPELLING = 0.6
CHANCE_OF_A_SLIP = 0.35
CHANCE_OF_A_FILLER = 0.4
"""How often a word is respelt, a finger slips and a courtesy is added: enough variety without hiding the question."""

SHORTEST_WITH_FILLERS = 3
"""Words; "không" with "cho em hỏi" in front would be another message."""


@dataclass(frozen=True)
class ChatStyle:
    """The respellings and courtesies of nlu/lookups/chat.yml."""

    spellings: Mapping[str, Sequence[str]]
    openers: Sequence[str]
    closers: Sequence[str]

    def pattern(self) -> "re.Pattern[str]":
        """Return an expression that finds any respelt word, longest first."""
        longest_first = sorted(self.spellings, key=len, reverse=True)
        return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def twins(text: str, style: ChatStyle) -> Tuple[str, ...]:
    """Return other ways of typing `text`, the same ones at every call; never the text itself."""
    dice = random.Random(zlib.crc32(text.encode()))  # noqa: S311 - variety, not secrecy
    hurried = hurry(text, style, dice)
    candidates: List[str] = [fold(text), hurried, fold(hurry(text, style, dice))]
    return tuple(dict.fromkeys(twin for twin in candidates if twin and twin != text))


def hurry(text: str, style: ChatStyle, dice: random.Random) -> str:
    """Return the text with chat spellings, at most one slip of a finger and perhaps a courtesy."""
    typed = style.pattern().sub(lambda match: _respell(match[0], style, dice), text)
    if dice.random() < CHANCE_OF_A_SLIP:
        typed = slip(typed, dice)
    if len(text.split()) >= SHORTEST_WITH_FILLERS:
        if dice.random() < CHANCE_OF_A_FILLER:
            typed = f"{dice.choice(style.openers)} {typed}"
        if dice.random() < CHANCE_OF_A_FILLER:
            typed = f"{typed} {dice.choice(style.closers)}"
    return typed


def slip(text: str, dice: random.Random) -> str:
    """Drop, double or swap one letter of a longer word; numbers and short words stay as they are."""
    places = [match.span() for match in re.finditer(r"[^\W\d_]{4,}", text)]
    if not places:
        return text
    start, end = dice.choice(places)
    at = dice.randrange(start + 1, end - 1)
    return dice.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        )
    )


def _respell(word: str, style: ChatStyle, dice: random.Random) -> str:
    if dice.random() > CHANCE_OF_A_SPELLING:
        return word
    return dice.choice(style.spellings[word.lower()])
