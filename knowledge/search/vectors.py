"""Computes missing title vectors in the background and keeps them in the store, so that each is computed once."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import Protocol

from knowledge.errors import KnowledgeError
from knowledge.model import Entry
from knowledge.search.embedder import Embedder, Floats
from knowledge.search.meaning import Meanings

BATCH = 8
"""Titles computed in one go, about 0.3 s: between two batches a waiting question gets the processor."""
SHOW_EVERY = 50
"""Batches after which what is there is put to use, and the operator is told how far it is."""

logger = logging.getLogger(__name__)


class VectorStore(Protocol):
    """Where vectors are kept between runs, by the hash of the text."""

    def vectors(self, model: str, hashes: Iterable[str]) -> Mapping[str, Floats]:
        """Return the vectors that are there."""
        ...

    def save_vectors(self, model: str, by_hash: Mapping[str, Floats]) -> None:
        """Keep vectors."""
        ...


class VectorFiller:
    """One background thread at a time; starting again replaces the work in progress."""

    def __init__(self, store: VectorStore, embedder: Embedder) -> None:
        self._store = store
        self._embedder = embedder
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._at_hand: Mapping[str, Floats] = {}
        """The vectors in use, by text hash: after a publication only those of new titles are fetched or computed."""

    def start(self, entries: Iterable[Entry], use: Callable[[Meanings], None]) -> None:
        """Fetch or compute the vectors of these entries' titles and hand them over, at the end and on the way."""
        self.stop()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._fill, args=(entries, use, self._stop), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop before the next batch; do not wait for it."""
        self._stop.set()

    def wait(self) -> None:
        """Wait until all vectors are there."""
        if self._thread:
            self._thread.join()

    def _fill(self, entries: Iterable[Entry], use: Callable[[Meanings], None], stop: threading.Event) -> None:
        try:
            self._compute(list(entries), use, stop)
        except KnowledgeError as error:
            logger.warning("search goes on without new vectors: %s", error)

    def _compute(self, entries: Sequence[Entry], use: Callable[[Meanings], None], stop: threading.Event) -> None:
        hash_of = {entry.id: text_hash(entry.title) for entry in entries}
        known = self._known(set(hash_of.values()))
        missing = {hash_of[entry.id]: entry.title for entry in _asked_first(entries) if hash_of[entry.id] not in known}
        todo = list(missing.items())
        for number, start in enumerate(range(0, len(todo), BATCH)):
            if stop.is_set():
                return
            if number % SHOW_EVERY == 0:
                logger.info("embedding titles: %d of %d", start, len(todo))
                use(self._meanings(hash_of, known))
            batch = dict(todo[start : start + BATCH])
            fresh = dict(zip(batch, self._embedder.passages(list(batch.values())), strict=True))
            self._store.save_vectors(self._embedder.name, fresh)
            known |= fresh
        if not stop.is_set():
            use(self._meanings(hash_of, known))
        if todo:
            logger.info("embedding titles: all %d done", len(todo))

    def _known(self, hashes: Set[str]) -> dict[str, Floats]:
        """Return the vectors that need no computing, from memory first, then from the store."""
        at_hand = {key: vector for key, vector in self._at_hand.items() if key in hashes}
        return at_hand | dict(self._store.vectors(self._embedder.name, hashes - at_hand.keys()))

    def _meanings(self, hash_of: Mapping[str, str], known: Mapping[str, Floats]) -> Meanings:
        meanings = Meanings.of(self._embedder, {one: known[key] for one, key in hash_of.items() if key in known})
        # rows of the matrix in use, not copies: a hundred thousand vectors are 150 MB
        self._at_hand = {hash_of[one]: meanings.matrix[place] for one, place in meanings.places.items()}
        return meanings


def text_hash(text: str) -> str:
    """Return the key under which a text's vector is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def _asked_first(entries: Sequence[Entry]) -> list[Entry]:
    """Sort so that what residents ask often has its vector first."""
    return sorted(entries, key=lambda entry: (entry.origin != "curated", -entry.popularity, len(entry.title)))
