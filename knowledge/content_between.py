"""What must hold between content files: nothing shared that belongs to one entry, no contradiction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from itertools import combinations
from pathlib import Path

import yaml

from knowledge.content_overlays import OverlayRow
from knowledge.content_problem import say
from knowledge.content_rules import same_words
from knowledge.content_schema import Draft, Variant
from knowledge.merge import COMPARED, stated_values
from knowledge.model import AspectText

_ABOLISHED = Path(__file__).parent / "importers" / "abolished.yml"
_OPEN_END = "9999-12-31"


def check_between(drafts: Iterable[Draft], rows: Iterable[OverlayRow] = ()) -> None:
    """Note what two entries may not share, references to entries that are not there, and contradictions."""
    known, overlays = list(drafts), list(rows)
    by_id: dict[str, Draft] = {}
    by_code: dict[str, tuple[Draft, int]] = {}
    for draft in known:
        first = by_id.setdefault(draft.entry.id, draft)
        if first is not draft and draft.entry.id:
            draft.sheet.note(
                draft.line("id"), "same_id", id=draft.entry.id, other=_place(first.sheet.file, first.line("id"))
            )
        for code, line in draft.codes:
            _check_code(draft, code, line, by_code)
    _check_aliases(known, overlays)
    _check_overlay_codes(overlays, by_code)
    for draft in by_id.values():
        _check_related(draft, by_id.keys() - {""})
        _check_guide(draft, by_id.keys())
    _check_figures(known)


def _check_code(draft: Draft, code: str, line: int, by_code: dict[str, tuple[Draft, int]]) -> None:
    first, other_line = by_code.setdefault(code, (draft, line))
    if first is not draft and not _are_variants(first, draft):
        draft.sheet.note(line, "same_code", code=code, other=_place(first.sheet.file, other_line))
    if code in _abolished():
        draft.sheet.note(line, "abolished_code", code=code, decision=_abolished()[code])


def _check_aliases(drafts: Iterable[Draft], rows: Iterable[OverlayRow]) -> None:
    first: dict[str, tuple[int, str]] = {}
    owners = [(item.sheet, item.aliases) for item in drafts] + [(item.sheet, item.aliases) for item in rows]
    for number, (sheet, aliases) in enumerate(owners):
        for alias, line in aliases:
            other, place = first.setdefault(same_words(alias), (number, _place(sheet.file, line)))
            if other != number:
                sheet.note(line, "same_alias", alias=alias, other=place)


def _check_overlay_codes(rows: Iterable[OverlayRow], by_code: Mapping[str, tuple[Draft, int]]) -> None:
    codes: dict[str, str] = {}
    titles: dict[str, str] = {}
    for row in rows:
        for name, value, seen in (("code", row.code, codes), ("short_title", row.short_title, titles)):
            here = _place(row.sheet.file, row.line(name))
            if value and (place := seen.setdefault(same_words(value), here)) != here:
                row.sheet.note(row.line(name), f"same_overlay_{name}", value=value, other=place)
        if row.code in by_code:
            draft, line = by_code[row.code]
            row.sheet.note(row.line("code"), "overlay_covered", code=row.code, other=_place(draft.sheet.file, line))


def _check_related(draft: Draft, ids: set[str]) -> None:
    for name, line in draft.related:
        if name == draft.entry.id:
            draft.sheet.note(line, "related_self", id=name)
        elif name not in ids:
            near = get_close_matches(name, sorted(ids), n=1, cutoff=0.75)
            key = "unknown_related_near" if near else "unknown_related"
            draft.sheet.note(line, key, id=name, nearest=near[0] if near else "")


def _check_guide(draft: Draft, ids: Iterable[str]) -> None:
    """Note entries that a guide names and that are not there."""
    guide = draft.entry.guide
    named = [*guide.entries, *(name for step in guide.steps for name in step.entries)] if guide else []
    for name in named:
        if name not in ids:
            draft.sheet.note(draft.line("steps"), "guide_no_entry", id=name)


def _check_figures(drafts: Iterable[Draft]) -> None:
    """Note where two entries of one topic state different fees or times for the same days."""
    by_topic: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.entry.topic:
            by_topic.setdefault(draft.entry.topic, []).append(draft)
    pairs = [pair for same in by_topic.values() for pair in combinations(same, 2)]
    for one, other in pairs:
        if _are_variants(one, other) or (one.entry.codes and other.entry.codes):
            continue  # two procedures, or two cases of one, may well cost different sums
        for aspect, here, there in _contradictions(one, other):
            place = _place(one.sheet.file, one.sheet.line(here.node))
            other.sheet.note(other.sheet.line(there.node), "other_figures", aspect=aspect, other=place)


def _contradictions(one: Draft, other: Draft) -> Iterator[tuple[str, Variant, Variant]]:
    for aspect in COMPARED:
        for here in one.variants.get(aspect, ()):
            for there in other.variants.get(aspect, ()):
                first, second = (stated_values(item.said.text, aspect) for item in (here, there))
                if first and second and first.isdisjoint(second) and _share_a_day(here.said, there.said):
                    yield aspect, here, there


def _share_a_day(one: AspectText, other: AspectText) -> bool:
    begins = max(one.valid_from or "", other.valid_from or "")
    return begins <= min(one.valid_until or _OPEN_END, other.valid_until or _OPEN_END)


def _are_variants(one: Draft, other: Draft) -> bool:
    return one.entry.group is not None and one.entry.group == other.entry.group


def _place(file: str, line: int) -> str:
    return say("place", file=file, line=line)


@cache
def _abolished() -> Mapping[str, str]:
    """Return the codes that a decision abolished, with its name."""
    items = yaml.safe_load(_ABOLISHED.read_text(encoding="utf-8"))
    return {code: item["decision"] for item in items for code in item["codes"]}
