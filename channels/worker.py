"""Works through the open turns: those that just arrived and those that a crash or a slow Rasa left behind."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import timedelta

from bot.replies import TurnResult
from channels.errors import JournalUnavailable, RasaError, TurnLost
from channels.journal_threads import JournalThreads
from channels.lookups import utc_now
from channels.metrics import Metrics
from channels.rasa_client import FORGET, RasaClient, sender_of
from channels.records import Turn
from channels.turn import TurnTaker

_log = logging.getLogger("channels.worker")

LEAST_PATIENCE = 2.0
"""Seconds that Rasa gets for a turn that has already waited long behind others of its conversation."""

CLOSING_TIME = 12.0
"""Seconds beyond the deadline that a lease lasts: time to close the turn on a database that is busy."""

_AT_ONCE = 32
_PAUSES = (0.2, 0.5, 1.0)
_LOOK_AGAIN = 0.5
_ROUND = 2.0
_LEFT_BEHIND = timedelta(seconds=10)


class Worker:
    """One turn at a time in each conversation, many conversations side by side."""

    def __init__(
        self, threads: JournalThreads, taker: TurnTaker, rasa: RasaClient, metrics: Metrics, deadline: float
    ) -> None:
        self._threads = threads
        self._taker = taker
        self._rasa = rasa
        self._metrics = metrics
        self._deadline = deadline
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._drains: dict[str, asyncio.Task[None]] = {}
        self._wanted: set[str] = set()
        self._handed: dict[str, Turn] = {}
        self._arrived: dict[str, float] = {}
        self._waiting: dict[str, asyncio.Future[TurnResult]] = {}
        self._claimed: dict[str, Turn] = {}
        self._forgetting: set[asyncio.Task[None]] = set()
        self._recovery: asyncio.Task[None] | None = None

    # --- for a channel whose sender waits ---

    async def answer(self, turn: Turn, *, is_new: bool) -> TurnResult:
        """Return how the turn ends, waiting for it as long as it takes (the caller sets the limit).

        Also right when another process answers it. Raises TurnLost when the conversation was erased meanwhile,
        JournalUnavailable when the answer cannot be stored now: the turn stays open and is recovered later.
        """
        if not is_new and (stored := await self._look(turn)) is not None:
            return stored
        self._arrived.setdefault(turn.id, time.monotonic())
        future = self._waiting.setdefault(turn.id, asyncio.get_running_loop().create_future())
        if is_new and turn.state == "working":
            self._handed[turn.conversation] = turn
            self._ensure_drain(turn.conversation)
        else:
            self.wake(turn.conversation)
        try:
            while not (await asyncio.wait({future}, timeout=_LOOK_AGAIN))[0]:
                if (stored := await self._look(turn)) is not None:
                    return stored
                self.wake(turn.conversation)
            return future.result()
        finally:
            self._arrived.pop(turn.id, None)
            self._waiting.pop(turn.id, None)

    async def _look(self, turn: Turn) -> TurnResult | None:
        try:
            return await self._threads.read(self._threads.journal.result, turn.id)
        except JournalUnavailable:
            return None

    # --- working ---

    def wake(self, conversation: str) -> None:
        """Work on the open turns of a conversation, oldest first, until none is left."""
        self._wanted.add(conversation)
        self._ensure_drain(conversation)

    def _ensure_drain(self, conversation: str) -> None:
        if conversation not in self._drains:
            self._drains[conversation] = asyncio.create_task(self._drain(conversation))

    async def _drain(self, conversation: str) -> None:
        try:
            async with self._places:
                # No await between finding nothing to do and forgetting the task: what comes then starts a new one.
                while conversation in self._handed or conversation in self._wanted:
                    turn = self._handed.pop(conversation, None) or await self._claim(conversation)
                    if turn is not None:
                        await self._take(turn)
        except JournalUnavailable as error:
            _log.warning("cannot work", extra={"reason": str(error)})
        finally:
            self._wanted.discard(conversation)
            del self._drains[conversation]

    async def _claim(self, conversation: str) -> Turn | None:
        self._wanted.discard(conversation)
        turn = await self._threads.write(self._threads.journal.claim_next, conversation)
        if turn is not None:
            self._wanted.add(conversation)  # there may be one more behind it
        return turn

    async def _take(self, turn: Turn) -> None:
        self._claimed[turn.id] = turn
        result = await self._taker.answer(turn, self._patience(turn))
        try:
            result = await self._close(turn, result)
        except TurnLost:
            pass  # another process has the turn, or nobody has it any more: ours may not be shown
        except JournalUnavailable as error:
            _log.error("turn stays open", extra={"turn": turn.id, "reason": str(error)})  # until its lease runs out
            self._tell(turn, error)
        else:
            self._metrics.turn_ended(turn.channel, result.outcome.code, (utc_now() - turn.received_at).total_seconds())
            self._tell(turn, result)
        del self._claimed[turn.id]

    def _tell(self, turn: Turn, ended: TurnResult | Exception) -> None:
        future = self._waiting.get(turn.id)
        if future is None or future.done():
            return
        if isinstance(ended, Exception):
            future.set_exception(ended)
        else:
            future.set_result(ended)

    def _patience(self, turn: Turn) -> float:
        """Return the seconds for Rasa: the deadline counts from arrival when someone is waiting."""
        arrived = self._arrived.get(turn.id)
        if arrived is None:
            return self._deadline
        return max(self._deadline - (time.monotonic() - arrived), min(self._deadline, LEAST_PATIENCE))

    async def _close(self, turn: Turn, result: TurnResult) -> TurnResult:
        """Store the result, trying again for a while; return it as stored. Raises TurnLost, JournalUnavailable."""
        journal = self._threads.journal
        close = journal.fail if result.outcome.code.startswith("error_") else journal.finish
        for pause in _PAUSES:
            try:
                return await self._threads.write(close, turn, result)
            except JournalUnavailable:
                await asyncio.sleep(pause)
        return await self._threads.write(close, turn, result)

    # --- forgetting ---

    def forget(self, channel: str, conversation: str) -> None:
        """Have Rasa forget an erased conversation, after the turn that it may be working on."""
        task = asyncio.create_task(self._forget(channel, conversation))
        self._forgetting.add(task)
        task.add_done_callback(self._forgetting.discard)

    async def _forget(self, channel: str, conversation: str) -> None:
        drain = self._drains.get(conversation)
        if drain is not None:
            await asyncio.wait({drain})
        try:
            await self._rasa.ask(sender_of(channel, conversation), FORGET, "erased", self._deadline)
        except RasaError as error:  # only noted: nobody can come back to this conversation
            _log.warning("Rasa keeps an erased conversation", extra={"reason": type(error).__name__})

    # --- recovery ---

    def start(self) -> None:
        """Begin to look for turns that were left behind."""
        self._recovery = asyncio.create_task(self._recover())

    async def _recover(self) -> None:
        waiting = timedelta()  # at the start every open turn was left behind by a process that is gone
        while True:
            try:
                left = await self._threads.read(self._threads.journal.open_conversations, waiting)
                if not left or await self._rasa.is_ready():
                    waiting = _LEFT_BEHIND
                    for conversation in left:
                        self.wake(conversation)
            except JournalUnavailable as error:
                _log.warning("cannot look for open turns", extra={"reason": str(error)})
            await asyncio.sleep(_ROUND)

    async def stop(self, patience: float) -> None:
        """Let turns in work finish for so many seconds, then give the rest back for the next process."""
        if self._recovery is not None:
            self._recovery.cancel()
        drains = {*self._drains.values(), *self._forgetting}
        if not drains:
            return
        _, late = await asyncio.wait(drains, timeout=patience)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        for turn in self._claimed.values():
            try:
                await self._threads.write(self._threads.journal.release, turn)
            except JournalUnavailable:
                _log.warning("turn not given back", extra={"turn": turn.id})
