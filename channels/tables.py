"""The journal's tables: conversations, inbox (turns), outbox (replies), offers (choices); tickets, feedback, gaps."""

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

tickets = Table(
    "tickets",
    metadata,
    Column("number", _number, primary_key=True, autoincrement=True),
    Column("code", String(16), nullable=False, unique=True),  # see bot.ticket_code
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("turn_id", ForeignKey("inbox.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("reason", String(16), nullable=False),  # asked | failures | feedback
    Column("summary", Text, nullable=False),  # the last turns, masked
    Column("contact", Text, nullable=False),  # the desk that the resident was told
    Column("entry", String(64)),  # what the conversation was about
    Column("state", String(16), nullable=False),  # open | answered | closed
    Column("created_at", UtcDateTime, nullable=False),
    Column("answered_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("answer", Text),  # the last words of the staff; all of them are in the outbox
    Index("tickets_conversation", "conversation_id", "state"),
    Index("tickets_state", "state", "number"),
    sqlite_autoincrement=True,
)

feedback = Table(
    "feedback",
    metadata,
    Column("number", _number, primary_key=True, autoincrement=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("turn_id", ForeignKey("inbox.id", ondelete="CASCADE"), nullable=False, unique=True),  # the tap
    Column("entry", String(64), nullable=False),
    Column("version", String(64)),  # content hash of the entry as it was answered
    Column("aspect", String(16)),
    Column("verdict", String(8), nullable=False),  # good | bad
    Column("reason", String(16)),  # wrong | outdated | unclear | missing-case | wrong-place
    Column("given_at", UtcDateTime, nullable=False),
    Index("feedback_conversation", "conversation_id"),
    Index("feedback_entry", "entry", "given_at"),
    sqlite_autoincrement=True,
)

gaps = Table(
    "gaps",
    metadata,
    Column("number", _number, primary_key=True, autoincrement=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("turn_id", ForeignKey("inbox.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(16), nullable=False),  # no_answer | negative | abandoned
    Column("question", Text, nullable=False),  # masked
    Column("entry", String(64)),
    Column("aspect", String(16)),
    Column("reason", String(16)),
    Column("state", String(8), nullable=False),  # open | done
    Column("noted_at", UtcDateTime, nullable=False),
    UniqueConstraint("turn_id", "kind", name="gaps_turn"),
    Index("gaps_conversation", "conversation_id"),
    Index("gaps_state", "state", "noted_at"),
    sqlite_autoincrement=True,
)
