"""The one door to administrative units: reads a text, a tapped choice or a code; loaded when first asked."""

from __future__ import annotations

from functools import cached_property

from knowledge.places.mentions import has_type_word, names, split
from knowledge.places.reading import Reading, asks_what_became, read
from knowledge.places.units import Unit, Units, read_units

_OLD, _NEW = "place.old.", "place.new."


class Places:
    """Every unit of before and since 1/7/2025. Loading takes a tenth of a second and 10 MB, at the first question."""

    @cached_property
    def units(self) -> Units:
        """The tables."""
        return read_units(names())

    def read(self, text: str, *, typed_only: bool = False) -> Reading:
        """Return what a message names; `typed_only`: only names after a word such as "xã"."""
        if typed_only and not has_type_word(split(text)):
            return Reading((), "")
        return read(text, self.units, typed_only=typed_only)

    def asks_about_old(self, text: str) -> Reading | None:
        """Return the old unit that a message surely asks about ("xã X huyện Y giờ là xã nào"), else None."""
        if not asks_what_became(text):
            return None
        reading = self.read(text, typed_only=True)
        return reading if reading.level in ("old_commune", "district", "old_province") else None

    def commune_in(self, text: str) -> Unit | None:
        """Return the commune of today that a message names beyond doubt, by its old or its new name."""
        reading = self.read(text, typed_only=True)
        today = {target for unit in (*reading.units, *reading.rivals) for target in unit.now or (unit,)}
        one = today.pop() if len(today) == 1 else None
        return one if one is not None and one.level == "commune" else None

    def without_place(self, text: str) -> str | None:
        """Return the message without the unit that it names after a word such as "xã"; None: it names none."""
        reading = self.read(text, typed_only=True)
        return reading.rest if reading.units else None

    def commune(self, code: str) -> Unit | None:
        """Return a commune of today by its code."""
        return self.units.communes.get(code)

    def by_id(self, place_id: str) -> Unit | None:
        """Return the unit of a choice that `place_id` made."""
        if place_id.startswith(_OLD):
            return self.units.old_communes.get(place_id.removeprefix(_OLD))
        return self.commune(place_id.removeprefix(_NEW)) if place_id.startswith(_NEW) else None


def place_id(unit: Unit) -> str:
    """Return the id by which a choice carries a commune."""
    return f"{_OLD if unit.level == 'old_commune' else _NEW}{unit.code}"
