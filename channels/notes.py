"""Stores what a turn leaves for the staff, in the transaction that closes it: ticket, feedback, gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from bot.replies import TurnResult
from channels.desk.opening import open_ticket
from channels.gaps import Gap, asked, note_abandoned, note_gap
from channels.records import Turn
from channels.tables import feedback, gaps


def note(connection: Connection, turn: Turn, result: TurnResult, now: datetime) -> TurnResult:
    """Store the notes of a turn whose outcome is stored already; return the result as the resident gets it.

    The records are gone from it, and it names the ticket by the code that it really has.
    """
    replies = result.replies
    for record in result.records:
        if record.kind == "ticket":
            code = open_ticket(connection, turn, record.data, now)
            said = str(record.data["code"])
            replies = tuple(replace(reply, text=reply.text.replace(said, code)) for reply in replies)
        elif record.kind == "feedback":
            _note_feedback(connection, turn, record.data, now)
        else:
            note_gap(connection, _gap(connection, turn, turn.id, record.data["kind"], record.data), now)
    note_abandoned(connection, turn, result.outcome, now)
    if result.outcome.code == "no_answer":
        about = {"entry": result.outcome.entry, "aspect": result.outcome.aspect}
        note_gap(connection, _gap(connection, turn, turn.id, "no_answer", about), now)
    return replace(result, replies=replies, records=())


def _gap(connection: Connection, turn: Turn, about_turn: str, kind: str, about: Mapping[str, Any]) -> Gap:
    question = asked(connection, turn.conversation, turn.number)
    known = {name: about.get(name) for name in ("entry", "aspect", "reason")}
    return Gap(about_turn, turn.conversation, kind, question, **known)


def _note_feedback(connection: Connection, turn: Turn, data: Mapping[str, Any], now: datetime) -> None:
    """Store a verdict; about the same answer in the same conversation the newest one counts."""
    about = {name: data.get(name) for name in ("entry", "version", "aspect")}
    given = {"verdict": data["verdict"], "reason": data.get("reason"), "given_at": now}
    row = _same_feedback(connection, turn.conversation, about)
    turn_id = turn.id if row is None else row.turn_id
    if row is None:
        of_turn = {"conversation_id": turn.conversation, "turn_id": turn_id}
        connection.execute(insert(feedback), {**about, **given, **of_turn})
    else:
        connection.execute(update(feedback).where(feedback.c.number == row.number).values(given))
    connection.execute(delete(gaps).where(gaps.c.turn_id == turn_id, gaps.c.kind == "negative", gaps.c.state == "open"))
    if data["verdict"] == "bad":
        note_gap(connection, _gap(connection, turn, turn_id, "negative", data), now)


def _same_feedback(connection: Connection, conversation: str, about: Mapping[str, Any]) -> Row[Any] | None:
    query = select(feedback).where(feedback.c.conversation_id == conversation)
    for name, value in about.items():
        query = query.where(feedback.c[name].is_not_distinct_from(value))
    return connection.execute(query.limit(1)).first()
