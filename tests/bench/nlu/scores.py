"""Counts how well intents were understood: accuracy and macro-F1, overall and for each style of typing."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.nlu.sentences import STYLES, Asked


@dataclass(frozen=True)
class Read:
    """What a pipeline made of a sentence: the intent it settled on, its best guess before doubts, and the time."""

    asked: Asked
    intent: str
    guess: str
    seconds: float


@dataclass(frozen=True)
class Score:
    """Shares between 0 and 1; `guess` leaves the doubts of the last component aside."""

    sentences: int
    accuracy: float
    macro_f1: float
    guess: float


def score(rows: Sequence[Read]) -> Score:
    """Return the score of these sentences. A sentence that ends as nlu_fallback counts as not understood."""
    right = sum(row.intent == row.asked.intent for row in rows)
    guessed = sum(row.guess == row.asked.intent for row in rows)
    return Score(len(rows), right / len(rows), macro_f1(rows), guessed / len(rows))


def macro_f1(rows: Sequence[Read]) -> float:
    """Return the mean over the intents asked for of the harmonic mean of precision and recall."""
    meant = Counter(row.asked.intent for row in rows)
    read = Counter(row.intent for row in rows)
    right = Counter(row.intent for row in rows if row.intent == row.asked.intent)
    return statistics.mean(2 * right[intent] / (meant[intent] + read[intent]) for intent in meant)


def by_style(rows: Sequence[Read]) -> dict[str, Score]:
    """Return the score of all sentences and of each style, under the names of the report."""
    found = {"all": score(rows)}
    for style, name in STYLES.items():
        found[name] = score([row for row in rows if row.asked.style == style])
    return found


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which this share of the values lies."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]
