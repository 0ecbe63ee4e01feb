"""Looks the words of a question up in one segment: which surfaces have which of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.search.rows import Rows
from knowledge.search.segment import ANY_MARKS, Bools, Floats, Ints, Postings, Segment
from knowledge.search.weights import Weights

COMMON = 0.03
"""A word of more than this share of all surfaces (đăng ký, cấp) proposes no candidates, it only scores them."""
COMMON_AT_LEAST = 400
ENOUGH = 200
"""Candidates below which common words propose too."""

_HOI, _NGA = "ảẳẩẻểỉỏổởủửỷ", "ãẵẫẽễĩõỗỡũữỹ"
_OTHER_TONE = str.maketrans(_HOI + _NGA, _NGA + _HOI)
"""Hỏi and ngã sound alike in the south and centre."""


@dataclass(frozen=True)
class Hits:
    """Candidate surfaces in ascending order, and how well each has each word (0..1) and pair (0 or 1)."""

    candidates: Ints
    words: Floats
    """One line for each word, one column for each candidate."""
    pairs: Floats


def look_up(segment: Segment, alive: Bools, rows: Rows, weights: Weights) -> Hits:
    """Return every surface that holds a rare enough word, with what it holds. `alive`: by target."""
    words = [segment.postings(row.folded) for row in rows.words]
    pairs = [segment.postings(pair) for pair in rows.pairs]
    candidates = _propose([found for found in (*words, *pairs) if found], len(segment.surfaces))
    candidates = candidates[alive[segment.surface_target[candidates]]]
    columns = np.full(len(segment.surfaces), -1, np.int32)
    columns[candidates] = np.arange(len(candidates), dtype=np.int32)
    hits = Hits(
        candidates,
        np.zeros((len(words), len(candidates)), np.float32),
        np.zeros((len(pairs), len(candidates)), np.float32),
    )
    for line, (row, found) in enumerate(zip(rows.words, words, strict=True)):
        if found:
            _mark(hits.words[line], columns, found, _agreement(segment, found, row.written, weights) * row.factor)
    for line, found in enumerate(pairs):
        if found:
            _mark(hits.pairs[line], columns, found, np.ones(len(found.surfaces), np.float32))
    return hits


def _propose(found: Sequence[Postings], surfaces: int) -> Ints:
    limit = max(COMMON_AT_LEAST, COMMON * surfaces)
    proposed = np.zeros(surfaces, bool)
    count = 0
    for postings in sorted(found, key=lambda one: len(one.surfaces)):
        if len(postings.surfaces) > limit and count >= ENOUGH:
            break
        proposed[postings.surfaces] = True
        count += len(postings.surfaces)
    return np.flatnonzero(proposed).astype(np.int32)


def _mark(line: Floats, columns: Ints, found: Postings, values: Floats) -> None:
    at = columns[found.surfaces]
    seen = at >= 0
    line[at[seen]] = values[seen]


def _agreement(segment: Segment, found: Postings, written: str | None, weights: Weights) -> Floats:
    """Return for each posting how well its marks agree with the word as it was written."""
    if written is None:
        return np.ones(len(found.written), np.float32)
    worth = np.full(len(found.written), weights.wrong_marks, np.float32)
    for form, value in ((written.translate(_OTHER_TONE), weights.wrong_tone), (written, 1.0)):
        number = segment.written_number(form)
        if number is not None:
            worth[found.written == number] = value
    worth[found.written == ANY_MARKS] = 1
    return worth
