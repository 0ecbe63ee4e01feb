"""The record of every turn: stored masked before it is acknowledged, worked in order, answered once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.replies import TurnResult
from channels import erasure
from channels.errors import JournalUnavailable, PayloadNotOffered, TurnLost, UnknownConversation
from channels.gaps import note_left
from channels.intake import SafeText, take_in
from channels.lookups import LEASE, Lookups, utc_now
from channels.migrate import migrate_journal
from channels.notes import note
from channels.records import Incoming, Received, Turn
from channels.rows import OPEN, find_event, find_offer, is_leased, offer_rows, outbox_rows, turn_of
from channels.tables import conversations, inbox, offers, outbox
from channels.transactions import overwrite_what_is_deleted, writing


class Journal(Lookups):
    """Inbox and outbox of all channels on one database; safe for many threads and processes."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = utc_now, lease: timedelta = LEASE) -> None:
        super().__init__(engine, now, lease)
        overwrite_what_is_deleted(engine)

    @property
    def writers(self) -> int:
        """How many threads can usefully write at once: SQLite has one writer, and a second one only sleeps."""
        return 1 if self._engine.dialect.name == "sqlite" else 4

    def migrate(self) -> None:
        """Bring the tables to the newest form; idempotent, safe from two processes at once."""
        migrate_journal(self._engine)

    # --- taking in ---

    def receive(self, incoming: Incoming, *, claim: bool = False) -> Received:
        """Store the event, masked; the same event again gives the first turn.

        With `claim` the turn is already claimed (state "working") when no other turn of its conversation is open:
        a channel whose sender waits saves a transaction.
        Raises UnknownConversation, PayloadNotOffered, EmptyMessage (nothing stored) or JournalUnavailable.
        """
        safe = take_in(incoming.text) if incoming.text is not None else None
        for _ in range(2):
            try:
                return self._receive(incoming, safe, claim)
            except IntegrityError:
                # Another process stored the same event, or opened the same conversation, at the same moment.
                continue
        raise JournalUnavailable("the same event is being stored elsewhere")

    def _receive(self, incoming: Incoming, safe: SafeText | None, claim: bool) -> Received:
        with writing(self._engine) as connection:
            conversation, is_known = self._conversation(connection, incoming)
            turn_id = new_id()
            event_id = incoming.event_id or f"{conversation}:{incoming.message_id or turn_id}"
            if is_known and (row := find_event(connection, incoming.channel, event_id)) is not None:
                return Received(turn_of(row._asdict()), is_new=False)
            values = self._new_turn(connection, conversation, incoming, safe)
            values |= {"id": turn_id, "event_id": event_id}
            if claim and not (is_known and _has_open_turn(connection, conversation)):
                values |= self._claim(attempts=0)
            number = connection.scalar(insert(inbox).returning(inbox.c.number), values)
        return Received(turn_of({**values, "number": number}), is_new=True)

    def _conversation(self, connection: Connection, incoming: Incoming) -> tuple[str, bool]:
        """Return the id and whether the conversation was there; its row stays locked until the commit."""
        now = self._now()
        touch = update(conversations).where(conversations.c.channel == incoming.channel).values(last_at=now)
        if incoming.conversation is not None:
            if connection.execute(touch.where(conversations.c.id == incoming.conversation)).rowcount == 0:
                raise UnknownConversation("no such conversation in this channel")
            return incoming.conversation, True
        if incoming.key is not None and connection.execute(touch.where(conversations.c.key == incoming.key)).rowcount:
            same = and_(conversations.c.channel == incoming.channel, conversations.c.key == incoming.key)
            return str(connection.scalar(select(conversations.c.id).where(same))), True
        conversation = new_id()
        row = {"id": conversation, "channel": incoming.channel, "key": incoming.key, "created_at": now, "last_at": now}
        connection.execute(insert(conversations).values(row))
        return conversation, False

    def _new_turn(
        self, connection: Connection, conversation: str, incoming: Incoming, safe: SafeText | None
    ) -> dict[str, Any]:
        if safe is not None:
            said: dict[str, Any] = {"kind": "text", "text": safe.text, "payload": None, "masked": list(safe.masked)}
        else:
            offer = find_offer(connection, conversation, incoming.payload or "")
            if offer is None:
                raise PayloadNotOffered("this conversation was never offered that payload")
            said = {"kind": "payload", "text": offer.title, "payload": offer.payload, "masked": []}
        return {
            **said,
            "conversation_id": conversation,
            "channel": incoming.channel,
            "state": "pending",
            "attempts": 0,
            "received_at": self._now(),
        }

    # --- working ---

    def claim_next(self, conversation: str) -> Turn | None:
        """Take the oldest open turn of a conversation; None when there is none or it is being worked on.

        A turn whose lease ran out is given out again, with one more attempt counted.
        """
        now = self._now()
        with writing(self._engine) as connection:
            # PostgreSQL: the row lock makes claims of one conversation wait for each other.
            connection.execute(select(conversations.c.id).where(conversations.c.id == conversation).with_for_update())
            open_turns = select(inbox).where(_is_open(conversation))
            row = connection.execute(open_turns.order_by(inbox.c.number).limit(1)).first()
            if row is None or (row.state == "working" and is_leased(row.lease_until, now, self._lease)):
                return None
            taken = self._claim(row.attempts)
            connection.execute(update(inbox).where(inbox.c.number == row.number).values(taken))
        return turn_of({**row._asdict(), **taken})

    def _claim(self, attempts: int) -> dict[str, Any]:
        return {"state": "working", "attempts": attempts + 1, "lease_until": self._now() + self._lease}

    def finish(self, turn: Turn, result: TurnResult) -> TurnResult:
        """Close the turn with its replies, offers and notes in one transaction; return the result as it is stored.

        Raises TurnLost when the turn is no longer ours.
        """
        return self._close(turn, result, "done")

    def fail(self, turn: Turn, result: TurnResult) -> TurnResult:
        """Close the turn with the sentence of an error. Raises TurnLost when it is no longer ours."""
        return self._close(turn, result, "failed")

    def _close(self, turn: Turn, result: TurnResult, state: str) -> TurnResult:
        now = self._now()
        ours = and_(inbox.c.number == turn.number, inbox.c.state == "working", inbox.c.attempts == turn.attempts)
        closed = {"state": state, "outcome": result.to_wire()["outcome"], "finished_at": now, "lease_until": None}
        with writing(self._engine) as connection:
            if connection.execute(update(inbox).where(ours).values(closed)).rowcount != 1:
                raise TurnLost("the turn was taken over or erased")
            result = note(connection, turn, result, now)
            if result.replies:
                connection.execute(insert(outbox), outbox_rows(turn, result.to_wire()["replies"], now))
            if rows := offer_rows(turn, result.replies, now):
                connection.execute(insert(offers), rows)
        return result

    def release(self, turn: Turn) -> None:
        """Give a claimed turn back unanswered, so that the next process takes it at once."""
        ours = and_(inbox.c.number == turn.number, inbox.c.state == "working", inbox.c.attempts == turn.attempts)
        with writing(self._engine) as connection:
            connection.execute(update(inbox).where(ours).values(lease_until=self._now()))

    def note_left_clarifications(self) -> int:
        """Note as gaps the clarifications with which conversations ended; return how many."""
        return note_left(self._engine, self._now())

    # --- forgetting ---

    def erase(self, conversation: str, channel: str) -> None:
        """Delete a conversation with everything in it, at once and from the disk. Raises UnknownConversation."""
        erasure.erase(self._engine, conversation, channel)

    def forget_before(self, turn: Turn) -> None:
        """Delete all that was said in a conversation before this turn, with its tickets, at once and from the disk."""
        erasure.forget_before(self._engine, turn.conversation, turn.number)

    def delete_before(self, day: date) -> int:
        """Delete every turn received before that day (in Vietnam); return how many."""
        return erasure.delete_before(self._engine, day)


def _is_open(conversation: str) -> ColumnElement[bool]:
    return and_(inbox.c.conversation_id == conversation, inbox.c.state.in_(OPEN))


def _has_open_turn(connection: Connection, conversation: str) -> bool:
    return connection.execute(select(inbox.c.number).where(_is_open(conversation)).limit(1)).first() is not None


def new_id() -> str:
    """Return 144 random bits in 24 letters that are safe in a URL."""
    return secrets.token_urlsafe(18)
