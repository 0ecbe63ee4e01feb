"""The chat page as a resident handles it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FrameLocator, Locator, Page, expect

QUESTION = "Đăng ký tạm trú cần giấy tờ gì?"


class ChatPage:
    """Works on a page, or on a frame in which the chat page lives."""

    def __init__(self, page: Page, inside: Page | FrameLocator | None = None) -> None:
        self.page = page
        self.inside = inside or page
        self.box = self.inside.get_by_label("Câu hỏi của bạn")
        self.send_button = self.inside.locator("#send")
        self.turns = self.inside.locator(".turn")
        self.hint = self.inside.locator("#hint")

    @property
    def newest(self) -> Locator:
        """The last turn."""
        return self.turns.last

    def type_and_send(self, text: str) -> None:
        """Type a question and press the button, without waiting for the answer."""
        self.box.fill(text)
        self.wait_for_scripts()
        self.press_send()

    def wait_for_scripts(self) -> None:
        """Wait until the page's scripts run; until then the button is off."""
        expect(self.send_button).not_to_have_attribute("disabled", "")

    def press_send(self) -> None:
        """Press the button even where it says that it is off: a thumb does not read."""
        self.send_button.click(force=True)

    def ask(self, text: str) -> Locator:
        """Type a question, wait until its turn is answered, return the turn."""
        before = self.turns.count()
        self.type_and_send(text)
        return self.answered(before + 1)

    def choose(self, title: str) -> Locator:
        """Take a choice of the newest turn, wait for the answer, return the new turn."""
        before = self.turns.count()
        self.newest.get_by_role("button", name=title).click()
        return self.answered(before + 1)

    def answered(self, count: int) -> Locator:
        """Wait until there are `count` turns and the last one has a reply."""
        expect(self.turns).to_have_count(count)
        expect(self.newest.locator(".reply").first).to_be_visible(timeout=15_000)
        return self.newest

    def hides_nothing_sideways(self) -> bool:
        """True when nothing has to be scrolled sideways."""
        return self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    def grave_violations(self) -> list[str]:
        """What axe calls serious or critical, each with the elements concerned."""
        found = Axe().run(self.page).response["violations"]
        grave = [item for item in found if item["impact"] in ("serious", "critical")]
        return [f"{item['id']}: {[node['target'] for node in item['nodes']]}" for item in grave]
