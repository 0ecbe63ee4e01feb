"""Ties each guide to the entry that it belongs to, so that the search never lets the two compete."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from knowledge.content_schema import Draft


def with_guide_groups(drafts: Iterable[Draft]) -> list[Draft]:
    """Give a guide the group of its home, making one where the home has none: the guide is the rarer variant."""
    kept = list(drafts)
    homes = {draft.entry.guide.entries[0] for draft in kept if draft.entry.guide and draft.entry.guide.entries}
    groups = {draft.entry.id: draft.entry.group or draft.entry.id for draft in kept if draft.entry.id in homes}
    return [_grouped(draft, groups) for draft in kept]


def _grouped(draft: Draft, groups: dict[str, str]) -> Draft:
    entry = draft.entry
    home = entry.guide.entries[0] if entry.guide and entry.guide.entries else entry.id
    if home not in groups:
        return draft
    return replace(draft, entry=replace(entry, group=groups[home]))
