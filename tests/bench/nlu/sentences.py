"""The sentences of the comparison: training groups that stay together in a fold, and test sentences in three styles."""

from __future__ import annotations

import random
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.text import fold
from nlu.training_data import (
    FILLINGS,
    Sentence,
    examples,
    filled,
    read_chat_style,
    read_lookups,
    read_sentences,
)
from nlu.twins import ChatStyle, hurry, slip, twins

HELD_OUT = Path(__file__).resolve().parents[2] / "quality" / "intents"
STYLES = {"marked": "with marks", "unmarked": "without marks", "teencode": "noisy"}
SEED = 7


class GroupingError(RuntimeError):
    """The groups do not add up to the training examples: nlu/training_data.py changed its way of filling blanks."""


@dataclass(frozen=True)
class Asked:
    """A sentence to understand, its intent, and the style it is typed in."""

    intent: str
    style: str
    text: str


@dataclass(frozen=True)
class Group:
    """One written sentence with everything that training makes of it: these never lie on both sides of a fold.

    A sentence that is nothing but a blank stands for a list of names; there each name is a group of its own.
    """

    written: Sentence
    fillings: tuple[Sentence, ...]


@dataclass(frozen=True)
class Fold:
    """What to learn from and what to be asked."""

    taught: list[Sentence]
    asked: list[Asked]


def groups() -> list[Group]:
    """Return every written sentence with its fillings. Raises GroupingError."""
    written, lookups = read_sentences(), read_lookups()
    made = filled(written, lookups)
    found: list[Group] = []
    for sentence in written:
        if sentence.text in lookups:
            found += [Group(sentence, (next(made),)) for _ in lookups[sentence.text]]
        else:
            times = FILLINGS if any(blank in sentence.text for blank in lookups) else 1
            found.append(Group(sentence, tuple(next(made) for _ in range(times))))
    style = read_chat_style()
    if next(made, None) or {row for group in found for row in taught(group, style)} != set(examples()):
        raise GroupingError("the groups of the comparison are not the training examples; see sentences.py")
    return found


def taught(group: Group, style: ChatStyle) -> Iterator[Sentence]:
    """Return what training makes of a group: its fillings and their twins."""
    for sentence in group.fillings:
        yield sentence
        for twin in twins(sentence.text, style):
            yield Sentence(sentence.intent, twin)


def folds(number: int) -> Iterator[Fold]:
    """Split the groups, each intent evenly. A text that two groups share is not asked where it was taught."""
    style, parts = read_chat_style(), _parts(groups(), number)
    for part in parts:
        rest = [group for other in parts if other is not part for group in other]
        lesson = list(dict.fromkeys(row for group in rest for row in taught(group, style)))
        known = {row.text for row in lesson}
        asked = [one for group in part for sentence in group.fillings for one in in_three_styles(sentence, style)]
        yield Fold(lesson, [one for one in dict.fromkeys(asked) if one.text not in known])


def in_three_styles(sentence: Sentence, style: ChatStyle) -> Iterator[Asked]:
    """Return the sentence as written, without marks, and typed in a hurry with two slips of the finger.

    The hurry is thrown with other dice than the training twins, and slips twice where those slip once at most.
    """
    dice = random.Random(SEED + zlib.crc32(sentence.text.encode()))
    yield Asked(sentence.intent, "marked", sentence.text)
    yield Asked(sentence.intent, "unmarked", fold(sentence.text))
    yield Asked(sentence.intent, "teencode", slip(slip(hurry(sentence.text, style, dice), dice), dice))


def held_out() -> Fold:
    """Return all training examples and the held-out sentences of tests/quality, which people wrote in three styles."""
    asked = []
    for path in sorted(HELD_OUT.glob("*.yml")):
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        asked += [Asked(rows["intent"], style, text) for style in STYLES for text in rows[style]]
    return Fold(examples(), asked)


def _parts(found: Sequence[Group], number: int) -> list[list[Group]]:
    by_intent: dict[str, list[Group]] = defaultdict(list)
    for group in found:
        by_intent[group.written.intent].append(group)
    parts: list[list[Group]] = [[] for _ in range(number)]
    dice = random.Random(SEED)
    for row in by_intent.values():
        dice.shuffle(row)
        for place, group in enumerate(row):
            parts[place % number].append(group)
    return parts
