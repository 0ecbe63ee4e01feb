"""The page of an evaluation opens from a disk: it fits a small phone, runs nothing, and stays readable in the dark."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.evaluation import evaluate, html_text
from tests.browser.conftest import OpenChat
from tests.browser.watch import Watch
from tests.unit.bot.test_evaluation_report import BOT, SET, silent

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_fits_and_is_accessible(
    open_page: OpenChat, watch: Watch, tmp_path: Path, width: int, scheme: str
) -> None:
    """Hostile questions run nothing; nothing is wider than the screen; no serious accessibility violation."""
    path = tmp_path / "evaluation.html"
    path.write_text(html_text(evaluate("set", SET, BOT, silent), date(2026, 11, 22), lambda *_: ["why"]))
    watch.allow("file://")
    chat = open_page(path.as_uri(), width, color_scheme=scheme)
    assert chat.hides_nothing_sideways()
    assert chat.grave_violations() == []
