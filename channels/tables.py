"""The journal's tables: conversations, inbox (one row a turn), outbox (one row a reply), offers (one row a choice)."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime, also on SQLite, which has no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()

_number = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up by itself for INTEGER alone

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(64), primary_key=True),  # opaque, 144 random bits: whoever has it may read the conversation
    Column("channel", String(32), nullable=False),
    Column("key", String(128)),  # how the channel finds the conversation again; null when it need not
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    UniqueConstraint("channel", "key", name="conversations_key"),
    Index("conversations_last", "last_at"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("number", _number, primary_key=True, autoincrement=True),  # the order of arrival
    Column("id", String(64), nullable=False, unique=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("event_id", String(160), nullable=False),
    Column("kind", String(16), nullable=False),  # text | payload
    Column("text", Text, nullable=False),  # masked; of a payload: the title of the choice
    Column("payload", String(64)),
    Column("masked", JSON, nullable=False),  # the kinds of private data that were masked
    Column("state", String(16), nullable=False),  # pending | working | done | failed
    Column("attempts", Integer, nullable=False, default=0),
    Column("lease_until", UtcDateTime),
    Column("received_at", UtcDateTime, nullable=False),
    Column("outcome", JSON(none_as_null=True)),
    Column("finished_at", UtcDateTime),
    UniqueConstraint("channel", "event_id", name="inbox_event"),
    Index("inbox_order", "conversation_id", "number"),
    Index("inbox_open", "state", "number"),
    Index("inbox_received", "received_at"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    Column("number", _number, primary_key=True, autoincrement=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("turn_id", ForeignKey("inbox.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("body", JSON, nullable=False),  # one reply, see bot.replies
    Column("state", String(16), nullable=False),  # pending | sending | sent | failed | unknown
    Column("attempts", Integer, nullable=False, default=0),
    Column("due_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    UniqueConstraint("turn_id", "position", name="outbox_position"),
    Index("outbox_conversation", "conversation_id", "number"),
    Index("outbox_due", "state", "due_at"),
    sqlite_autoincrement=True,
)

offers = Table(
    "offers",
    metadata,
    Column("turn_id", ForeignKey("inbox.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),  # from 1, through all replies of the turn
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("turn_number", _number, nullable=False),
    Column("payload", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("offered_at", UtcDateTime, nullable=False),
    Index("offers_payload", "conversation_id", "payload"),
    Index("offers_turn", "conversation_id", "turn_number"),
)
