"""Entries, their immutable versions, the revision counter and the cache of vectors."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the four tables; the counter starts at 0, before the first publication."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "entries",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("published_version", sa.Integer),
        sa.Column("changed_revision", sa.Integer, nullable=False),
    )
    op.create_index("ix_entries_changed_revision", "entries", ["changed_revision"])
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("entry_id", sa.String(64), sa.ForeignKey("entries.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("published_at", moment),
        sa.UniqueConstraint("entry_id", "number", name="uq_versions_entry_number"),
        sa.CheckConstraint("state IN ('draft', 'published', 'held', 'retired')", name="ck_versions_state"),
    )
    op.create_index("ix_versions_state", "versions", ["state"])
    revisions = op.create_table(
        "revisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("changed_at", moment, nullable=False),
    )
    op.execute(revisions.insert().values(id=1, number=0, changed_at=sa.func.current_timestamp()))
    op.create_table(
        "vectors",
        sa.Column("model", sa.String(64), primary_key=True),
        sa.Column("text_hash", sa.String(64), primary_key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    """Take the tables away, with everything in them."""
    for name in ("vectors", "revisions", "versions", "entries"):
        op.drop_table(name)
