"""The web process killed at any moment: what was acknowledged is there, each message has one outcome."""

from __future__ import annotations

import os
import random
import sqlite3
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.fakes.rasa import FakeRasa, say
from tests.fakes.web_process import WebProcess, wait_until

KILLS = int(os.environ.get("CONGDANSO_TEST_KILLS", "3"))
"""How often; the nightly run asks for more."""
LEASE = 20.0
"""Seconds after which a turn of a dead process is taken over, with room for a busy machine."""


@pytest.fixture
def web(rasa: FakeRasa, tmp_path: Path) -> Iterator[WebProcess]:
    process = WebProcess(tmp_path, rasa.port)
    process.start()
    yield process
    process.kill()


def test_turn_in_work_when_killed_gets_one_outcome(web: WebProcess, rasa: FakeRasa) -> None:
    """R2: killed while Rasa is answering, started again: the page finds exactly one answer when it reloads."""
    conversation = web.chat.ask("xin chào")["conversation"]
    rasa.script = lambda turn: say("xong", delay=1.0)
    asking = threading.Thread(target=ask_and_ignore, args=(web.chat.url, conversation))
    asking.start()
    wait_until(lambda: len(rasa.turns) == 2)
    web.kill()
    asking.join()
    web.start()
    wait_until(lambda: web.chat.history(conversation)[1]["outcome"] is not None, LEASE)
    turn = web.chat.history(conversation)[1]
    assert turn["outcome"]["code"] == "answered"
    assert [reply["text"] for reply in turn["replies"]] == ["xong"]


def ask_and_ignore(url: str, conversation: str) -> None:
    try:
        httpx.post(f"{url}/api/v1/chat", json={"conversation": conversation, "text": "lệ phí?"}, trust_env=False)
    except httpx.HTTPError:
        return


def test_kills_at_random_lose_nothing_and_answer_nothing_twice(web: WebProcess, rasa: FakeRasa, tmp_path: Path) -> None:
    """R1, R2: senders that retry until 200, a process killed at random: all is stored once, answered once."""
    acknowledged: dict[str, str] = {}
    stop = threading.Event()

    def send() -> None:
        while not stop.is_set():
            body = {"conversation": None, "text": "lệ phí?", "message_id": str(uuid.uuid4())}
            while (answer := post(web.chat.url, body)) is None and not stop.is_set():
                time.sleep(0.05)
            if answer is not None:
                acknowledged[answer["turn"]] = body["message_id"]

    senders = [threading.Thread(target=send) for _ in range(4)]
    for sender in senders:
        sender.start()
    chance = random.Random(7)
    try:
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.3, 1.0))
            web.kill()
            web.start()
    finally:
        stop.set()
        for sender in senders:
            sender.join()
    wait_until(lambda: open_turns(tmp_path) == 0, LEASE + 10)
    with closing(sqlite3.connect(tmp_path / "journal.db")) as reader:
        assert reader.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        replies = Counter(row[0] for row in reader.execute("SELECT turn_id FROM outbox"))
        stored = [row[0] for row in reader.execute("SELECT id FROM inbox")]
    assert len(acknowledged) > KILLS
    assert set(acknowledged) <= set(stored)
    assert all(replies[turn] == 1 for turn in stored)


def post(url: str, body: dict[str, object]) -> dict[str, str] | None:
    try:
        response = httpx.post(f"{url}/api/v1/chat", json=body, trust_env=False, timeout=30)
    except httpx.HTTPError:
        return None
    return dict(response.json()) if response.status_code == 200 else None


def open_turns(var: Path) -> int:
    with closing(sqlite3.connect(var / "journal.db")) as reader:
        query = "SELECT count(*) FROM inbox WHERE state IN ('pending', 'working')"
        return int(reader.execute(query).fetchone()[0])


def test_stopping_lets_a_turn_finish(web: WebProcess, rasa: FakeRasa) -> None:
    """R11: told to stop, the process finishes what it works on and ends well within ten seconds."""
    rasa.script = lambda turn: say("xong", delay=0.7)
    found: list[dict[str, str] | None] = []
    asking = threading.Thread(target=lambda: found.append(post(web.chat.url, {"text": "lệ phí?"})))
    asking.start()
    wait_until(lambda: len(rasa.turns) == 1)
    begin = time.monotonic()
    web.terminate()
    assert time.monotonic() - begin < 10
    asking.join()
    assert found[0] is not None
