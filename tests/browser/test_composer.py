"""The box in which residents write."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import QUESTION
from tests.browser.conftest import OpenChat
from tests.fakes.chat_api import ChatApi

pytestmark = pytest.mark.browser


def test_shift_enter_makes_a_line_and_the_box_grows(open_chat: OpenChat, api: ChatApi) -> None:
    """Shift+Enter breaks the line and the box grows; Enter sends both lines and the box shrinks back."""
    chat = open_chat(1280)
    height = chat.box.bounding_box()["height"]
    chat.box.press_sequentially("dòng một")
    chat.box.press("Shift+Enter")
    chat.box.press_sequentially("dòng hai")
    assert chat.box.bounding_box()["height"] > height
    chat.box.press("Enter")
    chat.answered(1)
    assert api.posts[0]["text"] == "dòng một\ndòng hai"
    assert chat.box.bounding_box()["height"] == height


def test_enter_that_ends_a_composed_letter_does_not_send(open_chat: OpenChat, api: ChatApi) -> None:
    """Vietnamese keyboards compose letters; the Enter that ends a word sends nothing."""
    chat = open_chat(1280)
    chat.box.fill("tiếng việ")
    chat.box.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True, "cancelable": True})
    expect(chat.turns).to_have_count(0)
    assert api.posts == []


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_nothing_is_sent_without_words(open_chat: OpenChat, api: ChatApi, text: str) -> None:
    """An empty box cannot be sent."""
    chat = open_chat()
    chat.type_and_send(text)
    chat.box.press("Enter")
    expect(chat.send_button).to_have_attribute("aria-disabled", "true")
    assert api.posts == []


def test_counter_appears_near_the_limit_and_too_long_is_not_sent(open_chat: OpenChat, api: ChatApi) -> None:
    """Near 1000 characters the rest is counted, an emoji as one; above, nothing is sent and nothing is cut off."""
    chat = open_chat()
    chat.box.fill("a" * 700)
    expect(chat.hint).to_have_text("")
    chat.box.fill("😀" * 990)
    expect(chat.hint).to_have_text("Còn 10 ký tự.")
    chat.box.fill("ớ" * 1003)
    expect(chat.hint).to_contain_text("dài quá 3 ký tự")
    chat.box.press("Enter")
    expect(chat.box).to_have_value("ớ" * 1003)
    assert api.posts == []


@pytest.mark.parametrize("text", ["000012345678", "0000 1234 5678", "gọi 0000.000.000 nhé", "000-000-0000"])
def test_a_long_number_is_warned_of_before_it_is_sent(open_chat: OpenChat, text: str) -> None:
    """A number as long as an ID or phone number brings a warning while it can still be removed."""
    chat = open_chat()
    chat.box.fill(text)
    expect(chat.hint).to_contain_text("Đừng gửi số căn cước")
    chat.box.fill("còn hiệu lực đến 28/02/2027 không")
    expect(chat.hint).to_have_text("")


@pytest.mark.parametrize(
    "text", ["mã 1.004194", "Nghị định 13/2023/NĐ-CP", "gọi 1900 0368", "18001096", "500.000 đồng"]
)
def test_official_numbers_bring_no_warning(open_chat: OpenChat, text: str) -> None:
    """Procedure codes, decrees, hotlines and fees are not taken for private numbers."""
    chat = open_chat()
    chat.box.fill(text)
    expect(chat.hint).to_have_text("")


def test_on_a_touch_screen_the_keyboard_makes_room_for_the_answer(open_chat: OpenChat) -> None:
    """On a phone the box is left when a question is sent, so that the answer is not covered."""
    chat = open_chat(390, has_touch=True, is_mobile=True)
    expect(chat.box).not_to_be_focused()
    chat.box.tap()
    chat.box.fill(QUESTION)
    chat.box.press("Enter")
    chat.answered(1)
    expect(chat.box).not_to_be_focused()
