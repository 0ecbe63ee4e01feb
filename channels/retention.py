"""The daily round: notes the clarifications that nobody answered, deletes what is older than its retention."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from channels.erasure import VIETNAM
from channels.errors import JournalUnavailable
from channels.journal_threads import JournalThreads
from channels.lookups import utc_now

_log = logging.getLogger("channels.retention")
_HOUR = 3600.0


async def keep_retention(threads: JournalThreads, days: int, now: Callable[[], datetime] = utc_now) -> None:
    """Note what was left, delete what is older than `days` days, now and then every day, until cancelled."""
    done = None
    while True:
        today = now().astimezone(VIETNAM).date()
        if today != done:
            try:
                # Not in the writer's thread: it goes in small transactions between which messages are stored.
                left = await threads.read(threads.journal.note_left_clarifications)
                count = await threads.read(threads.journal.delete_before, today - timedelta(days=days))
            except JournalUnavailable as error:
                _log.warning("retention waits", extra={"reason": str(error)})
            else:
                _log.info("retention done", extra={"deleted_turns": count, "left_clarifications": left})
                done = today
        await asyncio.sleep(_HOUR)
