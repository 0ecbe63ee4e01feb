"""Answers of the staff on the chat page: they come by themselves, and stay after a reload."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import QUESTION, ChatPage
from tests.browser.conftest import OpenChat
from tests.browser.watch import Watch
from tests.fakes.chat_api import ChatApi

pytestmark = pytest.mark.browser

TICKET = [{"text": "Mã yêu cầu là K7Q2.", "choices": [], "links": [], "sources": []}]
ANSWER = {
    "turn": "t1.2",
    "text": "",
    "outcome": {"code": "handoff"},
    "replies": [{"text": "Cán bộ trả lời yêu cầu K7Q2 của bạn:\nMời bạn đến UBND xã.", "choices": []}],
    "received_at": "2026-11-22T08:05:00Z",
}


def looks(watch: Watch) -> int:
    """Return how often a page has called the server for a conversation that exists."""
    return sum("/api/v1/chat/" in url for url in watch.requests)


@pytest.fixture
def chat(open_chat: OpenChat, api: ChatApi) -> ChatPage:
    """A page on which a resident has asked for a person, with a clock that can be moved."""
    api.say(TICKET, "handoff")
    chat = open_chat()
    chat.page.clock.install()
    chat.page.reload()
    chat.ask("gặp cán bộ")
    return chat


def staff_answer(api: ChatApi) -> None:
    """Put the answer behind the turns of the only conversation."""
    (turns,) = api.conversations.values()
    turns.append(dict(ANSWER))


def test_answer_of_the_staff_appears_by_itself_once(chat: ChatPage, api: ChatApi) -> None:
    """Within half a minute, behind what was said meanwhile, and not again at the next look."""
    chat.ask(QUESTION)
    staff_answer(api)
    chat.page.clock.fast_forward("00:31")
    expect(chat.turns).to_have_count(3)
    expect(chat.newest).to_contain_text("Mời bạn đến UBND xã.")
    expect(chat.newest.locator(".asked")).to_have_count(0)
    chat.page.clock.fast_forward("00:31")
    chat.page.clock.fast_forward("00:31")
    expect(chat.turns).to_have_count(3)


def test_answer_of_the_staff_is_there_after_a_reload(chat: ChatPage, api: ChatApi) -> None:
    """It is a part of the conversation, drawn without a question, and the next look does not repeat it."""
    staff_answer(api)
    chat.page.reload()
    expect(chat.turns).to_have_count(2)
    expect(chat.newest).to_contain_text("Mời bạn đến UBND xã.")
    chat.page.clock.fast_forward("00:31")
    expect(chat.turns).to_have_count(2)


def test_page_that_awaits_nobody_does_not_look(open_chat: OpenChat, watch: Watch) -> None:
    """Without a ticket the page leaves the server in peace."""
    chat = open_chat()
    chat.page.clock.install()
    chat.page.reload()
    chat.ask(QUESTION)
    before = looks(watch)
    chat.page.clock.fast_forward("05:00")
    chat.page.wait_for_timeout(300)
    assert looks(watch) == before


def test_failing_look_is_not_shown(chat: ChatPage, api: ChatApi) -> None:
    """A look that fails bothers nobody; the next one finds the answer."""
    staff_answer(api)
    api.fail_next(503)
    chat.page.clock.fast_forward("00:31")
    chat.page.wait_for_timeout(300)
    expect(chat.turns).to_have_count(1)
    chat.page.clock.fast_forward("00:31")
    expect(chat.turns).to_have_count(2)


def test_deleted_conversation_is_not_looked_at(chat: ChatPage, watch: Watch) -> None:
    """After deleting, the page has forgotten the ticket too."""
    chat.page.locator("#clear").click()
    chat.page.get_by_role("button", name="Xóa hẳn").click()
    expect(chat.turns).to_have_count(0)
    before = looks(watch)
    chat.page.clock.fast_forward("02:00")
    chat.page.wait_for_timeout(300)
    assert looks(watch) == before
