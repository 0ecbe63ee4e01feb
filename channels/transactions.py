"""Transactions of the journal whose failures have one name and never quote what was to be stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from channels.errors import JournalUnavailable


def overwrite_what_is_deleted(engine: Engine) -> None:
    """Make SQLite write zeros over erased rows: a deleted message must not stay readable in the file."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _secure_delete)


def _secure_delete(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA secure_delete=ON")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that commits at the end. Raises JournalUnavailable when the database cannot store."""
    with _one_name_for_failures(), engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a connection that only reads: on SQLite it does not wait for a writer."""
    with _one_name_for_failures(), engine.connect().execution_options(read_only=True) as connection:
        yield connection


@contextmanager
def _one_name_for_failures() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        # The library's own message quotes the statement's values, so it ends here.
        raise JournalUnavailable(_name(error)) from None
    except PoolTimeout:
        raise JournalUnavailable("no free connection") from None


def _name(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlite_errorname", type(error.orig).__name__))


def shrink_log(engine: Engine) -> None:
    """Fold SQLite's write-ahead log into the database and empty it, as far as readers allow right now."""
    if engine.dialect.name != "sqlite":
        return
    with closing(engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
