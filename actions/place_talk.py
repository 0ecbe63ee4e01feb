"""What the actions share about places: the unit of a turn, its answer, and the name that waits for a district."""

from __future__ import annotations

from actions.base import Done, Turn
from bot.payloads import Payload
from bot.replies import Choice, Outcome, Reply, TurnResult
from knowledge.library import Library
from knowledge.places.mentions import names_something, split
from knowledge.places.reading import Reading
from knowledge.places.resolver import Places, place_id
from knowledge.places.telling import Told, tell, tell_commune, tell_old_commune
from knowledge.places.units import Unit
from knowledge.places.wording import in_list, say, sources

INTENT = "ask_new_unit"
PENDING = "?"
"""Begins the slot while a name waits for its district or province: "?xã tân lập"."""
EXPLAINED_BY = {
    "old_province": "tinh-cu-nay-thuoc-dau",
    "province": "tinh-cu-nay-thuoc-dau",
    "district": "chinh-quyen-hai-cap",
}
"""The entry that explains the change of a level, for the outcome of the turn."""


class PlaceTalk:
    """Answers about units of before and of today."""

    def __init__(self, places: Places, library: Library) -> None:
        self._places = places
        self._library = library

    def told(self, turn: Turn) -> Done | None:
        """Return the answer about the unit that was tapped or named; None: no unit is named."""
        if turn.chosen_entry is not None:
            unit = self._places.by_id(turn.chosen_entry)
            return None if unit is None else self._done(self._about(unit), None, "")
        reading = self._places.read(turn.text)
        waiting = _waiting(turn)
        if waiting and reading.units:
            both = self._places.read(f"{waiting} {turn.text}")
            reading = both if len(both.units) == 1 or not _is_commune(reading) else reading
        if not reading.units:
            remembered = self._remembered(turn)
            return None if remembered is None else self._done(tell_commune(remembered, self._places), None, "")
        return self._done(tell(reading, self._places), reading, turn.text)

    def goes_on(self, turn: Turn) -> Done | None:
        """Return the answer when a name waits for its district and the message gives it, and nothing but that."""
        waiting = _waiting(turn)
        if not waiting or turn.chosen_entry is not None:
            return None
        reading = self._places.read(f"{waiting} {turn.text}")
        return self._done(tell(reading, self._places), reading, waiting) if len(reading.units) == 1 else None

    def old_unit(self, turn: Turn) -> Done | None:
        """Return the answer when a message that was taken for something else surely asks about an old unit."""
        reading = None if turn.chosen_entry else self._places.asks_about_old(turn.text)
        return None if reading is None else self._done(tell(reading, self._places), reading, turn.text)

    def commune(self, turn: Turn) -> Unit | None:
        """Return the commune of today that this message names, else the one named before."""
        named = None if turn.chosen_entry else self._places.commune_in(turn.text)
        return named or self._remembered(turn)

    def without_place(self, turn: Turn) -> str | None:
        """Return the words of a message without the place that it names: no procedure is called by a commune."""
        return self._places.without_place(turn.text)

    def no_longer_waiting(self, turn: Turn) -> dict[str, str | None]:
        """Return the slots that forget a waiting name: the talk has gone on to something else."""
        return {"place": None} if _waiting(turn) else {}

    def ask(self, turn: Turn) -> Done:
        """Ask for a name; say so when one was given that no table has."""
        unknown = turn.chosen_entry is None and names_something(split(turn.text))
        code, key = ("no_answer", "not_found") if unknown else ("clarify", "which_place")
        return Done(TurnResult(Outcome(code), (Reply(say(key)),)))

    def _about(self, unit: Unit) -> Told:
        return tell_old_commune(unit) if unit.level == "old_commune" else tell_commune(unit, self._places)

    def _remembered(self, turn: Turn) -> Unit | None:
        return self._places.commune(turn.place) if turn.place and not _waiting(turn) else None

    def _done(self, told: Told, reading: Reading | None, said: str) -> Done:
        choices = tuple(Choice(in_list(unit), str(Payload(INTENT, place_id(unit)))) for unit in told.offers)
        reply = Reply(told.text, choices=choices, sources=sources())
        slots: dict[str, str | None] = {"place": told.commune.code if told.commune else None}
        if reading is not None and len(reading.units) > 1 and said:
            slots["place"] = PENDING + said
        return Done(TurnResult(self._outcome(told, reading), (reply,)), slots)

    def _outcome(self, told: Told, reading: Reading | None) -> Outcome:
        explained = EXPLAINED_BY.get(reading.level or "") if reading is not None and told.code == "answered" else None
        entry = self._library.entry(explained) if explained else None
        return Outcome(told.code, entry=entry.id if entry else None, topic=entry.topic if entry else None)


def _waiting(turn: Turn) -> str:
    return turn.place.removeprefix(PENDING) if turn.place and turn.place.startswith(PENDING) else ""


def _is_commune(reading: Reading) -> bool:
    return reading.level in ("old_commune", "commune")
