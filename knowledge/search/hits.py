"""Looks the words of a question up in one segment: which surfaces have which of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.search.rows import Rows
from knowledge.search.segment import ANY_MARKS, Bools, Floats, Ints, Postings, Segment
from knowledge.search.weights import Weights

Places = npt.NDArray[np.intp]

COMMON = 0.03
"""A word of more than this share of all surfaces (đăng ký, cấp) proposes no candidates, it only scores them."""
COMMON_AT_LEAST = 400
COMMON_AT_MOST = 3_000
"""In a library of 100,000 entries 3 % would be more surfaces than can be scored in a few milliseconds."""
MOST = 8_000
"""Candidates that words together may propose, rare words first."""
MANY = 8
"""Times as many surfaces as candidates, from which looking up the candidates is quicker."""
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
            at, places = _meet(found.surfaces, candidates, columns)
            hits.words[line, at] = _agreement(segment, found.written[places], row.written, weights) * row.factor
    for line, found in enumerate(pairs):
        if found:
            hits.pairs[line, _meet(found.surfaces, candidates, columns)[0]] = 1
    return hits


def _propose(found: Sequence[Postings], surfaces: int) -> Ints:
    limit = min(max(COMMON_AT_LEAST, COMMON * surfaces), COMMON_AT_MOST)
    proposed = np.zeros(surfaces, bool)
    count = 0
    for postings in sorted(found, key=lambda one: len(one.surfaces)):
        too_many = len(postings.surfaces) > limit or count + len(postings.surfaces) > MOST
        if too_many and count >= ENOUGH:
            break
        proposed[postings.surfaces] = True
        count += len(postings.surfaces)
    return np.flatnonzero(proposed).astype(np.int32)


def _meet(surfaces: Ints, candidates: Ints, columns: Ints) -> tuple[Places, Places]:
    """Return the columns of the candidates among some surfaces, and their places there. Both come in ascending order.

    Of a word that stands nearly everywhere only the candidates are looked up, not all its surfaces.
    """
    if len(surfaces) > MANY * len(candidates):
        places = np.searchsorted(surfaces, candidates)
        places[places == len(surfaces)] = 0
        at = np.flatnonzero(surfaces[places] == candidates)
        return at, places[at]
    column = columns[surfaces]
    places = np.flatnonzero(column >= 0)
    return column[places].astype(np.intp), places


def _agreement(segment: Segment, forms: Ints, written: str | None, weights: Weights) -> Floats:
    """Return for each form in which a word stands how well its marks agree with the word as it was written."""
    if written is None:
        return np.ones(len(forms), np.float32)
    worth = np.full(len(forms), weights.wrong_marks, np.float32)
    for form, value in ((written.translate(_OTHER_TONE), weights.wrong_tone), (written, 1.0)):
        number = segment.written_number(form)
        if number is not None:
            worth[forms == number] = value
    worth[forms == ANY_MARKS] = 1
    return worth
