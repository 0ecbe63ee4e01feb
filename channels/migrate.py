"""Brings the journal's database to the newest form; safe to run at every start, also from two processes at once."""

from __future__ import annotations

import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from channels.errors import JournalTooNew, JournalUnavailable
from channels.transactions import reading, writing

VERSION_TABLE = "journal_schema"
"""Not Alembic's own name: the knowledge may live in the same PostgreSQL database."""

_FOLDER = str(Path(__file__).parent / "migrations")
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
    scripts = ScriptDirectory(_FOLDER)
    current = _current(engine)
    if current == scripts.get_current_head():
        return
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise JournalTooNew("the journal was made by a newer version of this program; install that version")
    _upgrade(engine)


def _current(engine: Engine) -> str | None:
    with reading(engine) as connection:
        return MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()


def _upgrade(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", _FOLDER.replace("%", "%%"))
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
