"""Runs the migrations on the connection that knowledge.migrations hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from knowledge.migrations import VERSION_TABLE
from knowledge.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()
