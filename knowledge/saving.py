"""How a set of entries becomes versions: what is new, changed or the same, and what is published or held."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from knowledge.errors import BadBatchError
from knowledge.model import Entry, Origin
from knowledge.standing import Change, Standing, apply_changes, lock_for_writing, standings

VANISHED = "vanished"
"""Reason of a retired version whose entry is no longer in its source."""
RELEASED = "released"
"""Reason of a published version that a person released: a later import of the same text leaves it published."""


@dataclass(frozen=True)
class Report:
    """What a save did, as sorted ids. Each entry is new, changed or same; the rest says what became of it."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    """Shown to residents by this save: a new text, or one that was held or retired before."""
    held: Mapping[str, str] = field(default_factory=dict)
    """id -> reason of every entry of this save whose text is held now, also when it was held before."""
    retired: tuple[str, ...] = ()
    """Shown no longer, because the source has them no more."""


def plan_save(connection: Connection, items: Sequence[Entry], publish: bool, held: Mapping[str, str]) -> list[Change]:
    """Compare with the store and return what to write, inside the caller's transaction. Raises BadBatchError."""
    _refuse_contradictions(items, held)
    bodies = {item.id: _body(item) for item in items}
    lock_for_writing(connection)
    before = standings(connection, bodies)
    changes = []
    for item in sorted(items, key=lambda entry: entry.id):
        old = before.get(item.id)
        if old is not None and old.origin != item.origin:
            raise BadBatchError(f"{item.id} is {old.origin} in the store and {item.origin} in the batch")
        body, content_hash = bodies[item.id]
        new = _after(old, content_hash, publish, held.get(item.id), item.origin)
        changes.append(Change(item.id, old, new, item.kind, body))
    return changes


def retire_absent(connection: Connection, origin: Origin, keep_ids: Collection[str], now: datetime) -> tuple[str, ...]:
    """Retire what is not in `keep_ids`, inside the caller's transaction; return the ids, sorted."""
    lock_for_writing(connection)
    changes = [
        Change(entry_id, old, replace(old, state="retired", reason=VANISHED, shown=None))
        for entry_id, old in sorted(standings(connection, origin=origin).items())
        if entry_id not in keep_ids and old.state != "retired"
    ]
    apply_changes(connection, changes, now)
    return tuple(change.entry_id for change in changes)


def release_held(connection: Connection, entry_id: str, now: datetime) -> None:
    """Publish a held version, inside the caller's transaction. Raises BadBatchError when none is held."""
    lock_for_writing(connection)
    old = standings(connection, [entry_id]).get(entry_id)
    if old is None or old.state != "held":
        raise BadBatchError(f"{entry_id} has no held version")
    new = replace(old, state="published", reason=RELEASED, shown=old.number)
    apply_changes(connection, [Change(entry_id, old, new)], now)


def _refuse_contradictions(items: Sequence[Entry], held: Mapping[str, str]) -> None:
    counts = Counter(item.id for item in items)
    if twice := [name for name, count in counts.items() if count > 1]:
        raise BadBatchError(f"twice in one batch: {', '.join(sorted(twice)[:5])}")
    if strangers := sorted(set(held) - set(counts)):
        raise BadBatchError(f"held, but not in the batch: {', '.join(strangers[:5])}")
    if silent := sorted(name for name, reason in held.items() if not reason):
        raise BadBatchError(f"held without a reason: {', '.join(silent[:5])}")


def _body(item: Entry) -> tuple[str, str]:
    body = item.to_json()
    try:
        return body, hashlib.sha256(body.encode()).hexdigest()
    except UnicodeEncodeError:
        raise BadBatchError(f"{item.id} has characters that cannot be stored") from None


def _after(old: Standing | None, content_hash: str, publish: bool, held: str | None, origin: Origin) -> Standing:
    """Say where the entry stands after the save."""
    state = "held" if held else "published" if publish else "draft"
    if old is None or old.content_hash != content_hash:
        number = old.number + 1 if old else 1
        shown = number if state == "published" else old.shown if old else None
        return Standing(origin, number, content_hash, state, held, shown)
    if state == "held":
        return _held_again(old, held)
    if state == "draft" or old.state == "published":
        return old
    return replace(old, state="published", reason=None, shown=old.number)


def _held_again(old: Standing, reason: str | None) -> Standing:
    if old.state == "published" and old.reason == RELEASED:
        return old
    return replace(old, state="held", reason=reason, shown=None if old.shown == old.number else old.shown)


def report_of(changes: Sequence[Change]) -> Report:
    """Say what these changes are for the reader of a report."""
    texts: dict[str, list[str]] = {"new": [], "changed": [], "same": []}
    for change in changes:
        texts[change.text].append(change.entry_id)
    return Report(
        new=tuple(texts["new"]),
        changed=tuple(texts["changed"]),
        same=tuple(texts["same"]),
        published=tuple(item.entry_id for item in changes if item.is_shown_anew and item.after.shown is not None),
        held={item.entry_id: item.after.reason or "" for item in changes if item.after.state == "held"},
    )
