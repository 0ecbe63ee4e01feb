"""A locked, full or torn database: nothing is acknowledged that is not stored, and nobody waits long."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from bot.database import make_engine
from channels.errors import JournalUnavailable
from channels.journal import Journal
from tests.fakes.rasa import FakeRasa, say
from tests.fakes.web_process import Chat, serve, settings_for, wait_until


@contextmanager
def locked(var: Path) -> Iterator[None]:
    """Hold the journal's write lock, as a backup or a stuck process would."""
    with closing(sqlite3.connect(var / "journal.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def texts(var: Path) -> list[str]:
    with closing(sqlite3.connect(var / "journal.db")) as reader:
        return [row[0] for row in reader.execute("SELECT text FROM inbox ORDER BY number")]


def test_locked_database_is_said_fast_and_nothing_is_stored(chat: Chat, tmp_path: Path) -> None:
    """F4: while another process holds the lock, every sender is told within three seconds, however many they are."""
    conversation = chat.ask("trước")["conversation"]

    def post(number: int) -> tuple[int, float]:
        begin = time.monotonic()
        with httpx.Client(base_url=chat.url, trust_env=False, timeout=30) as client:
            response = client.post("/api/v1/chat", json={"text": f"lúc khóa {number}"})
        assert response.headers.get("retry-after")
        return response.status_code, time.monotonic() - begin

    with locked(tmp_path):
        with ThreadPoolExecutor(12) as senders:
            found = list(senders.map(post, range(12)))
        assert {status for status, _ in found} == {503}
        assert max(seconds for _, seconds in found) < 3.5  # 3 s of ours and room for a busy test machine
        assert len(chat.history(conversation)) == 1  # reading goes on
    assert texts(tmp_path) == ["trước"]
    assert chat.ask("sau")["outcome"]["code"] == "answered"


def test_answer_waits_for_a_lock_that_passes(chat: Chat, rasa: FakeRasa, tmp_path: Path) -> None:
    """A lock that comes while Rasa is answering costs time, never the answer; Rasa is asked once."""
    rasa.script = lambda turn: say("xong", delay=0.5)
    answers: list[dict[str, object]] = []
    asking = threading.Thread(target=lambda: answers.append(chat.ask("lệ phí?")))
    asking.start()
    wait_until(lambda: len(rasa.turns) == 1)
    with locked(tmp_path):
        time.sleep(3.0)
    asking.join()
    assert answers[0]["outcome"]["code"] == "answered"  # type: ignore[index]
    assert len(rasa.turns) == 1


@contextmanager
def pages_limited() -> Iterator[dict[str, int]]:
    """Let every database of this process grow to so many pages only, as on a full disk."""
    limit = {"pages": 1_000_000}

    def apply(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
        connection.execute(f"PRAGMA max_page_count={limit['pages']}")

    event.listen(Pool, "checkout", apply)
    yield limit
    event.remove(Pool, "checkout", apply)


def test_full_database_never_says_yes_without_a_row(rasa: FakeRasa, tmp_path: Path) -> None:
    """F5: on a full disk every 200 has its row, the others get 503, reading goes on, and space heals it."""
    with pages_limited() as limit, serve(settings_for(tmp_path, rasa.port)) as chat:
        conversation = chat.ask("trước")["conversation"]
        limit["pages"] = 1  # SQLite then takes the present size
        said = [f"câu {number} " + "dài " * 200 for number in range(60)]
        statuses = [chat.post(text=text).status_code for text in said]
        assert set(statuses) <= {200, 503}
        assert statuses[-1] == 503
        stored = [text for text in texts(tmp_path) if text != "trước"]
        acknowledged = [text.strip() for text, status in zip(said, statuses, strict=True) if status == 200]
        assert set(acknowledged) <= set(stored)
        assert len(chat.history(conversation)) == 1
        assert chat.http.get("/healthz").status_code == 200
        limit["pages"] = 1_000_000
        assert chat.ask("sau")["outcome"]["code"] == "answered"


def test_unreachable_database_is_said_and_not_ready(rasa: FakeRasa, tmp_path: Path) -> None:
    """A journal that is no database any more is 503 everywhere, never a 500."""
    with serve(settings_for(tmp_path, rasa.port)) as chat:
        conversation = chat.ask("trước")["conversation"]
        for path in tmp_path.glob("journal.db*"):
            path.write_bytes(b"no database at all" * 1000)
        assert chat.post(text="nữa").status_code == 503
        assert chat.http.get(f"/api/v1/chat/{conversation}").status_code == 503
        assert chat.http.delete(f"/api/v1/chat/{conversation}").status_code == 503
        assert chat.http.get("/metrics").status_code == 503
        assert "journal" in chat.http.get("/readyz").json()["missing"]


@pytest.fixture
def log_never_folded() -> Iterator[None]:
    """Keep SQLite from folding its log into the database: a copy of two files is then one moment in time."""

    def apply(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
        connection.execute("PRAGMA wal_autocheckpoint=0")

    event.listen(Pool, "checkout", apply)
    yield
    event.remove(Pool, "checkout", apply)


@pytest.mark.usefixtures("log_never_folded")
def test_copy_taken_in_the_middle_of_writing_is_whole(chat: Chat, tmp_path: Path) -> None:
    """F6: files copied while messages are stored open without damage and hold every message acknowledged before."""
    stop = threading.Event()

    def keep_posting() -> None:
        with httpx.Client(base_url=chat.url, trust_env=False, timeout=30) as client:
            while not stop.is_set():
                client.post("/api/v1/chat", json={"text": "câu hỏi"})

    posting = threading.Thread(target=keep_posting)
    posting.start()
    try:
        for round_number in range(5):
            chat.ask(f"đã nhận {round_number}")
            copy = tmp_path / f"copy-{round_number}"
            copy.mkdir()
            for name in ("journal.db", "journal.db-wal"):  # the database first: its log only grows meanwhile
                shutil.copy(tmp_path / name, copy / name)
            assert acknowledged_in(copy) == [f"đã nhận {number}" for number in range(round_number + 1)]
    finally:
        stop.set()
        posting.join()


def acknowledged_in(copy: Path) -> list[str]:
    with closing(sqlite3.connect(copy / "journal.db")) as reader:
        assert reader.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = reader.execute("SELECT text FROM inbox WHERE text LIKE 'đã nhận%' ORDER BY number")
        return [row[0] for row in found]


def test_journal_that_cannot_be_made_stops_the_start(tmp_path: Path) -> None:
    """A process that could store nothing says so at its start, in one line without anybody's data."""
    (tmp_path / "journal.db").write_bytes(b"no database at all" * 1000)
    with pytest.raises(JournalUnavailable, match="SQLITE_NOTADB"):
        Journal(make_engine(f"sqlite:///{tmp_path / 'journal.db'}")).migrate()
