"""The featuriser: a text with and without its marks, and a vocabulary that is plain data."""

from __future__ import annotations

import json
import unittest

import numpy as np

from nlu.components.featuriser import VOCABULARY, MarkedAndUnmarkedFeaturiser, seen
from tests.unit.nlu.in_rasa.helpers import component, examples, read, storage

ROWS = [("ask_fee", "phí bao nhiêu"), ("ask_fee", "phi bao nhieu"), ("ask_time", "mấy ngày"), ("ask_time", "may ngay")]


class Featuriser(unittest.TestCase):
    def setUp(self) -> None:
        self.model, self.resource = storage()
        self.featuriser = component(MarkedAndUnmarkedFeaturiser, self.model, self.resource)
        self.featuriser.train(examples(ROWS))

    def row(self, text: str, loaded: bool = False) -> np.ndarray:
        maker = self.featuriser
        if loaded:
            maker = component(MarkedAndUnmarkedFeaturiser, self.model, self.resource, loaded=True)
        message = maker.process(read([text]))[0]
        return message.get_sparse_features("text")[1].features.toarray()[0]

    def test_unmarked_text_shares_features_with_its_marked_twin(self) -> None:
        """Whatever is seen in an unmarked text, save its own spelling, is seen in the marked one as well."""
        marked, unmarked = read(["nộp ở đâu", "nop o dau"])
        plain = {name for name in seen(unmarked) if not name.startswith("m:")}
        assert plain <= seen(marked)

    def test_marks_are_seen_where_there_are_any(self) -> None:
        """Two words that differ by a mark alone differ in their features."""
        first, second = read(["khai tử", "khai từ"])
        assert seen(first) != seen(second)

    def test_row_has_length_one(self) -> None:
        """A long message weighs no more than a short one."""
        assert abs(float(np.linalg.norm(self.row("phí bao nhiêu vậy mấy ngày"))) - 1) < 1e-6

    def test_unknown_words_give_an_empty_row(self) -> None:
        """A message of words never met has no features; that is no error."""
        assert float(self.row("xyzw").sum()) == 0.0

    def test_feature_of_one_sentence_alone_gets_no_column(self) -> None:
        """What was met once is chance and is left out."""
        model, resource = storage()
        lone = component(MarkedAndUnmarkedFeaturiser, model, resource)
        lone.train(examples([("greet", "xin chào")]))
        assert lone.process(read(["xin chào"]))[0].get_sparse_features("text")[1].features.shape[1] == 0

    def test_stored_featuriser_gives_the_same_row(self) -> None:
        """Loading the model changes nothing."""
        np.testing.assert_array_equal(self.row("phí mấy"), self.row("phí mấy", loaded=True))

    def test_vocabulary_is_plain_data(self) -> None:
        """The model's vocabulary is JSON: reading it cannot run code."""
        with self.model.read_from(self.resource) as folder:
            stored = json.loads((folder / VOCABULARY).read_text(encoding="utf-8"))
        assert all(isinstance(weight, float) for weight in stored.values())
