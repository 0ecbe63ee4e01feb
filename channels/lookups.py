"""Reads the journal: what waits, what was offered, how a turn ended, what was said before. Never waits for a writer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, and_, func, or_, select

from bot.replies import TurnResult
from channels.errors import TurnLost
from channels.records import Offer, PastTurn
from channels.rows import (
    OPEN,
    find_offer,
    is_from_desk,
    lease_is_over,
    must_exist,
    offer_of,
    past_turn,
    result_of,
    with_desk_answers,
)
from channels.tables import inbox, offers, outbox
from channels.transactions import reading

LEASE = timedelta(seconds=20)
"""How long a process may work on a turn before another may take it over; longer than the deadline around Rasa."""

OFFER_LIFE = timedelta(minutes=10)
"""How long a bare number or a typed title means a choice; a button has no such end."""

TALK_LASTS = timedelta(hours=2)
"""Turns further apart are two talks: what was said in the one is not quoted in the other, nor waited for."""

LONGEST_HISTORY = 200
"""Turns of a conversation that are shown again."""

MOST_AT_ONCE = 500
"""Conversations that one round of recovery takes on."""


def utc_now() -> datetime:
    """Return the time, with its zone."""
    return datetime.now(UTC)


class Lookups:
    """The reading half of the journal (channels.journal has the other)."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = utc_now, lease: timedelta = LEASE) -> None:
        self._engine = engine
        self._now = now
        self._lease = lease

    @property
    def engine(self) -> Engine:
        """The database."""
        return self._engine

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
            said = [body for body in connection.scalars(replies) if not is_from_desk(body)]
            return result_of(row.outcome, said) if row.outcome is not None else None

    def history(self, conversation: str, channel: str) -> list[PastTurn]:
        """Return the last turns of a conversation, oldest first, answers of the staff in between.

        Raises UnknownConversation.
        """
        last = select(inbox).where(inbox.c.conversation_id == conversation).order_by(inbox.c.number.desc())
        said = select(outbox).where(outbox.c.conversation_id == conversation)
        with reading(self._engine) as connection:
            must_exist(connection, conversation, channel)
            rows = connection.execute(last.limit(LONGEST_HISTORY)).all()[::-1]
            replies = connection.execute(said.order_by(outbox.c.turn_id, outbox.c.position)).all()
        bodies: dict[str, list[Any]] = {}
        for reply in replies:
            if not is_from_desk(reply.body):
                bodies.setdefault(reply.turn_id, []).append(reply.body)
        turns = [past_turn(row, bodies.get(row.id, [])) for row in rows]
        return with_desk_answers(turns, [reply for reply in replies if is_from_desk(reply.body)])

    def open_turns(self) -> int:
        """Return how many turns wait or are being worked on, in all conversations."""
        query = select(func.count()).select_from(inbox).where(inbox.c.state.in_(OPEN))
        with reading(self._engine) as connection:
            return int(connection.scalar(query) or 0)
