"""What staff do with tickets: look at them, answer into the conversation, close them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, select, update

from bot.messages import message
from bot.replies import Reply
from bot.ticket_code import read_code
from channels.desk.errors import TicketClosed, UnknownTicket
from channels.desk.wording import sendable
from channels.lookups import utc_now
from channels.rows import FETCHED_CHANNELS
from channels.tables import inbox, outbox, tickets
from channels.transactions import reading, writing

STATES = ("open", "answered", "closed")


@dataclass(frozen=True)
class Ticket:
    """One ticket as it is stored: nothing in it is raw."""

    code: str
    state: str
    reason: str
    summary: str = field(repr=False)
    contact: str
    entry: str | None
    channel: str
    created_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    answer: str | None = field(repr=False)


class Desk:
    """The tickets of a journal; safe beside a running bot."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._now = now

    def tickets(self, *, closed: bool = False) -> list[Ticket]:
        """Return what waits, the oldest first: open before answered; with `closed` all of them."""
        query = _tickets().order_by(tickets.c.number)
        if not closed:
            query = query.where(tickets.c.state != "closed")
        with reading(self._engine) as connection:
            found = [_ticket(row) for row in connection.execute(query)]
        return sorted(found, key=lambda ticket: STATES.index(ticket.state))

    def ticket(self, code: str) -> Ticket:
        """Return one ticket. Raises UnknownTicket."""
        with reading(self._engine) as connection:
            return _ticket(_find(connection, code))

    def reply(self, code: str, text: str) -> Ticket:
        """Put an answer into the ticket's conversation. Raises UnknownTicket, TicketClosed, AnswerRefused."""
        words, now = sendable(text), self._now()
        with writing(self._engine) as connection:
            row = _lock(connection, code)
            if row.state == "closed":
                raise TicketClosed(f"ticket {row.code} is closed: nothing was sent")
            _send(connection, row, message("desk_answer", code=row.code, text=words), now)
            given = {"state": "answered", "answer": words, "answered_at": now}
            connection.execute(update(tickets).where(tickets.c.number == row.number).values(given))
            return _ticket(_find(connection, code))

    def close(self, code: str) -> Ticket:
        """Close a ticket; who never got an answer is told. Raises UnknownTicket, TicketClosed."""
        now = self._now()
        with writing(self._engine) as connection:
            row = _lock(connection, code)
            if row.state == "closed":
                raise TicketClosed(f"ticket {row.code} is closed already")
            if row.state == "open":
                _send(connection, row, message("desk_closed", code=row.code, contact=row.contact), now)
            closed = {"state": "closed", "closed_at": now}
            connection.execute(update(tickets).where(tickets.c.number == row.number).values(closed))
            return _ticket(_find(connection, code))


def _tickets() -> Any:
    return select(tickets, inbox.c.channel).join(inbox, inbox.c.id == tickets.c.turn_id)


def _find(connection: Connection, code: str) -> Row[Any]:
    query = _tickets().where(tickets.c.code == read_code(code))
    row: Row[Any] | None = connection.execute(query).first()
    if row is None:
        raise UnknownTicket("no ticket has that code (mistyped, erased by the resident, or past its retention)")
    return row


def _lock(connection: Connection, code: str) -> Row[Any]:
    """Find a ticket that nobody else changes until the commit."""
    this = select(tickets.c.number).where(tickets.c.code == read_code(code))
    connection.execute(this.with_for_update())  # PostgreSQL; on SQLite the transaction is alone anyway
    return _find(connection, code)


def _ticket(row: Row[Any]) -> Ticket:
    names = Ticket.__dataclass_fields__
    return Ticket(**{name: value for name, value in row._asdict().items() if name in names})


def _send(connection: Connection, row: Row[Any], text: str, now: datetime) -> None:
    """Add a reply behind those of the ticket's turn; a messenger's is delivered like any other."""
    last = select(func.max(outbox.c.position)).where(outbox.c.turn_id == row.turn_id)
    fetched = row.channel in FETCHED_CHANNELS
    reply = {
        "conversation_id": row.conversation_id,
        "turn_id": row.turn_id,
        "position": (connection.scalar(last) or 0) + 1,
        "body": {**asdict(Reply(text)), "desk": row.code},
        "state": "sent" if fetched else "pending",
        "attempts": 0,
        "due_at": now,
        "sent_at": now if fetched else None,
    }
    connection.execute(insert(outbox), reply)
