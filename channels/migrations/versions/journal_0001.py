"""The first journal: conversations, inbox, outbox, offers."""

import sqlalchemy as sa
from alembic import op

revision = "journal_0001"
down_revision = None
branch_labels = None
depends_on = None

_number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_time = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the four tables."""
    _make_conversations()
    _make_inbox()
    _make_outbox()
    _make_offers()


def _points_to(name: str, target: str, primary_key: bool = False) -> sa.Column[str]:
    """Return a column that goes when its target goes: erasing a conversation erases all of it."""
    target_column = sa.ForeignKey(target, ondelete="CASCADE")
    return sa.Column(name, sa.String(64), target_column, primary_key=primary_key, nullable=False)


def _make_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("key", sa.String(128)),
        sa.Column("created_at", _time, nullable=False),
        sa.Column("last_at", _time, nullable=False),
        sa.UniqueConstraint("channel", "key", name="conversations_key"),
    )
    op.create_index("conversations_last", "conversations", ["last_at"])


def _make_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("number", _number, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(64), nullable=False, unique=True),
        _points_to("conversation_id", "conversations.id"),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("event_id", sa.String(160), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("payload", sa.String(64)),
        sa.Column("masked", sa.JSON, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lease_until", _time),
        sa.Column("received_at", _time, nullable=False),
        sa.Column("outcome", sa.JSON),
        sa.Column("finished_at", _time),
        sa.UniqueConstraint("channel", "event_id", name="inbox_event"),
        sqlite_autoincrement=True,
    )
    op.create_index("inbox_order", "inbox", ["conversation_id", "number"])
    op.create_index("inbox_open", "inbox", ["state", "number"])
    op.create_index("inbox_received", "inbox", ["received_at"])


def _make_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("number", _number, primary_key=True, autoincrement=True),
        _points_to("conversation_id", "conversations.id"),
        _points_to("turn_id", "inbox.id"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", _time, nullable=False),
        sa.Column("sent_at", _time),
        sa.UniqueConstraint("turn_id", "position", name="outbox_position"),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_conversation", "outbox", ["conversation_id", "number"])
    op.create_index("outbox_due", "outbox", ["state", "due_at"])


def _make_offers() -> None:
    op.create_table(
        "offers",
        _points_to("turn_id", "inbox.id", primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        _points_to("conversation_id", "conversations.id"),
        sa.Column("turn_number", _number, nullable=False),
        sa.Column("payload", sa.String(64), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("offered_at", _time, nullable=False),
    )
    op.create_index("offers_payload", "offers", ["conversation_id", "payload"])
    op.create_index("offers_turn", "offers", ["conversation_id", "turn_number"])
