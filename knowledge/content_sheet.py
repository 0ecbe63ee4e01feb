"""One content file while it is read: its lines, its YAML nodes and the faults found so far."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from knowledge.content_problem import Problem, field_words, say

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_SOURCE_DATE = re.compile(r"\d{4}(-\d{2})?")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

Fields = dict[str, tuple[Node, Node]]
"""Field -> its name and its value, as YAML nodes with their places in the file."""


class Located(NamedTuple):
    """A text and the line (from 1) where it stands."""

    value: str
    line: int


class Sheet:
    """Reads fields out of YAML nodes; what is wrong is noted and gives None, so that every fault is found at once."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = re.split(r"\r\n|\n|\r", text)
        self.problems: list[Problem] = []

    def note(self, line: int, key: str, **values: object) -> None:
        """Note a fault at a line (from 1), in the words of the messages file."""
        self.problems.append(Problem(self.file, line, say(key, **values)))

    def line(self, node: Node) -> int:
        """Return the line where the text of a node begins."""
        is_block = isinstance(node, ScalarNode) and node.style in ("|", ">")
        return int(node.start_mark.line) + (2 if is_block else 1)

    def last_line(self, node: Node) -> int:
        """Return the last line of a node that has text on it."""
        mark = node.end_mark
        last = max(int(mark.line) + (1 if mark.column else 0), int(node.start_mark.line) + 1)
        while last > 1 and not self.lines[last - 1].strip():
            last -= 1
        return last

    def line_of(self, node: Node, words: str) -> int:
        """Return the line of a node where these words stand, or where it begins when they are folded over lines."""
        for number in range(self.line(node), self.last_line(node) + 1):
            if words in self.lines[number - 1]:
                return number
        return self.line(node)

    def fields(self, node: Node, allowed: Sequence[str], required: Sequence[str], parent: str = "") -> Fields:
        """Return the fields of a mapping; notes unknown, repeated, missing and empty ones."""
        found: Fields = {}
        misspelt: set[str] = set()
        if not isinstance(node, MappingNode):
            self.note(self.line(node), "want_mapping", field=parent, example=field_words(parent)["example"])
            return found
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self.note(self.line(key), "unsure_key")
            elif key.value not in allowed:
                misspelt.add(self._note_unknown(key, allowed))
            elif key.value in found:
                self.note(self.line(key), "twice", field=key.value, other=self.line(found[key.value][0]))
            else:
                found[key.value] = (key, value)
        for name in required:
            if name not in misspelt:
                self._require(name, found, allowed, node, parent)
        return {name: pair for name, pair in found.items() if not is_empty(pair[1])}

    def _note_unknown(self, key: ScalarNode, allowed: Sequence[str]) -> str:
        near: list[str] = get_close_matches(key.value.lower().replace("-", "_"), allowed, n=1, cutoff=0.6)
        if near:
            self.note(self.line(key), "unknown_field", field=key.value, nearest=near[0])
            return near[0]
        self.note(self.line(key), "unknown_field_alone", field=key.value, allowed=", ".join(allowed))
        return ""

    def _require(self, name: str, found: Fields, order: Sequence[str], node: Node, parent: str) -> None:
        words = field_words(name, parent)
        if name in found:
            if is_empty(found[name][1]):
                self.note(self.line(found[name][0]), "empty", field=name, **words)
            return
        if parent:
            self.note(self.line(node), "missing_in", parent=parent, **words)
            return
        earlier = [item for item in order[: order.index(name)] if item in found]
        line = self.last_line(found[earlier[-1]][1]) if earlier else self.line(node)
        self.note(line, "missing", **words)

    def text(self, fields: Fields, name: str, most: int | None = None) -> str | None:
        """Return the text of a field, without white space at the ends of its lines."""
        if name not in fields:
            return None
        node = fields[name][1]
        value = self.scalar(node, name)
        if value is not None and most is not None and len(value) > most:
            self.note(self.line(node), "too_long", field=name, length=len(value), most=most)
        return value

    def scalar(self, node: Node, name: str) -> str | None:
        """Return the text of a node."""
        if not isinstance(node, ScalarNode):
            self.note(self.line(node), "want_text", field=name)
            return None
        return "\n".join(line.rstrip() for line in node.value.strip().split("\n"))

    def texts(self, fields: Fields, name: str) -> tuple[Located, ...]:
        """Return the texts of a list, each with its line."""
        found = []
        for node in self.items(fields, name):
            value = None if is_empty(node) else self.scalar(node, name)
            if value:
                found.append(Located(value, self.line(node)))
            elif is_empty(node):
                self.note(self.line(node), "empty", field=name, **field_words(name))
        return tuple(found)

    def items(self, fields: Fields, name: str) -> list[Node]:
        """Return the nodes of a list."""
        if name not in fields:
            return []
        node = fields[name][1]
        if not isinstance(node, SequenceNode):
            self.note(self.line(node), "want_list", field=name)
            return []
        return list(node.value)

    def day(self, fields: Fields, name: str) -> str | None:
        """Return a date as it is written, year first."""
        value = self.text(fields, name)
        if value is None or is_day(value):
            return value
        line, turned = self.line(fields[name][1]), _year_first(value)
        if turned:
            self.note(line, "want_date_like", field=name, suggestion=turned)
        else:
            self.note(line, "want_date", field=name, **field_words(name))
        return None

    def source_day(self, fields: Fields, name: str) -> str | None:
        """Return the date of a source: a year, a month or a day."""
        value = self.text(fields, name)
        if value is None or _SOURCE_DATE.fullmatch(value) or is_day(value):
            return value
        self.note(self.line(fields[name][1]), "want_source_date")
        return None

    def choice(self, fields: Fields, name: str, allowed: Collection[str]) -> str | None:
        """Return a word of a closed list."""
        value = self.text(fields, name)
        if value is None or value in allowed:
            return value
        line = self.line(fields[name][1])
        self.note(line, "want_choice", field=name, value=value, allowed=", ".join(allowed))
        return None

    def slug(self, fields: Fields, name: str, most: int) -> str | None:
        """Return an id: small letters without marks, digits, dashes."""
        value = self.text(fields, name)
        if value is None or (_SLUG.fullmatch(value) and len(value) <= most):
            return value
        line, words = self.line(fields[name][1]), field_words(name)
        self.note(line, "want_slug", field=name, value=value, most=most, example=words["example"])
        return None

    def number(self, fields: Fields, name: str, least: int, most: int) -> int | None:
        """Return a whole number between two limits."""
        value = self.text(fields, name)
        if value is None or (value.isascii() and value.isdigit() and least <= int(value) <= most):
            return None if value is None else int(value)
        words = field_words(name)
        self.note(self.line(fields[name][1]), "want_number", field=name, least=least, most=most, **words)
        return None


def is_empty(node: Node) -> bool:
    """Is nothing written there? (`field:` alone, `null`, an empty text or list)"""
    if isinstance(node, ScalarNode):
        return node.tag.endswith(":null") or not node.value.strip()
    return isinstance(node, MappingNode | SequenceNode) and not node.value


def is_day(text: str) -> bool:
    """Is this a day of the calendar, year first?"""
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _year_first(text: str) -> str | None:
    shape = _DAY_FIRST.fullmatch(text)
    turned = f"{shape[3]}-{int(shape[2]):02}-{int(shape[1]):02}" if shape else ""
    return turned if is_day(turned) else None
