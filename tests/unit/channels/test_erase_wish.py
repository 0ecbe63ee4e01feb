"""Which typed messages erase the conversation."""

from __future__ import annotations

import time

import pytest

from channels.erase_wish import wants_erasure


@pytest.mark.parametrize(
    "text",
    [
        "xóa cuộc trò chuyện",
        "Xoá cuộc trò chuyện này đi",
        "xoa cuoc tro chuyen",
        "xóa hết tin nhắn đi",
        "xóa đoạn chat này giúp em với",
        "dạ cho em xóa cuộc trò chuyện ạ",
        "xóa lịch sử trò chuyện",
        "xoa het lich su chat dum tui",
        "xóa toàn bộ hội thoại",
        "xóa dữ liệu của tôi",
        "xoadulieu",
        "quên hết những gì tôi đã nói đi",
        "delete chat",
        "bạn ơi xóa cuộc nói chuyện này luôn nha",
    ],
)
def test_wish_is_heard_in_any_wording(text: str) -> None:
    """Marks, courtesies and chat words do not matter; no confirmation is needed."""
    assert wants_erasure(text)


@pytest.mark.parametrize(
    "text",
    [
        "xóa đăng ký tạm trú",
        "xóa tài khoản vneid",
        "xóa tin nhắn lừa đảo thế nào",
        "làm sao xóa cuộc trò chuyện",
        "xóa cuộc trò chuyện thì có mất yêu cầu không",
        "xóa án tích cần giấy gì",
        "đừng xóa cuộc trò chuyện",
        "xóa nợ thuế",
        "xóa hết đi",
        "xóa thông tin trên sổ đỏ của tôi",
        "trò chuyện",
        "",
    ],
)
def test_procedures_and_questions_erase_nothing(text: str) -> None:
    """What names something else to erase, asks how, or says no is a message like any other."""
    assert not wants_erasure(text)


def test_odd_texts_take_no_time() -> None:
    """A long or repeating message is judged in less than 50 ms."""
    begin = time.perf_counter()
    for text in ("xoa " * 2_500, "da " * 26, "xoa het " * 10, "toi " * 19 + "xoa"):
        assert not wants_erasure(text)
    assert time.perf_counter() - begin < 0.2
