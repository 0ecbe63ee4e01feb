"""Puts the values of the ways to hand in together: what is the same for all is said once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.importers.fees import fee_line
from knowledge.importers.periods import dated_texts, ended, holding_on
from knowledge.importers.wording import shortened, wording
from knowledge.model import AspectText, SubmissionWay

LONGEST_CASE = 110

_DURATION = re.compile(r"\d+\s*(?:ngày|giờ|tháng|phút|tuần|năm)|trong ngày|ngay khi", re.IGNORECASE)
_CASE = re.compile(r"^(?:\(?\d+[.)]\s*)?(?:trường hợp|đối với|với)\b[^:.;]*", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.;])\s+")
_OPENING = re.compile(r"^(?:thời hạn(?: giải quyết)?|trong thời hạn|thời gian(?: giải quyết)?)\s*:?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class _Row:
    way: str
    values: tuple[str, ...]
    """What may be said of this way, each case once."""


def fee_texts(ways: Iterable[SubmissionWay]) -> tuple[AspectText, ...]:
    """Return the fee aspect; a fee that holds for a while changes by itself on the day after."""
    rows = list(ways)
    said = _rows([(way.way, fee_line(way.fee) if way.fee else None) for way in rows])
    if not said:
        return ()
    lines = [line for row in said for value in row.values for line in value.split("\n")]
    complete = len(said) == len({way.way for way in rows})

    def render(day: date) -> str:
        held = [_Row(row.way, _held(row, day)) for row in said]
        return _render(held, complete) if any(row.values for row in held) else ended(lines)

    return dated_texts(lines, render, _official((way.way, way.fee) for way in rows))


def time_texts(ways: Iterable[SubmissionWay]) -> tuple[AspectText, ...]:
    """Return the time aspect in the official numbers and units; a number without a unit is never said."""
    rows = list(ways)
    if any(way.time for way in rows):
        several = len({(way.way, way.time) for way in rows if way.time}) > len({way.way for way in rows if way.time})
        found = [(way.way, _with_case(way, several) if way.time else None, way.time) for way in rows]
    else:  # no value that can be told apart: the portal's own remark may still state the time in words
        found = [(way.way, _duration_in(way.note) if way.note else None, way.note) for way in rows]
    said = _rows([(way, text) for way, text, _ in found])
    if not said:
        return ()
    text = _render(said, complete=len(said) == len({way.way for way in rows}))
    return (AspectText(text, official=_official((way, raw) for way, _, raw in found)),)


def _with_case(way: SubmissionWay, several: bool) -> str:
    text = _sentence((way.time or "").lower())
    case = _case(way.note) if several and way.note else None
    return f"{str(wording()['per_case']).format(text=text.rstrip('.'), case=case)}." if case else text


def _case(note: str) -> str | None:
    """Return the case that a row is about, when its remark begins with it."""
    plain = note.lstrip("-+*• ").strip()
    found = _CASE.match(plain)
    if found is None:
        return None
    case = re.sub(r"^\(?\d+[.)]\s*", "", found[0]).strip(" ,-–")
    if len(case) > LONGEST_CASE:
        case = f"{case[:LONGEST_CASE].rsplit(' ', 1)[0].rstrip(' ,;')}…"
    return case[:1].lower() + case[1:]


def _duration_in(note: str) -> str | None:
    sentences = [part.strip(" -+*;") for part in _SENTENCES.split(note) if _DURATION.search(part)]
    if not sentences:
        return None
    return _sentence(shortened(_OPENING.sub("", " ".join(dict.fromkeys(sentences))), 300))


def _held(row: _Row, day: date) -> tuple[str, ...]:
    lines = (holding_on(line, day) for value in row.values for line in value.split("\n"))
    return tuple(dict.fromkeys(line for line in lines if line))


def _rows(pairs: Sequence[tuple[str, str | None]]) -> list[_Row]:
    by_way: dict[str, list[str]] = {}
    for way, text in pairs:
        if text and text not in by_way.setdefault(way, []):
            by_way[way].append(text)
    return [_Row(way, tuple(values)) for way, values in by_way.items() if values]


def _render(rows: Sequence[_Row], complete: bool) -> str:
    words = wording()
    groups: dict[frozenset[str], tuple[list[str], list[str]]] = {}
    for row in (row for row in rows if row.values):
        lines = [line for value in row.values for line in value.split("\n")]
        groups.setdefault(frozenset(lines), (lines, []))[1].append(row.way)
    if len(groups) == 1 and complete and all(row.values for row in rows):
        ((lines, ways),) = groups.values()
        same = [str(words["all_ways_same"]).format(ways=_names(ways))] if len(ways) > 1 else []
        return "\n".join([*([words["by_case"]] if len(lines) > 1 else []), *_listed(lines), *same])
    said: list[str] = []
    for lines, ways in groups.values():
        if len(lines) == 1:
            said.append(str(words["one_way"]).format(ways=_names(ways), text=lines[0]))
        else:
            said += [str(words["one_way_many"]).format(ways=_names(ways)), *(f"  {line}" for line in _listed(lines))]
    return "\n".join(said)


def _listed(lines: Sequence[str]) -> list[str]:
    return list(lines) if len(lines) == 1 else [f"- {line}" for line in lines]


def _names(ways: Sequence[str]) -> str:
    order = list(wording()["ways"])
    ordered = sorted(ways, key=lambda way: order.index(way) if way in order else len(order))
    return ", ".join(wording()["ways"].get(way, way.lower()) for way in ordered)


def _official(pairs: Iterable[tuple[str, str | None]]) -> str:
    return "; ".join(dict.fromkeys(f"{way}: {raw}" for way, raw in pairs if raw))


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text[-1:] in (".", ")", "…") else f"{text}."
