"""One import from files to the store: read all, compare, show, then save all of them or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from knowledge.content_file import load_content
from knowledge.importers.apart import read_apart
from knowledge.importers.batch import Advance, ImportBatch
from knowledge.importers.difference import Difference, difference
from knowledge.importers.faq import FAQ_PREFIX
from knowledge.importers.known import Origin
from knowledge.importers.reasons import reason
from knowledge.importers.review import Known, known_of, reviewed
from knowledge.model import Entry
from knowledge.saving import Report
from knowledge.starter import CONTENT
from knowledge.store import KnowledgeStore

Progress = Callable[[str], AbstractContextManager[Advance]]
"""Shows a bar under this label."""


@dataclass(frozen=True)
class Planned:
    """One file that was read, and what importing it would change."""

    name: str
    batch: ImportBatch
    difference: Difference


def plan_import(
    store: KnowledgeStore, engine: Engine, files: Sequence[Path], given: Origin, today: date, progress: Progress
) -> list[Planned]:
    """Read every file, hold questions and answers against what is known, compare with the store; writes nothing.

    Raises ImportFileError for the first file that cannot be read, KnowledgeError for the store.
    """
    batches: list[ImportBatch] = []
    for file in files:
        with progress(f"reading {file.name}") as advance:
            batches.append(read_apart(file, advance, given, today))
    batches = _without_repetition(files, batches)
    if any(entry.id.startswith(FAQ_PREFIX) for batch in batches for entry in batch.entries):
        known = _known(store, batches)
        with progress("comparing with what is known") as advance:
            batches = [reviewed(batch, known, advance) for batch in batches]
    return [
        Planned(file.name, batch, difference(engine, batch.entries)) for file, batch in zip(files, batches, strict=True)
    ]


def save_plan(store: KnowledgeStore, planned: Sequence[Planned], publish: bool, *, dry_run: bool = False) -> Report:
    """Save all files in one transaction. Raises KnowledgeError, with the store as it was."""
    entries = [entry for plan in planned for entry in plan.batch.entries]
    held = {entry_id: why for plan in planned for entry_id, why in plan.batch.held.items()}
    return store.save(entries, publish=publish, held=held, dry_run=dry_run)


def _known(store: KnowledgeStore, batches: Sequence[ImportBatch]) -> Known:
    published = store.published()
    if not any(entry.origin == "curated" for entry in published):
        published += load_content(CONTENT)  # a bot that was never started: its first start publishes these
    return known_of([*published, *(entry for batch in batches for entry in batch.entries)])


def _without_repetition(files: Sequence[Path], batches: Sequence[ImportBatch]) -> list[ImportBatch]:
    """Refuse in a later file what an earlier one says otherwise; what both say alike is kept once."""
    first: dict[str, tuple[str, Entry]] = {}
    kept = []
    for file, batch in zip(files, batches, strict=True):
        again = [entry for entry in batch.entries if entry.id in first]
        refused = [
            (batch.places.get(entry.id, 0), f"{entry.id}: {reason('in_other_file', file=first[entry.id][0])}")
            for entry in again
            if first[entry.id][1] != entry
        ]
        left = tuple(entry for entry in batch.entries if entry.id not in first)
        ids = {entry.id for entry in left}
        first |= {entry.id: (file.name, entry) for entry in left}
        held = {entry_id: why for entry_id, why in batch.held.items() if entry_id in ids}
        kept.append(replace(batch, entries=left, held=held, refused=(*batch.refused, *refused)))
    return kept
