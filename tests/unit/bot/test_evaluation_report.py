"""A whole evaluation against a scripted bot: asked in order, judged, written as JSON and page."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

from bot.evaluation import Conversation, as_json, evaluate, html_text, json_text, write_files
from bot.evaluation.questions import Expect, Question
from tests.fakes.scripted_bot import ScriptedBot, answer, outcome
from tests.unit.bot.evaluated import OTHER, RIGHT, WANTED, WRONG

HOSTILE = """<script>alert(1)</script><img src=x onerror='x()'>"&amp; \u202eđảo\u202c \x07"""
BOT = ScriptedBot(
    {
        "phí việc thử": answer(RIGHT, "Phí 15.000đ."),
        "còn thời gian?": answer({**RIGHT, "aspect": "time"}, "3 ngày."),
        HOSTILE: answer({**WRONG, "candidates": [{**OTHER, "title": HOSTILE}]}, HOSTILE),
        "thời tiết": answer(outcome("out_of_scope")),
    }
)
SET = [
    Conversation("c1", (Question("phí việc thử", WANTED), Question("còn thời gian?", WANTED)), ("marked",)),
    Conversation("c2", (Question(HOSTILE, WANTED),), (HOSTILE,)),
    Conversation("c3", (Question("thời tiết", Expect("out_of_scope")),)),
]


def silent(_done: int, _total: int) -> None:
    """Show no progress."""


class Tags(HTMLParser):
    """Collects what a browser would make elements and attributes of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def test_turns_of_a_conversation_stay_together() -> None:
    """The second turn is asked in the conversation the first one opened, and knows the entry in hand."""
    bot = ScriptedBot(BOT.by_text)
    report = evaluate("set", SET[:1], bot, silent)
    assert bot.asked == [("phí việc thử", None), ("còn thời gian?", "conversation of phí việc thử")]
    assert [item.asked.in_hand for item in report.judged] == [None, "viec-thu"]


def test_progress_is_told() -> None:
    """Each finished conversation is a step."""
    steps: list[tuple[int, int]] = []
    evaluate("set", SET, BOT, lambda done, total: steps.append((done, total)))
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_json_holds_figures_and_every_turn() -> None:
    """The file has each slice's shares with intervals, and each turn with what became of it."""
    data = json.loads(json_text(as_json(evaluate("set", SET, BOT, silent))))
    assert data["slices"]["all"]["top_1"]["count"] == 2
    assert data["slices"]["marked"]["follow_up"]["of"] == 1
    assert [(turn["id"], turn["turn"], turn["right"], turn["one_tap"]) for turn in data["turns"]] == [
        ("c1", 1, True, True), ("c1", 2, True, True), ("c2", 1, False, False), ("c3", 1, True, True),
    ]  # fmt: skip


def test_page_stands_alone() -> None:
    """The page needs nothing from elsewhere, runs no script, and says so to the browser."""
    tags = Tags()
    tags.feed(html_text(evaluate("set", SET, BOT, silent), date(2026, 11, 22), None))
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(tags.tags)
    names = {name for name, _ in tags.attributes}
    assert not {name for name in names if name.startswith("on")} | ({"src", "href", "style"} & names)
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in tags.attributes


def test_words_of_strangers_are_shown_and_never_obeyed() -> None:
    """Hostile questions, titles, replies, slices and reasons are text; control characters are spelled out."""
    page = html_text(evaluate(HOSTILE, SET, BOT, silent), date(2026, 11, 22), lambda text, _: (text, HOSTILE))
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 6
    assert "\\u202eđảo" in page
    assert not {"\u202e", "\x07"} & set(page)


def test_page_lists_failures_with_their_reasons() -> None:
    """Each failure has its question, what was expected, what came and the search's reasons for that question."""
    asked: list[tuple[str, str | None]] = []

    def explain(text: str, in_hand: str | None) -> list[str]:
        asked.append((text, in_hand))
        return ["vì có từ “thử”"]

    page = html_text(evaluate("set", SET, BOT, silent), date(2026, 11, 22), explain)
    assert set(asked) == {("còn thời gian?", "viec-thu"), (HOSTILE, None)}
    assert "vì có từ “thử”" in page
    assert "answer · fee · 9.000001" in page


def test_page_without_failures_says_so() -> None:
    """A perfect set gives a page too."""
    page = html_text(evaluate("set", SET[2:], BOT, silent), date(2026, 11, 22), None)
    assert "No failure." in page


def test_files_are_replaced_together(tmp_path: Path) -> None:
    """The folder is made; old reports are replaced and nothing half-written is left."""
    write_files(tmp_path / "out", {"a.json": "1", "a.html": "2"})
    targets = write_files(tmp_path / "out", {"a.json": "3", "a.html": "4"})
    assert [target.read_text() for target in targets] == ["3", "4"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.html", "a.json"]
