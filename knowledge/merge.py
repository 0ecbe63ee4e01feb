"""Which imported records stand behind each entry, and where a record says something else than the curated text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.model import Entry

COMPARED = ("fee", "time")
"""Aspects whose values are plain enough to compare."""

_MONEY = re.compile(r"(\d{1,3}(?:[.,]\d{3})+|\d+)\s*(?:đồng|đ|vnđ)(?!\w)")
_FREE = re.compile(r"miễn(?! giảm)|không thu|không mất (?:phí|tiền)|không phải (?:nộp|trả|đóng)")
_DURATION = re.compile(r"(?<![\d./])(\d{1,3})\s*(ngày|giờ|phút|tháng|tuần|năm)(?!\w)")


@dataclass(frozen=True)
class Pair:
    """An entry that is searched and answered, with the imported records of the same codes behind it."""

    entry: Entry
    records: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """Both texts state a value and the values differ: the curated one is said, a person looks into it."""

    entry_id: str
    record_id: str
    aspect: str
    curated: str
    imported: str


def pair(entries: Iterable[Entry]) -> list[Pair]:
    """Return one pair for each entry that is searched, sorted by id.

    An imported record whose code a curated entry has stands behind that entry (behind each, when variants of one
    procedure share the code) and is not searched by itself.
    """
    known = sorted(entries, key=lambda item: item.id)
    records: dict[str, list[Entry]] = defaultdict(list)
    for entry in known:
        if entry.origin == "imported":
            for code in entry.codes:
                records[code].append(entry)
    covered = {code for entry in known if entry.origin == "curated" for code in entry.codes}
    return [
        Pair(entry, _behind(entry, records) if entry.origin == "curated" else ())
        for entry in known
        if entry.origin == "curated" or covered.isdisjoint(entry.codes)
    ]


def conflicts(pairs: Iterable[Pair]) -> list[Conflict]:
    """Return where fee or time of a record contradict the curated text, in the order of the pairs.

    Texts contradict when both state values (dong, durations) and each states one that the other does not. A curated
    text with dates agrees when it does on any day: the record may be of another time.
    """
    return [
        Conflict(item.entry.id, record.id, aspect, _joined(item.entry, aspect), _joined(record, aspect))
        for item in pairs
        for record in item.records
        for aspect in COMPARED
        if _contradict(item.entry, record, aspect)
    ]


def _behind(entry: Entry, records: dict[str, list[Entry]]) -> tuple[Entry, ...]:
    found = {record.id: record for code in entry.codes for record in records.get(code, ())}
    return tuple(found.values())


def _contradict(entry: Entry, record: Entry, aspect: str) -> bool:
    imported = stated_values(_joined(record, aspect), aspect)
    stated = [stated_values(item.text, aspect) for item in entry.aspects.get(aspect, ())]
    return bool(imported and any(stated)) and not any(
        values <= imported or imported <= values for values in stated if values
    )


def _joined(entry: Entry, aspect: str) -> str:
    return "\n".join(item.text for item in entry.aspects.get(aspect, ()))


def stated_values(text: str, aspect: str) -> frozenset[tuple[int, str]]:
    """Return what a text states as (amount, unit)."""
    lower = text.lower()
    if aspect == "time":
        return frozenset((int(number), unit) for number, unit in _DURATION.findall(lower))
    sums: Sequence[str] = _MONEY.findall(lower)
    free = {(0, "đồng")} if _FREE.search(lower) else set()
    return frozenset(free | {(int(re.sub(r"[.,]", "", number)), "đồng") for number in sums})
