"""Opens a ticket in the transaction that closes its turn: one that is not closed yet is never doubled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, insert, select, update

from bot.ticket_code import ticket_code
from channels.lookups import TALK_LASTS
from channels.records import Turn
from channels.tables import inbox, tickets

SUMMARY_TURNS = 6
_LONGEST_LINE = 200


def open_ticket(connection: Connection, turn: Turn, data: Mapping[str, Any], now: datetime) -> str:
    """Store the ticket of a turn and return its code.

    A conversation has at most one ticket that is not closed: asking again gives its code, and opens it again when it
    was answered already.
    """
    turns = _last_turns(connection, turn)
    waiting = _waiting_ticket(connection, turn.conversation)
    if waiting is not None:
        if waiting.state == "answered":
            anew = {"state": "open", "summary": _summary(turns)}
            connection.execute(update(tickets).where(tickets.c.number == waiting.number).values(anew))
        return str(waiting.code)
    code = _free_code(connection, turn.id)
    row = {
        "code": code,
        "conversation_id": turn.conversation,
        "turn_id": turn.id,
        "reason": data["reason"],
        "summary": _summary(turns),
        "contact": data.get("contact") or "",
        "entry": data.get("entry"),
        "state": "open",
        "created_at": now,
    }
    connection.execute(insert(tickets), row)
    return code


def _waiting_ticket(connection: Connection, conversation: str) -> Row[Any] | None:
    query = select(tickets).where(and_(tickets.c.conversation_id == conversation, tickets.c.state != "closed"))
    return connection.execute(query.limit(1)).first()


def _free_code(connection: Connection, turn: str) -> str:
    attempt = 0
    while True:
        code = ticket_code(turn, attempt)
        if connection.execute(select(tickets.c.number).where(tickets.c.code == code)).first() is None:
            return code
        attempt += 1


def _last_turns(connection: Connection, turn: Turn) -> Sequence[Row[Any]]:
    query = select(inbox).where(inbox.c.conversation_id == turn.conversation)
    query = query.where(and_(inbox.c.number <= turn.number, inbox.c.outcome.is_not(None)))
    query = query.where(inbox.c.received_at >= turn.received_at - TALK_LASTS)
    return list(connection.execute(query.order_by(inbox.c.number.desc()).limit(SUMMARY_TURNS)))[::-1]


def _summary(turns: Sequence[Row[Any]]) -> str:
    """Return one line a turn: the masked words, and what the bot answered about."""
    return "\n".join(f"{_short(row.text)} → {_about(row.outcome)}" for row in turns)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_LINE else f"{text[: _LONGEST_LINE - 1]}…"


def _about(outcome: Mapping[str, Any]) -> str:
    return " ".join(str(outcome[name]) for name in ("code", "entry", "aspect") if outcome.get(name))
