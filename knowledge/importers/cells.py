"""Cells of tables that go to and come from spreadsheets: a text that a spreadsheet would run is no text."""

from __future__ import annotations

import re

from knowledge.importers.limits import LONGEST_CELL
from knowledge.importers.reasons import reason

RISKY = "=+-@\t\r\0＝＋－＠"
"""A cell that begins with one of these is run as a formula by some spreadsheet, or hides one."""

_TEXT_MARK = "'"
_LIST_OR_PHONE = re.compile(r"[+-]\s+\S|\+84[ .-]?\d")
"""A line of a list, or a telephone: "- bản chính", "+84 24 …"."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class CellError(ValueError):
    """A cell cannot be read; the text (Vietnamese) names its column."""


def checked_cell(column: str, cell: str) -> str:
    """Return the text of a cell, the mark of a text taken off. Raises CellError for a formula or broken characters."""
    if len(cell) > LONGEST_CELL:
        raise CellError(reason("cell_too_long", column=column, length=len(cell), limit=LONGEST_CELL))
    if _CONTROL.search(cell):
        raise CellError(reason("bad_cell", column=column))
    text = cell.strip()
    if text.startswith(_TEXT_MARK) and text[1:].lstrip(_TEXT_MARK)[:1] in tuple(RISKY):
        return text[1:]
    if text[:1] in tuple(RISKY) and not _LIST_OR_PHONE.match(text):
        raise CellError(reason("formula", column=column))
    return text


def safe_cell(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs; `checked_cell` gives the text back."""
    bare = text.replace("\0", "").strip()
    begins = bare.lstrip(_TEXT_MARK)[:1]
    return _TEXT_MARK + bare if begins and begins in RISKY else bare
