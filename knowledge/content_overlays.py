"""Reads the overlay files as an editor wrote them: every row sound, or every fault with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from yaml import Node, SequenceNode

from knowledge.content_open import open_sheet
from knowledge.content_problem import Problem
from knowledge.content_sheet import Fields, Located, Sheet

OVERLAY_FIELDS = ("code", "short_title", "popularity", "group", "aliases")
OVERLAY_REQUIRED = ("code", "short_title", "popularity", "aliases")
FEWEST_OVERLAY_ALIASES = 8
LONGEST_GROUP = 60
LONGEST_OVERLAY_FILE = 400_000

_CODE = re.compile(r"\d{1,2}\.\d{6}")


@dataclass(frozen=True)
class OverlayRow:
    """Residents' words for one imported procedure, and where they stand."""

    sheet: Sheet
    fields: Fields
    code: str
    short_title: str
    aliases: tuple[Located, ...]

    def line(self, name: str) -> int:
        """Return the line of a field, or the first line of the file when the field is missing."""
        return self.sheet.line(self.fields[name][0]) if name in self.fields else 1


def read_overlays(folder: Path) -> tuple[list[OverlayRow], list[Sheet], list[Problem]]:
    """Return the rows of `folder`/*.yml, the sheets with what is wrong in them, and faults of files as a whole."""
    rows: list[OverlayRow] = []
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yml")):
        sheet, root, found = open_sheet(path, f"{folder.name}/{path.name}", LONGEST_OVERLAY_FILE)
        problems += found
        if sheet is None:
            continue
        sheets.append(sheet)
        if isinstance(root, SequenceNode):
            rows += [_row(sheet, node) for node in root.value]
        elif root is not None:
            sheet.note(root.start_mark.line + 1, "not_overlays")
    return rows, sheets, problems


def _row(sheet: Sheet, node: Node) -> OverlayRow:
    got = sheet.fields(node, OVERLAY_FIELDS, OVERLAY_REQUIRED, parent="overlays")
    aliases = sheet.texts(got, "aliases")
    code = sheet.text(got, "code") or ""
    sheet.number(got, "popularity", 0, 5)
    sheet.slug(got, "group", LONGEST_GROUP)
    row = OverlayRow(sheet, got, code, sheet.text(got, "short_title", most=60) or "", aliases)
    if code and not _CODE.fullmatch(code):
        sheet.note(row.line("code"), "bad_code", code=code)
    if aliases and len(aliases) < FEWEST_OVERLAY_ALIASES:
        sheet.note(row.line("aliases"), "few_aliases", count=len(aliases), least=FEWEST_OVERLAY_ALIASES)
    return row
