"""The page for people who use a keyboard, a screen reader, large text or dark mode."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import QUESTION
from tests.browser.conftest import OpenChat
from tests.fakes.chat_api import ChatApi

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("width", "scheme", "large"),
    [(320, "light", False), (320, "dark", True), (1280, "light", True), (1280, "dark", False)],
)
def test_axe_finds_nothing_grave_in_any_state(
    open_chat: OpenChat, api: ChatApi, width: int, scheme: str, large: bool
) -> None:
    """Empty, answered, warned, failed, over-long and about to delete: no serious or critical violation."""
    chat = open_chat(width, color_scheme=scheme)
    if large:
        chat.page.get_by_role("button", name="Chữ to").click()
    assert chat.grave_violations() == []
    chat.ask(QUESTION).locator("summary").click()
    chat.ask("Có người gọi xưng là công an")
    assert chat.grave_violations() == []
    api.fail_next(503)
    chat.type_and_send("phí sao?")
    expect(chat.newest.get_by_role("button", name="Gửi lại")).to_be_visible()
    chat.box.fill("a" * 1001)
    assert chat.grave_violations() == []
    chat.page.get_by_role("button", name="Xóa").click()
    assert chat.grave_violations() == []


def test_the_whole_journey_by_keyboard_alone(open_chat: OpenChat, api: ChatApi) -> None:
    """Skip link, question with Enter, choice with Enter and folding sources out need no pointer."""
    chat = open_chat(1280)
    keyboard = chat.page.keyboard
    keyboard.press("Tab")
    expect(chat.page.get_by_role("link", name="Đến ô nhập câu hỏi")).to_be_focused()
    keyboard.press("Enter")
    expect(chat.box).to_be_focused()
    keyboard.type(QUESTION)
    keyboard.press("Enter")
    chat.answered(1)
    expect(chat.box).to_be_focused()
    keyboard.press("Shift+Tab")
    expect(chat.newest.get_by_role("button", name="Nộp ở đâu")).to_be_focused()
    for _ in range(3):
        keyboard.press("Shift+Tab")
    keyboard.press("Enter")
    expect(chat.newest.get_by_text("Luật Cư trú")).to_be_visible()
    keyboard.press("Tab")  # the source that is a link
    keyboard.press("Tab")
    expect(chat.newest.get_by_role("button", name="Lệ phí")).to_be_focused()
    keyboard.press("Enter")
    chat.answered(2)
    assert api.posts[-1]["payload"] == "ask_fee:dang-ky-tam-tru"


def test_answers_and_waiting_are_announced(open_chat: OpenChat, api: ChatApi) -> None:
    """Question, waiting sentence and answer appear as text inside a polite live log, labelled by speaker."""
    chat = open_chat()
    log = chat.page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    api.hold()
    chat.type_and_send(QUESTION)
    expect(log.get_by_text("Đang tìm câu trả lời…")).to_be_visible()
    expect(log.locator(".dots")).to_have_attribute("aria-hidden", "true")
    api.release()
    chat.answered(1)
    expect(log.get_by_text("Đang tìm câu trả lời…")).to_have_count(0)
    expect(log.get_by_role("heading", name="Bạn hỏi")).to_have_count(1)
    expect(log.get_by_role("heading", name="Trợ lý trả lời")).to_have_count(1)


def test_a_restored_conversation_is_not_read_out_again(open_chat: OpenChat) -> None:
    """While the history is drawn after a reload the live log is silent, and polite again afterwards."""
    chat = open_chat()
    chat.ask(QUESTION)
    chat.page.add_init_script("""
      addEventListener("DOMContentLoaded", () => {
        const log = document.getElementById("log");
        new MutationObserver((changes) => {
          if (log.querySelector(".reply")) window.liveAtDrawing ??= log.getAttribute("aria-live");
        }).observe(log, { childList: true, subtree: true });
      });""")
    chat.page.reload()
    chat.answered(1)
    assert chat.page.evaluate("window.liveAtDrawing") == "off"
    expect(chat.page.get_by_role("log")).to_have_attribute("aria-live", "polite")


def test_large_text_is_remembered(open_chat: OpenChat) -> None:
    """Large text enlarges everything by a quarter or more, and is still on after a reload."""
    chat = open_chat()
    size = "parseFloat(getComputedStyle(document.getElementById('question')).fontSize)"
    normal = chat.page.evaluate(size)
    chat.page.get_by_role("button", name="Chữ to").click()
    chat.page.reload()
    expect(chat.page.get_by_role("button", name="Chữ to")).to_have_attribute("aria-pressed", "true")
    assert normal >= 18
    assert chat.page.evaluate(size) >= normal * 1.25


def test_reduced_motion_stops_the_dots(open_chat: OpenChat, api: ChatApi) -> None:
    """Who asked the device for less motion sees no moving dots."""
    chat = open_chat(reduced_motion="reduce")
    api.hold()
    chat.type_and_send(QUESTION)
    dot = chat.newest.locator(".dots i").first
    assert dot.evaluate("one => getComputedStyle(one).animationName") == "none"


def test_newest_answer_is_not_hidden_behind_the_bars(open_chat: OpenChat) -> None:
    """After an answer its first line stands below the header and above the composer."""
    chat = open_chat(390)
    for _ in range(3):
        chat.ask(QUESTION)
    question = chat.newest.locator(".asked").bounding_box()
    header = chat.page.locator(".top").bounding_box()
    composer = chat.page.locator("#composer").bounding_box()
    assert question["y"] >= header["y"] + header["height"]
    assert question["y"] + question["height"] <= composer["y"]


def test_answers_can_be_read_aloud_where_a_vietnamese_voice_exists(open_chat: OpenChat) -> None:
    """With a Vietnamese voice each answer has a button that reads its text; without one there is no button."""
    silent = open_chat()
    expect(silent.ask(QUESTION).get_by_role("button", name="Đọc to")).to_be_hidden()
    silent.page.context.add_init_script("""
      window.spoken = [];
      Object.defineProperty(window, "speechSynthesis", { value: {
        getVoices: () => [{ lang: "en-US" }, { lang: "vi_VN" }],
        addEventListener() {}, cancel() {}, speak: (said) => window.spoken.push(said.text) } });
      window.SpeechSynthesisUtterance = function (text) { this.text = text; };""")
    silent.page.reload()
    turn = silent.answered(1)
    turn.get_by_role("button", name="Đọc to").click()
    expect(turn.get_by_role("button", name="Dừng đọc")).to_be_visible()
    assert "mẫu CT01" in silent.page.evaluate("window.spoken[0]")
