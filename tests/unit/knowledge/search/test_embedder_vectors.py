"""Vectors of titles: computed once for each model and title, never mixed, a change costing that change alone."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pytest

from knowledge.model import Entry
from knowledge.search.embedder import Floats
from knowledge.search.meaning import Meanings
from knowledge.search.vectors import VectorFiller, text_hash
from tests.unit.knowledge.search.library import RECORDS, record


class CountingModel:
    """A model whose vectors have as many numbers as asked for; remembers the titles it computed."""

    def __init__(self, name: str, dimensions: int = 2) -> None:
        self.name = name
        self._dimensions = dimensions
        self.computed: list[str] = []

    def query(self, text: str) -> Floats:
        return np.ones(self._dimensions, np.float32)

    def passages(self, texts: Sequence[str]) -> Floats:
        self.computed += texts
        return np.array([[len(text)] * self._dimensions for text in texts], np.float32)


class MemoryStore:
    """Keeps vectors by model and hash, and remembers which were asked for."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Floats]] = {}
        self.asked: list[set[str]] = []

    def vectors(self, model: str, hashes: Iterable[str]) -> Mapping[str, Floats]:
        self.asked.append(set(hashes))
        return {key: vector for key, vector in self.kept.get(model, {}).items() if key in self.asked[-1]}

    def save_vectors(self, model: str, by_hash: Mapping[str, Floats]) -> None:
        self.kept.setdefault(model, {}).update(by_hash)


def filled(filler: VectorFiller, entries: Iterable[Entry]) -> Meanings:
    """Return what the filler hands over last."""
    handed: list[Meanings] = []
    filler.start(entries, handed.append)
    filler.wait()
    return handed[-1]


def test_another_model_computes_its_own_vectors() -> None:
    """After a change of model nothing of the old one is compared with; going back costs nothing."""
    store, old, new = MemoryStore(), CountingModel("old", 2), CountingModel("new", 3)
    filled(VectorFiller(store, old), RECORDS)
    assert filled(VectorFiller(store, new), RECORDS).matrix.shape == (len(RECORDS), 3)
    assert sorted(new.computed) == sorted(old.computed)
    old.computed.clear()
    assert filled(VectorFiller(store, old), RECORDS).matrix.shape == (len(RECORDS), 2)
    assert old.computed == []


def test_changed_title_costs_one_vector() -> None:
    """A publication computes and fetches the vector of what changed, and of nothing else."""
    store, model = MemoryStore(), CountingModel("model")
    filler = VectorFiller(store, model)
    filled(filler, RECORDS)
    model.computed.clear()
    news = record("9.000060", "Nuôi ong lấy mật")
    meanings = filled(filler, [*RECORDS, news])
    assert model.computed == ["Nuôi ong lấy mật"]
    assert store.asked[-1] == {text_hash("Nuôi ong lấy mật")}
    assert meanings.matrix[meanings.places[news.id]].tolist() == [16.0, 16.0]
    assert len(meanings.places) == len(RECORDS) + 1


def test_every_vector_stays_with_its_title() -> None:
    """Taken from memory after a retirement, each title still has its own vector."""
    filler = VectorFiller(MemoryStore(), CountingModel("model"))
    filled(filler, RECORDS)
    meanings = filled(filler, RECORDS[3:])
    assert set(meanings.places) == {entry.id for entry in RECORDS[3:]}
    assert all(meanings.matrix[meanings.places[entry.id]][0] == len(entry.title) for entry in RECORDS[3:])


def test_operator_sees_how_far_the_vectors_are(caplog: pytest.LogCaptureFixture) -> None:
    """Work in the background is told in the log, and only when there is some."""
    caplog.set_level(logging.INFO, "knowledge.search.vectors")
    filler = VectorFiller(MemoryStore(), CountingModel("model"))
    filled(filler, RECORDS)
    assert f"all {len({entry.title for entry in RECORDS})} done" in caplog.text
    caplog.clear()
    filled(filler, RECORDS)
    assert caplog.text == ""
