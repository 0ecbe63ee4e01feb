"""Entries and their immutable versions in a database, and the counter by which every process sees a publication."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, Select, and_, select
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.errors import KnowledgeError, UnreadableBodyError, database_errors
from knowledge.migrations import migrate
from knowledge.model import Entry, Origin
from knowledge.saving import Report, plan_save, release_held, report_of, retire_absent
from knowledge.standing import apply_changes, in_batches
from knowledge.tables import entries, revisions, vectors, versions

__all__ = ["KnowledgeError", "KnowledgeStore", "Report", "Vector"]

Vector = NDArray[np.float32]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class KnowledgeStore:
    """One knowledge database. Safe to share between threads; every method is one transaction.

    Every method raises KnowledgeError: StoreBusyError and StoreUnavailableError may pass by themselves, the others not.
    """

    def __init__(self, engine: Engine, now: Callable[[], datetime] = _utc_now) -> None:
        self._writer = engine
        self._reader = engine.execution_options(read_only=True)
        self._now = now

    def migrate(self) -> str:
        """Make or upgrade the tables; return the schema's name. Safe at every start, in every process."""
        return migrate(self._writer)

    def save(
        self,
        items: Iterable[Entry],
        publish: bool,
        held: Mapping[str, str] | None = None,
        *,
        dry_run: bool = False,
    ) -> Report:
        """Store the entries, all or none, and publish those that are not held.

        An equal text writes nothing. `held` (id -> reason) keeps back that text; what was published of the
        entry before stays. A text that a person released stays published. A dry run writes nothing and reports
        what would happen. Raises BadBatchError.
        """
        with database_errors(), (self._reader if dry_run else self._writer).begin() as connection:
            changes = plan_save(connection, list(items), publish, held or {})
            if not dry_run:
                apply_changes(connection, changes, self._now())
        return report_of(changes)

    def retire_missing(self, origin: Origin, keep_ids: Iterable[str]) -> tuple[str, ...]:
        """Take every other entry of that origin out of the answers and return their ids, sorted.

        Saving such an entry again brings it back.
        """
        with database_errors(), self._writer.begin() as connection:
            return retire_absent(connection, origin, frozenset(keep_ids), self._now())

    def release(self, entry_id: str) -> None:
        """Publish the held version of an entry: a person read it and found it right. Raises BadBatchError."""
        with database_errors(), self._writer.begin() as connection:
            release_held(connection, entry_id, self._now())

    def published(self, origin: Origin | None = None) -> list[Entry]:
        """Return what residents get, or the part of it that has an origin, sorted by id."""
        query = _published_bodies().order_by(entries.c.id)
        with database_errors(), self._reader.begin() as connection:
            return _read(connection, query if origin is None else query.where(entries.c.origin == origin))

    def entry(self, entry_id: str) -> Entry | None:
        """Return the published version of one entry; None: there is none."""
        with database_errors(), self._reader.begin() as connection:
            found = _read(connection, _published_bodies().where(entries.c.id == entry_id))
        return found[0] if found else None

    def held(self) -> list[tuple[Entry, str]]:
        """Return what waits for a person, with the reason, sorted by id."""
        query = select(versions.c.entry_id, versions.c.body, versions.c.reason).where(versions.c.state == "held")
        with database_errors(), self._reader.begin() as connection:
            rows = connection.execute(query.order_by(versions.c.entry_id)).all()
        return [(_entry(row.entry_id, row.body), row.reason or "") for row in rows]

    def revision(self) -> int:
        """Return the number of the last publication: one row, cheap enough to ask every second."""
        with database_errors(), self._reader.begin() as connection:
            return _revision(connection)

    def changed_since(self, revision: int) -> tuple[int, list[Entry], list[str]]:
        """Return the revision now, the entries published since that one, and the ids that are gone since.

        A revision now that is lower than the given one means another database (a restored backup): then
        everything published comes back, and the caller forgets what it had.
        """
        with database_errors(), self._reader.begin() as connection:
            now = _revision(connection)
            if now == revision:
                return now, [], []
            since = revision if revision < now else -1
            newer = entries.c.changed_revision > since
            changed = _read(connection, _published_bodies().where(newer).order_by(entries.c.id))
            gone = select(entries.c.id).where(
                newer, entries.c.published_version.is_(None), entries.c.changed_revision > 0
            )
            return now, changed, list(connection.scalars(gone.order_by(entries.c.id)))

    def vectors(self, model: str, hashes: Iterable[str]) -> dict[str, Vector]:
        """Return the cached vectors of these texts (SHA-256 -> float32); what is not cached is not in it."""
        query = select(vectors.c.text_hash, vectors.c.vector).where(vectors.c.model == model)
        found: dict[str, Vector] = {}
        with database_errors(), self._reader.begin() as connection:
            for batch in in_batches(sorted(set(hashes))):
                for row in connection.execute(query.where(vectors.c.text_hash.in_(batch))):
                    found[row.text_hash] = np.frombuffer(row.vector, dtype="<f4")
        return found

    def save_vectors(self, model: str, by_hash: Mapping[str, Vector]) -> None:
        """Cache the vectors of these texts; what another process cached first stays."""
        if not by_hash:
            return
        insert = postgresql.insert if self._writer.dialect.name == "postgresql" else sqlite.insert
        rows = [
            {"model": model, "text_hash": text_hash, "vector": np.asarray(vector, dtype="<f4").tobytes()}
            for text_hash, vector in sorted(by_hash.items())
        ]
        with database_errors(), self._writer.begin() as connection:
            connection.execute(insert(vectors).on_conflict_do_nothing(), rows)


def _revision(connection: Connection) -> int:
    number: int = connection.execute(select(revisions.c.number).where(revisions.c.id == 1)).scalar_one()
    return number


def _published_bodies() -> Select[str, str]:
    shown = and_(versions.c.entry_id == entries.c.id, versions.c.number == entries.c.published_version)
    return select(versions.c.entry_id, versions.c.body).select_from(entries.join(versions, shown))


def _read(connection: Connection, query: Select[str, str]) -> list[Entry]:
    return [_entry(entry_id, body) for entry_id, body in connection.execute(query)]


def _entry(entry_id: str, body: str) -> Entry:
    try:
        return Entry.from_json(body)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableBodyError(f"the stored text of {entry_id} has an unknown shape: {error}") from error
