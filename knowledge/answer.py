"""Makes an answer out of an entry: one aspect, in few lines, with source, date and what can be asked next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.replies import ASPECTS, SourceLine
from knowledge.model import AspectText, Entry, LegalBasis

MOST_SOURCES = 3
LONGEST_TEXT = 1_500
"""Characters of one answer; beyond it the official page is the better place to read."""
LONGEST_BRIEF = 160
"""Characters of one line of the summary."""

_DISTRICT = re.compile(r"cấp huyện|\b(?:UBND|Ủy ban nhân dân|Công an) (?:huyện|quận)", re.IGNORECASE)
_SUMMARY = ("place", "time", "fee")


@dataclass(frozen=True)
class Answer:
    """What to say about one aspect of one entry."""

    text: str
    aspect: str
    said: bool
    """False: no source says anything on this aspect; the text names where to ask."""
    sources: tuple[SourceLine, ...]
    other_aspects: tuple[str, ...]
    """Aspects that have something to say, in reading order."""


def is_served(entry: Entry, day: date) -> bool:
    """Is the entry still within its dates? Content past its date is not served as fact."""
    return entry.valid_until is None or day.isoformat() <= entry.valid_until


def compose(entry: Entry, records: Sequence[Entry], aspect: str, day: date) -> Answer:
    """Answer `aspect` of `entry` as it holds on `day`.

    `records` are imported records of the same procedure: they fill what the curated entry leaves open and never
    replace what it says. Aspect "overview" gives the three lines that come first.
    """
    known = _known_aspects([entry, *records], day)
    speaker, lines = _find(entry, records, aspect, day)
    if speaker is None and entry.kind != "procedure" and aspect != "overview":
        return _overview_instead(entry, records, aspect, day)
    others = tuple(name for name in ASPECTS if name in known and name not in (aspect, "overview"))
    if speaker is None:
        return Answer(_unknown(entry, records, aspect, day), aspect, False, _sources(entry), others)
    lead = _lead(entry, aspect)
    parts = [lead, *_record_note(entry, speaker), _shorten(lines), *_cautions(speaker, aspect, day)]
    return Answer("\n".join(parts), aspect, True, _sources(speaker), others)


def _overview_instead(entry: Entry, records: Sequence[Entry], aspect: str, day: date) -> Answer:
    # an explanation often has no fee or steps of its own: its three lines say more than "not known" alone
    overview = compose(entry, records, "overview", day)
    note = str(_wording()["nothing_apart"]).format(aspect=aspect_name(aspect).lower())
    return replace(overview, text=f"{note}\n{overview.text}", aspect=aspect, said=False)


def aspect_name(aspect: str) -> str:
    """Return the words on the button of an aspect."""
    return str(_wording()["aspects"][aspect])


def _lead(entry: Entry, aspect: str) -> str:
    template = _wording()["lead_overview" if aspect == "overview" else "lead"]
    return str(template).format(title=entry.short_title, aspect=aspect_name(aspect).lower())


def _find(entry: Entry, records: Sequence[Entry], aspect: str, day: date) -> tuple[Entry | None, str]:
    for candidate in (entry, *records):
        lines = _say(candidate, aspect, day)
        if lines:
            return candidate, lines
    return None, ""


def _say(entry: Entry, aspect: str, day: date) -> str:
    if aspect == "overview":
        return _holding(entry.answer, day) or _summary(entry, day)
    if aspect == "legal_basis" and "legal_basis" not in entry.aspects:
        return _legal_lines(entry, day)
    return _holding(entry.aspects.get(aspect, ()), day)


def _holding(texts: Iterable[AspectText], day: date) -> str:
    return "\n".join(item.text.strip() for item in texts if item.holds_on(day))


def _summary(entry: Entry, day: date) -> str:
    wording = _wording()["record_lines"]
    found = {name: _holding(entry.aspects.get(name, ()), day) for name in _SUMMARY}
    lines = [wording[name].format(text=_brief(text)) for name, text in found.items() if text]
    return "\n".join([*lines, wording["nothing"]]) if lines or entry.aspects else ""


def _brief(text: str) -> str:
    """Return a text as one short line: its first line, or its list in one line when it begins with one."""
    first, *rest = [line.strip() for line in text.splitlines() if line.strip()]
    items = [line.removeprefix("- ").rstrip(".;") for line in (first, *rest) if line.startswith("- ")]
    if first.startswith("- ") or (first.endswith(":") and items):
        first = "; ".join(items)
    if len(first) <= LONGEST_BRIEF:
        return first
    return f"{first[:LONGEST_BRIEF].rsplit(' ', 1)[0].rstrip(' ,;.')}…"


def _legal_lines(entry: Entry, day: date) -> str:
    iso = day.isoformat()
    holding = [item for item in entry.legal_basis if (item.effective_to or "9999") >= iso]
    if holding:
        return "\n".join(_law(item) for item in holding)
    # every text has ended: said as past, so that nobody takes the silence for "no rule"
    return "\n".join(
        str(_wording()["law_ended"]).format(law=_law(item), date=vietnamese_date(item.effective_to or iso))
        for item in entry.legal_basis
    )


def _law(item: LegalBasis) -> str:
    return f"- {item.article + ', ' if item.article else ''}{item.title}"


def _unknown(entry: Entry, records: Sequence[Entry], aspect: str, day: date) -> str:
    _, place = _find(entry, records, "place", day) if aspect != "place" else (None, "")
    where = _wording()["unknown_place"].format(place=_brief(place).rstrip(".")) if place else ""
    name = aspect_name(aspect).lower()
    return str(_wording()["unknown"]).format(aspect=name, title=entry.short_title, place=where).strip()


def _record_note(entry: Entry, speaker: Entry) -> list[str]:
    return [_wording()["from_record"]] if speaker.origin == "imported" and entry.origin == "curated" else []


def _cautions(speaker: Entry, aspect: str, day: date) -> list[str]:
    texts = speaker.answer if aspect == "overview" else speaker.aspects.get(aspect, ())
    unsure = any(item.confidence != "high" for item in texts if item.holds_on(day))
    unsure = unsure or (aspect == "overview" and speaker.confidence != "high")
    lines = [_wording()["confirm"].format(text=speaker.confirm)] if unsure and speaker.confirm else []
    if speaker.origin == "imported" and _DISTRICT.search(_say(speaker, aspect, day)):
        lines.append(_wording()["district_is_gone"])
    if speaker.review_by and speaker.review_by < day.isoformat():
        lines.append(_wording()["past_review"].format(date=vietnamese_date(speaker.review_by)))
    return lines


def _known_aspects(entries: Sequence[Entry], day: date) -> set[str]:
    return {name for entry in entries for name in ASPECTS if _say(entry, name, day)}


def _shorten(text: str) -> str:
    if len(text) <= LONGEST_TEXT:
        return text
    cut = text.rfind("\n", 0, LONGEST_TEXT)
    return f"{text[: cut if cut > LONGEST_TEXT // 2 else LONGEST_TEXT].rstrip()}\n{_wording()['more']}"


def _sources(entry: Entry) -> tuple[SourceLine, ...]:
    return tuple(SourceLine(item.title, item.url, entry.checked_on) for item in entry.sources[:MOST_SOURCES])


def vietnamese_date(iso: str) -> str:
    """Return an ISO date as Vietnamese people write it: 22/11/2026."""
    day = date.fromisoformat(iso)
    return f"{day.day}/{day.month}/{day.year}"


@cache
def _wording() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "wording.vi.yml").read_text(encoding="utf-8"))
    return data
