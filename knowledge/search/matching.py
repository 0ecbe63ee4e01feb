"""Scores the surfaces of one segment against the readings of a question, all candidates at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.search.hits import Hits, look_up
from knowledge.search.query import Query, Reading
from knowledge.search.rows import Rarity, Rows, lay_out
from knowledge.search.segment import Bools, Floats, Segment
from knowledge.search.surfaces import Surface
from knowledge.search.weights import Weights

SUBJECT = 0.5
"""Share of an alias's subject that is enough: who says "đăng ký" of "đăng ký xe" has not named the vehicle."""

CONTEXT = 0.2
"""Weight up to which a word is context, not content."""

KEPT = 40
"""Entries of a segment that are looked at closely."""


@dataclass(frozen=True)
class Match:
    """How well one entry fits, before priors."""

    target: int
    score: float
    coverage: float
    """Share of the question's words that the whole entry covers, by rarity."""
    linked: float
    """The same where a word counts in full only beside one of its neighbours."""
    precision: float
    """Share of the best surface that the question covers, by rarity."""
    weight: float
    """Rarity of the covered words of the best surface, summed."""
    titled: float
    """Share of the entry's best-covered title, and its weight below: the best surface may be an alias."""
    titled_weight: float
    surface: Surface
    on_subject: float
    """How much of what an alias is about, by rarity, the question names too: 1 from SUBJECT on, and for titles."""
    reading: Reading
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Scores:
    """One line for each reading, one column for each candidate; `shape` is what a full coverage would score."""

    covered: Floats
    matched: Floats
    precise: Floats
    shape: Floats
    total: Floats


def match(
    segment: Segment, weighed: Floats, alive: Bools, query: Query, rarity: Rarity, weights: Weights
) -> list[Match]:
    """Return the best entries of a segment, best first. `weighed`: weight of every surface; `alive`: by target."""
    rows = lay_out(query.readings, rarity, weights)
    hits = look_up(segment, alive, rows, weights)
    if not len(hits.candidates):
        return []
    scores = _score(segment, weighed[hits.candidates], query, rows, hits, weights)
    found = _best_of_each_target(segment, query, rows, hits, scores, rarity, weights)
    return sorted(found, key=lambda one: -one.score)


def _score(segment: Segment, weighed: Floats, query: Query, rows: Rows, hits: Hits, weights: Weights) -> _Scores:
    totals = rows.totals[:, None]
    covered = rows.coverage @ hits.words / totals
    paired = rows.pairing @ hits.pairs / totals
    matched = rows.surface @ hits.words
    precise = np.minimum(matched / weighed, 1)
    demand = np.where(segment.is_alias[hits.candidates], weights.alias_precision, weights.precision)
    factors = np.array([reading.factor for reading in query.readings], np.float32)[:, None]
    shape = (1 - demand + demand * precise) * factors * segment.factors[hits.candidates] / (1 + weights.pairs)
    return _Scores(covered, matched, precise, shape, (covered + weights.pairs * paired) * shape)


def _best_of_each_target(
    segment: Segment, query: Query, rows: Rows, hits: Hits, scores: _Scores, rarity: Rarity, weights: Weights
) -> Iterator[Match]:
    """Yield for the KEPT best entries their best surface in the best reading, helped by the other surfaces."""
    targets = segment.surface_target[hits.candidates]
    starts = np.flatnonzero(np.diff(targets, prepend=-1))
    ends = np.append(starts[1:], len(targets))
    top = np.maximum.reduceat(scores.total.max(axis=0), starts)
    for group in np.argsort(-top, kind="stable")[:KEPT]:
        start, end = int(starts[group]), int(ends[group])
        line, place = divmod(int(np.argmax(scores.total[:, start:end])), end - start)
        at = start + place
        has = hits.words[:, start:end].max(axis=1)
        coverage = float(rows.coverage[line] @ has / rows.totals[line])
        more = weights.whole_entry * (coverage - scores.covered[line, at]) * scores.shape[line, at]
        reading = query.readings[line]
        titled, titled_weight = _best_title(segment.is_alias[hits.candidates[start:end]], scores, start, end)
        joined = _joined(reading, rows, hits.pairs[:, start:end].max(axis=1))
        surface = segment.surfaces[hits.candidates[at]]
        words = _words(rows, rows.coverage[line] * has)
        yield Match(
            int(targets[at]),
            float(scores.total[line, at] + more),
            coverage,
            _linked(rows, rows.coverage[line] * has, joined, _alone(reading), weights) / float(rows.totals[line]),
            float(scores.precise[line, at]),
            float(scores.matched[line, at]),
            titled,
            titled_weight,
            surface,
            _on_subject(surface, words, rarity),
            reading,
            words,
        )


def _on_subject(surface: Surface, words: Sequence[str], rarity: Rarity) -> float:
    total = sum(map(rarity, surface.subject))
    named = sum(rarity(word) for word in surface.subject.intersection(words))
    return min(1.0, named / total / SUBJECT) if total else 1.0


def _best_title(is_alias: Bools, scores: _Scores, start: int, end: int) -> tuple[float, float]:
    """Return the highest share that any reading says of a title, and the weight of what it says."""
    shares = np.where(is_alias, 0, scores.precise[:, start:end])
    best = np.unravel_index(int(np.argmax(shares)), shares.shape)
    return float(shares[best]), float(scores.matched[:, start:end][best])


def _joined(reading: Reading, rows: Rows, pairs: Floats) -> frozenset[str]:
    """Return the words of the reading that stand in the entry beside one of their neighbours."""
    own = {f"{left} {right}" for left, right in reading.pairs}
    return frozenset(
        word for at, pair in enumerate(rows.pairs) if pairs[at] and pair in own for word in pair.split(" ")
    )


def _alone(reading: Reading) -> frozenset[str]:
    """Return the content words that have no content word beside them in the question."""
    content = {term.word.folded for term in reading.terms if term.weight > CONTEXT}
    beside = {word for pair in reading.pairs if content.issuperset(pair) for word in pair}
    return frozenset(content - beside)


def _linked(rows: Rows, covered: Floats, joined: frozenset[str], alone: frozenset[str], weights: Weights) -> float:
    """Sum what is covered, words without a matching neighbour at a lower worth."""

    def worth(word: str) -> float:
        if word in joined:
            return 1.0
        return weights.single_word if word in alone else weights.lone_word

    return sum(float(covered[at]) * worth(row.folded) for at, row in enumerate(rows.words) if covered[at])


def _words(rows: Rows, covered: Floats) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.folded for at, row in enumerate(rows.words) if covered[at]))
