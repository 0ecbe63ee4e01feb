"""Rasa's memory between two turns: the state of each conversation, and not one word that a resident typed."""

from __future__ import annotations

import json
from typing import Any, Iterator, List, Optional, Type

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, SESSION_START_METADATA_SLOT
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

BUSY_TIMEOUT_MS = 2_000
"""How long a turn waits for another writer of the SQLite file before it goes on without its memory."""


class LastStateTrackerStore(SQLTrackerStore):
    """Keeps of a conversation what the next turn needs: the slots, when it began and when it was last heard.

    Rasa's own store adds every event of every turn, texts included, and reads all of them back on each turn. Our
    rules look at the last message alone and the journal is the record, so the rows of a conversation (the same
    table `events`) are replaced on each turn: always about six, and nothing in them to leak.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.engine.dialect.name == "sqlite":
            self._settle_sqlite()

    def _settle_sqlite(self) -> None:
        # One connection that stays open: opening the file and setting it up costs more than a turn's reads.
        self.engine = sa.create_engine(self.engine.url, poolclass=sa.pool.SingletonThreadPool)
        sa.event.listen(self.engine, "connect", _set_pragmas)
        self.sessionmaker.configure(bind=self.engine)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Replace what is stored of the conversation by its present state."""
        if _last(tracker, UserUttered) is None:
            return  # Rasa saves a conversation once before its first message: there is nothing to keep yet
        rows = [self._as_row(tracker.sender_id, event) for event in state(tracker)]
        table = self.SQLEvent.__table__
        with self.engine.begin() as connection:
            connection.execute(table.delete().where(table.c.sender_id == tracker.sender_id))
            connection.execute(table.insert(), rows)

    @staticmethod
    def _as_row(sender_id: str, event: Event) -> "dict[str, Any]":
        data = event.as_dict()
        return {
            "sender_id": sender_id,
            "type_name": event.type_name,
            "timestamp": data.get("timestamp"),
            "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
            "action_name": data.get("name"),
            "data": json.dumps(data),
        }

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> Optional[DialogueStateTracker]:
        table = self.SQLEvent.__table__
        query = sa.select([table.c.data]).where(table.c.sender_id == sender_id).order_by(table.c.id)
        with self.engine.connect() as connection:
            events = [json.loads(row.data) for row in connection.execute(query)]
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots) if events else None


def state(tracker: DialogueStateTracker) -> List[Event]:
    """Return the events that rebuild what the next turn needs of the tracker."""
    return list(_state(tracker))


def _state(tracker: DialogueStateTracker) -> Iterator[Event]:
    session, heard = _last(tracker, SessionStarted), _last(tracker, UserUttered)
    if session is not None:
        yield session
    yield ActionExecuted(ACTION_LISTEN_NAME, timestamp=heard.timestamp)
    yield UserUttered(text=None, intent={"name": heard.intent_name}, timestamp=heard.timestamp)
    for slot in tracker.slots.values():
        if slot.value is not None and slot.name != SESSION_START_METADATA_SLOT:
            yield SlotSet(slot.name, slot.value, timestamp=heard.timestamp)
    yield ActionExecuted(ACTION_LISTEN_NAME, timestamp=heard.timestamp)


def _last(tracker: DialogueStateTracker, kind: Type[Event]) -> Optional[Event]:
    return next((event for event in reversed(tracker.events) if isinstance(event, kind)), None)


def _set_pragmas(connection: Any, _record: Any) -> None:
    # WAL with normal sync: a power cut may lose the last turn's state, never the file; the journal has the turn.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY_TIMEOUT_MS}"):
        connection.execute(f"PRAGMA {pragma}")
