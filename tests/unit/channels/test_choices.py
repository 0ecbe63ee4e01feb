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
PROCEDURES = [
    Offer(1, "ask_fee:a", "Đăng ký tạm trú", NOW),
    Offer(2, "ask_fee:b", "Gia hạn tạm trú (3 tháng trước)", NOW),
    Offer(3, "ask_fee:c", "Căn cước cho trẻ từ 6 đến dưới 14 tuổi", NOW),
    Offer(4, "choose_none", "Không có cái nào", NOW),
    Offer(5, "feedback_good:a", "Đúng ý", NOW),
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
        ("cái đầu", "ask_fee:x"),
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


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("đăng ký tạm trú đi", "ask_fee:a"),
        ("dạ cái đăng ký tạm trú ạ", "ask_fee:a"),
        ("gia hạn tạm trú", "ask_fee:b"),
        ("cái gia hạn", "ask_fee:b"),
        ("cho em cái căn cước trẻ nha", "ask_fee:c"),
        ("cai can cuoc cho tre", "ask_fee:c"),
        ("lấy việc gia hạn nhé", "ask_fee:b"),
    ],
)
def test_part_of_one_title_is_the_choice(text: str, payload: str) -> None:
    """Words that only one title has, in its order, choose it; courtesies around them do not matter."""
    offer = chosen(text, PROCEDURES)
    assert offer is not None
    assert offer.payload == payload


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("cái cuối", "ask_fee:c"),
        ("cái cuối cùng nha", "ask_fee:c"),
        ("cai giua", "ask_fee:b"),
        ("mục sau cùng", "ask_fee:c"),
    ],
)
def test_place_in_the_list_counts_the_real_choices(text: str, payload: str) -> None:
    """The last and the middle one are procedures, never "none of these" or the question how the answer was liked."""
    offer = chosen(text, PROCEDURES)
    assert offer is not None
    assert offer.payload == payload


@pytest.mark.parametrize(
    "text",
    [
        "tạm trú",
        "cái tạm trú",
        "đăng ký",
        "tạm trú là gì",
        "gia hạn tạm trú mất bao lâu",
        "cái nào",
        "trẻ",
        "14 tuổi làm được không",
        "có cái nào khác",
    ],
)
def test_part_of_several_titles_or_a_question_chooses_nothing(text: str) -> None:
    """What fits two titles, says too little or asks something itself goes to the bot as it is."""
    assert chosen(text, PROCEDURES) is None


@pytest.mark.parametrize("text", ["4", "0", "22", "lệ phí bao nhiêu", "2 cái", "", "?", "làm căn cước", "cái cuối"])
def test_other_words_are_a_question(text: str) -> None:
    """What names no offered choice goes to Rasa as it is."""
    assert chosen(text, OFFERED[:0] if text == "cái cuối" else OFFERED) is None


def test_title_with_a_denial_is_meant_only_as_a_whole() -> None:
    """ "Có tài khoản" is the opposite of "Chưa có tài khoản", not a part of it."""
    offered = [Offer(1, "guide_choice:g.s.1", "Chưa có tài khoản", NOW)]
    assert chosen("có tài khoản", offered) is None
    assert chosen("chưa có tài khoản", offered) is not None


def test_nothing_offered_means_no_choice() -> None:
    """A bare number without an offer is a message like any other."""
    assert chosen("2", []) is None
