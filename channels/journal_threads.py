"""Runs the journal's work outside the event loop, and fails fast for everybody when the database is stuck."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from channels.errors import JournalUnavailable
from channels.journal import Journal

_P = ParamSpec("_P")
_T = TypeVar("_T")
_READERS = 4

LONGEST_WAIT = 2.5
"""Seconds a message may wait to be stored; then its sender is told, and may send it again."""


class JournalThreads:
    """The journal for coroutines: `await threads.write(journal.receive, incoming)`."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self._writers = ThreadPoolExecutor(journal.writers, thread_name_prefix="journal-write")
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="journal-read")
        self._failed_at = 0.0

    async def write(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Run work that commits. Raises what it raises."""
        arrived = time.monotonic()

        def attempt() -> _T:
            # Someone ahead of us waited for a locked database in vain: to wait again would only add up.
            if self._failed_at > arrived:
                raise JournalUnavailable("the database is stuck")
            try:
                return work(*args, **kwargs)
            except JournalUnavailable:
                self._failed_at = time.monotonic()
                raise

        return await asyncio.get_running_loop().run_in_executor(self._writers, attempt)

    async def write_soon(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Run work that commits, or give up after LONGEST_WAIT seconds. Raises JournalUnavailable then."""
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                return await self.write(work, *args, **kwargs)
        except TimeoutError:
            raise JournalUnavailable("the database is slow") from None

    async def read(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Run work that only reads. Raises what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, lambda: work(*args, **kwargs))

    def close(self) -> None:
        """End the threads after the work that has begun."""
        self._writers.shutdown(wait=True, cancel_futures=True)
        self._readers.shutdown(wait=True, cancel_futures=True)
