"""The normaliser: one spelling to understand, the original kept."""

from __future__ import annotations

import unittest

from nlu.components.normaliser import NORMALISED
from tests.unit.nlu.in_rasa.helpers import examples, read


class Normaliser(unittest.TestCase):
    def test_original_text_is_kept(self) -> None:
        """The text of a message stays as it was typed; the normalised one lies beside it."""
        message = read(["HOÀ   giảiiii"])[0]
        assert message.get("text") == "HOÀ   giảiiii"
        assert message.get(NORMALISED) == "hòa giải"

    def test_decomposed_and_composed_text_are_the_same(self) -> None:
        """Letters typed as base and mark read like composed letters."""
        composed, decomposed = read(["đăng ký", "đăng ky\u0301"])
        assert composed.get(NORMALISED) == decomposed.get(NORMALISED)

    def test_invisible_letters_are_gone(self) -> None:
        """Zero-width letters, tags and lone surrogates do not reach the classifier."""
        assert read(["ph\u200bí �sao\U000e0041"])[0].get(NORMALISED) == "phí sao"

    def test_button_is_left_alone(self) -> None:
        """A button's command is read by its form; nothing of it is understood as words."""
        assert read(['/ask_fee{"entry": "x"}'])[0].get(NORMALISED) == ""

    def test_training_examples_are_normalised_too(self) -> None:
        """The model learns from text written the way it will read it."""
        assert examples([("greet", "Xin CHÀO")]).training_examples[0].get(NORMALISED) == "xin chào"
