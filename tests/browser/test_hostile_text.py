"""Whatever a resident, an editor or a broken server writes stays text."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage
from tests.browser.conftest import OpenChat
from tests.browser.hostile import ADDRESSES, EVIL, TEXTS
from tests.fakes.chat_api import ChatApi

pytestmark = pytest.mark.browser

STRANGERS = (
    "script:not([src^='/static/']), img:not([src^='/static/']), iframe, object, embed, style, base, link[href*='evil']"
)
"""Elements that only a text could have brought onto the page."""


def assert_nothing_came_alive(chat: ChatPage) -> None:
    assert chat.page.locator(STRANGERS).count() == 0
    assert chat.page.evaluate("document.querySelectorAll('.log *').length") > 0
    handlers = (
        "[...document.querySelectorAll('*')].flatMap(one => one.getAttributeNames()).filter(name => /^on/.test(name))"
    )
    assert chat.page.evaluate(handlers) == []


def test_what_a_resident_types_is_shown_literally(open_chat: OpenChat, api: ChatApi) -> None:
    """Forty hostile texts, typed one after the other and seen again after a reload, stay text."""
    chat = open_chat(1280)
    for text in TEXTS:
        turn = chat.ask(text)
        assert turn.locator(".asked p").text_content() == text
    chat.page.reload()
    expect(chat.turns).to_have_count(len(TEXTS))
    assert chat.turns.locator(".asked p").all_text_contents() == list(TEXTS)
    assert_nothing_came_alive(chat)


def test_what_the_server_says_is_shown_literally(open_chat: OpenChat, api: ChatApi) -> None:
    """Hostile reply texts, choices, link and source titles are text, and the buttons still work."""
    api.say(
        [
            {
                "text": text,
                "choices": [{"title": text, "payload": f"p{number}"}],
                "links": [{"title": text, "url": "https://dichvucong.gov.vn/"}],
                "sources": [{"title": text, "url": "https://dichvucong.gov.vn/", "checked_on": text}],
            }
            for number, text in enumerate(TEXTS)
        ],
        code='x"><script>alert(1)</script>',
    )
    chat = open_chat(1280)
    turn = chat.ask("thử")
    assert turn.locator(".text").all_text_contents() == list(TEXTS)
    assert turn.locator(".choice").all_text_contents() == list(TEXTS)
    assert [one.removesuffix(" (mở trang mới)") for one in turn.locator(".links a").all_text_contents()] == list(TEXTS)
    assert [one.removesuffix(" (mở trang mới)") for one in turn.locator(".sources a").all_text_contents()] == list(
        TEXTS
    )
    for summary in turn.locator("summary").all_text_contents():
        assert summary == "Nguồn"
    turn.locator(".choice").first.click()
    assert chat.answered(2).locator(".asked p").text_content() == TEXTS[0]
    assert_nothing_came_alive(chat)


def test_only_plain_https_addresses_become_links(open_chat: OpenChat, api: ChatApi) -> None:
    """Any other scheme, a relative address or one that hides its host behind a user name is shown as its title."""
    items = [{"title": f"trang {number}", "url": url} for number, url in enumerate(ADDRESSES)]
    api.say([{"text": "xem", "links": items, "sources": [{**item, "checked_on": "2026-11-22"} for item in items]}])
    chat = open_chat()
    turn = chat.ask("thử")
    turn.locator("summary").click()
    expect(turn.get_by_role("link")).to_have_count(0)
    expect(turn.locator(".links li")).to_have_text([item["title"] for item in items])


def test_the_real_host_stands_beside_a_link(open_chat: OpenChat, api: ChatApi) -> None:
    """A title cannot pretend to lead elsewhere: the host is written next to it, look-alike letters unmasked."""
    api.say([{"text": "xem", "links": [{"title": "dichvucong.gov.vn", "url": f"{EVIL}/a"},
                                       {"title": "VNeID", "url": "https://dịchvucông.gov.vn/"}]}])  # fmt: skip
    hosts = open_chat().ask("thử").locator(".links .host")
    expect(hosts).to_have_text(["evil.example", "xn--dchvucng-93a8947e.gov.vn"])


@pytest.mark.parametrize(
    "replies",
    [
        [{}],
        [{"text": None}],
        [{"text": 7, "choices": None, "links": {}, "sources": "x"}],
        [{"text": "a", "sources": [{}]}],
    ],
)
def test_a_reply_with_missing_parts_does_not_stop_the_page(open_chat: OpenChat, api: ChatApi, replies: list) -> None:
    """A reply without text or with parts of the wrong type is drawn as far as it goes, and the chat goes on."""
    api.say(replies)
    chat = open_chat()
    chat.ask("thử")
    chat.ask("phí sao?")
