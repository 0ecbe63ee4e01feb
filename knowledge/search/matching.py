"""Scores the surfaces of one segment against the readings of a question, all candidates at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.search.query import Query, Reading, Term
from knowledge.search.segment import ANY_MARKS, Bools, Floats, Ints, Postings, Segment
from knowledge.search.surfaces import Surface
from knowledge.search.weights import Weights

KEPT = 40
"""Entries of a segment that are looked at closely."""
COMMON = 0.03
"""A word of more than this share of all surfaces (đăng ký, cấp) proposes no candidates, it only scores them."""
COMMON_AT_LEAST = 400
ENOUGH = 200
"""Candidates below which common words propose too."""


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
    surface: Surface
    reading: Reading
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Rows:
    """The distinct terms of all readings, one row each, and the weights of every reading over them."""

    words: tuple[tuple[str, str | None, float], ...]
    pairs: tuple[str, ...]
    coverage: Floats
    surface: Floats
    pairing: Floats
    totals: Floats


def match(
    segment: Segment,
    weighed: Floats,
    alive: Bools,
    query: Query,
    rarity: Callable[[str], float],
    weights: Weights,
) -> list[Match]:
    """Return the best entries of a segment, best first. `weighed`: weight of every surface; `alive`: by target."""
    rows = _lay_out(query.readings, rarity, weights)
    postings = {term: segment.postings(term) for term in (*(word for word, _, _ in rows.words), *rows.pairs)}
    candidates = _propose([found for found in postings.values() if found], len(segment.surfaces))
    candidates = candidates[alive[segment.surface_target[candidates]]]
    if not len(candidates):
        return []
    places = np.full(len(segment.surfaces), -1, np.int32)
    places[candidates] = np.arange(len(candidates), dtype=np.int32)
    words = np.zeros((len(rows.words), len(candidates)), np.float32)
    for row, (word, written, factor) in enumerate(rows.words):
        found = postings[word]
        if found:
            _mark(words[row], places, found, _agreement(segment, found, written, weights) * factor)
    pairs = np.zeros((len(rows.pairs), len(candidates)), np.float32)
    for row, pair in enumerate(rows.pairs):
        found = postings[pair]
        if found:
            _mark(pairs[row], places, found, np.float32(1))
    return _best(segment, query.readings, rows, candidates, words, pairs, weighed[candidates], weights)


def _lay_out(readings: Sequence[Reading], rarity: Callable[[str], float], weights: Weights) -> _Rows:
    words: dict[tuple[str, str | None, float], int] = {}
    pairs: dict[str, int] = {}
    cells: list[tuple[int, int, float, float]] = []
    pair_cells: list[tuple[int, int, float]] = []
    totals = []
    for number, reading in enumerate(readings):
        said = {term.word.folded: _weigh(term, rarity, weights) for term in reading.terms}
        totals.append(sum(said.values()))
        for term in reading.terms:
            key = (term.word.folded, term.word.written if term.trust_marks else None, term.factor)
            row = words.setdefault(key, len(words))
            cells.append((number, row, said[term.word.folded], rarity(term.word.folded)))
        for left, right in reading.pairs:
            row = pairs.setdefault(f"{left} {right}", len(pairs))
            pair_cells.append((number, row, (said[left] + said[right]) / 2))
    coverage = np.zeros((len(readings), len(words)), np.float32)
    surface = np.zeros_like(coverage)
    for number, row, own, rare in cells:
        coverage[number, row] = own
        surface[number, row] = rare
    pairing = np.zeros((len(readings), len(pairs)), np.float32)
    for number, row, own in pair_cells:
        pairing[number, row] = own
    return _Rows(tuple(words), tuple(pairs), coverage, surface, pairing, np.array(totals, np.float32))


def _weigh(term: Term, rarity: Callable[[str], float], weights: Weights) -> float:
    return term.weight * (rarity(term.word.folded) or weights.unknown_word)


def _propose(found: list[Postings], surfaces: int) -> Ints:
    """Return the numbers of all surfaces that hold a rare enough term."""
    limit = max(COMMON_AT_LEAST, COMMON * surfaces)
    proposed = np.zeros(surfaces, bool)
    count = 0
    for postings in sorted(found, key=lambda one: len(one.surfaces)):
        if len(postings.surfaces) > limit and count >= ENOUGH:
            break
        proposed[postings.surfaces] = True
        count += len(postings.surfaces)
    return np.flatnonzero(proposed).astype(np.int32)


def _mark(row: Floats, places: Ints, found: Postings, value: Floats | np.float32) -> None:
    at = places[found.surfaces]
    seen = at >= 0
    row[at[seen]] = value[seen] if isinstance(value, np.ndarray) else value


def _agreement(segment: Segment, found: Postings, written: str | None, weights: Weights) -> Floats:
    """Return for each posting how well its marks agree with the word as it was written."""
    if written is None:
        return np.ones(len(found.written), np.float32)
    worth = np.full(len(found.written), weights.wrong_marks, np.float32)
    other = segment.written_number(written.translate(_OTHER_TONE))
    if other is not None:
        worth[found.written == other] = weights.wrong_tone
    own = segment.written_number(written)
    if own is not None:
        worth[found.written == own] = 1
    worth[found.written == ANY_MARKS] = 1
    return worth


_HOI, _NGA = "ảẳẩẻểỉỏổởủửỷ", "ãẵẫẽễĩõỗỡũữỹ"
_OTHER_TONE = str.maketrans(_HOI + _NGA, _NGA + _HOI)
"""Hỏi and ngã sound alike in the south and centre."""


def _best(
    segment: Segment,
    readings: Sequence[Reading],
    rows: _Rows,
    candidates: Ints,
    words: Floats,
    pairs: Floats,
    weighed: Floats,
    weights: Weights,
) -> list[Match]:
    totals = rows.totals[:, None]
    covered = rows.coverage @ words / totals
    matched = rows.surface @ words
    precise = np.minimum(matched / weighed, 1)
    paired = rows.pairing @ pairs / totals if len(rows.pairs) else np.zeros_like(covered)
    factors = np.array([reading.factor for reading in readings], np.float32)[:, None] * segment.factors[candidates]
    demand = np.where(segment.is_alias[candidates], weights.alias_precision, weights.precision)
    shape = (1 - demand + demand * precise) * factors / (1 + weights.pairs)
    scores = (covered + weights.pairs * paired) * shape
    targets = segment.surface_target[candidates]
    starts = np.flatnonzero(np.diff(targets, prepend=-1))
    ends = np.append(starts[1:], len(candidates))
    top = np.maximum.reduceat(scores.max(axis=0), starts)
    whole = rows.coverage @ np.maximum.reduceat(words, starts, axis=1) / totals
    found = []
    for group in np.argsort(-top, kind="stable")[:KEPT]:
        part = slice(starts[group], ends[group])
        reading, place = divmod(int(np.argmax(scores[:, part])), int(ends[group] - starts[group]))
        at = int(starts[group] + place)
        more = weights.whole_entry * (whole[reading, group] - covered[reading, at]) * shape[reading, at]
        best = words[:, part].max(axis=1)
        linked = _linked(readings[reading], rows, rows.coverage[reading] * best, pairs[:, part].max(axis=1), weights)
        said = [word for row, (word, _, _) in enumerate(rows.words) if best[row] and rows.coverage[reading, row]]
        found.append(
            Match(
                int(targets[at]),
                float(scores[reading, at] + more),
                float(whole[reading, group]),
                linked / float(rows.totals[reading]),
                float(precise[reading, at]),
                float(matched[reading, at]),
                segment.surfaces[candidates[at]],
                readings[reading],
                tuple(dict.fromkeys(said)),
            )
        )
    return sorted(found, key=lambda one: -one.score)


def _linked(reading: Reading, rows: _Rows, covered: Floats, pairs: Floats, weights: Weights) -> float:
    """Sum what is covered, words without a matching neighbour at a lower worth."""
    joined = {word for at, pair in enumerate(rows.pairs) if pairs[at] for word in pair.split(" ")}
    joined &= {word for pair in reading.pairs for word in pair}
    return sum(
        float(covered[at]) * (1.0 if word in joined else weights.lone_word)
        for at, (word, _, _) in enumerate(rows.words)
        if covered[at]
    )
