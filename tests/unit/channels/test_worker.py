"""Turns that were left behind: taken over, answered once, given up after two attempts, never lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import make_engine
from bot.replies import Outcome, Reply, TurnResult
from channels.errors import JournalUnavailable, TurnLost
from channels.journal import Journal
from channels.journal_threads import JournalThreads
from channels.metrics import Metrics
from channels.rasa_client import RasaClient
from channels.records import Incoming, Turn
from channels.tables import inbox, outbox
from channels.turn import TurnTaker
from channels.worker import Worker
from tests.fakes.rasa import FakeRasa, say

SHORT = timedelta(seconds=0.4)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal on the real clock, whose leases end soon."""
    journal = Journal(make_engine(f"sqlite:///{tmp_path / 'journal.db'}"), lease=SHORT)
    journal.migrate()
    return journal


@asynccontextmanager
async def working(journal: Journal, rasa: FakeRasa, deadline: float = 3.0) -> AsyncIterator[Worker]:
    """A worker as the web process has one."""
    threads, client = JournalThreads(journal), RasaClient(rasa.url)
    worker = Worker(threads, TurnTaker(threads, client, "xã"), client, Metrics(), deadline)
    worker.start()
    yield worker
    await worker.stop(1)
    await client.close()
    threads.close()


def receive(journal: Journal, words: str = "xin chào", conversation: str | None = None) -> Turn:
    return journal.receive(Incoming("web", text=words, conversation=conversation)).turn


async def ended(journal: Journal, turn: Turn) -> TurnResult:
    async with asyncio.timeout(20):
        while (result := journal.result(turn.id)) is None:
            await asyncio.sleep(0.05)
        return result


def outcomes(journal: Journal, turn: Turn) -> int:
    with journal.engine.connect() as connection:
        return len(connection.execute(select(outbox).where(outbox.c.turn_id == turn.id)).all())


async def test_turns_of_a_dead_process_are_answered_at_the_start(journal: Journal, rasa: FakeRasa) -> None:
    """What was stored and never worked on is answered by the next process, in order."""
    first = receive(journal, "một")
    second = receive(journal, "hai", first.conversation)
    async with working(journal, rasa):
        assert (await ended(journal, first)).replies[0].text == "echo một"
        assert (await ended(journal, second)).replies[0].text == "echo hai"
    assert rasa.messages == ["một", "hai"]


async def test_turn_in_work_when_its_process_died_has_one_outcome(journal: Journal, rasa: FakeRasa) -> None:
    """After a crash in the middle of a turn the resident finds exactly one answer."""
    turn = journal.claim_next(receive(journal).conversation)
    assert turn is not None
    async with working(journal, rasa):
        result = await ended(journal, turn)
    assert result.outcome.code == "answered"
    assert outcomes(journal, turn) == 1
    with pytest.raises(TurnLost):  # the dead process comes back to life and wants to answer, too
        journal.finish(turn, result)
    assert outcomes(journal, turn) == 1


async def test_turn_that_kills_its_process_is_given_up_with_an_apology(journal: Journal, rasa: FakeRasa) -> None:
    """A turn that was tried twice in vain is not asked a third time."""
    turn = receive(journal)
    for _ in range(2):
        assert journal.claim_next(turn.conversation) is not None
        await asyncio.sleep(SHORT.total_seconds() + 0.05)
    async with working(journal, rasa):
        assert (await ended(journal, turn)).outcome.code == "error_internal"
    assert rasa.turns == []


async def test_recovery_waits_until_rasa_is_ready(journal: Journal, rasa: FakeRasa) -> None:
    """A question of before a restart is not wasted on a Rasa that has no model yet."""
    turn = receive(journal)
    rasa.model_loaded = False
    async with working(journal, rasa):
        await asyncio.sleep(0.5)
        assert journal.result(turn.id) is None
        assert rasa.turns == []
        rasa.model_loaded = True
        assert (await ended(journal, turn)).outcome.code == "answered"


async def test_answer_of_another_process_is_seen(journal: Journal, rasa: FakeRasa) -> None:
    """Who waits here for a turn that another process works on gets that answer."""
    claimed = journal.claim_next(receive(journal).conversation)
    assert claimed is not None
    elsewhere = TurnResult(Outcome("answered"), (Reply("từ nơi khác"),))
    async with working(journal, rasa) as worker:
        waiting = asyncio.create_task(worker.answer(claimed, is_new=False))
        await asyncio.sleep(0.1)
        journal.finish(claimed, elsewhere)
        assert await waiting == elsewhere
    assert rasa.turns == []


async def test_sender_who_goes_away_does_not_stop_the_turn(journal: Journal, rasa: FakeRasa) -> None:
    """A closed browser loses nothing: the answer is in the history."""
    rasa.script = lambda turn: say("xong", delay=0.3)
    turn = receive(journal)
    async with working(journal, rasa) as worker:
        waiting = asyncio.create_task(worker.answer(turn, is_new=True))
        await asyncio.sleep(0.1)
        waiting.cancel()
        assert (await ended(journal, turn)).replies[0].text == "xong"


async def test_stopping_gives_unfinished_turns_back(journal: Journal, rasa: FakeRasa) -> None:
    """What cannot be finished in time is free for the next process at once."""
    rasa.script = lambda turn: say("muộn", delay=5)
    turn = receive(journal)
    async with working(journal, rasa, deadline=10) as worker:
        worker.wake(turn.conversation)
        await asyncio.sleep(0.2)
        await worker.stop(0.1)
        assert journal.open_conversations() == [turn.conversation]


async def test_fault_of_ours_is_an_outcome(journal: Journal, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a programming error ends in one sentence for the resident."""

    def broken(_conversation: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(journal, "last_offered", broken)
    turn = receive(journal)
    async with working(journal, rasa) as worker:
        result = await worker.answer(turn, is_new=True)
    assert result.outcome.code == "error_internal"
    with journal.engine.connect() as connection:
        assert connection.scalar(select(inbox.c.state)) == "failed"


async def test_turn_is_closed_when_the_database_works_again(
    journal: Journal, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer in hand is not thrown away because the database was busy for a moment."""
    real, refusals = journal.finish, [1, 2]

    def busy(turn: Turn, result: TurnResult) -> TurnResult:
        if refusals.pop():
            raise JournalUnavailable("busy")
        return real(turn, result)

    refusals[:] = [0, 1, 1]
    monkeypatch.setattr(journal, "finish", busy)
    turn = receive(journal)
    async with working(Journal(journal.engine), rasa) as worker:
        worker._threads.journal = journal
        result = await worker.answer(turn, is_new=True)
    assert result.outcome.code == "answered"
    assert len(rasa.turns) == 1


async def test_deadline_counts_from_the_arrival(
    journal: Journal, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waited behind a hanging turn is told sooner; nobody's turn is given up untried; recovered ones have time."""
    now = 1000.0
    turn = receive(journal)
    async with working(Journal(journal.engine), rasa, deadline=8.0) as worker:
        monkeypatch.setattr("channels.worker.time.monotonic", lambda: now)
        assert worker._patience(turn) == 8.0
        for waited, patience in ((0.0, 8.0), (3.0, 5.0), (30.0, 2.0)):
            worker._arrived[turn.id] = now - waited
            assert worker._patience(turn) == patience
