"""Notes the questions that the bot could not answer well: not known, found wrong, or a choice that nobody took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.replies import Outcome
from channels.choices import chosen
from channels.lookups import TALK_LASTS
from channels.records import Offer, Turn
from channels.rows import offer_of
from channels.tables import gaps, inbox, offers
from channels.transactions import writing

_NO_MOVE = ("error_rasa", "error_action", "error_internal", "privacy")
"""Outcomes that say nothing about what the resident wanted: the clarification before them is still open."""

_LOOK_BACK = 6
_BATCH = 500


@dataclass(frozen=True)
class Gap:
    """A question that was not answered well, and all that is known of it."""

    turn: str
    conversation: str
    kind: str
    question: str = field(repr=False)
    entry: str | None = None
    aspect: str | None = None
    reason: str | None = None


def note_gap(connection: Connection, gap: Gap, now: datetime) -> None:
    """Store a gap, once a turn and kind, also when another process stores the same at this moment."""
    row = {"turn_id": gap.turn, "conversation_id": gap.conversation, "state": "open", "noted_at": now}
    row |= {name: getattr(gap, name) for name in ("kind", "question", "entry", "aspect", "reason")}
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(make(gaps).on_conflict_do_nothing(index_elements=["turn_id", "kind"]), row)


# --- what was asked ---


def asked(connection: Connection, conversation: str, number: int) -> str:
    """Return the masked words of the question that a turn is about: its own, or those before the choices it took."""
    query = select(inbox).where(inbox.c.conversation_id == conversation, inbox.c.number <= number)
    rows = connection.execute(query.order_by(inbox.c.number.desc()).limit(_LOOK_BACK)).all()
    rows = [row for row in rows if rows[0].received_at - row.received_at <= TALK_LASTS]
    shown = select(offers).where(offers.c.conversation_id == conversation, offers.c.turn_number < number)
    titles = [offer_of(row) for row in connection.execute(shown)]
    typed = (row.text for row in rows if row.kind == "text" and chosen(row.text, titles) is None)
    return str(next(typed, rows[0].text))


# --- choices that nobody took ---


def note_abandoned(connection: Connection, turn: Turn, outcome: Outcome, now: datetime) -> None:
    """Note the clarification before this turn when the turn neither took a choice nor went on with what was offered."""
    if outcome.code in _NO_MOVE:
        return
    before = _move_before(connection, turn)
    if before is None or before.outcome["code"] != "clarify":
        return
    offered = select(offers).where(offers.c.turn_id == before.id, _is_clarifying())
    choices = [offer_of(row) for row in connection.execute(offered.order_by(offers.c.position))]
    if choices and not _goes_on(turn, outcome, before.outcome, choices):
        _note_left(connection, before, now)


def _move_before(connection: Connection, turn: Turn) -> Row[Any] | None:
    query = select(inbox).where(inbox.c.conversation_id == turn.conversation, inbox.c.number < turn.number)
    query = query.where(inbox.c.outcome["code"].as_string().not_in(_NO_MOVE))
    return connection.execute(query.order_by(inbox.c.number.desc()).limit(1)).first()


def _is_clarifying() -> ColumnElement[bool]:
    """Return the condition for choices that ask what was meant, not how an answer was liked."""
    return and_(~offers.c.payload.startswith("feedback_", autoescape=True), offers.c.payload != "ask_human")


def _goes_on(turn: Turn, outcome: Outcome, before: Mapping[str, Any], choices: Sequence[Offer]) -> bool:
    if turn.kind == "payload":
        return any(choice.payload == turn.payload for choice in choices)
    entries = {before.get("entry"), *(item["entry"] for item in before.get("candidates") or ())} - {None}
    return chosen(turn.text, choices) is not None or outcome.entry in entries


def _note_left(connection: Connection, before: Row[Any], now: datetime) -> None:
    question = asked(connection, before.conversation_id, before.number)
    about = {name: before.outcome.get(name) for name in ("entry", "aspect")}
    note_gap(connection, Gap(before.id, before.conversation_id, "abandoned", question, **about), now)


def note_left(engine: Engine, now: datetime) -> int:
    """Note every clarification with which a conversation ended; return how many. For the daily round."""
    noted = 0
    while True:
        with writing(engine) as connection:
            rows = connection.execute(_left(now - TALK_LASTS).limit(_BATCH)).all()
            for row in rows:
                _note_left(connection, row, now)
        noted += len(rows)
        if len(rows) < _BATCH:
            return noted


def _left(before: datetime) -> Any:
    later = inbox.alias()
    moved_on = exists().where(
        later.c.conversation_id == inbox.c.conversation_id,
        later.c.number > inbox.c.number,
        later.c.outcome.is_(None) | later.c.outcome["code"].as_string().not_in(_NO_MOVE),
    )
    noted = exists().where(gaps.c.turn_id == inbox.c.id, gaps.c.kind == "abandoned")
    offered = exists().where(offers.c.turn_id == inbox.c.id, _is_clarifying())
    is_clarify = inbox.c.outcome["code"].as_string() == "clarify"
    return select(inbox).where(inbox.c.received_at < before, is_clarify, offered, ~noted, ~moved_on)
