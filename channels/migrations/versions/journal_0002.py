"""What residents leave for the staff: tickets, feedback, gaps."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "journal_0002"
down_revision = "journal_0001"
branch_labels = None
depends_on = None

_number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_time = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the three tables."""
    _make_tickets()
    _make_feedback()
    _make_gaps()


def _common(turn_is_unique: bool) -> list[sa.Column[Any]]:
    """Return the columns that all three begin with; a row goes when its conversation or its turn goes."""
    conversation = sa.ForeignKey("conversations.id", ondelete="CASCADE")
    turn = sa.ForeignKey("inbox.id", ondelete="CASCADE")
    return [
        sa.Column("number", _number, primary_key=True, autoincrement=True),
        sa.Column("conversation_id", sa.String(64), conversation, nullable=False),
        sa.Column("turn_id", sa.String(64), turn, nullable=False, unique=turn_is_unique),
    ]


def _make_tickets() -> None:
    op.create_table(
        "tickets",
        *_common(turn_is_unique=True),
        sa.Column("code", sa.String(16), nullable=False, unique=True),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("contact", sa.Text, nullable=False),
        sa.Column("entry", sa.String(64)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", _time, nullable=False),
        sa.Column("answered_at", _time),
        sa.Column("closed_at", _time),
        sa.Column("answer", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index("tickets_conversation", "tickets", ["conversation_id", "state"])
    op.create_index("tickets_state", "tickets", ["state", "number"])


def _make_feedback() -> None:
    op.create_table(
        "feedback",
        *_common(turn_is_unique=True),
        sa.Column("entry", sa.String(64), nullable=False),
        sa.Column("version", sa.String(64)),
        sa.Column("aspect", sa.String(16)),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(16)),
        sa.Column("given_at", _time, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("feedback_conversation", "feedback", ["conversation_id"])
    op.create_index("feedback_entry", "feedback", ["entry", "given_at"])


def _make_gaps() -> None:
    op.create_table(
        "gaps",
        *_common(turn_is_unique=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("entry", sa.String(64)),
        sa.Column("aspect", sa.String(16)),
        sa.Column("reason", sa.String(16)),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("noted_at", _time, nullable=False),
        sa.UniqueConstraint("turn_id", "kind", name="gaps_turn"),
        sqlite_autoincrement=True,
    )
    op.create_index("gaps_conversation", "gaps", ["conversation_id"])
    op.create_index("gaps_state", "gaps", ["state", "noted_at"])
