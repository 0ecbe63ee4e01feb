"""When staff are at their desks, read from the words of the setting."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.office_hours import VIETNAM, OfficeHoursError, read_office_hours

USUAL = "thứ 2–6 7:30–11:30, 13:30–17:00; thứ 7 7:30–11:30"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a time of November 2026 in Vietnam; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (at(23, 7, 29), False),
        (at(23, 7, 30), True),
        (at(23, 11, 30), False),
        (at(27, 16, 59), True),
        (at(28, 8), True),
        (at(28, 14), False),
        (at(29, 8), False),
    ],
)
def test_desk_is_open_within_its_times(moment: datetime, is_open: bool) -> None:
    """Open from the first minute of a time until before its last, on its days alone."""
    assert read_office_hours(USUAL).is_open(moment) is is_open


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (at(23, 6), at(23, 7, 30)),
        (at(23, 12), at(23, 13, 30)),
        (at(27, 18), at(28, 7, 30)),
        (at(28, 12), at(30, 7, 30)),
        (at(23, 8), at(23, 13, 30)),
    ],
)
def test_next_opening_is_found_over_noon_and_weekend(moment: datetime, opens: datetime) -> None:
    """The next time after now at which somebody comes, also on another day."""
    assert read_office_hours(USUAL).next_opening(moment) == opens


def test_desk_open_one_hour_a_week_opens_again_in_a_week() -> None:
    """Just after the only opening the next one is seven days away."""
    assert read_office_hours("thứ 2 8:00–9:00").next_opening(at(23, 8, 1)) == at(30, 8)


@pytest.mark.parametrize(
    "text",
    ["thứ 2-6 7:30-11:30", "Thứ 2 – Thứ 6: 7h30 – 11h30", "thu 2 - 6 07:30–11:30", "THỨ 2—6 7:30 — 11:30"],
)
def test_ways_of_writing_mean_the_same(text: str) -> None:
    """Dashes of any length, h for the colon, with marks and without."""
    assert read_office_hours(text.replace("6: ", "6 ")).spans == read_office_hours("thứ 2–6 7:30–11:30").spans


def test_sunday_has_a_name() -> None:
    """Chủ nhật is the last day of the week, written in two ways."""
    assert read_office_hours("chủ nhật 8:00–9:00").spans == read_office_hours("CN 8:00–9:00").spans
    assert len(read_office_hours("thứ 7–CN 8:00–9:00").spans) == 2


@pytest.mark.parametrize(
    "text",
    [
        "giờ hành chính",
        "thứ 6–2 7:30–8:00",
        "thứ 8 7:30–8:00",
        "thứ 2 25:00–26:00",
        "thứ 2",
        "thứ 2 8:00",
        "thứ 2 9:00–8:00",
    ],
)
def test_hours_that_cannot_be_read_are_refused(text: str) -> None:
    """A wrong setting is told at the start, not to a resident."""
    with pytest.raises(OfficeHoursError):
        read_office_hours(text)


def test_no_hours_promise_nothing() -> None:
    """Without the setting nobody is said to be there, nor when."""
    hours = read_office_hours("  ")
    assert (hours.is_open(at(23, 8)), hours.next_opening(at(23, 8))) == (False, None)
