"""Embedding vectors of the entries' titles, asked only where words alone do not decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.search.embedder import Embedder
from knowledge.search.query import Query
from knowledge.search.ranking import Ranked, best_of_twins
from knowledge.search.segment import Floats
from knowledge.search.weights import Weights

HIGH = 4.0
"""Standard deviations above the mean at which a similarity counts in full. Raw cosines of e5 lie between 0.80
and 0.92 for any text: only the distance from the others says something."""

COMPARED = 5
"""Hits that must all have a vector before vectors may change their order."""


@dataclass(frozen=True)
class Meanings:
    """Vectors by entry id; the rows of `matrix` have length one."""

    embedder: Embedder | None
    places: Mapping[str, int]
    matrix: Floats

    @classmethod
    def none(cls) -> Meanings:
        """Return the stand-in for a search without a model."""
        return cls(None, {}, np.zeros((0, 0), np.float32))

    @classmethod
    def of(cls, embedder: Embedder, vectors: Mapping[str, Floats]) -> Meanings:
        """Gather vectors by entry id."""
        places = {entry_id: place for place, entry_id in enumerate(vectors)}
        matrix = np.array(list(vectors.values()), np.float32) if vectors else np.zeros((0, 0), np.float32)
        return cls(embedder, places, matrix)

    @property
    def is_ready(self) -> bool:
        """Is there a model and at least a few vectors to compare with?"""
        return self.embedder is not None and len(self.places) > 1

    def settle(self, ranked: Sequence[Ranked], query: Query, weights: Weights) -> list[Ranked]:
        """Move each entry by how much closer than the average its title is to the question."""
        places = [self.places.get(one.target.entry_id) for one in ranked]
        if self.embedder is None or None in places[:COMPARED]:
            return list(ranked)  # what has no vector yet must not lose to what has one
        similar = self.matrix @ self.embedder.query(query.text)
        scaled = np.clip((similar - similar.mean()) / (float(similar.std()) or 1.0) / HIGH, 0, 1)
        moved = []
        for one, place in zip(ranked, places, strict=True):
            near = float(scaled[place]) if place is not None else 0.0
            moved.append(replace(one, score=one.score * (1 + weights.embedding * (near - 0.5)), embedding=near))
        return best_of_twins(moved)
