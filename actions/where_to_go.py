"""Adds to an answer on the place which office it is today, and its address where a commune is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from actions.base import Turn
from actions.place_talk import PlaceTalk
from bot.replies import SourceLine
from knowledge.answer import MOST_SOURCES, Answer, is_served
from knowledge.library import Library
from knowledge.model import Entry
from knowledge.places.office_kinds import OfficeKind, kind_for, office_id
from knowledge.places.units import Unit
from knowledge.places.wording import say, small

MOST_OFFICES = 3
"""Offices of one kind in one commune that are read out."""


class WhereToGo:
    """Says the office of today first, then what the source says."""

    def __init__(self, talk: PlaceTalk, library: Library, today: Callable[[], date]) -> None:
        self._talk = talk
        self._library = library
        self._today = today

    def added_to(self, answer: Answer, entry: Entry, turn: Turn) -> tuple[Answer, Unit | None]:
        """Return the answer with the office in its second line, and the commune that the turn is about."""
        kind = kind_for(entry, _official_place(entry))
        commune = self._talk.commune(turn)
        offices = self._offices(kind, commune) if kind is not None and commune is not None else []
        lines = [_today_line(kind, commune)] if kind is not None and entry.origin == "imported" else []
        lines += [f"{office.title}\n{office.answer[0].text}" for office in offices]
        if not lines:
            return answer, commune
        lead, *rest = answer.text.split("\n")
        found = tuple(SourceLine(one.title, one.url, office.checked_on) for office in offices for one in office.sources)
        return replace(
            answer, text="\n".join([lead, *lines, *rest]), sources=(*found, *answer.sources)[:MOST_SOURCES]
        ), commune

    def _offices(self, kind: OfficeKind, commune: Unit) -> list[Entry]:
        where = commune if kind.level == "xã" else commune.province
        found = (self._library.office(office_id(kind, where, number)) for number in range(1, MOST_OFFICES + 1))
        return [office for office in found if office is not None and is_served(office, self._today())]


def _official_place(entry: Entry) -> str:
    return "\n".join(text.text for text in entry.aspects.get("place", ()))


def _today_line(kind: OfficeKind, commune: Unit | None) -> str:
    if commune is None or kind.level != "xã" or kind.short.endswith("cơ sở"):
        return say("today_office", office=kind.name)
    return say("today_office", office=say("office_in", kind=kind.short, commune=small(commune.name)))
