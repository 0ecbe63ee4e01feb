"""Brings the content folder into the store at every start: what changed is published, what vanished is retired."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from knowledge.content_file import Progress, load_content
from knowledge.saving import Report
from knowledge.store import KnowledgeStore

CONTENT = Path(__file__).with_name("content")
"""The curated entries that come with the program."""


def publish_starter(
    store: KnowledgeStore, folder: Path = CONTENT, progress: Progress | None = None, overlays: Path | None = None
) -> Report:
    """Check the folder (and the overlays beside it), then publish it and retire the curated entries no longer in it.

    Raises ContentError, with the store as it was, when anything in the folder is not sound or it is empty: a
    wrong path must not take every answer away.
    """
    entries = load_content(folder, progress, overlays)
    report = store.save(entries, publish=True)
    retired = store.retire_missing("curated", [entry.id for entry in entries])
    return replace(report, retired=retired)
