"""The content changes by itself on the day a rule ends or begins, and never says yesterday's rule as today's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import pytest

from bot.replies import ASPECTS
from knowledge.answer import compose, is_served
from knowledge.content_file import load_content
from knowledge.model import Entry
from knowledge.starter import CONTENT

MILESTONES = (date(2026, 12, 31), date(2027, 2, 28), date(2027, 3, 1), date(2027, 6, 30))
"""Days on which rules end or begin, named by the facts; the days around them are looked at whatever the files say."""

WRITTEN = date(2026, 11, 22)
"""The day on which the content was checked: what ended before it was already written as past."""

_DAY = r"(\d{1,2})/(\d{1,2})/(\d{4})"
_UNTIL = re.compile(rf"(?:đến|trước|hạn)\s+(hết\s+)?(?:ngày\s+)?{_DAY}")
_PAST = re.compile(r"\bđã\b|trước đây|trước kia|là cách gọi cũ|là mức cũ|ban đầu", re.IGNORECASE)
"""A sentence with one of these tells the past as past."""
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n")


@cache
def content() -> tuple[Entry, ...]:
    """Return the entries that come with the program."""
    return tuple(load_content(CONTENT))


@cache
def days() -> tuple[date, ...]:
    """Return the day before and the first day of every change of the content and of every milestone."""
    texts = (item for entry in content() for group in (entry.answer, *entry.aspects.values()) for item in group)
    turns = {date.fromisoformat(item.valid_until) for item in texts if item.valid_until} | set(MILESTONES)
    return tuple(sorted({day + timedelta(days=shift) for day in turns for shift in (-1, 0, 1)}))


def served(day: date) -> Iterator[tuple[str, str, str]]:
    """Return id, aspect and text of everything that would be said on a day."""
    for entry in content():
        if is_served(entry, day):
            for aspect in ASPECTS:
                answer = compose(entry, [], aspect, day)
                if answer.said:
                    yield entry.id, aspect, answer.text


def stale(text: str, day: date) -> list[str]:
    """Return the sentences that speak of a period that ended before `day` as if it still ran."""
    return [
        sentence
        for sentence in _SENTENCE.split(text)
        if not _PAST.search(sentence) and any(_is_over(found, day) for found in _UNTIL.finditer(sentence))
    ]


def _is_over(found: re.Match[str], day: date) -> bool:
    last = date(int(found[4]), int(found[3]), int(found[2]))
    if last < WRITTEN:
        return False  # "khai sinh trước 1/1/2016": a condition, not a rule that runs
    return day > last if found[1] else day > last + timedelta(days=1)


@pytest.mark.parametrize("day", days(), ids=str)
def test_no_text_speaks_of_a_period_that_is_over(day: date) -> None:
    """On every day around a change, nothing that is said has an end that is past."""
    found = {(entry, aspect): lines for entry, aspect, text in served(day) if (lines := stale(text, day))}
    assert found == {}


@pytest.mark.parametrize(
    ("text", "day", "is_stale"),
    [
        ("Miễn đến hết 28/2/2027.", date(2027, 2, 28), False),
        ("Miễn đến hết 28/2/2027.", date(2027, 3, 1), True),
        ("Đang thu 35.000đ đến hết ngày 31/12/2026 thôi.", date(2027, 1, 1), True),
        ("Đợt giảm đến hết 31/12/2026 đã hết.", date(2027, 1, 1), False),
        ("Phải xong trước 30/6/2027.", date(2027, 7, 2), True),
    ],
)
def test_guard_sees_a_period_that_is_over(text: str, day: date, *, is_stale: bool) -> None:
    """The guard above finds an old promise and lets what is told as past pass."""
    assert bool(stale(text, day)) is is_stale


def test_no_answer_becomes_empty_by_a_date() -> None:
    """An aspect that has a text today has one on every later day: a rule that ends gives way to another text."""
    known = {(entry, aspect) for entry, aspect, _ in served(WRITTEN)}
    lost = {str(day): sorted(known - {(entry, aspect) for entry, aspect, _ in served(day)}) for day in days()}
    assert {day: missing for day, missing in lost.items() if missing} == {}


def test_every_date_said_as_an_end_is_data() -> None:
    """A text that says "đến hết" a day ends on that day at the latest, so that nobody has to remember it."""
    open_ended = [
        (entry.id, name, item.text)
        for entry in content()
        for name, texts in {"answer": entry.answer, **entry.aspects}.items()
        for item in texts
        if stale(item.text, date.fromisoformat(item.valid_until or "2099-01-01"))
    ]
    assert open_ended == []


CASES = [
    # entry, aspect, last day of the old text, what it says, what the next day says instead
    ("doi-the-can-cuoc", "fee", "2026-12-31", "25.000đ", "50.000đ"),
    ("cap-lai-the-can-cuoc", "fee", "2026-12-31", "35.000đ", "70.000đ"),
    ("le-phi-the-can-cuoc", "overview", "2026-12-31", "15.000đ", "30.000đ"),
    ("cap-ho-chieu", "fee", "2026-12-31", "100.000đ", "200.000đ"),
    ("cap-lai-ho-chieu", "overview", "2026-12-31", "200.000đ", "400.000đ"),
    ("phi-giam-mot-nua", "overview", "2026-12-31", "đang thu một nửa", "đã hết ngày 31/12/2026"),
    ("lien-ket-dinh-danh-tai-khoan", "overview", "2026-12-31", "trước 31/12/2026", "Hạn 31/12/2026"),
    ("lien-ket-dinh-danh-tai-khoan", "overview", "2027-06-30", "còn đến trước 30/6/2027", "đã qua"),
    ("dang-ky-tam-tru", "fee", "2027-02-28", "Miễn đến hết 28/2/2027", "7.000đ"),
    ("dang-ky-thuong-tru", "overview", "2027-02-28", "miễn đến hết 28/2/2027", "10.000đ"),
    ("doi-giay-phep-lai-xe", "fee", "2027-02-28", "đến hết 28/2/2027", "135.000đ"),
    ("cap-phieu-ly-lich-tu-phap", "overview", "2027-02-28", "miễn đến hết 28/2/2027", "200.000đ"),
    ("mien-phi-cong-dan-so", "overview", "2027-02-28", "Đến hết 28/2/2027", "đã hết ngày 28/2/2027"),
    ("luat-ho-tich-moi", "overview", "2027-02-28", "mới áp dụng", "áp dụng từ 1/3/2027"),
    ("nop-ho-so-o-dau", "overview", "2027-02-28", "còn theo nơi cư trú", "theo Luật Hộ tịch mới"),
    ("dang-ky-khai-sinh", "overview", "2027-02-28", "nơi cha hoặc mẹ cư trú", "chọn nơi bất kỳ"),
]


@pytest.mark.parametrize(("entry_id", "aspect", "last", "before", "after"), CASES)
def test_answer_changes_on_the_day(entry_id: str, aspect: str, last: str, before: str, after: str) -> None:
    """The old rule is said up to its last day and the new one from the next morning on."""
    entry = next(item for item in content() if item.id == entry_id)
    day = date.fromisoformat(last)
    evening, morning = (compose(entry, [], aspect, on).text for on in (day, day + timedelta(days=1)))
    assert before in evening
    assert after in morning
    assert before not in morning
