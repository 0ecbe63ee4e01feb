"""The page against a really running bot: question, button, follow-up and reload."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import QUESTION
from tests.browser.conftest import OpenChat
from tests.browser.watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.journey]


@pytest.mark.parametrize("width", [320, 1280])
def test_a_resident_chats_with_the_running_bot(running_bot: Any, open_page: OpenChat, watch: Watch, width: int) -> None:
    """A checked answer with source and date, a button, a follow-up and a reload, with nothing grave found by axe."""
    watch.allow(running_bot.url)
    chat = open_page(running_bot.url, width)
    assert chat.grave_violations() == []
    turn = chat.ask(QUESTION)
    expect(turn).to_contain_text("tạm trú", ignore_case=True)
    expect(turn.locator("summary").first).to_contain_text("kiểm tra ngày")
    turn.locator(".choice").first.click()
    chat.answered(2)
    chat.ask("lệ phí bao nhiêu?")
    assert chat.grave_violations() == []
    assert chat.hides_nothing_sideways()
    shown = chat.turns.all_inner_texts()
    chat.page.reload()
    chat.answered(3)
    assert chat.turns.all_inner_texts() == shown
