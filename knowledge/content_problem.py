"""What is wrong with a content file, in words that an editor understands (content_messages.vi.yml)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import KnowledgeError


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: the file below the content folder, the line (from 1) and what to write instead."""

    file: str
    line: int
    message_vi: str

    def __str__(self) -> str:
        return say("at", file=self.file, line=self.line, message=self.message_vi)


class ContentError(KnowledgeError):
    """The content is not sound; nothing of it was used. `problems` has every fault, sorted."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        lines = [say("summary", count=len(self.problems)), *map(str, self.problems)]
        super().__init__("\n".join(lines))


def say(key: str, **values: object) -> str:
    """Return a sentence of the messages file, filled in."""
    return str(_messages()[key]).format_map(values)


def field_words(field: str, parent: str = "") -> dict[str, str]:
    """Return the name of a field in Vietnamese and a line to copy; a field without words is its own name."""
    known: dict[str, dict[str, str]] = _messages()["fields"]
    return known.get(f"{parent}.{field}") or known.get(field) or {"name": field, "example": f"{field}: …"}


def hint_for(parser_words: str) -> str:
    """Return what an editor can do about a complaint of the YAML parser."""
    hints: list[dict[str, str]] = _messages()["broken_hints"]
    return next(item["hint"] for item in hints if item["words"] in parser_words)


@cache
def _messages() -> dict[str, Any]:
    path = Path(__file__).with_name("content_messages.vi.yml")
    messages: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return messages
