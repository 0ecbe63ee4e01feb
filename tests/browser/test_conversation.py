"""A conversation on a small phone and on a wide screen: question, button, follow-up, reload."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import QUESTION
from tests.browser.conftest import OpenChat
from tests.browser.watch import Watch
from tests.fakes.chat_api import ChatApi

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [320, 1280])
def test_question_button_follow_up_and_reload_keep_one_conversation(
    open_chat: OpenChat, api: ChatApi, watch: Watch, width: int
) -> None:
    """A question, a choice and a follow-up are answered in one conversation, which a reload shows again."""
    chat = open_chat(width)
    chat.ask(QUESTION)
    chat.choose("Thời gian")
    chat.ask("phí sao?")
    shown = chat.turns.all_inner_texts()
    chat.page.reload()
    expect(chat.turns).to_have_count(3)
    expect(chat.newest.get_by_text("lệ phí theo mức của tỉnh")).to_be_visible()
    assert chat.turns.all_inner_texts() == shown
    first, *later = api.posts
    assert (first["conversation"], first["text"]) == (None, QUESTION)
    assert later[0]["payload"] == "ask_time:dang-ky-tam-tru"
    assert {post["conversation"] for post in later} == set(api.conversations)
    assert len({post["message_id"] for post in api.posts}) == 3
    assert all(url.startswith(api.url) for url in watch.requests)


@pytest.mark.parametrize("large", [False, True])
def test_nothing_is_scrolled_sideways_at_320_pixels(open_chat: OpenChat, large: bool) -> None:
    """At 320 px, in both text sizes, no state of the page is wider than the screen."""
    chat = open_chat(320)
    if large:
        chat.page.get_by_role("button", name="Chữ to").click()
    assert chat.hides_nothing_sideways()
    chat.ask(QUESTION).locator("summary").click()
    assert chat.hides_nothing_sideways()
    chat.ask("Mất thẻ căn cước thì làm sao?")
    chat.ask("https://vi-du-dia-chi-rat-dai.example/" + "a" * 200)
    assert chat.hides_nothing_sideways()


def test_buttons_are_large_enough_for_a_thumb(open_chat: OpenChat) -> None:
    """Every visible button and fold is at least 48 px high."""
    chat = open_chat(320)
    chat.ask(QUESTION)
    heights = chat.page.eval_on_selector_all(
        "button, summary, textarea",
        "all => all.filter(one => one.offsetHeight).map(one => [one.innerText, one.offsetHeight])",
    )
    assert [item for item in heights if item[1] < 48] == []


def test_sources_are_folded_with_the_oldest_date_and_open_in_a_new_page(open_chat: OpenChat) -> None:
    """The fold names the oldest check date; sources with an address are https links, others plain text."""
    chat = open_chat()
    turn = chat.ask(QUESTION)
    fold = turn.locator("details.sources")
    expect(fold.locator("summary")).to_have_text("Nguồn · kiểm tra ngày 20/11/2026")
    expect(fold.get_by_text("Luật Cư trú")).to_be_hidden()
    fold.locator("summary").click()
    link = fold.get_by_role("link")
    expect(link).to_have_count(1)
    expect(link).to_have_attribute("href", "https://dichvucong.gov.vn/")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(fold).to_contain_text("kiểm tra ngày 22/11/2026")


def test_lists_and_line_breaks_are_real(open_chat: OpenChat, api: ChatApi) -> None:
    """Dashes become list items, numbers a numbered list that keeps its numbers, and line breaks stay."""
    api.say([{"text": "Dòng một\nDòng hai\n\n- giấy một\n- giấy hai\n3. bước ba\n4) bước bốn"}])
    text = open_chat().ask("thử").locator(".text")
    expect(text.locator("ul > li")).to_have_text(["giấy một", "giấy hai"])
    expect(text.locator("ol > li")).to_have_text(["bước ba", "bước bốn"])
    assert text.locator("ol > li").evaluate_all("all => all.map(one => one.value)") == [3, 4]
    assert text.locator("p").inner_text() == "Dòng một\nDòng hai"


def test_an_example_question_is_sent_as_typed_text(open_chat: OpenChat, api: ChatApi) -> None:
    """Pressing an example question asks exactly its words."""
    chat = open_chat()
    chat.page.get_by_role("button", name="Kích hoạt VNeID thế nào?").click()
    chat.answered(1)
    assert api.posts[0]["text"] == "Kích hoạt VNeID thế nào?"


def test_choices_of_an_earlier_answer_still_work(open_chat: OpenChat, api: ChatApi) -> None:
    """A button of an older answer may still be taken: the server was the one who offered it."""
    chat = open_chat()
    chat.ask(QUESTION)
    chat.ask("phí sao?")
    chat.turns.first.get_by_role("button", name="Nộp ở đâu").click()
    chat.answered(3)
    assert api.posts[-1]["payload"] == "ask_place:dang-ky-tam-tru"


def test_a_warning_is_marked_by_more_than_colour(open_chat: OpenChat) -> None:
    """A scam warning carries a sign beside its colour."""
    turn = open_chat().ask("Có người gọi xưng là công an")
    expect(turn.locator(".reply.warning .who use")).to_have_attribute("href", "#i-warn")


def test_the_office_is_named_on_the_page_and_in_its_title(open_chat: OpenChat, api: ChatApi) -> None:
    """The office of the server's setting is shown as text in the header and in the title."""
    api.office = 'UBND xã <b>"Thử"</b>'
    chat = open_chat()
    expect(chat.page.locator("#office")).to_have_text('UBND xã <b>"Thử"</b>')
    assert chat.page.title() == 'Trợ lý công dân số – UBND xã <b>"Thử"</b>'


def test_paper_shows_the_sources_and_no_buttons(open_chat: OpenChat) -> None:
    """Printed, the answers are there with their sources unfolded, without controls."""
    chat = open_chat()
    turn = chat.ask(QUESTION)
    chat.page.emulate_media(media="print")
    chat.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(turn.get_by_text("Luật Cư trú")).to_be_visible()
    expect(chat.box).to_be_hidden()
    expect(chat.page.get_by_role("button")).to_have_count(0)
