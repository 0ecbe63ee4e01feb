"""Lays the readings of a question out as one matrix: a row for each distinct word, weights for each reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from knowledge.search.query import Reading, Term
from knowledge.search.segment import Floats
from knowledge.search.weights import Weights

Rarity = Callable[[str], float]
"""How much a folded word says, 0..1."""


class WordRow(NamedTuple):
    """One word to look up."""

    folded: str
    written: str | None
    """None: its marks are not compared."""
    factor: float


@dataclass(frozen=True)
class Rows:
    """Readings over words. Matrices have one line for each reading, one column for each word or pair."""

    words: tuple[WordRow, ...]
    pairs: tuple[str, ...]
    coverage: Floats
    """What a covered word is worth for the question."""
    surface: Floats
    """What it is worth for the surface: context words count in full there."""
    pairing: Floats
    totals: Floats
    """Worth of all words of each reading, those that nobody uses included."""


def lay_out(readings: Sequence[Reading], rarity: Rarity, weights: Weights) -> Rows:
    """Return the rows of all readings; words that several readings share stand there once."""
    words: dict[WordRow, int] = {}
    pairs: dict[str, int] = {}
    worths = [{term.word.folded: _worth(term, rarity, weights) for term in reading.terms} for reading in readings]
    for reading in readings:
        for term in reading.terms:
            words.setdefault(_row_of(term), len(words))
        for left, right in reading.pairs:
            pairs.setdefault(f"{left} {right}", len(pairs))
    coverage = np.zeros((len(readings), len(words)), np.float32)
    surface = np.zeros_like(coverage)
    pairing = np.zeros((len(readings), len(pairs)), np.float32)
    for line, (reading, worth) in enumerate(zip(readings, worths, strict=True)):
        for term in reading.terms:
            column = words[_row_of(term)]
            coverage[line, column] = worth[term.word.folded]
            surface[line, column] = rarity(term.word.folded)
        for left, right in reading.pairs:
            pairing[line, pairs[f"{left} {right}"]] = (worth[left] + worth[right]) / 2
    totals = np.array([sum(worth.values()) for worth in worths], np.float32)
    return Rows(tuple(words), tuple(pairs), coverage, surface, pairing, totals)


def _row_of(term: Term) -> WordRow:
    return WordRow(term.word.folded, term.word.written if term.trust_marks else None, term.factor)


def _worth(term: Term, rarity: Rarity, weights: Weights) -> float:
    return term.weight * (rarity(term.word.folded) or weights.unknown_word)
