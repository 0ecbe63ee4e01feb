"""Owners are told in time what of their content changes, ends or wants another look."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.database import make_engine
from knowledge.due import due, summary
from knowledge.due_notice import tell_once
from knowledge.model import AspectText, Entry, LegalBasis
from knowledge.store import KnowledgeStore

TODAY = date(2026, 12, 20)
ENTRY = Entry(
    id="viec-thu",
    kind="procedure",
    title="Việc thử",
    short_title="Việc thử",
    origin="curated",
    checked_on="2026-11-20",
    answer=(AspectText("Ba dòng."),),
    review_by="2027-12-31",
    owner="to-noi-dung",
)
CHANGING = (AspectText("35.000đ.", valid_until="2026-12-31"), AspectText("70.000đ.", valid_from="2027-01-01"))


def said(entry: Entry, today: date = TODAY, days: int = 14) -> list[tuple[str, str]]:
    """Return the day and the words of everything due."""
    return [(item.day.isoformat(), item.what) for item in due([entry], today, days)]


def test_text_that_changes_is_told_with_its_day_and_owner() -> None:
    """A fee that changes on a day within the time is named with that day, its aspect and its owner."""
    (item,) = due([replace(ENTRY, aspects={"fee": CHANGING})], TODAY)
    assert str(item) == "2027-01-01  viec-thu  (to-noi-dung): câu trả lời đổi (phí, lệ phí)"


def test_change_beyond_the_days_is_not_told() -> None:
    """What comes later than the days asked for is not due yet; with more days it is."""
    entry = replace(ENTRY, aspects={"fee": CHANGING})
    assert said(entry, date(2026, 12, 17)) == []
    assert said(entry, date(2026, 12, 18))[0][0] == "2027-01-01"
    assert said(entry, date(2026, 11, 22), days=60)[0][0] == "2027-01-01"


def test_change_that_was_yesterday_is_not_told() -> None:
    """A change that happened needs nobody any more."""
    assert said(replace(ENTRY, aspects={"fee": CHANGING}), date(2027, 1, 1)) == []


def test_text_that_ends_without_another_says_so() -> None:
    """A text that ends and has no successor is told as an end, not as a change."""
    ending = replace(ENTRY, aspects={"fee": CHANGING[:1]})
    assert said(ending) == [("2027-01-01", "thôi nói (phí, lệ phí), chưa có câu thay")]


def test_entry_and_law_that_end_are_told() -> None:
    """The end of a whole entry and the end of a legal text are each told on the first day without it."""
    ending = replace(ENTRY, valid_until="2026-12-31", legal_basis=(LegalBasis("Luật Thử", effective_to="2026-12-31"),))
    assert said(ending) == [
        ("2027-01-01", "cả bài thôi được trả lời"),
        ("2027-01-01", "văn bản hết hiệu lực: Luật Thử"),
    ]


@pytest.mark.parametrize(
    ("review_by", "expected"),
    [
        ("2027-01-03", [("2027-01-03", "đến hạn rà lại")]),
        ("2027-01-04", []),
        ("2026-12-20", [("2026-12-20", "đến hạn rà lại")]),
        ("2026-12-01", [("2026-12-20", "quá hạn rà lại từ 1/12/2026")]),
    ],
)
def test_review_is_told_before_its_day_and_until_it_is_done(review_by: str, expected: list[tuple[str, str]]) -> None:
    """A review is told from 14 days before its day, and after it for as long as nobody did it."""
    assert said(replace(ENTRY, review_by=review_by)) == expected


def test_imported_records_have_no_owner_to_tell() -> None:
    """Records of the portal are renewed by an import; no editor is told of them."""
    assert said(replace(ENTRY, origin="imported", review_by="2026-12-01")) == []


def test_summary_is_one_line_or_nothing() -> None:
    """The log gets one line that names the owners and the command; without anything due there is none."""
    line = summary(due([replace(ENTRY, aspects={"fee": CHANGING})], TODAY)) or ""
    assert "1 entries" in line
    assert "to-noi-dung" in line
    assert "congdanso due" in line
    assert "\n" not in line
    assert summary(due([ENTRY], TODAY)) is None


def test_log_gets_the_line_once_a_day(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The running bot says what is due at its start and on each new day, not every hour."""
    store = KnowledgeStore(make_engine(f"sqlite:///{tmp_path / 'knowledge.db'}"))
    store.migrate()
    store.save([replace(ENTRY, aspects={"fee": CHANGING})], publish=True)
    with caplog.at_level(logging.WARNING, "knowledge.due"):
        told = tell_once(store, TODAY, None)
        assert tell_once(store, TODAY, told) == TODAY
        assert len(caplog.records) == 1
        tell_once(store, TODAY + timedelta(days=1), told)
    assert len(caplog.records) == 2


def test_unreadable_store_is_tried_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """When the database cannot be read the log says so and the same day is tried again."""
    store = KnowledgeStore(make_engine(f"sqlite:///{tmp_path / 'empty.db'}"))
    assert tell_once(store, TODAY, None) is None
    assert "cannot say what is due" in caplog.text
