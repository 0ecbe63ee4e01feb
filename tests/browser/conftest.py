"""A real Chromium, the fake chat server, and a watch that lets no breach of the page pass unseen."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chat_page import ChatPage
from tests.browser.watch import Watch
from tests.fakes.chat_api import ChatApi

HEIGHTS = {320: 568, 390: 844, 1280: 800}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NEEDED = (
    "no Chromium found: install it and fonts (Debian: apt-get install chromium fonts-noto-core), "
    "or name one in CHROMIUM, or set CONGDANSO_SKIP_BROWSER=1 to leave these tests out"
)

OpenChat = Callable[..., ChatPage]


def find_chromium() -> str | None:
    """Return the program to drive: CHROMIUM alone if it is set, else the first of the usual names on PATH."""
    named = os.environ.get("CHROMIUM")
    names = (named,) if named else ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser for the folder; closed with it, because Playwright's loop would disturb async tests elsewhere."""
    if os.environ.get("CONGDANSO_SKIP_BROWSER") == "1":
        pytest.skip("CONGDANSO_SKIP_BROWSER=1")
    program = find_chromium()
    if program is None:
        pytest.fail(NEEDED, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def api() -> Iterator[ChatApi]:
    """The scripted chat server."""
    with ChatApi() as server:
        yield server
        server.release()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What no page may do; checked when the test is over."""
    watch = Watch()
    yield watch
    assert watch.breaches == []


@pytest.fixture
def open_page(chromium: Browser, watch: Watch) -> Iterator[OpenChat]:
    """Open an address at a width, with the browser options given, watched; the page is closed after the test."""
    contexts = []

    def open_at(url: str, width: int = 390, **options: object) -> ChatPage:
        size = {"width": width, "height": HEIGHTS[width]}
        context = chromium.new_context(viewport=size, locale="vi-VN", **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        watch.over(context)
        page = context.new_page()
        page.goto(url)
        return ChatPage(page)

    yield open_at
    for context in contexts:
        context.close()


@pytest.fixture
def open_chat(api: ChatApi, open_page: OpenChat, watch: Watch) -> OpenChat:
    """Open the chat page of the fake server."""
    watch.allow(api.url)
    return lambda width=390, **options: open_page(f"{api.url}/", width, **options)
