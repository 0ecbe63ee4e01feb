"""Opens one file that an editor wrote: its sheet and its YAML root, or what is wrong with the file as a whole."""

from __future__ import annotations

from pathlib import Path

import yaml

from knowledge.content_lines import check_lines
from knowledge.content_problem import Problem, hint_for, say
from knowledge.content_sheet import Sheet
from knowledge.fast_yaml import FastLoader


def open_sheet(path: Path, name: str, longest: int) -> tuple[Sheet | None, yaml.Node | None, list[Problem]]:
    """Return the sheet and the YAML root of a file; a file that cannot be read at all has only a problem."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        return None, None, [Problem(name, 1, say("unreadable"))]
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return None, None, [Problem(name, line, say("not_utf8"))]
    if len(text) > longest:
        return None, None, [Problem(name, 1, say("too_big", limit=longest))]
    sheet = Sheet(name, text)
    check_lines(sheet)
    return sheet, _root(sheet, text), []


def _root(sheet: Sheet, text: str) -> yaml.Node | None:
    try:
        root: yaml.Node | None = yaml.compose(text, Loader=FastLoader)
    except yaml.YAMLError as error:
        if not sheet.problems:  # a tab or a hidden character, noted before, is the likelier cause
            sheet.note(_line_of_error(error), "broken_yaml", hint=hint_for(str(error)))
        return None
    if root is None:
        sheet.note(1, "empty_file")
    return root


def _line_of_error(error: yaml.YAMLError) -> int:
    context = str(getattr(error, "context", ""))
    begins, ends = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    # a quote or bracket that was never closed is wrong where it opens, not where the file ends
    mark = begins if begins and ("quoted" in context or "flow" in context) else ends or begins
    return mark.line + 1 if mark else 1
