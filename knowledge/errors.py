"""What can go wrong in the knowledge: a closed list, each knowing whether trying again can help."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

_BUSY_STATES = frozenset({"55P03", "40P01", "40001"})
"""PostgreSQL: lock not available, deadlock, serialisation failure."""


class KnowledgeError(Exception):
    """Anything that the knowledge refuses or cannot do; the message is one line for the operator."""

    retry = False


class StoreBusyError(KnowledgeError):
    """Another process is writing; the same call may succeed in a moment."""

    retry = True


class StoreUnavailableError(KnowledgeError):
    """The database cannot be reached, read or written (disk full, server down, damaged file)."""

    retry = True


class NotMigratedError(KnowledgeError):
    """The tables are not there yet: `KnowledgeStore.migrate` comes first."""


class NewerDatabaseError(KnowledgeError):
    """The database was made by a newer program than this one; nothing was touched."""


class BadBatchError(KnowledgeError):
    """A set of entries contradicts itself or the store; nothing of it was saved."""


class UnreadableBodyError(KnowledgeError):
    """A stored body has a shape that this program does not know."""


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn what the database driver raises into the closed list above."""
    try:
        yield
    except DBAPIError as error:
        raise _translate(error) from error
    except SQLAlchemyError as error:
        raise StoreUnavailableError(f"the knowledge database cannot be used: {error}") from error


def _translate(error: DBAPIError) -> KnowledgeError:
    words = str(error.orig).splitlines()[0] if str(error.orig) else type(error.orig).__name__
    state = getattr(error.orig, "sqlstate", None)
    if state in _BUSY_STATES or "is locked" in words:
        return StoreBusyError("the knowledge database is being written by another process")
    if state == "42P01" or "no such table" in words:
        return NotMigratedError("the knowledge database has no tables yet: start the bot once, or migrate it")
    return StoreUnavailableError(f"the knowledge database cannot be used: {words}")
