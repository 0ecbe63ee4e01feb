"""What to tell about a unit: what an old one is now, what a new one was made of, or what to ask back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.replies import MOST_CHOICES
from bot.text import fold
from knowledge.places.reading import Reading, is_called
from knowledge.places.resolver import Places
from knowledge.places.units import Unit
from knowledge.places.wording import in_full, in_list, large, say, small

MOST_LISTED = 14
"""Names in one answer; a longer list is not read on a small phone."""


@dataclass(frozen=True)
class Told:
    """What to say, which units to offer, and the commune of today that is settled by it."""

    code: str
    """The outcome of the turn."""
    text: str
    offers: tuple[Unit, ...] = ()
    commune: Unit | None = None


def tell(reading: Reading, places: Places) -> Told:
    """Say what became of what a message names; ask back when that is not one unit."""
    units = _one_of_each_fate(reading.units)
    if len(units) > 1:
        return _which(units)
    unit = units[0]
    if unit.level == "old_commune":
        return _old_commune(unit, reading)
    if unit.level == "commune":
        return tell_commune(unit, places)
    if unit.level == "district":
        return _district(unit, places)
    return _province(unit, places)


def tell_commune(unit: Unit, places: Places) -> Told:
    """Say what a commune of today was made of."""
    lines = []
    for district, communes in _by_district(places.units.formed_from.get(unit, ())).items():
        parts = [_part(one) for one in communes]
        lines.append(say("formed_line", district=district.name, communes=", ".join(parts)))
    text = say("formed", new=large(in_full(unit)), list="\n".join(lines), short=small(unit.name))
    return Told("answered", text, commune=unit)


def tell_old_commune(unit: Unit) -> Told:
    """Say what a commune of before is today, or offer what it may be."""
    if len(unit.now) > 1:
        offers = unit.now[:MOST_CHOICES]
        listed = _shortened([f"- {large(in_full(one))}" for one in unit.now], "\n", MOST_CHOICES)
        return Told("clarify", say("split", old=large(in_full(unit)), count=len(unit.now), list=listed), offers)
    new = unit.now[0]
    key = "whole_same_name" if new.name == unit.name else "whole"
    old, province = large(in_full(unit)), in_full(new.province)
    return Told("answered", say(key, old=old, new=in_full(new), short=small(new.name), province=province), commune=new)


def _old_commune(unit: Unit, reading: Reading) -> Told:
    told = tell_old_commune(unit)
    if is_called(unit, reading.said):
        return told
    return Told(told.code, f"{say('taken_in', old=small(unit.name))}\n{told.text}", told.offers, told.commune)


def _one_of_each_fate(units: Sequence[Unit]) -> list[Unit]:
    """Leave out units of the same name and district that are the same place today."""
    kept: dict[tuple[object, ...], Unit] = {}
    for unit in units:
        kept.setdefault((unit.within, unit.now) if unit.now else (unit,), unit)
    return list(kept.values())


def _which(units: Sequence[Unit]) -> Told:
    if len(units) <= MOST_CHOICES and all(unit.level in ("old_commune", "commune") for unit in units):
        return Told("clarify", say("which_one", count=len(units)), tuple(units))
    provinces = _shortened(list(dict.fromkeys(unit.province.bare_name for unit in units)), ", ", MOST_LISTED)
    return Told("clarify", say("which_of_many", count=len(units), provinces=provinces, example=in_list(units[0])))


def _district(unit: Unit, places: Places) -> Told:
    communes = places.units.communes_of.get(unit, ())
    targets = list(dict.fromkeys(one.now[0] for one in communes))
    if len(targets) == 1:
        text = say("district_one", district=large(in_full(unit)), new=in_full(targets[0]))
        return Told("answered", text, commune=targets[0])
    listed = _shortened(sorted((small(one.name) for one in targets), key=fold), ", ", MOST_LISTED)
    province = in_full(targets[0].province)
    return Told(
        "answered",
        say("district", district=large(in_full(unit)), count=len(targets), province=province, list=listed),
    )


def _province(unit: Unit, places: Places) -> Told:
    new = unit.now[0] if unit.now else unit
    before = places.units.formed_from[new]
    if len(before) == 1:
        return Told("answered", say("province_same", new=large(small(new.name))))
    names = ", ".join(small(one.name) for one in before)
    if unit.bare_name == new.bare_name:
        return Told("answered", say("province_grown", new=new.name, before=names))
    return Told("answered", say("province_merged", old=unit.name, new=small(new.name), before=names))


def _by_district(units: Iterable[Unit]) -> dict[Unit, list[Unit]]:
    found: dict[Unit, list[Unit]] = {}
    for unit in units:
        found.setdefault(unit.within or unit, []).append(unit)
    return found


def _part(unit: Unit) -> str:
    return say("part_of", name=small(unit.name)) if len(unit.now) > 1 else small(unit.name)


def _shortened(names: Sequence[str], between: str, most: int) -> str:
    shown = between.join(names[:most])
    return f"{shown} {say('and_more', count=len(names) - most)}" if len(names) > most else shown
