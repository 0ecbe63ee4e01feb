"""The tokeniser: Vietnamese words with exact places, and plain splitting where the segmenter would do harm."""

from __future__ import annotations

import unittest
from unittest import mock

from nlu.components import tokeniser
from nlu.components.normaliser import NORMALISED
from nlu.components.tokeniser import align, tokens
from tests.unit.nlu.in_rasa.helpers import read


class Tokeniser(unittest.TestCase):
    def test_word_of_two_syllables_is_one_token(self) -> None:
        """Marked text is segmented into words, not syllables."""
        assert "đăng ký" in [token.text for token in tokens("tôi muốn đăng ký tạm trú")]

    def test_offsets_are_places_in_the_normalised_text(self) -> None:
        """Every token's text stands in the normalised text at its offsets."""
        message = read(["Tôi  MUỐN đăng ký tạm trú ở phường Hà Đông!!"])[0]
        text = message.get(NORMALISED)
        for token in message.get("text_tokens"):
            assert text[token.start : token.end] == token.text

    def test_text_without_marks_is_split_at_spaces(self) -> None:
        """The segmenter is not asked about a text without marks."""
        with mock.patch.object(tokeniser, "segment", side_effect=AssertionError("asked")):
            found = tokens("dang ky tam tru o dau")
        assert [token.text for token in found] == ["dang", "ky", "tam", "tru", "o", "dau"]

    def test_address_is_split_at_spaces(self) -> None:
        """A web address stays in one piece, marks in the rest of the text or not."""
        assert "https://vidu.vn/a?b=c" in [token.text for token in tokens("đường link https://vidu.vn/a?b=c đó")]

    def test_segmenter_that_changes_letters_is_not_believed(self) -> None:
        """Where the segmenter altered or lost a letter the text is split at its spaces."""
        assert align("phí sao", ["phi", "sao"]) is None
        assert align("phí sao", ["phí"]) is None
        assert align("phí", ["phí", "sao"]) is None

    def test_odd_text_never_fails(self) -> None:
        """Blanks, signs, emoji and very long words give tokens or none, never an error."""
        for text in ("", "   ", "???", "😀 được", "đ" * 500, "a\u0301\u0301\u0301 ừ", "…—·"):
            with self.subTest(text=text[:10]):
                assert isinstance(read([text])[0].get("text_tokens"), list)
