"""Reads the content folder: every file sound, or every fault at once with its line and what to write."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path

import yaml

from knowledge.content_lines import check_lines
from knowledge.content_problem import ContentError, Problem, hint_for, say
from knowledge.content_rules import check_draft, same_words
from knowledge.content_schema import Draft, read_draft
from knowledge.content_sheet import Sheet
from knowledge.fast_yaml import FastLoader
from knowledge.model import Entry

__all__ = ["ContentError", "Problem", "Progress", "check_content", "load_content"]

LONGEST_FILE = 60_000
"""Characters; a longer file is not one entry."""

Progress = Callable[[int, int], None]
"""Told (files read, files in all)."""


def load_content(folder: Path, progress: Progress | None = None) -> list[Entry]:
    """Return the entries of `folder`/**/*.yml, sorted by id. Raises ContentError with every fault."""
    drafts, problems = _read_folder(folder, progress)
    if problems:
        raise ContentError(problems)
    return sorted((draft.entry for draft in drafts), key=lambda entry: entry.id)


def check_content(folder: Path) -> list[Problem]:
    """Return every fault of the content, sorted by file and line; an empty list means it may be published."""
    return _read_folder(folder, None)[1]


def _read_folder(folder: Path, progress: Progress | None) -> tuple[list[Draft], list[Problem]]:
    if not folder.is_dir():
        return [], [Problem(str(folder), 1, say("no_folder"))]
    names = sorted(folder.rglob("*.yml"))
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
    _check_between(drafts)
    problems += [problem for draft in drafts for problem in draft.sheet.problems]
    return drafts, sorted(set(problems))


def _read_file(path: Path, name: str) -> tuple[Draft | None, list[Problem]]:
    """Read one file; what is wrong with a file that can be read is in the sheet of its draft."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        return None, [Problem(name, 1, say("unreadable"))]
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return None, [Problem(name, line, say("not_utf8"))]
    if len(text) > LONGEST_FILE:
        return None, [Problem(name, 1, say("too_big", limit=LONGEST_FILE))]
    sheet = Sheet(name, text)
    check_lines(sheet)
    root = _root(sheet, text)
    if root is None:
        return None, sheet.problems
    draft = read_draft(sheet, root)
    check_draft(draft)
    return draft, []


def _root(sheet: Sheet, text: str) -> yaml.MappingNode | None:
    try:
        root = yaml.compose(text, Loader=FastLoader)
    except yaml.YAMLError as error:
        if not sheet.problems:  # a tab or a hidden character, noted before, is the likelier cause
            sheet.note(_line_of_error(error), "broken_yaml", hint=hint_for(str(error)))
        return None
    if root is None:
        sheet.note(1, "empty_file")
    elif not isinstance(root, yaml.MappingNode):
        sheet.note(root.start_mark.line + 1, "not_an_entry")
    return root if isinstance(root, yaml.MappingNode) else None


def _line_of_error(error: yaml.YAMLError) -> int:
    context = str(getattr(error, "context", ""))
    begins, ends = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    # a quote or bracket that was never closed is wrong where it opens, not where the file ends
    mark = begins if begins and ("quoted" in context or "flow" in context) else ends or begins
    return mark.line + 1 if mark else 1


def _check_between(drafts: Iterable[Draft]) -> None:
    """Note what two entries may not share, and references to entries that are not there."""
    by_id: dict[str, Draft] = {}
    by_code: dict[str, Draft] = {}
    by_alias: dict[str, Draft] = {}
    for draft in drafts:
        first = by_id.setdefault(draft.entry.id, draft)
        if first is not draft and draft.entry.id:
            draft.sheet.note(draft.line("id"), "same_id", id=draft.entry.id, other=first.sheet.file)
        for code, line in draft.codes:
            first = by_code.setdefault(code, draft)
            if first is not draft and not _are_variants(first.entry, draft.entry):
                draft.sheet.note(line, "same_code", code=code, other=first.sheet.file)
        for alias, line in draft.aliases:
            first = by_alias.setdefault(same_words(alias), draft)
            if first is not draft:
                draft.sheet.note(line, "same_alias", alias=alias, other=first.sheet.file)
    for draft in by_id.values():
        _check_related(draft, by_id.keys() - {""})


def _are_variants(one: Entry, other: Entry) -> bool:
    return one.group is not None and one.group == other.group


def _check_related(draft: Draft, ids: set[str]) -> None:
    for name, line in draft.related:
        if name == draft.entry.id:
            draft.sheet.note(line, "related_self", id=name)
        elif name not in ids:
            near = get_close_matches(name, sorted(ids), n=1, cutoff=0.75)
            key = "unknown_related_near" if near else "unknown_related"
            draft.sheet.note(line, key, id=name, nearest=near[0] if near else "")
