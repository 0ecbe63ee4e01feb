"""Which typed messages mean a choice that was just offered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from channels.choices import chosen
from channels.records import Offer

NOW = datetime(2026, 11, 22, tzinfo=UTC)
OFFERED = [
    Offer(1, "ask_fee:x", "Lệ phí", NOW),
    Offer(2, "ask_documents:x", "Giấy tờ cần có", NOW),
    Offer(3, "no_choice", "Không có cái nào", NOW),
]


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("2", "ask_documents:x"),
        ("2.", "ask_documents:x"),
        ("\uff12", "ask_documents:x"),
        ("số 2", "ask_documents:x"),
        ("cái thứ hai", "ask_documents:x"),
        ("cái đầu tiên", "ask_fee:x"),
        ("Lệ phí", "ask_fee:x"),
        ("le phi", "ask_fee:x"),
        ("LỆ PHÍ!", "ask_fee:x"),
        ("không có cái nào", "no_choice"),
    ],
)
def test_number_or_title_is_the_choice(text: str, payload: str) -> None:
    """A choice may be typed by its number or by its title, with or without marks."""
    offer = chosen(text, OFFERED)
    assert offer is not None
    assert offer.payload == payload


@pytest.mark.parametrize("text", ["4", "0", "22", "lệ phí bao nhiêu", "2 cái", "", "?", "làm căn cước"])
def test_other_words_are_a_question(text: str) -> None:
    """What names no offered choice goes to Rasa as it is."""
    assert chosen(text, OFFERED) is None


def test_nothing_offered_means_no_choice() -> None:
    """A bare number without an offer is a message like any other."""
    assert chosen("2", []) is None
