"""How the live index follows the store."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pytest

from knowledge.errors import KnowledgeError, StoreBusyError
from knowledge.model import Entry
from knowledge.search.embedder import Floats
from knowledge.search.live import AT_ONCE, LiveIndex
from tests.unit.knowledge.search.library import RECORDS, record


class FakeStore:
    """Publications in memory."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.log: list[tuple[int, Entry | str]] = [(1, entry) for entry in entries]
        self.revision = 1
        self.asked = 0
        self.broken = False
        self.cache: dict[str, Floats] = {}

    def publish(self, *items: Entry | str) -> None:
        """Publish entries, retire ids."""
        self.revision += 1
        self.log += [(self.revision, item) for item in items]

    def changed_since(self, revision: int) -> tuple[int, list[Entry], list[str]]:
        self.asked += 1
        if self.broken:
            raise StoreBusyError("busy")
        since = revision if revision <= self.revision else -1
        newest = {item if isinstance(item, str) else item.id: item for number, item in self.log if number > since}
        changed = [item for item in newest.values() if isinstance(item, Entry)]
        return self.revision, changed, [item for item in newest.values() if isinstance(item, str)]

    def vectors(self, model: str, hashes: Iterable[str]) -> Mapping[str, Floats]:
        return {key: self.cache[key] for key in hashes if key in self.cache}

    def save_vectors(self, model: str, by_hash: Mapping[str, Floats]) -> None:
        self.cache |= by_hash


class FakeClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class FakeEmbedder:
    """Vectors by length of text, and a count of what was computed."""

    name = "fake"

    def __init__(self) -> None:
        self.computed: list[str] = []

    def query(self, text: str) -> Floats:
        return np.array([1.0, 0.0], np.float32)

    def passages(self, texts: Sequence[str]) -> Floats:
        self.computed += texts
        return np.array([[1.0, len(text)] for text in texts], np.float32)


def test_publication_is_found_after_one_second() -> None:
    """A published entry is found at the first question after the next poll."""
    store, clock = FakeStore(RECORDS), FakeClock()
    live = LiveIndex(store, clock=clock)
    store.publish(record("9.000060", "Nuôi ong lấy mật"))
    clock.now += 1.1
    assert live.search("nuôi ong lấy mật").hits[0].entry_id == "tthc-9.000060"


def test_store_is_asked_at_most_once_a_second() -> None:
    """Questions in the same second do not ask the store again."""
    store, clock = FakeStore(RECORDS), FakeClock()
    live = LiveIndex(store, clock=clock)
    clock.now += 1.1
    for _ in range(5):
        live.search("tách hộ")
    assert store.asked == 2


def test_retired_entry_is_no_longer_found() -> None:
    """What was taken out of the answers leaves the search too."""
    store, clock = FakeStore(RECORDS), FakeClock()
    live = LiveIndex(store, clock=clock)
    store.publish("tthc-9.000013")
    clock.now += 1.1
    assert all(hit.entry_id != "tthc-9.000013" for hit in live.search("tách hộ").hits)


def test_store_that_cannot_be_read_leaves_the_index_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    """A busy database costs no answer; the next poll catches up."""
    store, clock = FakeStore(RECORDS), FakeClock()
    live = LiveIndex(store, clock=clock)
    store.publish(record("9.000060", "Nuôi ong lấy mật"))
    store.broken = True
    clock.now += 1.1
    assert live.search("tách hộ").band == "answer"
    assert "busy" in caplog.text
    store.broken = False
    clock.now += 1.1
    assert live.search("nuôi ong lấy mật").hits[0].entry_id == "tthc-9.000060"


def test_store_that_cannot_be_read_at_the_start_is_an_error() -> None:
    """Starting with nothing would look like knowing nothing."""
    store = FakeStore(RECORDS)
    store.broken = True
    with pytest.raises(KnowledgeError):
        LiveIndex(store)


def test_another_database_is_read_anew() -> None:
    """A lower revision means a restored backup: what it does not have is forgotten."""
    store, clock = FakeStore(RECORDS), FakeClock()
    store.revision = 7
    live = LiveIndex(store, clock=clock)
    store.log, store.revision = [(1, RECORDS[0])], 1
    clock.now += 1.1
    assert [hit.entry_id for hit in live.search("khai sinh").hits] == ["tthc-9.000001"]
    assert live.search("tách hộ").band == "unknown"


def test_large_publication_does_not_make_a_question_wait() -> None:
    """An import is indexed in the background; questions are answered from the old index meanwhile."""
    store, clock = FakeStore(RECORDS), FakeClock()
    live = LiveIndex(store, clock=clock)
    store.publish(*(record(f"9.1{number:05d}", f"Trồng cây số {number}") for number in range(AT_ONCE + 1)))
    clock.now += 1.1
    assert live.search("tách hộ").band == "answer"
    for thread in threading.enumerate():
        if thread.name == "search-index":
            thread.join()
    assert live.search("trồng cây số 7").hits[0].entry_id.startswith("tthc-9.1")


def test_vectors_are_computed_once_and_kept() -> None:
    """The second process finds the first one's vectors in the store."""
    store = FakeStore(RECORDS)
    first, second = FakeEmbedder(), FakeEmbedder()
    LiveIndex(store, first).wait_for_vectors()
    live = LiveIndex(store, second)
    live.wait_for_vectors()
    assert len(set(first.computed)) == len({entry.title for entry in RECORDS})
    assert second.computed == []
    assert live.index.meanings.is_ready


def test_search_works_before_the_vectors_are_there() -> None:
    """Words alone answer from the first second."""
    live = LiveIndex(FakeStore(RECORDS), FakeEmbedder())
    assert live.search("tách hộ").band == "answer"
    live.close()


def test_closed_index_still_answers() -> None:
    """Closing stops the background work, not the search."""
    live = LiveIndex(FakeStore(RECORDS), FakeEmbedder())
    live.close()
    assert live.search("tách hộ").band == "answer"
