"""When staff are at their desks: reads the setting OFFICE_HOURS, says whether it is open and when it opens next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone

from bot.letters import fold

VIETNAM = timezone(timedelta(hours=7))

_SUNDAY = 6
_DAY = r"(?:thu )?([2-7])|chu nhat|cn"
_GROUP = re.compile(rf"(?P<first>thu [2-7]|chu nhat|cn)(?:-(?P<last>{_DAY}))? (?P<times>[\d:,\- ]+)")
_TIMES = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")


class OfficeHoursError(ValueError):
    """The text does not say days and times in the form of the setting."""


@dataclass(frozen=True)
class Span:
    """One time of a week in which somebody is there: a weekday (Monday is 0), from, until."""

    weekday: int
    begin: time
    end: time


@dataclass(frozen=True)
class OfficeHours:
    """The spans of a week, and the words of the setting; no spans: nothing is known."""

    text: str
    spans: tuple[Span, ...] = ()

    def is_open(self, now: datetime) -> bool:
        """Tell whether somebody is there at that moment."""
        here = now.astimezone(VIETNAM)
        return any(span.weekday == here.weekday() and span.begin <= here.time() < span.end for span in self.spans)

    def next_opening(self, now: datetime) -> datetime | None:
        """Return when somebody is there next, in Vietnam's time; None when no hours are known."""
        here = now.astimezone(VIETNAM)
        openings = [
            datetime.combine(day, span.begin, VIETNAM)
            for day in (here.date() + timedelta(days=ahead) for ahead in range(8))
            for span in self.spans
            if span.weekday == day.weekday()
        ]
        return min((opening for opening in openings if opening > here), default=None)


def read_office_hours(text: str) -> OfficeHours:
    """Read "thứ 2–6 7:30–11:30, 13:30–17:00; thứ 7 7:30–11:30". Raises OfficeHoursError; empty: no hours."""
    groups = [group for group in _plain(text).split(";") if group.strip()]
    return OfficeHours(text.strip(), tuple(span for group in groups for span in _spans(group.strip())))


def _plain(text: str) -> str:
    one_dash = re.sub(r"\s*[-‐-―]\s*", "-", fold(text))
    return re.sub(r"\s+", " ", re.sub(r"(\d)h(\d\d)", r"\1:\2", one_dash))


def _spans(group: str) -> list[Span]:
    match = _GROUP.fullmatch(group)
    if match is None:
        raise OfficeHoursError("write days and times such as: thứ 2–6 7:30–11:30, 13:30–17:00")
    first, last = _weekday(match["first"]), _weekday(match["last"] or match["first"])
    if last < first:
        raise OfficeHoursError("the last day comes before the first")
    return [
        Span(day, *_times(part))
        for day in range(first, last + 1)
        for part in match["times"].replace(" ", "").split(",")
    ]


def _weekday(name: str) -> int:
    digits = re.sub(r"\D", "", name)
    return int(digits) - 2 if digits else _SUNDAY


def _times(part: str) -> tuple[time, time]:
    match = _TIMES.fullmatch(part)
    if match is None:
        raise OfficeHoursError("write times such as 7:30–11:30")
    hours = [int(number) for number in match.groups()]
    try:
        begin, end = time(hours[0], hours[1]), time(hours[2], hours[3])
    except ValueError:
        raise OfficeHoursError("there is no such time of day") from None
    if begin >= end:
        raise OfficeHoursError("a time ends before it begins")
    return begin, end
