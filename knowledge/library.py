"""The published knowledge in memory, for a process that answers: find, look up, stay fresh."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.lexicon_file import load_lexicon
from knowledge.model import Entry
from knowledge.overlay import OverlaidStore, load_overlays
from knowledge.search.embedder import Embedder, Floats, load_embedder
from knowledge.search.live import POLL_SECONDS, LiveIndex
from knowledge.search.result import SearchResult
from knowledge.search.vectors import BATCH, text_hash
from knowledge.store import KnowledgeStore


class Library:
    """Safe to share between threads; sees a publication within a second."""

    def __init__(self, live: LiveIndex) -> None:
        """Start watching for publications, so that also the first question after one finds it."""
        self._live = live
        self._guided_by: tuple[object, Mapping[str, Sequence[Entry]]] = (None, {})
        self._closed = threading.Event()
        threading.Thread(target=self._watch, name="library", daemon=True).start()

    def _watch(self) -> None:
        while not self._closed.wait(POLL_SECONDS):
            self._live.refresh_if_due()

    def search(self, text: str, in_hand: str | None = None) -> SearchResult:
        """Find what a message is about; `in_hand` is the entry that the conversation was last about."""
        return self._live.search(text, in_hand=in_hand)

    def entry(self, entry_id: str) -> Entry | None:
        """Return the published version of an entry; None: there is none, or a curated entry speaks for it."""
        found = self._live.index.catalogue.found_as(entry_id)
        return found[0] if found else None

    def records(self, entry_id: str) -> Sequence[Entry]:
        """Return the imported records that stand behind an entry."""
        found = self._live.index.catalogue.found_as(entry_id)
        return found[1] if found else ()

    def office(self, entry_id: str) -> Entry | None:
        """Return the published version of an office, which no search finds (knowledge.places.office_kinds)."""
        found = self._live.index.catalogue.entries.get(entry_id)
        return found if found is not None and found.kind == "office" else None

    def guides_for(self, entry_id: str) -> Sequence[Entry]:
        """Return the guides that an answer about this entry offers."""
        catalogue = self._live.index.catalogue
        if catalogue is not self._guided_by[0]:
            found: dict[str, list[Entry]] = {}
            for entry in sorted(catalogue.entries.values(), key=lambda one: one.id):
                for home in entry.guide.entries if entry.guide else ():
                    found.setdefault(home, []).append(entry)
            self._guided_by = (catalogue, found)
        return self._guided_by[1].get(entry_id, ())

    def close(self) -> None:
        """Stop the work in the background."""
        self._closed.set()
        self._live.close()


def open_library(store: KnowledgeStore, embedder: str) -> Library:
    """Read everything published; `embedder` is the setting of that name.

    Raises KnowledgeError, EmbedderError, OverlayError.
    """
    overlaid = OverlaidStore(store, load_overlays())
    return Library(LiveIndex(overlaid, load_embedder(embedder), lexicon=load_lexicon()))


def embed_titles(
    store: KnowledgeStore, embedder: str, entries: Iterable[Entry], advance: Callable[[int, int], None]
) -> None:
    """Compute and keep the vectors of these entries' titles, before they are published.

    A bot that is running then finds them ready, instead of spending its processor on them. Raises EmbedderError.
    """
    model = load_embedder(embedder)
    if model is None:
        return
    titles = {text_hash(entry.title): entry.title for entry in entries}
    missing = list(titles.items() - {(key, titles[key]) for key in store.vectors(model.name, titles)})
    for start in range(0, len(missing), BATCH):
        store.save_vectors(model.name, _embedded(model, dict(missing[start : start + BATCH])))
        advance(min(start + BATCH, len(missing)), len(missing))


def _embedded(model: Embedder, titles: Mapping[str, str]) -> dict[str, Floats]:
    return dict(zip(titles, model.passages(list(titles.values())), strict=True))
