"""Forgetting: one conversation at a person's wish, and everything that is older than its retention."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

from sqlalchemy import Engine, and_, delete, exists, select

from channels.errors import UnknownConversation
from channels.tables import conversations, inbox
from channels.transactions import shrink_log, writing

VIETNAM = timezone(timedelta(hours=7))
_BATCH = 500
"""Rows a transaction: a long deletion must not keep residents' messages waiting."""


def erase(engine: Engine, conversation: str, channel: str) -> None:
    """Delete a conversation with its turns, replies and offers, also from the write-ahead log.

    Raises UnknownConversation.
    """
    this = and_(conversations.c.id == conversation, conversations.c.channel == channel)
    with writing(engine) as connection:
        if connection.execute(delete(conversations).where(this)).rowcount == 0:
            raise UnknownConversation("no such conversation in this channel")
    shrink_log(engine)


def forget_before(engine: Engine, conversation: str, number: int) -> None:
    """Delete the turns of a conversation before that one, with their replies, offers and notes.

    The conversation goes on: channels that find it again by the person have no other for them.
    """
    before = and_(inbox.c.conversation_id == conversation, inbox.c.number < number)
    with writing(engine) as connection:
        connection.execute(delete(inbox).where(before))
    shrink_log(engine)


def delete_before(engine: Engine, day: date) -> int:
    """Delete the turns received before that day (midnight in Vietnam) and empty conversations; count the turns."""
    midnight = datetime.combine(day, time(), VIETNAM)
    old = select(inbox.c.number).where(inbox.c.received_at < midnight).limit(_BATCH)
    deleted = 0
    while True:
        with writing(engine) as connection:
            count = connection.execute(delete(inbox).where(inbox.c.number.in_(old.scalar_subquery()))).rowcount
        deleted += count
        if count < _BATCH:
            break
    has_turns = exists().where(inbox.c.conversation_id == conversations.c.id)
    with writing(engine) as connection:
        connection.execute(delete(conversations).where(conversations.c.last_at < midnight, ~has_turns))
    shrink_log(engine)
    return deleted
