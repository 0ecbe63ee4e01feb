"""The page and the widget served by the real web application, with a scripted Rasa behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage
from tests.browser.conftest import OpenChat
from tests.browser.watch import Watch
from tests.fakes.host_page import HostPage
from tests.fakes.rasa import SILENT, Behaviour, FakeRasa, RasaTurn, say
from tests.fakes.web_process import Chat, serve, settings_for

pytestmark = pytest.mark.browser


def script(turn: RasaTurn) -> Behaviour:
    if turn.message == "im lặng":
        return SILENT
    return say(f"nghe: {turn.message}", choices=(("Lệ phí", "ask_fee:dang-ky-tam-tru"),))


@pytest.fixture
def web(tmp_path: Path, watch: Watch) -> Iterator[Chat]:
    """The real application, with an office named and a limit of 200 characters."""
    with FakeRasa(script) as rasa:
        settings = settings_for(
            tmp_path, rasa.port, office_name='UBND phường "Hoa Sen"', max_text_length=200, congdanso_rate_limit="3/hour"
        )
        with serve(settings) as chat:
            watch.allow(chat.url)
            yield chat


def test_page_works_under_the_headers_of_the_real_application(open_page: OpenChat, web: Chat) -> None:
    """Question, button, reload, rate limit and deletion work with the application's own policy and problems."""
    chat = open_page(f"{web.url}/", 320)
    expect(chat.page.locator("#office")).to_have_text('UBND phường "Hoa Sen"')
    chat.ask("đăng ký tạm trú")
    chat.choose("Lệ phí")
    chat.page.reload()
    chat.answered(2)
    expect(chat.newest.locator(".asked p")).to_have_text("Lệ phí")
    expect(chat.ask("im lặng").get_by_role("button", name="Hỏi lại")).to_be_visible()
    chat.box.fill("a" * 201)
    expect(chat.hint).to_contain_text("dài quá 1 ký tự")
    chat.box.fill("")
    chat.ask("một câu nữa")
    chat.type_and_send("quá nhiều")
    expect(chat.newest).to_contain_text(re.compile(r"Bạn gửi hơi nhanh. Bạn chờ khoảng \d+ phút"))
    chat.page.get_by_role("button", name="Xóa").click()
    chat.page.get_by_role("button", name="Xóa hẳn").click()
    expect(chat.turns).to_have_count(0)
    chat.ask("đăng ký tạm trú")


def test_a_message_that_was_masked_is_shown_masked_after_a_reload(open_page: OpenChat, web: Chat) -> None:
    """What a reload shows comes from the journal: the number is gone from it."""
    chat = open_page(f"{web.url}/")
    chat.ask("căn cước 000012345678 mất rồi")
    chat.page.reload()
    chat.answered(1)
    expect(chat.page.locator("body")).not_to_contain_text("000012345678")


def test_widget_works_on_another_site_with_the_real_application(open_page: OpenChat, web: Chat, watch: Watch) -> None:
    """The application lets its script and its frame be used by another origin."""
    with HostPage(web.url) as host:
        watch.allow(host.url)
        site = open_page(host.url, 1280)
        site.page.get_by_role("button", name="Hỏi thủ tục").click()
        inner = ChatPage(site.page, site.page.frame_locator("iframe"))
        inner.ask("đăng ký tạm trú")
        inner.choose("Lệ phí")
