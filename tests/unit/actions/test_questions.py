"""What a message asks, and whether it names a matter of its own."""

from __future__ import annotations

import pytest

from actions.questions import (
    again_named,
    aspects_asked,
    aspects_named,
    case_named,
    names_nothing,
    sentences,
    without_padding,
)


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("làm khai sinh cần giấy gì, mất bao lâu, phí nhiêu?", ("documents", "time", "fee")),
        ("lam khai sinh can giay gi, mat bao lau", ("documents", "time")),
        ("hộ chiếu làm ở đâu với lại hết bao nhiêu tiền", ("place", "fee")),
        ("làm hộ chiếu: giấy tờ, thời gian, lệ phí?", ("documents", "time", "fee")),
        ("đổi bằng lái thì làm sao, cần giấy gì", ("steps", "documents")),
        ("đăng ký tạm trú có mất phí không và bao lâu xong", ("fee", "time")),
    ],
)
def test_several_questions_are_heard_in_their_order(text: str, aspects: tuple[str, ...]) -> None:
    """Each aspect asked by words is there once, in the order of the message."""
    assert aspects_named(text) == aspects
    assert aspects_asked(text, aspects[-1]) == aspects


@pytest.mark.parametrize(
    "text",
    [
        "khai sinh trong vòng mấy ngày thì không mất phí",
        "con sinh mấy ngày rồi chưa làm khai sinh",
        "mấy bữa nay loa xã kêu làm định danh",
        "đăng ký tạm trú",
    ],
)
def test_circumstances_are_no_questions(text: str) -> None:
    """ "Mấy bữa nay" asks no time and "không mất phí" no fee."""
    assert len(aspects_asked(text, "overview")) == 1
    assert aspects_asked(text, "conditions") in (("conditions",), ("time",))


@pytest.mark.parametrize(
    ("text", "understood", "asked"),
    [
        ("vợ tôi nhập hộ khẩu thì phải có giấy gì", "overview", "documents"),
        ("tiền mai táng bao giờ nhận được", "result", "time"),
        ("khai báo lưu trú trước mấy giờ", "overview", "time"),
        ("tôi dẫn cháu đi đâu để làm", "conditions", "place"),
        ("phí bao nhiêu", "time", "time"),
        ("nộp hồ sơ như thế nào", "online", "online"),
    ],
)
def test_plain_words_outweigh_a_vague_intent_alone(text: str, understood: str, asked: str) -> None:
    """Words that plainly name one aspect win over the overview; an intent that is plain itself stands."""
    assert aspects_asked(text, understood) == (asked,)


@pytest.mark.parametrize(
    "text",
    [
        "làm lại bao lâu",
        "lam lai bao lau",
        "đến đâu để làm lại",
        "làm lại cái mới hết bao nhiêu",
        "mấy ngày có giấy",
        "cần giấy gì để chứng minh",
        "Đăng ký mất mấy ngày?",
        "vậy tốn bao nhiêu tiền ạ",
        "hai bên mang theo tờ giấy nào",
    ],
)
def test_verb_alone_names_nothing(text: str) -> None:
    """A message without an object of its own is about the entry in hand."""
    assert names_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kích hoạt VNeID mức 2 thế nào?",
        "Làm căn cước công dân cần gì?",
        "làm lại bằng bao lâu",
        "đăng ký xe mất mấy ngày",
        "đăng ký khai sinh cần gì",
        "🙂",
        "",
    ],
)
def test_object_or_no_words_at_all_is_not_about_the_entry_in_hand(text: str) -> None:
    """A name switches; a picture says nothing."""
    assert not names_nothing(text)


def test_case_is_read_from_a_message_that_is_all_about_it() -> None:
    """ "Còn cho con thì sao" is a case of the matter in hand, a child's passport a matter of its own."""
    assert case_named("còn cho con thì sao") == ("trẻ em", "trẻ")
    assert case_named("gia hạn thì sao") == ()
    assert case_named("làm hộ chiếu cho con thì sao") is None
    assert case_named("bao lâu") is None
    assert again_named("làm lại bao lâu") == ("làm lại", "cấp lại")
    assert without_padding("thế còn làm lại thì sao ạ") == "làm lại"


def test_sentences_are_questions_side_by_side() -> None:
    """A story before a question is no second question."""
    assert sentences("Làm hộ chiếu cần gì? Đăng ký tạm trú ở đâu?") == ["Làm hộ chiếu cần gì", "Đăng ký tạm trú ở đâu"]
    assert sentences("Con tôi mới sinh. Tôi chưa đăng ký kết hôn. Làm khai sinh cần gì?") == []
