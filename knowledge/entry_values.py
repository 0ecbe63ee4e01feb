"""Which values an entry states on one aspect, read from its fields and not through the answer that is checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.model import AspectText, Entry, SubmissionWay
from knowledge.numbers import Stated, Value, stated, values

LEAST_FEE = 1_000
"""Dong. A bare smaller sum of the portal is thousands written short, so it states no fee."""

APART = " . \n"
"""Between texts that are read together: the end of one and the start of the next are no value."""

_PORTAL_FEE = re.compile(r"^(?P<front>[^()]*)\((?P<bracket>.*)\)\s*$", re.DOTALL)
_SUMMARY = ("place", "time", "fee")


@dataclass(frozen=True)
class Checked:
    """What an answer says in numbers, held against its entry."""

    said: tuple[str, ...]
    foreign: tuple[str, ...]
    """Words of values that the entry does not state."""


def check_numbers(entry: Entry, records: Sequence[Entry], aspect: str, day: date, text: str) -> Checked:
    """Compare every value of an answer's text with those of the entry and the records behind it, by value."""
    allowed = entry_values(entry, records, aspect, day) | _said_of_every_entry(entry, records)
    allowed |= _said_instead(entry, records, aspect, day)
    found = stated(text)
    return Checked(tuple(item.words for item in found), tuple(item.words for item in _foreign(found, allowed)))


def entry_values(entry: Entry, records: Sequence[Entry], aspect: str, day: date) -> frozenset[Value]:
    """Return what the first of the entry and its records that says something on the aspect states about it."""
    for one in (entry, *records):
        texts = list(_texts(one, aspect, day))
        if texts:
            return _without_small_sums(values(APART.join(texts)), one)
    return frozenset()


def _said_instead(entry: Entry, records: Sequence[Entry], aspect: str, day: date) -> frozenset[Value]:
    # where nobody says anything on an aspect, the answer is the overview or names the place to ask
    if aspect == "overview" or any(True for one in (entry, *records) for _ in _texts(one, aspect, day)):
        return frozenset()
    return entry_values(entry, records, "overview", day) | entry_values(entry, records, "place", day)


def _foreign(found: Iterable[Stated], allowed: frozenset[Value]) -> Iterator[Stated]:
    return (item for item in found if item.value not in allowed)


def _texts(entry: Entry, aspect: str, day: date) -> Iterator[str]:
    if aspect == "overview":
        yield from _holding(entry.answer, day)
        if not entry.answer:
            for name in _SUMMARY:
                yield from _texts(entry, name, day)
    elif entry.origin == "imported" and aspect in ("fee", "time", "documents"):
        yield from _raw(entry, aspect)
    else:
        yield from _holding(entry.aspects.get(aspect, ()), day)
        if aspect == "legal_basis":
            yield from (f"{item.article or ''} {item.title}" for item in entry.legal_basis)


def _holding(texts: Iterable[AspectText], day: date) -> Iterator[str]:
    return (item.text for item in texts if item.holds_on(day))


def _raw(entry: Entry, aspect: str) -> Iterator[str]:
    if aspect == "documents":
        for paper in entry.papers:
            counts = [(paper.originals, "bản chính"), (paper.copies, "bản sao")]
            yield ". ".join([paper.name, *(text for text in (paper.form, paper.applies_if) if text)])
            yield ". ".join(f"{number} {kind}" for number, kind in counts if number)
    for way in entry.ways:
        yield from _fee(way) if aspect == "fee" else _time(way) if aspect == "time" else ()


def _time(way: SubmissionWay) -> Iterator[str]:
    return (text for text in (way.time, way.note) if text)


def _fee(way: SubmissionWay) -> Iterator[str]:
    for part in re.split(r";\s(?=Miễn phí|[\d.,]+\s?(?:Việt Nam Đồng|VNĐ|USD))", way.fee or ""):
        shape = _PORTAL_FEE.match(part)
        if shape is None:
            yield part
            continue
        yield shape["bracket"]
        # "free" before brackets is only the form's default, a sum before a sum may be in thousands
        if not _states_a_sum(shape["bracket"]) and "miễn" not in part.lower()[:4]:
            yield shape["front"]


def _states_a_sum(text: str) -> bool:
    return any(value.kind == "money" and value.amount != "0" for value in values(text))


def _without_small_sums(found: frozenset[Value], entry: Entry) -> frozenset[Value]:
    if entry.origin != "imported":
        return found
    return frozenset(
        value
        for value in found
        if value.kind != "money" or value.unit != "đồng" or value.amount == "0" or float(value.amount) >= LEAST_FEE
    )


def _said_of_every_entry(entry: Entry, records: Sequence[Entry]) -> frozenset[Value]:
    # names, what to confirm, the review date and the fixed notes may stand beside any aspect
    texts = [text for one in (entry, *records) for text in (one.title, one.short_title, one.confirm or "")]
    dates = [one.review_by for one in (entry, *records) if one.review_by]
    return values(APART.join([*texts, *dates])) | _fixed_notes()


@cache
def _fixed_notes() -> frozenset[Value]:
    wording = yaml.safe_load((Path(__file__).parent / "wording.vi.yml").read_text(encoding="utf-8"))
    return values(APART.join(_strings(wording)))


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for item in node.values():
            yield from _strings(item)
    elif isinstance(node, list):
        for item in node:
            yield from _strings(item)
