"""What the knowledge says to an evaluation of the bot: values, reasons and samples, read past the running bot."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

import yaml

from knowledge.answer import is_served
from knowledge.entry_values import Checked, check_numbers, entry_values
from knowledge.library import Library, open_library
from knowledge.merge import Pair, pair
from knowledge.overlay import OverlaidStore, load_overlays
from knowledge.store import KnowledgeStore


@dataclass(frozen=True)
class Sampled:
    """One aspect of one published entry, with a question for it."""

    entry: str
    aspect: str
    text: str


class Witness:
    """Reads the knowledge database once, at the first use. Every method raises KnowledgeError."""

    def __init__(self, store: KnowledgeStore, embedder: str, day: date) -> None:
        self._store = store
        self._embedder = embedder
        self._day = day

    def read(self) -> None:
        """Read the knowledge now, so that a database that cannot be read is told before the first question."""
        _ = self._pairs

    def numbers(self, entry_id: str, aspect: str, text: str) -> Checked | None:
        """Hold what was said against the entry's own fields; None: the entry is not published here."""
        found = self._pairs.get(entry_id)
        return check_numbers(found.entry, found.records, aspect, self._day, text) if found else None

    def why(self, text: str, in_hand: str | None) -> tuple[str, ...]:
        """Return the search's reasons for a question, as `congdanso ask --why` shows them."""
        found = self._library.search(text, in_hand)
        head = f"band: {found.band}, margin {found.margin:.2f}, agreement {found.agreement:.2f}"
        hits = (f"{hit.score:.3f}  {hit.entry_id}  [{hit.alias or ''}] {' '.join(hit.words)}" for hit in found.hits[:5])
        return (head, *found.why, *hits)

    def sample(self, count: int, seed: int) -> list[Sampled]:
        """Return so many aspects that state a value, each with a question, the same for the same seed."""
        pool = [
            Sampled(one.entry.id, aspect, form.format(title=one.entry.short_title))
            for one in self._pairs.values()
            if is_served(one.entry, self._day)
            for aspect, form in _forms().items()
            if entry_values(one.entry, one.records, aspect, self._day)
        ]
        return random.Random(seed).sample(pool, min(count, len(pool)))  # noqa: S311 - a sample, no secret

    def close(self) -> None:
        """Stop what the search does in the background."""
        if "_library" in self.__dict__:
            self._library.close()

    @cached_property
    def _pairs(self) -> dict[str, Pair]:
        _, entries, _ = OverlaidStore(self._store, load_overlays()).changed_since(-1)
        return {item.entry.id: item for item in pair(entries)}

    @cached_property
    def _library(self) -> Library:
        return open_library(self._store, self._embedder)


@cache
def _forms() -> dict[str, str]:
    path = Path(__file__).with_name("witness.vi.yml")
    forms: dict[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return forms
