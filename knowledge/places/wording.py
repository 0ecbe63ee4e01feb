"""The sentences about administrative units, from wording.vi.yml, and how a unit is called in them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.replies import SourceLine
from knowledge.places.units import Unit


@cache
def wording() -> dict[str, Any]:
    """Return everything in wording.vi.yml."""
    data: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("wording.vi.yml").read_text(encoding="utf-8"))
    return data


def say(key: str, **values: object) -> str:
    """Return the sentence of `key` with its placeholders filled."""
    return str(wording()[key]).strip().format(**values)


def sources() -> tuple[SourceLine, ...]:
    """Return where the tables come from and when they were checked."""
    day = wording()["checked_on"].isoformat()
    return tuple(SourceLine(item["title"], item["url"], day) for item in wording()["sources"])


def small(name: str) -> str:
    """Return an official name as it stands within a sentence: "xã Tân Lập"."""
    return name[:1].lower() + name[1:]


def large(text: str) -> str:
    """Return the text with a large first letter."""
    return text[:1].upper() + text[1:]


def in_full(unit: Unit) -> str:
    """Return a unit with everything above it: "xã Tân Lập, huyện Đan Phượng, thành phố Hà Nội"."""
    above = f", {in_full(unit.within)}" if unit.within is not None else ""
    return small(unit.name) + above


def in_list(unit: Unit) -> str:
    """Return a unit for a button: "Xã Tân Lập, huyện Đan Phượng, Hà Nội"."""
    above = [small(unit.within.name)] if unit.within is not None and unit.within.within is not None else []
    return ", ".join([unit.name, *above, unit.province.bare_name])
