"""What a resident sees, and what is sent, when the network or the server fails."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import QUESTION
from tests.browser.conftest import OpenChat
from tests.fakes.chat_api import ChatApi

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("status", [500, 502, 503, 408])
def test_retry_after_a_server_error_sends_the_same_message_id(open_chat: OpenChat, api: ChatApi, status: int) -> None:
    """A failed message keeps its place and its id: "Gửi lại" sends it once more and shows one answer."""
    chat = open_chat()
    api.fail_next(status, times=2)
    chat.type_and_send(QUESTION)
    retry = chat.newest.get_by_role("button", name="Gửi lại")
    expect(chat.newest).to_contain_text("Hệ thống đang bận")
    retry.click()
    expect(retry).to_be_visible()
    retry.click()
    chat.answered(1)
    assert len(api.posts) == 3
    assert len({post["message_id"] for post in api.posts}) == 1
    expect(retry).to_have_count(0)


def test_too_fast_says_how_long_to_wait(open_chat: OpenChat, api: ChatApi) -> None:
    """429 is told with the seconds the server named."""
    chat = open_chat()
    api.fail_next(429, retry_after=7)
    chat.type_and_send(QUESTION)
    expect(chat.newest).to_contain_text("chờ 7 giây")
    chat.newest.get_by_role("button", name="Gửi lại").click()
    chat.answered(1)


def test_no_network_is_named_and_can_be_retried(open_chat: OpenChat, api: ChatApi) -> None:
    """Without network the page says so, keeps the words, and sends them when asked again."""
    chat = open_chat()
    chat.page.context.set_offline(True)
    chat.type_and_send(QUESTION)
    expect(chat.newest).to_contain_text("mất mạng")
    chat.page.context.set_offline(False)
    chat.newest.get_by_role("button", name="Gửi lại").click()
    chat.answered(1)
    assert [post["text"] for post in api.posts] == [QUESTION]


def test_a_silent_server_is_given_up_after_a_while(open_chat: OpenChat, api: ChatApi) -> None:
    """After 6 seconds the page asks for patience, after 20 it offers to send again."""
    chat = open_chat()
    chat.page.clock.install()
    api.hold()
    chat.type_and_send(QUESTION)
    expect(chat.newest).to_contain_text("Đang tìm câu trả lời")
    chat.page.clock.run_for(7_000)
    expect(chat.newest).to_contain_text("Lâu hơn thường lệ")
    chat.page.clock.run_for(15_000)
    expect(chat.newest).to_contain_text("Chờ lâu quá")
    api.release()
    chat.newest.get_by_role("button", name="Gửi lại").click()
    chat.answered(1)
    assert len({post["message_id"] for post in api.posts}) == 1
    assert [len(turns) for turns in api.conversations.values()] == [1]


def test_a_refusal_shows_the_servers_own_sentence_and_no_retry(open_chat: OpenChat, api: ChatApi) -> None:
    """What the server refuses (409 and the like) is told in its words; sending it again could not help."""
    chat = open_chat()
    api.fail_next(409, detail="Nút này không còn dùng được.")
    chat.type_and_send(QUESTION)
    expect(chat.newest).to_contain_text("Nút này không còn dùng được.")
    expect(chat.newest.get_by_role("button")).to_have_count(0)


def test_a_page_of_a_captive_network_is_not_taken_for_an_answer(open_chat: OpenChat, api: ChatApi) -> None:
    """A 200 that is not JSON, or not an answer, counts as a failure that may be retried."""
    chat = open_chat()
    bodies = ["<html>Đăng nhập Wi-Fi</html>", '{"hello": 1}', "null"]
    chat.page.route("**/api/v1/chat", lambda route: route.fulfill(status=200, body=bodies.pop()), times=3)
    chat.type_and_send(QUESTION)
    for _ in range(3):
        chat.newest.get_by_role("button", name="Gửi lại").click()
    chat.answered(1)
    assert len(api.posts) == 1


def test_only_one_message_is_on_its_way(open_chat: OpenChat, api: ChatApi) -> None:
    """While one message waits, sending is off in every way, and the next words stay in the box."""
    chat = open_chat()
    api.hold()
    chat.type_and_send(QUESTION)
    expect(chat.newest.locator(".waiting")).to_be_visible()
    expect(chat.send_button).to_have_attribute("aria-disabled", "true")
    chat.box.fill("phí sao?")
    chat.box.press("Enter")
    chat.press_send()
    chat.page.get_by_role("button", name="Kích hoạt VNeID thế nào?").click()
    expect(chat.box).to_have_value("phí sao?")
    api.release()
    chat.answered(1)
    expect(chat.send_button).to_have_attribute("aria-disabled", "false")
    chat.box.press("Enter")
    chat.answered(2)
    assert [post["text"] for post in api.posts] == [QUESTION, "phí sao?"]


def test_a_conversation_the_server_lost_is_replaced_silently(open_chat: OpenChat, api: ChatApi) -> None:
    """An unknown conversation is opened anew with the same words: of a question, or of a pressed button."""
    chat = open_chat()
    chat.ask(QUESTION)
    api.forget_all()
    chat.ask("phí sao?")
    api.forget_all()
    chat.choose("Thời gian")
    assert [post["text"] for post in api.posts if post["conversation"] is None] == [QUESTION, "phí sao?", "Thời gian"]
    expect(chat.page.locator(".problem:visible")).to_have_count(0)


def test_an_answer_that_tells_of_trouble_offers_to_ask_again(open_chat: OpenChat, api: ChatApi) -> None:
    """An outcome error_… is an answer; asking again is a new message with a new id."""
    chat = open_chat()
    chat.ask("lỗi").get_by_role("button", name="Hỏi lại").click()
    chat.answered(2)
    assert [post["text"] for post in api.posts] == ["lỗi", "lỗi"]
    assert api.posts[0]["message_id"] != api.posts[1]["message_id"]


def test_message_ids_are_random_uuids_even_without_https(open_chat: OpenChat, api: ChatApi) -> None:
    """Where crypto.randomUUID is missing, as on a plain-http local network, ids still are random UUIDs."""
    chat = open_chat()
    chat.page.add_init_script("delete Crypto.prototype.randomUUID")
    chat.page.reload()
    chat.ask("một")
    chat.ask("hai")
    ids = [post["message_id"] for post in api.posts]
    assert all(re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", one) for one in ids)
    assert ids[0] != ids[1]


def test_a_busy_system_names_the_office_to_turn_to(open_chat: OpenChat, api: ChatApi) -> None:
    """Where the office has a contact, a system that is busy names it."""
    api.contact = "0000 000 000"
    chat = open_chat()
    api.fail_next(503)
    chat.type_and_send(QUESTION)
    expect(chat.newest).to_contain_text("bạn liên hệ: 0000 000 000.")
