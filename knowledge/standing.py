"""Where an entry stands in the store (newest version, version shown) and how it moves from there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection, and_, bindparam, func, insert, select, update

from knowledge.tables import entries, revisions, versions

T = TypeVar("T")
REPLACED = "replaced"
"""Reason of a retired version that a newer one took the place of."""


@dataclass(frozen=True)
class Standing:
    """The newest version of an entry, and the number of the one that residents get (None: none)."""

    origin: str
    number: int
    content_hash: str
    state: str
    reason: str | None
    shown: int | None


@dataclass(frozen=True)
class Change:
    """An entry on its way from one standing to the next; `before` None: it was not known."""

    entry_id: str
    before: Standing | None
    after: Standing
    kind: str = ""
    body: str = ""

    @property
    def text(self) -> Literal["new", "changed", "same"]:
        """Is the text new, changed or the same?"""
        if self.before is None:
            return "new"
        return "same" if self.before.number == self.after.number else "changed"

    @property
    def is_shown_anew(self) -> bool:
        """Does what residents get change?"""
        return self.after.shown != (self.before.shown if self.before else None)

    @property
    def overtaken(self) -> set[int]:
        """Numbers of the versions that nobody shows and nobody waits for any more."""
        if self.before is None:
            return set()
        numbers = {self.before.shown} if self.is_shown_anew and self.before.shown else set()
        if self.text == "changed" and self.before.state in ("draft", "held"):
            numbers.add(self.before.number)
        return numbers - {self.after.number}


def in_batches(items: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """Cut a long list into pieces that fit the variables of one statement."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def lock_for_writing(connection: Connection) -> None:
    """Let one writer at a time compare and write (PostgreSQL; SQLite has its lock since BEGIN)."""
    connection.execute(select(revisions.c.number).where(revisions.c.id == 1).with_for_update())


def standings(
    connection: Connection, ids: Iterable[str] | None = None, origin: str | None = None
) -> dict[str, Standing]:
    """Return where these entries, or all of an origin, stand; what is not known is not in it."""
    newest = select(versions.c.entry_id, func.max(versions.c.number).label("number")).group_by(versions.c.entry_id)
    if ids is None:
        mine = select(entries.c.id).where(entries.c.origin == origin)
        return _standings(connection, newest.where(versions.c.entry_id.in_(mine)))
    found: dict[str, Standing] = {}
    for batch in in_batches(sorted(ids)):
        found |= _standings(connection, newest.where(versions.c.entry_id.in_(batch)))
    return found


def _standings(connection: Connection, newest: Any) -> dict[str, Standing]:
    last = newest.subquery()
    is_last = and_(versions.c.entry_id == last.c.entry_id, versions.c.number == last.c.number)
    query = select(
        versions.c.entry_id,
        entries.c.origin,
        versions.c.number,
        versions.c.content_hash,
        versions.c.state,
        versions.c.reason,
        entries.c.published_version,
    ).select_from(versions.join(last, is_last).join(entries, entries.c.id == versions.c.entry_id))
    return {row[0]: Standing(*row[1:]) for row in connection.execute(query)}


def apply_changes(connection: Connection, changes: Sequence[Change], now: datetime) -> None:
    """Write the changes and, where residents get something else now, count one revision up."""
    shown = [change for change in changes if change.is_shown_anew]
    revision = _next_revision(connection, now) if shown else 0
    _add_entries(connection, [item for item in changes if item.text == "new"], now)
    _add_versions(connection, [item for item in changes if item.text != "same"], now)
    _move_versions(connection, changes, now)
    _many(
        connection,
        update(entries)
        .where(entries.c.id == bindparam("entry"))
        .values(published_version=bindparam("shown"), changed_revision=revision),
        [{"entry": item.entry_id, "shown": item.after.shown} for item in shown],
    )


def _next_revision(connection: Connection, now: datetime) -> int:
    number: int = connection.execute(select(revisions.c.number).where(revisions.c.id == 1)).scalar_one() + 1
    connection.execute(update(revisions).where(revisions.c.id == 1).values(number=number, changed_at=now))
    return number


def _add_entries(connection: Connection, changes: Sequence[Change], now: datetime) -> None:
    rows = [
        {"id": item.entry_id, "kind": item.kind, "origin": item.after.origin, "created_at": now, "changed_revision": 0}
        for item in changes
    ]
    _many(connection, insert(entries), rows)


def _add_versions(connection: Connection, changes: Sequence[Change], now: datetime) -> None:
    rows = [
        {
            "entry_id": item.entry_id,
            "number": item.after.number,
            "body": item.body,
            "content_hash": item.after.content_hash,
            "state": item.after.state,
            "reason": item.after.reason,
            "created_at": now,
            "published_at": now if item.after.state == "published" else None,
        }
        for item in changes
    ]
    _many(connection, insert(versions), rows)
    renamed = [{"entry": item.entry_id, "kind": item.kind} for item in changes if item.text == "changed"]
    _many(connection, update(entries).where(entries.c.id == bindparam("entry")).values(kind=bindparam("kind")), renamed)


def _move_versions(connection: Connection, changes: Sequence[Change], now: datetime) -> None:
    moved = [item for item in changes if item.text == "same" and item.before != item.after]
    rows = [(item.entry_id, item.after.number, item.after.state, item.after.reason) for item in moved]
    for item in changes:
        why = item.after.reason if item.after.state == "retired" else REPLACED
        rows += [(item.entry_id, number, "retired", why) for number in sorted(item.overtaken)]
    names = ("entry", "version", "new_state", "why")
    one = update(versions).where(versions.c.entry_id == bindparam("entry"), versions.c.number == bindparam("version"))
    values: dict[str, Any] = {"state": bindparam("new_state"), "reason": bindparam("why")}
    parameters = [dict(zip(names, row, strict=True)) for row in rows]
    shown = [row for row in parameters if row["new_state"] == "published"]
    hidden = [row for row in parameters if row["new_state"] != "published"]
    _many(connection, one.values(**values, published_at=now), shown)
    _many(connection, one.values(**values), hidden)


def _many(connection: Connection, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(statement, rows)
