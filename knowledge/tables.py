"""The tables of the knowledge database; knowledge/migrations makes them, and a test keeps the two equal."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

STATES = ("draft", "published", "held", "retired")
"""Of a version: not shown yet; shown; kept back with a reason; shown once and no longer."""

metadata = MetaData()


class UtcTime(TypeDecorator[datetime]):
    """A moment with its zone: SQLite would give it back without."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store every moment in UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give every moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


entries = Table(
    "entries",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("published_version", Integer),  # number of the version that residents get; empty: none
    Column("changed_revision", Integer, nullable=False),  # last revision that changed what residents get; 0: none
    Index("ix_entries_changed_revision", "changed_revision"),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entry_id", String(64), ForeignKey("entries.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("body", Text, nullable=False),  # Entry.to_json, never updated
    Column("content_hash", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", Text),  # why it is held or retired, or that a person released it
    Column("created_at", UtcTime, nullable=False),
    Column("published_at", UtcTime),
    UniqueConstraint("entry_id", "number", name="uq_versions_entry_number"),
    CheckConstraint("state IN ('draft', 'published', 'held', 'retired')", name="ck_versions_state"),
    Index("ix_versions_state", "state"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True),  # always 1: polling reads one row
    Column("number", Integer, nullable=False),  # goes up by one in the transaction of every publication
    Column("changed_at", UtcTime, nullable=False),
)

vectors = Table(
    "vectors",
    metadata,
    Column("model", String(64), primary_key=True),
    Column("text_hash", String(64), primary_key=True),
    Column("vector", LargeBinary, nullable=False),  # float32, little-endian
)
