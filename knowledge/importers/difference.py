"""Compares what is about to be imported with the newest stored versions: what is new, what changed in which fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Engine, and_, func, select

from knowledge.errors import database_errors
from knowledge.model import Entry
from knowledge.standing import in_batches
from knowledge.tables import versions


@dataclass(frozen=True)
class Difference:
    """Ids of new and equal entries, and the changed fields of the others; all sorted by id."""

    new: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    same: tuple[str, ...]


def difference(engine: Engine, entries: Iterable[Entry]) -> Difference:
    """Compare with what the store has, published or not. Raises KnowledgeError."""
    bodies = {entry.id: entry.to_json() for entry in entries}
    stored = newest_bodies(engine, bodies)
    changed = {
        entry_id: _changed_fields(stored[entry_id], body)
        for entry_id, body in sorted(bodies.items())
        if entry_id in stored and stored[entry_id] != body
    }
    return Difference(
        new=tuple(sorted(bodies.keys() - stored.keys())),
        changed=changed,
        same=tuple(sorted(stored.keys() - changed.keys())),
    )


def newest_bodies(engine: Engine, ids: Iterable[str]) -> dict[str, str]:
    """Return the body of the newest version of each entry that is stored."""
    newest = select(versions.c.entry_id, func.max(versions.c.number).label("number")).group_by(versions.c.entry_id)
    found: dict[str, str] = {}
    with database_errors(), engine.execution_options(read_only=True).begin() as connection:
        for batch in in_batches(sorted(ids)):
            last = newest.where(versions.c.entry_id.in_(batch)).subquery()
            is_last = and_(versions.c.entry_id == last.c.entry_id, versions.c.number == last.c.number)
            query = select(versions.c.entry_id, versions.c.body).select_from(versions.join(last, is_last))
            found |= {row.entry_id: row.body for row in connection.execute(query)}
    return found


def _changed_fields(before: str, after: str) -> tuple[str, ...]:
    old, new = json.loads(before), json.loads(after)
    names = [name for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name)]
    inside = [name for name in names if isinstance(old.get(name), dict) and isinstance(new.get(name), dict)]
    detail = [
        f"{name}.{key}"
        for name in inside
        for key in sorted(old[name].keys() | new[name].keys())
        if old[name].get(key) != new[name].get(key)
    ]
    return (*(name for name in names if name not in inside), *detail)
