"""An inverted index over titles and aliases in numpy arrays: built once, never changed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from knowledge.search.surfaces import Target
from knowledge.search.words import Word

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

ANY_MARKS = -1
"""The surface holds the word with several marks: any written form agrees."""


@dataclass(frozen=True)
class Postings:
    """Where one term stands: surface numbers in ascending order, and how it is written there."""

    surfaces: Ints
    written: Ints
    """Number of the written form; ANY_MARKS; all ANY_MARKS for a pair."""
    entries: int
    """In how many entries."""


class Segment:
    """Targets with their surfaces, numbered, and the postings of every word and pair of neighbours."""

    def __init__(self, targets: Sequence[Target]) -> None:
        self.targets = tuple(targets)
        self.surface_target = _numbers(at for at, target in enumerate(targets) for _ in target.surfaces)
        self.surfaces = tuple(surface for target in targets for surface in target.surfaces)
        self.factors = np.array([surface.factor for surface in self.surfaces], np.float32)
        self.is_alias = np.array([surface.is_alias for surface in self.surfaces], bool)
        self._terms: dict[str, int] = {}
        self._written: dict[str, int] = {}
        titles = [surface.words for surface in self.surfaces if not surface.is_alias]
        self._title_folded = Counter(term for words in titles for term in _distinct(words, "folded"))
        self._title_written = Counter(term for words in titles for term in _distinct(words, "written"))
        self._fill()

    def _fill(self) -> None:
        terms: list[int] = []
        surfaces: list[int] = []
        written: list[int] = []
        for number, surface in enumerate(self.surfaces):
            for term, form in _terms_of(surface.words).items():
                terms.append(self._terms.setdefault(term, len(self._terms)))
                surfaces.append(number)
                written.append(ANY_MARKS if form is None else self._written.setdefault(form, len(self._written)))
        order = np.argsort(_numbers(terms), kind="stable")
        self._surfaces, self._forms = _numbers(surfaces)[order], _numbers(written)[order]
        counts = np.bincount(_numbers(terms), minlength=len(self._terms)) if terms else np.zeros(0, np.int64)
        self._starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        self._entries = self._count_entries(_numbers(terms)[order])

    def _count_entries(self, terms: Ints) -> Ints:
        """Count for each term the entries that have it; aliases of one entry count once."""
        targets = self.surface_target[self._surfaces]
        first = np.ones(len(terms), bool)
        first[1:] = (terms[1:] != terms[:-1]) | (targets[1:] != targets[:-1])
        return np.bincount(terms[first], minlength=len(self._terms)).astype(np.int32)

    def postings(self, term: str) -> Postings | None:
        """Return where a folded word, or two joined by a space, stands."""
        number = self._terms.get(term)
        if number is None:
            return None
        part = slice(self._starts[number], self._starts[number + 1])
        return Postings(self._surfaces[part], self._forms[part], int(self._entries[number]))

    def entries_with(self, term: str) -> int:
        """Count the entries with a term."""
        number = self._terms.get(term)
        return 0 if number is None else int(self._entries[number])

    def titles_with(self, term: str, marked: bool) -> int:
        """Count the titles with a word, or two joined by a space: folded, or written exactly so."""
        return (self._title_written if marked else self._title_folded)[term]

    def written_number(self, written: str) -> int | None:
        """Return the number of a written form, None when no surface has it."""
        return self._written.get(written)

    def vocabulary(self) -> Iterable[str]:
        """Return every folded word and pair."""
        return self._terms.keys()

    def written_forms(self) -> Iterable[str]:
        """Return every written form, by number."""
        return self._written.keys()

    def weigh(self, rarity: Callable[[str], float]) -> Floats:
        """Return the weight of each surface: the sum of the rarity of its words."""
        known: dict[str, float] = {}
        totals = []
        for surface in self.surfaces:
            total = 0.0
            for folded in {word.folded for word in surface.words} - surface.light:
                if folded not in known:
                    known[folded] = rarity(folded)
                total += known[folded]
            totals.append(total)
        return np.array(totals, np.float32)


def _terms_of(words: tuple[Word, ...]) -> dict[str, str | None]:
    """Return words with their written form (None: several forms) and pairs of neighbours."""
    terms: dict[str, str | None] = {}
    for word in words:
        terms[word.folded] = word.written if terms.get(word.folded, word.written) == word.written else None
    for left, right in pairwise(words):
        terms[f"{left.folded} {right.folded}"] = None
    return terms


def _distinct(words: tuple[Word, ...], form: Literal["folded", "written"]) -> set[str]:
    forms = [word.folded if form == "folded" else word.written for word in words]
    return {*forms, *(f"{left} {right}" for left, right in pairwise(forms))}


def _numbers(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int32)


def rarity(entries_with: int, entries: int) -> float:
    """Return the inverse document frequency, scaled so that a word of a single entry weighs 1."""
    if entries_with <= 0 or entries <= 0:
        return 0.0
    highest = math.log(1 + (entries + 0.5) / 1.5)
    return math.log(1 + (entries - entries_with + 0.5) / (entries_with + 0.5)) / highest
