"""Official fees that hold for a while: what is said until the last day, and what after it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from knowledge.importers.wording import wording
from knowledge.model import AspectText

_DAY = r"(\d{1,2})/(\d{1,2})/(\d{4})"
_END = re.compile(rf"đến\s+(?:hết\s+)?(?:ngày\s+)?{_DAY}", re.IGNORECASE)
_IN_WORDS = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_EXEMPTION = re.compile(
    rf"[\s.;,–-]*\(?\s*Miễn(?:\s+(?:phí|lệ phí))?\s+(?:kể\s+)?từ\s+(?:ngày\s+)?{_DAY}"
    rf"\s+đến\s+(?:hết\s+)?(?:ngày\s+)?{_DAY}[^.;()]*\)?\.?",
    re.IGNORECASE,
)
"""A plain sum that was not collected for a while: "40.000.000đ/lần. Miễn phí từ ngày 7/4/2026 đến 30/6/2026 theo …"."""


def last_days(text: str) -> set[date]:
    """Return the last days of the periods that a text speaks of."""
    figures = _IN_WORDS.sub(r"ngày \1/\2/\3", text)
    return {day for found in _END.finditer(figures) if (day := _day(found[1], found[2], found[3]))}


def is_only_exempt(text: str) -> bool:
    """Is every period of the text an exemption, so that a sum beside it is the ordinary one?"""
    return bool(last_days(text)) and not last_days(without_exemption(text))


def without_exemption(text: str) -> str:
    """Return the text without the clauses that say for how long nothing is collected."""
    rest = _EXEMPTION.sub("", text).strip()
    return rest + ")" * (rest.count("(") - rest.count(")"))


def holding_on(text: str, day: date) -> str | None:
    """Return what may be said of a fee on that day; None: its period has ended, and what follows is not known."""
    ends = last_days(text)
    if not ends or day <= max(ends):
        return text
    rest = without_exemption(text)
    if not rest or last_days(rest):
        return None
    return rest if rest.endswith(".") else f"{rest}."


def ended(lines: Iterable[str]) -> str:
    """Return what is said when every fee of the source has ended: when, and where to ask."""
    last = max(day for line in lines for day in last_days(line))
    return str(wording()["fee_ended"]).format(date=f"{last.day}/{last.month}/{last.year}")


def dated_texts(lines: Iterable[str], render: Callable[[date], str], official: str) -> tuple[AspectText, ...]:
    """Return one text for each stretch of days between the ends of the periods that the lines speak of."""
    ends = sorted({max(days) for line in lines if (days := last_days(line))})
    starts: list[date | None] = [None, *(end + timedelta(days=1) for end in ends)]
    return tuple(
        AspectText(
            render(start or date.min),
            valid_from=start.isoformat() if start else None,
            valid_until=end.isoformat() if end else None,
            official=official,
        )
        for start, end in zip(starts, [*ends, None], strict=True)
    )


def _day(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
