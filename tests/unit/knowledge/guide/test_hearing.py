"""What residents type in a guide is matched to the choice they mean, or to none."""

import pytest

from bot.lexicon_file import load_lexicon
from knowledge.guide.hearing import heard
from tests.unit.knowledge.guide.small_guide import GUIDE

LEXICON = load_lexicon()
FIRST, SECOND = GUIDE.by_id["may"].choices, GUIDE.by_id["tai"].choices


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("có", 1),
        ("co", 1),
        ("dạ có ạ", 1),
        ("may cam ung", 1),
        ("2", 2),
        ("số 2", 2),
        ("cái thứ hai", 2),
        ("hổng có", 2),
        ("ko", 2),
        ("xài cục gạch", 2),
        ("tôi dùng máy bàn phím cũ", 2),
    ],
)
def test_an_answer_is_heard(text: str, number: int) -> None:
    """Numbers, button words, other words and typing without marks all choose."""
    assert heard(text, FIRST, LEXICON) == number


@pytest.mark.parametrize(
    "text",
    ["", "😀", "3", "chưa có", "12 34 56 78 9 10 11", "hello my friend", "phí làm hộ chiếu bao nhiêu", "có " * 40],
)
def test_what_is_no_answer_is_not_forced_into_one(text: str) -> None:
    """Symbols, essays, other languages and other questions choose nothing."""
    assert heard(text, FIRST, LEXICON) is None


@pytest.mark.parametrize(
    ("text", "number"), [("xong rồi", 1), ("dc rồi", 1), ("không được", 2), ("ko dc", 2), ("no bi loi", 2)]
)
def test_done_and_stuck_are_told_apart(text: str, number: int) -> None:
    """ "không được" is never taken for "được"."""
    assert heard(text, SECOND, LEXICON) == number
