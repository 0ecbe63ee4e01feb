"""Makes the twins of what a resident types: without marks, and in the spellings of a hurried chat."""

from __future__ import annotations

import random
import re
import zlib
from functools import cache

import yaml

from bot.text import fold
from knowledge.fast_yaml import FastLoader
from tests.conversations.dialogues import FOLDER, Line

CHANCE_OF_A_SPELLING = 0.7
CHANCE_OF_A_CLOSER = 0.3
SHORTEST_WITH_CLOSER = 4
"""Words; "không ạ" would still be "không", but "1 z ad" is another message."""


def as_typed(line: Line, style: str, seed: str) -> str:
    """Return what is sent for a line in a style; the same text at every call."""
    text = line.resident or ""
    if style in line.no_twin or style == "goc":
        return text
    return fold(text) if style == "khong-dau" else hurried(text, seed)


def hurried(text: str, seed: str) -> str:
    """Return the text in chat spellings; at least one word differs when any of its words has another spelling."""
    dice = random.Random(zlib.crc32(f"{seed} {text}".encode()))
    typed = _respelt(text, dice, CHANCE_OF_A_SPELLING)
    if typed == text:
        typed = _respelt(text, dice, 1.0)
    if len(text.split()) >= SHORTEST_WITH_CLOSER and not text.endswith("?") and dice.random() < CHANCE_OF_A_CLOSER:
        typed = f"{typed} {dice.choice(_table()[1])}"
    return typed


def _respelt(text: str, dice: random.Random, chance: float) -> str:
    spellings, _, words = _table()

    def respell(match: re.Match[str]) -> str:
        return dice.choice(spellings[match[0].lower()]) if dice.random() < chance else match[0]

    return words.sub(respell, text)


@cache
def _table() -> tuple[dict[str, list[str]], list[str], re.Pattern[str]]:
    data = yaml.load((FOLDER / "teencode.yml").read_text(encoding="utf-8"), Loader=FastLoader)
    spellings = data["spellings"]
    longest_first = sorted(spellings, key=len, reverse=True)
    words = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    return spellings, data["closers"], words
