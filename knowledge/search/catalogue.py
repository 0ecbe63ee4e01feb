"""Which published entries can be found, and which imported record a curated entry speaks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge.model import Entry


@dataclass(frozen=True)
class Catalogue:
    """All published entries, by id, and who carries each national code."""

    entries: Mapping[str, Entry]
    holders: Mapping[str, frozenset[str]]
    """Ids of the entries that carry a code."""

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Catalogue:
        """Gather entries; a later one replaces an earlier one of the same id."""
        empty = cls({}, {})
        return empty.replaced(entries, ())[0]

    def replaced(self, changed: Iterable[Entry], gone: Iterable[str]) -> tuple[Catalogue, frozenset[str]]:
        """Return the catalogue after a publication, and the ids whose place in the index it touches."""
        entries = dict(self.entries)
        holders = dict(self.holders)
        touched: set[str] = set()
        fresh = {entry.id: entry for entry in changed}
        for entry_id in {*fresh, *gone}:
            old = entries.pop(entry_id, None)
            new = fresh.get(entry_id)
            touched.add(entry_id)
            for code in old.codes if old else ():
                touched |= holders[code]
                holders[code] -= {entry_id}
            if new:
                entries[entry_id] = new
            for code in new.codes if new else ():
                holders[code] = holders.get(code, frozenset()) | {entry_id}
                touched |= holders[code]
        return Catalogue(entries, holders), frozenset(touched)

    def speaker(self, entry: Entry) -> Entry:
        """Return the curated entry that speaks for an imported record, else the entry itself."""
        if entry.origin == "curated":
            return entry
        carriers = (self.entries[one] for code in entry.codes for one in self.holders[code])
        curated = [one for one in carriers if one.origin == "curated"]
        return min(curated, key=lambda one: (-one.popularity, one.id), default=entry)

    def found_as(self, entry_id: str) -> tuple[Entry, tuple[Entry, ...]] | None:
        """Return an entry with the records it absorbs; None when it is gone or absorbed itself."""
        entry = self.entries.get(entry_id)
        if entry is None or self.speaker(entry) is not entry:
            return None
        if entry.origin == "imported":
            return entry, ()
        others = sorted({one for code in entry.codes for one in self.holders[code]} - {entry_id})
        return entry, tuple(self.entries[one] for one in others if self.speaker(self.entries[one]) is entry)

    def findable(self) -> Iterator[tuple[Entry, tuple[Entry, ...]]]:
        """Yield every entry that can be found, with the records it absorbs."""
        for entry_id in self.entries:
            found = self.found_as(entry_id)
            if found:
                yield found
