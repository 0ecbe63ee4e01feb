"""Reads the content folder: every file sound, or every fault at once with its line and what to write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import yaml

from knowledge.content_between import check_between
from knowledge.content_checklists import CHECKLISTS, with_checklists
from knowledge.content_guides import with_guide_groups
from knowledge.content_open import open_sheet
from knowledge.content_overlays import read_overlays
from knowledge.content_problem import ContentError, Problem, say
from knowledge.content_rules import check_draft
from knowledge.content_schema import Draft, read_draft
from knowledge.model import Entry

__all__ = ["ContentError", "Problem", "Progress", "check_content", "load_content"]

LONGEST_FILE = 60_000
"""Characters; a longer file is not one entry."""

Progress = Callable[[int, int], None]
"""Told (files read, files in all)."""


def load_content(folder: Path, progress: Progress | None = None, overlays: Path | None = None) -> list[Entry]:
    """Return the entries of `folder`/**/*.yml, sorted by id. Raises ContentError with every fault.

    With `overlays` the files of that folder must be sound too, beside the content.
    """
    drafts, problems = _read_folder(folder, progress, overlays)
    if problems:
        raise ContentError(problems)
    return sorted((draft.entry for draft in with_guide_groups(drafts)), key=lambda entry: entry.id)


def check_content(folder: Path, overlays: Path | None = None) -> list[Problem]:
    """Return every fault of the content, sorted by file and line; an empty list means it may be published."""
    return _read_folder(folder, None, overlays)[1]


def _read_folder(folder: Path, progress: Progress | None, overlays: Path | None) -> tuple[list[Draft], list[Problem]]:
    if not folder.is_dir():
        return [], [Problem(str(folder), 1, say("no_folder"))]
    lists = sorted((folder / CHECKLISTS).glob("*.yml"))
    names = sorted(path for path in folder.rglob("*.yml") if path not in lists)
    problems = [
        Problem(path.relative_to(folder).as_posix(), 1, say("wrong_suffix", name=f"{path.stem}.yml"))
        for path in folder.rglob("*.yaml")
    ]
    if not names and not problems:
        return [], [Problem(str(folder), 1, say("no_files"))]
    drafts = []
    for done, path in enumerate(names, start=1):
        draft, found = _read_file(path, path.relative_to(folder).as_posix())
        problems += found
        drafts += [draft] if draft else []
        if progress:
            progress(done, len(names))
    drafts, more = with_checklists(drafts, lists, folder, LONGEST_FILE)
    problems += more
    rows, sheets, broken = read_overlays(overlays) if overlays else ([], [], [])
    check_between(drafts, rows)
    problems += broken
    problems += [problem for sheet in (*(draft.sheet for draft in drafts), *sheets) for problem in sheet.problems]
    return drafts, sorted(set(problems))


def _read_file(path: Path, name: str) -> tuple[Draft | None, list[Problem]]:
    """Read one file; what is wrong with a file that can be read is in the sheet of its draft."""
    sheet, root, problems = open_sheet(path, name, LONGEST_FILE)
    if sheet is None:
        return None, problems
    if root is not None and not isinstance(root, yaml.MappingNode):
        sheet.note(root.start_mark.line + 1, "not_an_entry")
    if not isinstance(root, yaml.MappingNode):
        return None, sheet.problems
    draft = read_draft(sheet, root)
    check_draft(draft)
    return draft, []
