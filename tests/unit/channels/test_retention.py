"""The daily round of the web process: what was left is noted before anything is deleted, every day once."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from channels.errors import JournalUnavailable
from channels.journal import Journal
from channels.journal_threads import JournalThreads
from channels.retention import keep_retention
from channels.tables import gaps, inbox
from tests.unit.channels.conftest import Clock
from tests.unit.channels.noting import converse, outcome, result, rows

OFFER = result(outcome("clarify"), ("Đăng ký tạm trú", "ask_fee:tam-tru"))


async def one_round(journal: Journal, clock: Clock) -> None:
    """Let the round run once; the hours it sleeps are not waited for."""
    threads = JournalThreads(journal)
    task = asyncio.create_task(keep_retention(threads, 90, clock))
    await asyncio.sleep(0.5)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    threads.close()


async def test_round_notes_what_was_left_and_deletes_what_is_old(journal: Journal, clock: Clock) -> None:
    """A clarification of yesterday becomes a gap; a turn of last year goes."""
    converse(journal, "cũ lắm", result(outcome("answered")))
    clock.move(days=200)
    converse(journal, "phí đăng ký trú", OFFER)
    clock.move(days=1)
    await one_round(journal, clock)
    assert [row["question"] for row in rows(journal, gaps)] == ["phí đăng ký trú"]
    assert [row["text"] for row in rows(journal, inbox)] == ["phí đăng ký trú"]


async def test_round_that_fails_is_tried_again(journal: Journal, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A locked database ends no round for good."""
    tries = []

    def busy() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise JournalUnavailable("busy")
        return 0

    monkeypatch.setattr(journal, "note_left_clarifications", busy)
    monkeypatch.setattr("channels.retention._HOUR", 0.05)
    await one_round(journal, clock)
    assert len(tries) == 2
