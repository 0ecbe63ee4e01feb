"""Brings a knowledge database to the shape that this program needs, once, whoever comes first."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from knowledge.errors import NewerDatabaseError, StoreBusyError, database_errors

VERSION_TABLE = "knowledge_schema"
"""Not Alembic's own name: another owner may keep its tables in the same PostgreSQL database."""

_LOCK_KEY = 7_306_001
_WAIT_MS = 60_000
"""How long a second process waits for the one that is migrating."""
_LOOKS, _LOOK_AGAIN_SECONDS = 20, 0.1


def migrate(engine: Engine) -> str:
    """Make or upgrade the tables and return the schema's name, such as "0001".

    Safe to call at every start and from several processes at once. Raises NewerDatabaseError, leaving the
    database as it is, when a newer program made it; StoreBusyError when another one migrates for over a minute.
    """
    scripts = ScriptDirectory(str(Path(__file__).parent))
    head = scripts.get_current_head() or ""
    if _first_look(engine, scripts, head) == head:
        return head
    with database_errors(), _alone(engine) as connection:
        if _current(connection, scripts, head) != head:
            _upgrade(connection)
    return head


def _first_look(engine: Engine, scripts: ScriptDirectory, head: str) -> str | None:
    # While one process turns a brand-new SQLite file to WAL, SQLite tells the others "locked" without waiting.
    for _ in range(_LOOKS - 1):
        try:
            return _look(engine, scripts, head)
        except StoreBusyError:
            time.sleep(_LOOK_AGAIN_SECONDS)
    return _look(engine, scripts, head)


def _look(engine: Engine, scripts: ScriptDirectory, head: str) -> str | None:
    with database_errors(), engine.execution_options(read_only=True).begin() as connection:
        return _current(connection, scripts, head)


def _current(connection: Connection, scripts: ScriptDirectory, head: str) -> str | None:
    current = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()
    known = {script.revision for script in scripts.walk_revisions()}
    if current is not None and current not in known:
        raise NewerDatabaseError(
            f"the knowledge database has schema {current}, newer than this program (schema {head}): "
            "install the newer program, or point it at another database"
        )
    return current


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """Open the one transaction that migrates; a second process waits here and then finds the work done."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            with _patient(connection), connection.begin():  # BEGIN IMMEDIATE: see bot.database
                yield connection
        else:
            with connection.begin():
                connection.execute(text(f"SET LOCAL lock_timeout = {_WAIT_MS}"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
                yield connection


@contextmanager
def _patient(connection: Connection) -> Iterator[None]:
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - a pooled connection that was just opened has one
    before = driver.execute("PRAGMA busy_timeout").fetchone()[0]
    driver.execute(f"PRAGMA busy_timeout={_WAIT_MS}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout={before}")


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
