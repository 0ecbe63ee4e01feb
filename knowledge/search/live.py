"""Keeps a search index fresh: sees every publication within a second and never makes a question wait for a rebuild."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from bot.text import Lexicon
from knowledge.errors import KnowledgeError
from knowledge.model import Entry
from knowledge.search.embedder import Embedder, Floats
from knowledge.search.index import SearchIndex
from knowledge.search.meaning import Meanings
from knowledge.search.result import SearchResult
from knowledge.search.vectors import VectorFiller

POLL_SECONDS = 1.0
AT_ONCE = 200
"""Up to so many changed entries are indexed while a question waits (milliseconds); more in the background."""

logger = logging.getLogger(__name__)


class Store(Protocol):
    """What the live index asks of the knowledge store."""

    def changed_since(self, revision: int) -> tuple[int, list[Entry], list[str]]:
        """Return the revision now, what was published since that one, and the ids that are gone."""
        ...

    def vectors(self, model: str, hashes: Iterable[str]) -> Mapping[str, Floats]:
        """Return cached vectors by text hash."""
        ...

    def save_vectors(self, model: str, by_hash: Mapping[str, Floats]) -> None:
        """Cache vectors by text hash."""
        ...


class LiveIndex:
    """Safe to share between threads. Answers from the last complete index while the next one is made."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder | None = None,
        *,
        lexicon: Lexicon | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Read everything published. Raises KnowledgeError when the store cannot be read."""
        self._store = store
        self._clock = clock
        self._turn = threading.Lock()
        """Held by whoever changes the index; a question that finds it taken uses the index as it is."""
        self._revision, entries, _ = store.changed_since(-1)
        self._next_poll = clock() + POLL_SECONDS
        self._index = SearchIndex.build(entries, lexicon=lexicon)
        self._filler = VectorFiller(store, embedder) if embedder else None
        self._fill_vectors()

    @property
    def index(self) -> SearchIndex:
        """The index of this moment."""
        return self._index

    def search(self, text: str, limit: int = 10, in_hand: str | None = None) -> SearchResult:
        """Search what is published now; see SearchIndex.search."""
        self.refresh_if_due()
        return self._index.search(text, limit, in_hand)

    def refresh_if_due(self) -> None:
        """Ask the store for news, at most once a second. A store that cannot be read leaves the index as it is."""
        if self._clock() < self._next_poll or not self._turn.acquire(blocking=False):
            return
        self._next_poll = self._clock() + POLL_SECONDS
        try:
            revision, changed, gone = self._store.changed_since(self._revision)
        except KnowledgeError as error:
            logger.warning("search keeps the entries it has: %s", error)
            self._turn.release()
            return
        if revision == self._revision:
            self._turn.release()
        elif len(changed) + len(gone) <= AT_ONCE:
            self._take(revision, changed, gone)
        else:
            threading.Thread(
                target=self._take, args=(revision, changed, gone), name="search-index", daemon=True
            ).start()

    def _take(self, revision: int, changed: list[Entry], gone: list[str]) -> None:
        try:
            another_database = revision < self._revision
            if another_database:
                gone = list(self._index.catalogue.entries)  # those in `changed` come back
            self._index = self._index.updated(changed, gone)
            self._revision = revision
        finally:
            self._turn.release()
        self._fill_vectors()

    def _fill_vectors(self) -> None:
        if self._filler:
            found = self._index.catalogue.findable()  # walked through by the filler's thread, not by the question's
            self._filler.start((entry for entry, _ in found), self._use_vectors)

    def _use_vectors(self, meanings: Meanings) -> None:
        with self._turn:
            self._index = replace(self._index, meanings=meanings)

    def wait_for_vectors(self) -> None:
        """Wait until every entry has its vector; returns at once without a model."""
        if self._filler:
            self._filler.wait()

    def close(self) -> None:
        """Stop computing vectors."""
        if self._filler:
            self._filler.stop()
