"""Residents' words for imported procedures: short titles, aliases and popularity by national code, from overlays/."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from knowledge.fast_yaml import FastLoader
from knowledge.model import Entry
from knowledge.search.embedder import Floats
from knowledge.store import KnowledgeStore

OVERLAYS = Path(__file__).with_name("overlays")


class OverlayError(ValueError):
    """An overlay file cannot be used; the text names file and code."""


@dataclass(frozen=True)
class Overlay:
    """What is laid over the imported record of one code; unused when the code is not loaded."""

    short_title: str
    aliases: tuple[str, ...]
    popularity: int
    group: str | None

    def over(self, entry: Entry) -> Entry:
        """Return the record in residents' words; what the portal says about it stays as it is."""
        return replace(
            entry,
            short_title=self.short_title,
            aliases=self.aliases,
            popularity=self.popularity,
            group=self.group or entry.group,
        )


def load_overlays(folder: Path = OVERLAYS) -> dict[str, Overlay]:
    """Return the overlays by code. Raises OverlayError for a broken file or a code that is there twice."""
    overlays: dict[str, Overlay] = {}
    for path in sorted(folder.glob("*.yml")):
        try:
            rows = yaml.load(path.read_text(encoding="utf-8"), Loader=FastLoader)  # noqa: S506 - a safe loader
        except yaml.YAMLError as error:
            raise OverlayError(f"{path.name}: {error}") from None
        for row in rows or ():
            code, overlay = _read(path.name, row)
            if code in overlays:
                raise OverlayError(f"{path.name}: {code} is there twice")
            overlays[code] = overlay
    return overlays


def _read(name: str, row: Any) -> tuple[str, Overlay]:
    try:
        return str(row["code"]), Overlay(
            row["short_title"], tuple(row["aliases"]), int(row["popularity"]), row.get("group")
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise OverlayError(f"{name}: not an overlay ({error}): {str(row)[:80]}") from None


class OverlaidStore:
    """The knowledge store as the search sees it: imported records carry their overlay."""

    def __init__(self, store: KnowledgeStore, overlays: Mapping[str, Overlay]) -> None:
        self._store = store
        self._overlays = overlays

    def changed_since(self, revision: int) -> tuple[int, list[Entry], list[str]]:
        """Return what KnowledgeStore.changed_since returns, with the overlays laid over."""
        now, changed, gone = self._store.changed_since(revision)
        return now, [self._laid(entry) for entry in changed], gone

    def vectors(self, model: str, hashes: Iterable[str]) -> Mapping[str, Floats]:
        """Return cached vectors by text hash."""
        return self._store.vectors(model, hashes)

    def save_vectors(self, model: str, by_hash: Mapping[str, Floats]) -> None:
        """Cache vectors by text hash."""
        self._store.save_vectors(model, by_hash)

    def _laid(self, entry: Entry) -> Entry:
        if entry.origin != "imported":
            return entry
        found = next((self._overlays[code] for code in entry.codes if code in self._overlays), None)
        return found.over(entry) if found else entry
