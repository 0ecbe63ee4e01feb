"""The wish to erase, typed on any channel: the journal forgets at once, and Rasa with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import make_engine
from channels.journal import Journal
from channels.journal_threads import JournalThreads
from channels.metrics import Metrics
from channels.rasa_client import RasaClient
from channels.records import Incoming, Turn
from channels.tables import inbox, offers, outbox
from channels.turn import TurnTaker
from channels.worker import Worker
from tests.fakes.rasa import Behaviour, FakeRasa, RasaTurn, say

WISH = "xóa cuộc trò chuyện giúp em"


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """Return an empty journal."""
    journal = Journal(make_engine(f"sqlite:///{tmp_path / 'journal.db'}"))
    journal.migrate()
    return journal


@asynccontextmanager
async def working(journal: Journal, rasa: FakeRasa) -> AsyncIterator[Worker]:
    """Run a worker as the web process has one."""
    threads, client = JournalThreads(journal), RasaClient(rasa.url)
    worker = Worker(threads, TurnTaker(threads, client, "xã"), client, Metrics(), 3.0)
    yield worker
    await worker.stop(1)
    await client.close()
    threads.close()


async def ask(worker: Worker, journal: Journal, words: str, key: str = "zalo-1") -> Turn:
    """Send one message of a person and wait for its answer."""
    received = journal.receive(Incoming("zalo", text=words, key=key), claim=True)
    await worker.answer(received.turn, is_new=True)
    return received.turn


def answers_with_choices(turn: RasaTurn) -> Behaviour:
    """Answer with one choice."""
    return say("…", choices=(("Lệ phí", "ask_fee:x"),))


def stored(journal: Journal) -> list[str]:
    """Return the texts of all messages and replies, and the offered titles."""
    with journal.engine.connect() as connection:
        texts = connection.scalars(select(inbox.c.text)).all()
        replies = [body["text"] for body in connection.scalars(select(outbox.c.body))]
        return [*texts, *replies, *connection.scalars(select(offers.c.title))]


async def test_typed_wish_erases_what_was_said_before(journal: Journal, rasa: FakeRasa) -> None:
    """Messages, answers and choices of before are gone, the wish and its answer stay, other people's talk too."""
    rasa.script = answers_with_choices
    async with working(journal, rasa) as worker:
        await ask(worker, journal, "bí mật một")
        await ask(worker, journal, "chuyện người khác", key="zalo-2")
        rasa.script = lambda turn: say("đã xóa")
        wish = await ask(worker, journal, WISH)
    assert sorted(stored(journal)) == sorted(["chuyện người khác", "…", "Lệ phí", WISH, "đã xóa"])
    assert rasa.turns[-1].message == "/forget"
    assert rasa.turns[-1].sender == f"zalo:{wish.conversation}"


async def test_journal_is_erased_when_rasa_is_down(journal: Journal, rasa: FakeRasa) -> None:
    """The words go at once; the resident is asked to send the wish again, for what Rasa remembers."""
    async with working(journal, rasa) as worker:
        await ask(worker, journal, "bí mật hai")
        rasa.stop()
        wish = await ask(worker, journal, WISH)
    assert "bí mật hai" not in stored(journal)
    result = journal.result(wish.id)
    assert result is not None
    assert result.outcome.code == "error_rasa"


async def test_erasing_from_the_page_reaches_rasa_after_the_turn_in_work(journal: Journal, rasa: FakeRasa) -> None:
    """Rasa forgets a conversation that was erased while it answered, and never gets two of its turns at once."""
    rasa.script = lambda turn: say("chậm", delay=0.3 if turn.message != "/forget" else 0.0)
    async with working(journal, rasa) as worker:
        turn = journal.receive(Incoming("web", text="xin chào"), claim=True).turn
        answering = asyncio.create_task(worker.answer(turn, is_new=True))
        await asyncio.sleep(0.1)
        worker.forget("web", turn.conversation)
        await answering
        async with asyncio.timeout(5):
            while len(rasa.turns) < 2:
                await asyncio.sleep(0.02)
    assert [one.message for one in rasa.turns] == ["xin chào", "/forget"]
