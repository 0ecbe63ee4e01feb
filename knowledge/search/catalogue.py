"""Which published entries can be found, and which imported record a curated entry speaks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from knowledge.model import Entry
from knowledge.search.words import split


@dataclass(frozen=True)
class Catalogue:
    """All published entries, by id, and who carries each national code."""

    entries: Mapping[str, Entry]
    holders: Mapping[str, frozenset[str]]
    """Ids of the entries that carry a code."""
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Ids of the entries that have a title or alias, by its bare words."""

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Catalogue:
        """Gather entries; a later one replaces an earlier one of the same id."""
        empty = cls({}, {})
        return empty.replaced(entries, ())[0]

    def replaced(self, changed: Iterable[Entry], gone: Iterable[str]) -> tuple[Catalogue, frozenset[str]]:
        """Return the catalogue after a publication, and the ids whose place in the index it touches."""
        entries = dict(self.entries)
        holders = dict(self.holders)
        names = dict(self.names)
        touched: set[str] = set()
        fresh = {entry.id: entry for entry in changed}
        for entry_id in {*fresh, *gone}:
            old = entries.pop(entry_id, None)
            new = fresh.get(entry_id)
            touched.add(entry_id)
            for code in old.codes if old else ():
                touched |= holders[code]
                holders[code] -= {entry_id}
            for name in bare_names(old) if old else ():
                names[name] -= {entry_id}
            for name in bare_names(new) if new else ():
                names[name] = names.get(name, frozenset()) | {entry_id}
            if new:
                entries[entry_id] = new
            for code in new.codes if new else ():
                holders[code] = holders.get(code, frozenset()) | {entry_id}
                touched |= holders[code]
        return Catalogue(entries, holders, names), frozenset(touched)

    def speaker(self, entry: Entry) -> Entry:
        """Return the curated entry that speaks for an imported record, else the entry itself."""
        if entry.origin == "curated":
            return entry
        carriers = (self.entries[one] for code in entry.codes for one in self.holders[code])
        curated = [one for one in carriers if one.origin == "curated"]
        return min(curated, key=lambda one: (-one.popularity, one.id), default=entry)

    def found_as(self, entry_id: str) -> tuple[Entry, tuple[Entry, ...]] | None:
        """Return an entry with the records it absorbs; None when it is gone, absorbed itself, or an office."""
        entry = self.entries.get(entry_id)
        if entry is None or entry.kind == "office" or self.speaker(entry) is not entry:
            return None
        if entry.origin == "imported":
            return entry, ()
        others = sorted({one for code in entry.codes for one in self.holders[code]} - {entry_id})
        return entry, tuple(self.entries[one] for one in others if self.speaker(self.entries[one]) is entry)

    def called(self, text: str) -> str | None:
        """Return the entry of which the text is a title or alias, word for word; None: no entry, or several."""
        entries = (self.entries[one] for one in self.names.get(bare(text), ()))
        speakers = {self.speaker(entry).id for entry in entries}
        return speakers.pop() if len(speakers) == 1 else None

    def findable(self) -> Iterator[tuple[Entry, tuple[Entry, ...]]]:
        """Yield every entry that can be found, with the records it absorbs."""
        for entry_id in self.entries:
            found = self.found_as(entry_id)
            if found:
                yield found


def bare(text: str) -> str:
    """Return the words of a name without marks, case and punctuation."""
    return " ".join(word.folded for word in split(text))


def bare_names(entry: Entry) -> frozenset[str]:
    """Return the bare words of everything an entry is called; an office is looked up by its place, never by name."""
    if entry.kind == "office":
        return frozenset()
    return frozenset(bare(name) for name in (entry.title, entry.short_title, *entry.aliases)) - {""}
