"""Reads the checklists beside the content and gives each to its entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import yaml

from knowledge.checklist.model import Checklist
from knowledge.checklist.read import read_checklist
from knowledge.content_open import open_sheet
from knowledge.content_problem import Problem
from knowledge.content_schema import Draft

CHECKLISTS = "checklists"
"""Folder of the content that has one checklist a file, named like its entry."""


def with_checklists(
    drafts: Iterable[Draft], files: Sequence[Path], folder: Path, longest: int
) -> tuple[list[Draft], list[Problem]]:
    """Return the drafts, those with a checklist carrying it, and every fault of the checklists."""
    found: dict[str, Checklist] = {}
    problems: list[Problem] = []
    known = {draft.entry.id for draft in drafts}
    for path in files:
        name = path.relative_to(folder).as_posix()
        sheet, root, broken = open_sheet(path, name, longest)
        problems += broken
        if sheet is None:
            continue
        if not isinstance(root, yaml.MappingNode):
            sheet.note(1, "not_an_entry")
        else:
            entry, checklist = read_checklist(sheet, root)
            if entry != path.stem:
                sheet.note(1, "id_not_file_name", id=entry, stem=path.stem)
            elif entry not in known:
                sheet.note(1, "checklist_no_entry", entry=entry)
            found[entry] = checklist
        problems += sheet.problems
    return [_given(draft, found.get(draft.entry.id)) for draft in drafts], problems


def _given(draft: Draft, checklist: Checklist | None) -> Draft:
    return replace(draft, entry=replace(draft.entry, checklist=checklist)) if checklist else draft
