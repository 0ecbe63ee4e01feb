"""The record of every turn: stored masked before it is acknowledged, worked in order, answered once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.replies import TurnResult
from channels import erasure
from channels.errors import JournalUnavailable, PayloadNotOffered, TurnLost, UnknownConversation
from channels.intake import SafeText, take_in
from channels.migrate import migrate_journal
from channels.records import Incoming, Offer, PastTurn, Received, Turn
from channels.rows import (
    find_event,
    find_offer,
    is_leased,
    lease_is_over,
    must_exist,
    offer_of,
    offer_rows,
    outbox_rows,
    result_of,
    turn_of,
)
from channels.tables import conversations, inbox, offers, outbox
from channels.transactions import overwrite_what_is_deleted, reading, writing

LEASE = timedelta(seconds=20)
"""How long a process may work on a turn before another may take it over; longer than the deadline around Rasa."""

OFFER_LIFE = timedelta(minutes=10)
"""How long a bare number or a typed title means a choice; a button has no such end."""

LONGEST_HISTORY = 200
"""Turns of a conversation that are shown again."""

MOST_AT_ONCE = 500
"""Conversations that one round of recovery takes on."""

_OPEN = ("pending", "working")


def utc_now() -> datetime:
    """Return the time, with its zone."""
    return datetime.now(UTC)


class Journal:
    """Inbox and outbox of all channels on one database; safe for many threads and processes."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = utc_now, lease: timedelta = LEASE) -> None:
        self._engine = engine
        self._now = now
        self._lease = lease
        overwrite_what_is_deleted(engine)

    @property
    def engine(self) -> Engine:
        """The database, for erasure and readiness."""
        return self._engine

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

    def finish(self, turn: Turn, result: TurnResult) -> None:
        """Close the turn with its replies and offers in one transaction. Raises TurnLost when it is no longer ours."""
        self._close(turn, result, "done")

    def fail(self, turn: Turn, result: TurnResult) -> None:
        """Close the turn with the sentence of an error. Raises TurnLost when it is no longer ours."""
        self._close(turn, result, "failed")

    def _close(self, turn: Turn, result: TurnResult, state: str) -> None:
        now = self._now()
        wire = result.to_wire()
        ours = and_(inbox.c.number == turn.number, inbox.c.state == "working", inbox.c.attempts == turn.attempts)
        closed = {"state": state, "outcome": wire["outcome"], "finished_at": now, "lease_until": None}
        with writing(self._engine) as connection:
            if connection.execute(update(inbox).where(ours).values(closed)).rowcount != 1:
                raise TurnLost("the turn was taken over or erased")
            if result.replies:
                connection.execute(insert(outbox), outbox_rows(turn, wire["replies"], now))
            if rows := offer_rows(turn, result.replies, now):
                connection.execute(insert(offers), rows)

    def release(self, turn: Turn) -> None:
        """Give a claimed turn back unanswered, so that the next process takes it at once."""
        ours = and_(inbox.c.number == turn.number, inbox.c.state == "working", inbox.c.attempts == turn.attempts)
        with writing(self._engine) as connection:
            connection.execute(update(inbox).where(ours).values(lease_until=self._now()))

    def open_conversations(self, waiting: timedelta = timedelta()) -> list[str]:
        """Return the conversations, oldest first, with a turn that has waited that long or whose lease ran out."""
        now = self._now()
        due = or_(
            and_(inbox.c.state == "pending", inbox.c.received_at <= now - waiting),
            and_(inbox.c.state == "working", lease_is_over(now, self._lease)),
        )
        query = select(inbox.c.conversation_id).where(due).group_by(inbox.c.conversation_id)
        with reading(self._engine) as connection:
            found = connection.execute(query.order_by(func.min(inbox.c.number)).limit(MOST_AT_ONCE))
            return [str(row[0]) for row in found]

    # --- looking up ---

    def offered(self, conversation: str, payload: str) -> Offer | None:
        """Return the newest offer of that payload to the conversation, however old; None when there was none."""
        with reading(self._engine) as connection:
            return find_offer(connection, conversation, payload)

    def last_offered(self, conversation: str) -> list[Offer]:
        """Return the choices last offered, in their order; [] when that was more than ten minutes ago."""
        newest = select(func.max(offers.c.turn_number)).where(offers.c.conversation_id == conversation)
        query = select(offers).where(offers.c.conversation_id == conversation)
        query = query.where(offers.c.turn_number == newest.scalar_subquery()).order_by(offers.c.position)
        with reading(self._engine) as connection:
            found = [offer_of(row) for row in connection.execute(query)]
        return [offer for offer in found if self._now() - offer.offered_at <= OFFER_LIFE]

    def offered_number(self, conversation: str, number: int) -> Offer | None:
        """Return the choice with that number among those last offered, None when there is none (any more)."""
        return next((offer for offer in self.last_offered(conversation) if offer.position == number), None)

    def result(self, turn_id: str) -> TurnResult | None:
        """Return how a turn ended, None while it is open. Raises TurnLost when it was erased."""
        replies = select(outbox.c.body).where(outbox.c.turn_id == turn_id).order_by(outbox.c.position)
        with reading(self._engine) as connection:
            row = connection.execute(select(inbox.c.state, inbox.c.outcome).where(inbox.c.id == turn_id)).first()
            if row is None:
                raise TurnLost("the turn was erased")
            return result_of(row.outcome, list(connection.scalars(replies))) if row.outcome is not None else None

    def history(self, conversation: str, channel: str) -> list[PastTurn]:
        """Return the last turns of a conversation, oldest first. Raises UnknownConversation."""
        last = select(inbox).where(inbox.c.conversation_id == conversation).order_by(inbox.c.number.desc())
        said = select(outbox.c.turn_id, outbox.c.body).where(outbox.c.conversation_id == conversation)
        with reading(self._engine) as connection:
            must_exist(connection, conversation, channel)
            rows = connection.execute(last.limit(LONGEST_HISTORY)).all()[::-1]
            replies: dict[str, list[Any]] = {}
            for turn_id, body in connection.execute(said.order_by(outbox.c.turn_id, outbox.c.position)):
                replies.setdefault(turn_id, []).append(body)
        return [
            PastTurn(row.id, row.text, row.received_at, result_of(row.outcome, replies.get(row.id, [])))
            if row.outcome is not None
            else PastTurn(row.id, row.text, row.received_at, None)
            for row in rows
        ]

    def open_turns(self) -> int:
        """Return how many turns wait or are being worked on, in all conversations."""
        query = select(func.count()).select_from(inbox).where(inbox.c.state.in_(_OPEN))
        with reading(self._engine) as connection:
            return int(connection.scalar(query) or 0)

    # --- forgetting ---

    def erase(self, conversation: str, channel: str) -> None:
        """Delete a conversation with everything in it, at once and from the disk. Raises UnknownConversation."""
        erasure.erase(self._engine, conversation, channel)

    def delete_before(self, day: date) -> int:
        """Delete every turn received before that day (in Vietnam); return how many."""
        return erasure.delete_before(self._engine, day)


def _is_open(conversation: str) -> ColumnElement[bool]:
    return and_(inbox.c.conversation_id == conversation, inbox.c.state.in_(_OPEN))


def _has_open_turn(connection: Connection, conversation: str) -> bool:
    return connection.execute(select(inbox.c.number).where(_is_open(conversation)).limit(1)).first() is not None


def new_id() -> str:
    """Return 144 random bits in 24 letters that are safe in a URL."""
    return secrets.token_urlsafe(18)
