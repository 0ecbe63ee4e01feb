"""Turns the journal's rows into records and results into rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select

from bot.replies import Reply, TurnResult
from channels.errors import UnknownConversation
from channels.records import Offer, PastTurn, Turn
from channels.tables import conversations, inbox, offers

OPEN = ("pending", "working")
"""States of a turn that has no outcome yet."""

FETCHED_CHANNELS = frozenset({"web"})
"""Channels whose page fetches replies by itself: nothing is left to deliver."""


def turn_of(row: Mapping[str, Any]) -> Turn:
    """Read a row of the inbox."""
    return Turn(
        id=row["id"],
        number=row["number"],
        conversation=row["conversation_id"],
        channel=row["channel"],
        kind=row["kind"],
        text=row["text"],
        payload=row["payload"],
        masked=tuple(row["masked"]),
        state=row["state"],
        attempts=row["attempts"],
        received_at=row["received_at"],
    )


def offer_of(row: Row[Any]) -> Offer:
    """Read a row of the offers."""
    return Offer(row.position, row.payload, row.title, row.offered_at)


def result_of(outcome: Mapping[str, Any], replies: Sequence[Mapping[str, Any]]) -> TurnResult:
    """Put a stored outcome and its stored replies together again."""
    return TurnResult.from_wire({"outcome": outcome, "replies": replies})


def past_turn(row: Row[Any], bodies: Sequence[Mapping[str, Any]]) -> PastTurn:
    """Read a row of the inbox with its stored replies as a turn of the history."""
    result = result_of(row.outcome, bodies) if row.outcome is not None else None
    return PastTurn(row.id, row.text, row.received_at, result)


def with_desk_answers(turns: Sequence[PastTurn], answers: Sequence[Row[Any]]) -> list[PastTurn]:
    """Put rows of the outbox that staff wrote among the turns, by time, as turns in which the resident said nothing."""
    shown = list(turns)
    for answer in sorted(answers, key=lambda row: (row.due_at, row.number)):
        place = next((at for at, turn in enumerate(shown) if turn.received_at > answer.due_at), len(shown))
        result = TurnResult.from_wire({"outcome": {"code": "handoff"}, "replies": [answer.body]})
        shown.insert(place, PastTurn(f"{answer.turn_id}.{answer.position}", "", answer.due_at, result))
    return shown


def outbox_rows(turn: Turn, replies: Sequence[Mapping[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """Return one row a reply, to be delivered unless the channel's page fetches replies by itself."""
    fetched = turn.channel in FETCHED_CHANNELS
    common = {
        "conversation_id": turn.conversation,
        "turn_id": turn.id,
        "state": "sent" if fetched else "pending",
        "attempts": 0,
        "due_at": now,
        "sent_at": now if fetched else None,
    }
    return [{**common, "position": position, "body": body} for position, body in enumerate(replies, start=1)]


def is_from_desk(body: Mapping[str, Any]) -> bool:
    """Tell whether a stored reply was written by staff (channels.desk) and not by the bot in that turn."""
    return "desk" in body


def offer_rows(turn: Turn, replies: Sequence[Reply], now: datetime) -> list[dict[str, Any]]:
    """Return one row a choice, counted from 1 through all replies as the resident sees them."""
    common = {
        "turn_id": turn.id,
        "turn_number": turn.number,
        "conversation_id": turn.conversation,
        "offered_at": now,
    }
    choices = [choice for reply in replies for choice in reply.choices]
    return [
        {**common, "position": position, "payload": choice.payload, "title": choice.title}
        for position, choice in enumerate(choices, start=1)
    ]


def find_event(connection: Connection, channel: str, event_id: str) -> Row[Any] | None:
    """Return the turn that this event of the channel became."""
    same = and_(inbox.c.channel == channel, inbox.c.event_id == event_id)
    return connection.execute(select(inbox).where(same)).first()


def find_offer(connection: Connection, conversation: str, payload: str) -> Offer | None:
    """Return the newest offer of that payload to the conversation."""
    same = and_(offers.c.conversation_id == conversation, offers.c.payload == payload)
    row = connection.execute(select(offers).where(same).order_by(offers.c.turn_number.desc()).limit(1)).first()
    return None if row is None else offer_of(row)


def must_exist(connection: Connection, conversation: str, channel: str) -> None:
    """Raise UnknownConversation unless the channel has that conversation."""
    same = and_(conversations.c.id == conversation, conversations.c.channel == channel)
    if connection.execute(select(conversations.c.id).where(same)).first() is None:
        raise UnknownConversation("no such conversation in this channel")


def lease_is_over(now: datetime, longest: timedelta) -> ColumnElement[bool]:
    """Return the condition; a lease beyond the longest possible comes from a clock that was set back, and is over."""
    return or_(inbox.c.lease_until.is_(None), inbox.c.lease_until <= now, inbox.c.lease_until > now + longest)


def is_leased(lease_until: datetime | None, now: datetime, longest: timedelta) -> bool:
    """Tell of one row whether its lease still holds."""
    return lease_until is not None and now < lease_until <= now + longest
