"""Alembic's entry: runs the migrations on the connection that channels.migrate opened and will commit."""

from alembic import context

from channels.migrate import VERSION_TABLE
from channels.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, version_table=VERSION_TABLE
)
context.run_migrations()
