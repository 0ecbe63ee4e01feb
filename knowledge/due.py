"""What of the content needs its owner soon: texts that change by themselves, validity that ends, reviews."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

from knowledge.answer import aspect_name, vietnamese_date
from knowledge.model import AspectText, Entry

DAYS = 14
"""How long before the day an owner is told, unless asked otherwise."""


@dataclass(frozen=True, order=True)
class Due:
    """One thing that happens to an entry. `day` is the first day on which it is so."""

    day: date
    entry_id: str
    what: str
    """In the words of an editor (due.vi.yml)."""
    owner: str | None = None

    def __str__(self) -> str:
        words = _words()
        return words["line"].format(
            day=self.day.isoformat(), entry=self.entry_id, owner=self.owner or words["nobody"], what=self.what
        )


def due(entries: Iterable[Entry], today: date, days: int = DAYS) -> list[Due]:
    """Return what happens to these entries within `days` days from today, and every review that is overdue, by day.

    Imported records are left out: they change with the next import, and no editor owns them.
    """
    last = today + timedelta(days=days)
    found = (item for entry in entries if entry.origin == "curated" for item in _all_of(entry, today))
    return sorted(item for item in found if item.day <= last)


def summary(found: Iterable[Due], days: int = DAYS) -> str | None:
    """Return one line for the operator's log; None: nothing is due."""
    items = list(found)
    if not items:
        return None
    owners = ", ".join(sorted({item.owner or "nobody" for item in items}))
    names = len({item.entry_id for item in items})
    return f"content: {names} entries need their owner within {days} days ({owners}); see: congdanso due"


def _all_of(entry: Entry, today: date) -> Iterator[Due]:
    words, owner = _words(), entry.owner
    for day, what in _changes(entry, today):
        yield Due(day, entry.id, what, owner)
    if entry.valid_until and entry.valid_until >= today.isoformat():
        yield Due(_after(entry.valid_until), entry.id, words["not_served"], owner)
    for law in entry.legal_basis:
        if law.effective_to and law.effective_to >= today.isoformat():
            yield Due(_after(law.effective_to), entry.id, words["law_ends"].format(law=law.title), owner)
    if entry.review_by:
        day = date.fromisoformat(entry.review_by)
        late = words["overdue"].format(date=vietnamese_date(entry.review_by))
        yield Due(max(day, today), entry.id, late if day < today else words["review"], owner)


def _changes(entry: Entry, today: date) -> Iterator[tuple[date, str]]:
    """Yield each day on which texts change, begin or end, with the names of what does."""
    by_day: dict[tuple[date, str], list[str]] = {}
    for name, texts in {"answer": entry.answer, **entry.aspects}.items():
        for day, how in _turns(texts, today).items():
            by_day.setdefault((day, how), []).append(_words()["answer"] if name == "answer" else aspect_name(name))
    for (day, how), names in by_day.items():
        yield day, _words()[how].format(aspects=", ".join(names).lower())


def _turns(texts: Iterable[AspectText], today: date) -> dict[date, str]:
    """Return the days from tomorrow on which what is said about one aspect is another, and how."""
    texts = tuple(texts)
    starts = {date.fromisoformat(item.valid_from) for item in texts if item.valid_from}
    ends = {_after(item.valid_until) for item in texts if item.valid_until}
    turns = {}
    for day in starts | ends:
        before, after = (any(item.holds_on(on) for item in texts) for on in (day - timedelta(days=1), day))
        if day > today and (before or after):
            turns[day] = "changes" if before and after else "begins" if after else "ends"
    return turns


def _after(iso: str) -> date:
    return date.fromisoformat(iso) + timedelta(days=1)


@cache
def _words() -> Mapping[str, str]:
    words: dict[str, str] = yaml.safe_load(Path(__file__).with_name("due.vi.yml").read_text(encoding="utf-8"))
    return words
