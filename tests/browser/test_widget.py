"""The widget on another site that has a strict content policy and careless styles."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chat_page import QUESTION, ChatPage
from tests.browser.conftest import OpenChat
from tests.browser.watch import Watch
from tests.fakes.chat_api import ChatApi
from tests.fakes.host_page import HostPage

pytestmark = pytest.mark.browser


@pytest.fixture
def host(api: ChatApi, watch: Watch) -> Iterator[HostPage]:
    """A commune's site."""
    with HostPage(api.url) as server:
        watch.allow(server.url, api.url)
        yield server


def launcher(chat: ChatPage) -> Locator:
    return chat.page.get_by_role("button", name="Hỏi thủ tục")


def framed(chat: ChatPage) -> ChatPage:
    return ChatPage(chat.page, chat.page.frame_locator("iframe[title='Trợ lý công dân số']"))


@pytest.mark.parametrize("width", [320, 1280])
def test_widget_opens_chats_and_closes(open_page: OpenChat, host: HostPage, width: int) -> None:
    """Under a strict policy the button opens the chat, it answers, it closes, and the focus goes back."""
    site = open_page(host.url, width)
    expect(launcher(site)).to_have_attribute("aria-haspopup", "dialog")
    launcher(site).click()
    dialog = site.page.get_by_role("dialog", name="Trợ lý công dân số")
    expect(dialog).to_be_visible()
    inner = framed(site)
    inner.ask(QUESTION)
    inner.choose("Lệ phí")
    assert site.grave_violations() == []
    site.page.get_by_role("button", name="Đóng").click()
    expect(dialog).to_be_hidden()
    expect(launcher(site)).to_be_focused()
    launcher(site).click()
    expect(inner.turns).to_have_count(2)


def test_the_frame_is_loaded_only_when_it_is_wanted(open_page: OpenChat, host: HostPage, watch: Watch) -> None:
    """Before the button is pressed the widget costs one script and no page."""
    site = open_page(host.url)
    expect(launcher(site)).to_be_visible()
    assert not any(url.endswith("/nhung") for url in watch.requests)
    launcher(site).click()
    expect(framed(site).box).to_be_visible()
    assert sum(url.endswith("/nhung") for url in watch.requests) == 1


def test_pasting_the_script_twice_gives_one_button(open_page: OpenChat, host: HostPage) -> None:
    """The host page carries the script twice; there is one launcher."""
    site = open_page(host.url)
    site.page.wait_for_load_state("networkidle")
    expect(launcher(site)).to_have_count(1)


@pytest.mark.parametrize("width", [320, 1280])
def test_escape_closes_from_inside_the_chat_and_from_its_bar(open_page: OpenChat, host: HostPage, width: int) -> None:
    """Escape closes wherever the focus is, and gives the focus back to the button."""
    site = open_page(host.url, width)
    dialog = site.page.get_by_role("dialog")
    launcher(site).press("Enter")
    framed(site).wait_for_scripts()
    framed(site).box.press("Escape")
    expect(dialog).to_be_hidden()
    expect(launcher(site)).to_be_focused()
    launcher(site).press("Enter")
    site.page.get_by_role("button", name="Đóng").press("Escape")
    expect(dialog).to_be_hidden()
    expect(launcher(site)).to_be_focused()


def test_on_a_phone_the_chat_fills_the_screen(open_page: OpenChat, host: HostPage) -> None:
    """At 320 px the open dialog covers the whole window and what lies behind is out of reach."""
    site = open_page(host.url, 320)
    launcher(site).click()
    assert site.page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 568}
    assert site.page.evaluate(
        "document.querySelector('#congdanso-widget').shadowRoot.querySelector('dialog:modal') !== null"
    )


@pytest.mark.parametrize(("side", "left_half"), [("left", True), ("right", False)])
def test_data_position_chooses_the_side(
    open_page: OpenChat, api: ChatApi, watch: Watch, side: str, left_half: bool
) -> None:
    """data-position puts the button on the side asked for."""
    with HostPage(api.url, side) as host:
        watch.allow(host.url, api.url)
        box = launcher(open_page(host.url, 1280)).bounding_box()
    assert (box["x"] < 640) is left_half


def test_messages_of_strangers_do_not_close_the_chat(open_page: OpenChat, host: HostPage) -> None:
    """Only the chat's own frame may ask for closing."""
    site = open_page(host.url)
    launcher(site).click()
    expect(framed(site).box).to_be_visible()
    site.page.evaluate("window.postMessage('congdanso:close', '*')")
    site.page.evaluate("new Promise(done => setTimeout(done, 50))")
    expect(site.page.get_by_role("dialog")).to_be_visible()


def test_no_cookie_is_set(open_page: OpenChat, host: HostPage) -> None:
    """Neither the host's nor the bot's origin gets a cookie."""
    site = open_page(host.url)
    launcher(site).click()
    framed(site).ask(QUESTION)
    assert site.page.context.cookies() == []
