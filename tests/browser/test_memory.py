"""What the browser keeps of a conversation, for how long, and how it is deleted."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import QUESTION
from tests.browser.conftest import OpenChat
from tests.fakes.chat_api import ChatApi

pytestmark = pytest.mark.browser


def test_conversation_is_forgotten_an_hour_after_its_last_use(open_chat: OpenChat, api: ChatApi) -> None:
    """On a shared phone the next person, an hour later, finds an empty page and starts a new conversation."""
    chat = open_chat()
    chat.ask(QUESTION)
    chat.page.clock.install()
    chat.page.clock.fast_forward("59:00")
    chat.page.reload()
    chat.answered(1)
    chat.page.clock.fast_forward("02:00")
    chat.page.reload()
    expect(chat.turns).to_have_count(0)
    chat.ask("phí sao?")
    assert api.posts[-1]["conversation"] is None


def test_an_open_page_is_emptied_after_an_hour(open_chat: OpenChat) -> None:
    """A page left open, as on a desk's tablet, shows the conversation to nobody after an hour."""
    chat = open_chat()
    chat.page.clock.install()
    chat.page.reload()
    chat.ask(QUESTION)
    chat.page.clock.fast_forward("01:01:00")
    expect(chat.turns).to_have_count(0)


def test_an_unknown_conversation_is_not_mentioned_after_a_reload(open_chat: OpenChat, api: ChatApi) -> None:
    """When the server no longer has the conversation, the page is simply empty."""
    chat = open_chat()
    chat.ask(QUESTION)
    api.forget_all()
    chat.page.reload()
    expect(chat.turns).to_have_count(0)
    chat.ask("phí sao?")
    assert api.posts[-1]["conversation"] is None


def test_history_that_cannot_be_fetched_can_be_tried_again(open_chat: OpenChat, api: ChatApi) -> None:
    """A failing history leaves the conversation alone and offers another try."""
    chat = open_chat()
    chat.ask(QUESTION)
    api.fail_next(503)
    chat.page.reload()
    chat.newest.get_by_role("button", name="Thử lại").click()
    chat.answered(1)
    expect(chat.newest).to_contain_text("mẫu CT01")


def test_reload_while_waiting_sends_the_same_message_once(open_chat: OpenChat, api: ChatApi) -> None:
    """A message on its way during a reload is sent again under its id and shown once, with its answer."""
    chat = open_chat()
    chat.ask(QUESTION)
    api.hold()
    chat.type_and_send("phí sao?")
    expect(chat.newest.locator(".waiting")).to_be_visible()
    chat.page.reload()
    expect(chat.newest).to_contain_text("Đang mở lại")
    api.release()
    chat.answered(2)
    sent = [post["message_id"] for post in api.posts if post.get("text") == "phí sao?"]
    assert len(sent) == 2
    assert len(set(sent)) == 1
    assert [len(turns) for turns in api.conversations.values()] == [2]


def test_a_failed_message_survives_a_reload_with_its_retry(open_chat: OpenChat, api: ChatApi) -> None:
    """A message that could not be sent is still there after a reload, once, and can be sent."""
    chat = open_chat()
    api.fail_next(503, times=2)
    chat.type_and_send(QUESTION)
    expect(chat.newest.get_by_role("button", name="Gửi lại")).to_be_visible()
    chat.page.reload()
    chat.newest.get_by_role("button", name="Gửi lại").click()
    chat.answered(1)
    assert len({post["message_id"] for post in api.posts}) == 1


def test_deleting_asks_once_and_starts_anew(open_chat: OpenChat, api: ChatApi) -> None:
    """ "Xóa" asks first; "Giữ lại" keeps everything; "Xóa hẳn" deletes on the server and empties the page."""
    chat = open_chat(1280)
    clear = chat.page.get_by_role("button", name="Xóa cuộc trò chuyện")
    expect(clear).to_be_hidden()
    chat.ask(QUESTION)
    clear.click()
    chat.page.get_by_role("button", name="Giữ lại").click()
    expect(clear).to_be_focused()
    assert api.deleted == []
    clear.click()
    chat.page.get_by_role("button", name="Xóa hẳn").click()
    expect(chat.turns).to_have_count(0)
    expect(chat.hint).to_have_text("Đã xóa cuộc trò chuyện.")
    expect(chat.box).to_be_focused()
    expect(clear).to_be_hidden()
    assert len(api.deleted) == 1
    chat.ask("phí sao?")
    assert api.posts[-1]["conversation"] is None


def test_a_delete_that_fails_is_admitted(open_chat: OpenChat, api: ChatApi) -> None:
    """When the server cannot delete, the dialog stays, says so, and can be tried again."""
    chat = open_chat()
    chat.ask(QUESTION)
    chat.page.get_by_role("button", name="Xóa").click()
    api.fail_next(503)
    chat.page.get_by_role("button", name="Xóa hẳn").click()
    expect(chat.page.get_by_role("alert")).to_contain_text("Chưa xóa được")
    expect(chat.turns).to_have_count(1)
    chat.page.get_by_role("button", name="Xóa hẳn").click()
    expect(chat.turns).to_have_count(0)
    assert len(api.deleted) == 1


def test_nothing_is_kept_in_cookies_and_no_words_in_lasting_storage(open_chat: OpenChat) -> None:
    """No cookie is set; storage that outlives the tab holds the conversation's id and never what was written."""
    chat = open_chat()
    chat.ask(QUESTION)
    assert chat.page.context.cookies() == []
    kept = chat.page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    assert "tạm trú" not in kept


def test_a_browser_that_refuses_storage_can_still_chat(open_chat: OpenChat) -> None:
    """With storage blocked the conversation goes on as long as the page is open."""
    chat = open_chat()
    chat.page.add_init_script("""
      for (const name of ["localStorage", "sessionStorage"])
        Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });""")
    chat.page.reload()
    chat.ask(QUESTION)
    chat.choose("Lệ phí")
    expect(chat.turns).to_have_count(2)
