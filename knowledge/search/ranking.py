"""Turns lexical matches into ranked hits: special cases step back, priors settle what is equal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.search.matching import Match
from knowledge.search.phrases import Phrasebook
from knowledge.search.query import Query, Reading
from knowledge.search.surfaces import Target
from knowledge.search.weights import Weights


@dataclass(frozen=True)
class Ranked:
    """One entry with everything that decided its place."""

    target: Target
    match: Match
    family: str
    score: float
    lexical: float
    embedding: float | None = None
    notes: tuple[str, ...] = ()
    does_several: bool = False
    """Does it do several matters at once though the question does not ask for that?"""
    nearness: float = 1.0
    """Factor for the words it shares with the entry in hand."""


def rank(
    matches: Iterable[tuple[Target, Match]],
    query: Query,
    families: Mapping[str, str],
    book: Phrasebook,
    weights: Weights,
    in_hand: Mapping[str, float],
) -> list[Ranked]:
    """Return entries best first, one of each set that differs only in level.

    `families`: group of a family key; `in_hand`: words of the entry talked about, with their shares.
    """
    said = book.variant_said.names_in(query.said, any(word.has_marks for word in query.said))
    cases_of = {id(reading): _cases(reading, book) | frozenset(map(int, said)) for reading in query.readings}
    found = []
    for target, match in matches:
        cases = cases_of[id(match.reading)]
        lexical, notes = _adjust(target, match, cases, query, book, weights)
        family = target.group or families.get(target.family, target.family)
        near = sum(in_hand.get(word, 0.0) for word in _words_of(target)) if in_hand else 0.0
        nearness = 1 + weights.in_hand * near
        score = lexical * target.prior * nearness
        several = any(book.variants[case].several for case in target.variants - cases)
        found.append(Ranked(target, match, family, score, lexical, None, notes, several, nearness))
    return best_of_twins(found)


def _cases(reading: Reading, book: Phrasebook) -> frozenset[int]:
    return frozenset(map(int, book.variant_titles.names_in([term.word for term in reading.terms], marked=True)))


def best_of_twins(found: Iterable[Ranked]) -> list[Ranked]:
    """Sort, and keep the best of each set of entries that differ only in level."""
    kept: dict[str, Ranked] = {}
    for one in sorted(found, key=lambda one: (-one.score, one.target.entry_id)):
        kept.setdefault(one.target.twin, one)
    return list(kept.values())


def _adjust(
    target: Target, match: Match, cases: frozenset[int], query: Query, book: Phrasebook, weights: Weights
) -> tuple[float, tuple[str, ...]]:
    score = match.score
    notes = []
    for case in sorted(target.variants - cases):
        score *= 1 - book.variants[case].penalty
        notes.append(f"-{book.variants[case].name} {book.variants[case].penalty:.0%}")
    for case in sorted(target.remote_variants - cases):
        penalty = book.variants[case].penalty * weights.remote_case
        score *= 1 - penalty
        notes.append(f"-{book.variants[case].name} late in the title {penalty:.0%}")
    for case in sorted(cases - target.variants - target.remote_variants):
        if book.variants[case].in_family:
            score *= 1 - book.variants[case].penalty / 2
            notes.append(f"without {book.variants[case].name} -{book.variants[case].penalty / 2:.0%}")
    if match.on_subject < 1:
        score *= 1 - weights.other_subject * (1 - match.on_subject)
        notes.append(f"the alias is about something else -{weights.other_subject * (1 - match.on_subject):.0%}")
    denied = query.negated & _words_of(target) if query.negated else frozenset()
    meant = {term.word.folded for term in match.reading.terms}
    if denied - meant:
        score *= 1 - weights.negated
        notes.append("denied: " + " ".join(sorted(denied - meant)))
    return score, tuple(notes)


def _words_of(target: Target) -> frozenset[str]:
    return frozenset(word.folded for word in target.surfaces[0].words)
