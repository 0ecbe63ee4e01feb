"""Brings the journal's database to the newest form; safe to run at every start, also from two processes at once."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from channels.errors import JournalTooNew, JournalUnavailable
from channels.transactions import reading, writing

VERSION_TABLE = "journal_schema"
"""Not Alembic's own name: the knowledge may live in the same PostgreSQL database."""

NEWEST = "journal_0002"
"""The last revision in migrations/versions; a test keeps it so. A start that finds it needs no Alembic."""

FOLDER = str(Path(__file__).parent / "migrations")
_LOCK = 7_305_001
"""Number of the advisory lock on PostgreSQL; nothing else of this program uses it."""
_TRIES = 10
_PAUSE = 0.2


def migrate_journal(engine: Engine) -> None:
    """Run what is missing in one transaction: after a crash the old form is still whole.

    Raises JournalTooNew, leaving all as it is, when a newer program made the database; JournalUnavailable.
    """
    for _ in range(_TRIES - 1):
        try:
            return _migrate(engine)
        except JournalUnavailable:
            # While one process makes a new SQLite file, SQLite refuses the others without waiting.
            time.sleep(_PAUSE)
    return _migrate(engine)


def _migrate(engine: Engine) -> None:
    if _current(engine) != NEWEST:
        _upgrade(engine)


def _current(engine: Engine) -> str | None:
    with reading(engine) as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return None
        return str(connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}")))  # noqa: S608 - our constant


def _upgrade(engine: Engine) -> None:
    # Imported here: Alembic costs a third of a second, and nearly every start finds nothing to do.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    current = _current(engine)
    if current is not None and current not in {script.revision for script in ScriptDirectory(FOLDER).walk_revisions()}:
        raise JournalTooNew("the journal was made by a newer version of this program; install that version")
    config = Config()
    config.set_main_option("script_location", FOLDER.replace("%", "%%"))
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
