"""Tells the operator's log, at the start and then once a day, how much of the content needs its owner."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import date

from knowledge.due import due, summary
from knowledge.errors import KnowledgeError
from knowledge.store import KnowledgeStore

_log = logging.getLogger("knowledge.due")
HOUR = 3600.0


def tell_daily(store: KnowledgeStore, today: Callable[[], date], stop: threading.Event) -> None:
    """Log one line on every day on which something is due, until stopped."""
    told: date | None = None
    while True:
        told = tell_once(store, today(), told)
        if stop.wait(HOUR):
            return


def tell_once(store: KnowledgeStore, today: date, told: date | None) -> date | None:
    """Log what is due unless that was done today; return the day for which it is done now."""
    if today == told:
        return told
    try:
        line = summary(due(store.published("curated"), today))
    except KnowledgeError as error:
        _log.warning("cannot say what is due: %s", error)
        return told
    if line:
        _log.warning(line)
    return today
