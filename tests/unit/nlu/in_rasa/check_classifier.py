"""The classifier and the hesitation after it."""

from __future__ import annotations

import unittest
from typing import Any

import numpy as np
from rasa.shared.nlu.training_data.message import Message

from nlu.components.classifier import LINES, LinearIntentClassifier, weights
from nlu.components.featuriser import MarkedAndUnmarkedFeaturiser
from nlu.components.hesitation import Hesitation, kind
from tests.unit.nlu.in_rasa.helpers import component, examples, read, storage

ROWS = [
    ("ask_fee", "phí bao nhiêu"), ("ask_fee", "tốn bao nhiêu tiền"), ("ask_fee", "lệ phí bao nhiêu"),
    ("ask_time", "mấy ngày xong"), ("ask_time", "mấy ngày có"), ("ask_time", "bao lâu xong"),
    ("greet", "xin chào bạn"), ("greet", "chào bạn"), ("greet", "xin chào"),
]  # fmt: skip


class Classifier(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        data = examples(ROWS)
        cls.featuriser = component(MarkedAndUnmarkedFeaturiser, *storage())
        cls.featuriser.train(data)
        cls.featuriser.process_training_data(data)
        cls.model, cls.resource = storage()
        cls.classifier = component(LinearIntentClassifier, cls.model, cls.resource)
        cls.classifier.train(data)

    def understood(self, text: str, loaded: bool = False) -> Message:
        classifier = self.classifier
        if loaded:
            classifier = component(LinearIntentClassifier, self.model, self.resource, loaded=True)
        return classifier.process(self.featuriser.process(read([text])))[0]

    def test_learnt_sentences_are_understood(self) -> None:
        """The classifier gives its own examples back."""
        for intent, text in ROWS:
            with self.subTest(text=text):
                assert self.understood(text).get("intent")["name"] == intent

    def test_confidences_of_all_intents_sum_to_one(self) -> None:
        """A confidence can be compared with a bar, whatever the number of intents."""
        ranking = self.understood("phí mấy").get("intent_ranking")
        assert abs(sum(guess["confidence"] for guess in ranking) - 1) < 1e-5

    def test_message_without_known_words_is_no_error(self) -> None:
        """Emoji alone get some ranking with little confidence."""
        assert self.understood("😀").get("intent")["confidence"] < 0.9

    def test_stored_classifier_answers_the_same(self) -> None:
        """Loading the model changes nothing that matters."""
        before, after = self.understood("phí mấy"), self.understood("phí mấy", loaded=True)
        assert before.get("intent")["name"] == after.get("intent")["name"]
        assert abs(before.get("intent")["confidence"] - after.get("intent")["confidence"]) < 1e-5

    def test_stored_numbers_need_no_pickle(self) -> None:
        """The model's numbers load with pickle forbidden: reading them cannot run code."""
        with self.model.read_from(self.resource) as folder, np.load(folder / LINES, allow_pickle=False) as lines:
            assert lines["slopes"].shape[0] == 3

    def test_small_intents_weigh_more(self) -> None:
        """With evenness 1 every intent has the same total weight, with 0 every example."""
        meant = ["a", "a", "a", "b"]
        assert abs(weights(meant, 1.0)[:3].sum() - weights(meant, 1.0)[3:].sum()) < 1e-9
        assert set(weights(meant, 0.0)) == {1.0}


class Hesitating(unittest.TestCase):
    def choose(self, *ranking: tuple[str, float]) -> dict[str, Any]:
        guesses: list[dict[str, Any]] = [{"name": name, "confidence": confidence} for name, confidence in ranking]
        message = Message({"text": "…", "intent": guesses[0], "intent_ranking": guesses})
        component(Hesitation, *storage(), question=0.4, other=0.5, refusal=0.6, scam=0.3).process([message])
        assert message.get("intent") is message.get("intent_ranking")[0]
        return message.get("intent")

    def test_clear_guess_is_kept(self) -> None:
        """A guess over its bar stays what it is."""
        assert self.choose(("ask_fee", 0.8), ("greet", 0.1))["name"] == "ask_fee"

    def test_weak_guess_becomes_a_search(self) -> None:
        """A guess under its bar becomes nlu_fallback, which is answered with a search."""
        assert self.choose(("ask_fee", 0.39), ("ask_time", 0.3))["name"] == "nlu_fallback"

    def test_talk_has_to_be_clearer_than_a_question_and_a_refusal_clearer_still(self) -> None:
        """What is enough for a question is not enough to chat, and what is enough to chat not enough to refuse."""
        assert self.choose(("ask_fee", 0.45))["name"] == "ask_fee"
        assert self.choose(("greet", 0.45), ("ask_fee", 0.4))["name"] == "nlu_fallback"
        assert self.choose(("greet", 0.55), ("ask_fee", 0.4))["name"] == "greet"
        assert self.choose(("out_of_scope", 0.55), ("ask_fee", 0.4))["name"] == "nlu_fallback"

    def test_likely_scam_in_second_place_is_taken_for_one(self) -> None:
        """A scam story is warned about even when it looks more like a question."""
        assert self.choose(("ask_procedure", 0.55), ("report_scam", 0.31))["name"] == "report_scam"
        assert self.choose(("ask_procedure", 0.55), ("report_scam", 0.29))["name"] == "ask_procedure"

    def test_asking_for_a_person_is_no_question_about_a_procedure(self) -> None:
        """ask_human and ask_identity have the bar of talk though they begin with ask_."""
        assert [kind(intent) for intent in ("ask_human", "ask_identity", "ask_legal_basis")] == [
            "other",
            "other",
            "question",
        ]
