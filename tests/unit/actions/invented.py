"""An invented library for tests of actions: a few entries, and a search that finds what the test says."""

from __future__ import annotations

from typing import Any

from actions.base import Turn
from knowledge.model import AspectText, Entry, Source
from knowledge.search.result import Hit, SearchResult

TURN = Turn(text="x", intent="ask_fee", chosen_entry=None, entry=None, previous_entry=None, aspect=None)


def entry(name: str, **fields: Any) -> Entry:
    """Return an invented entry."""
    fields = {"title": name, "short_title": f"Việc {name}", **fields}
    return Entry(
        id=name, kind="procedure", origin="curated", checked_on="2026-11-20",
        answer=(AspectText("Ba dòng."),), aspects={"fee": (AspectText("5.000đ."),), "time": (AspectText("1 ngày."),)},
        sources=(Source("Nguồn thử"),), **fields,
    )  # fmt: skip


def found(band: Any, *ids: str, aspect_only: bool = False, **fields: Any) -> SearchResult:
    """Return a search result with these hits."""
    hits = tuple(Hit(name, 0.9 - n / 10, 0.9, None, None, ()) for n, name in enumerate(ids))
    values = {"margin": 0.5, "agreement": 1.0, "why": (), "empty_of_procedure": aspect_only, **fields}
    return SearchResult(hits, band=band, **values)


class ScriptedLibrary:
    """Three entries; `found` is what every search finds, except for the texts of `by_text`."""

    def __init__(self) -> None:
        self.entries = {name: entry(name, codes=(f"9.00000{n}",)) for n, name in enumerate(("a", "b", "c"), 1)}
        self.found = found("unknown")
        self.by_text: dict[str, SearchResult] = {}
        self.searched: list[str] = []

    def entry(self, entry_id: str) -> Entry | None:
        """Return the entry."""
        return self.entries.get(entry_id)

    def records(self, entry_id: str) -> tuple[Entry, ...]:
        """There are no imported records."""
        return ()

    def search(self, query: str, in_hand: str | None = None) -> SearchResult:
        """Find what the test says."""
        self.searched.append(query)
        return self.by_text.get(query, self.found)
