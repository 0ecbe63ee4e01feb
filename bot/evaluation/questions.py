"""Reads questions with known answers: one conversation a line, each turn with what is expected of the bot."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.replies import ASPECTS, OUTCOME_CODES

BEHAVIORS = frozenset({"answer", "clarify"}) | OUTCOME_CODES - {"answered", "answered_partly"}
"""What may be expected: an answer, a choice among entries, or a turn that ends with that outcome code."""


class EvaluationError(ValueError):
    """A file of the evaluation cannot be used; the text names the line and what is wrong."""


@dataclass(frozen=True)
class Expect:
    """What a turn should lead to. An entry is wanted when any of its codes, its topic or its id is named."""

    behavior: str
    codes: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    entries: frozenset[str] = frozenset()
    aspect: str | None = None
    must_include: tuple[str, ...] = ()
    must_not_include: tuple[str, ...] = ()

    @property
    def wants_entry(self) -> bool:
        """Is a certain entry the right one?"""
        return self.behavior in ("answer", "clarify") and bool(self.codes or self.topics or self.entries)


@dataclass(frozen=True)
class Question:
    """One turn."""

    text: str
    expect: Expect
    slices: tuple[str, ...] = ()
    """Slices of this turn alone, beside those of its conversation."""


@dataclass(frozen=True)
class Conversation:
    """Turns that are asked one after the other in one conversation."""

    id: str
    turns: tuple[Question, ...]
    slices: tuple[str, ...] = ()


def read_conversations(path: Path) -> list[Conversation]:
    """Return the conversations of a file of JSON lines, or of every such file of a folder.

    Raises EvaluationError that names file and line.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    found = [conversation for file in files for conversation in _read(file)]
    if not found:
        raise EvaluationError(f"{path.name} holds no question")
    ids = Counter(item.id for item in found)
    if len(ids) < len(found):
        raise EvaluationError(f"{path.name}: the id {ids.most_common(1)[0][0]} is there twice")
    return found


def read_rows(name: str, rows: Iterable[dict[str, Any]]) -> list[Conversation]:
    """Return the conversations of rows that a converter made. Raises EvaluationError."""
    return [_conversation(name, number, row) for number, row in enumerate(rows, 1)]


def _read(file: Path) -> list[Conversation]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"cannot read {file}: {error}") from None
    return [_parsed(file.name, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _parsed(name: str, number: int, line: str) -> Conversation:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise EvaluationError(f"{name}, line {number}: {error}") from None
    return _conversation(name, number, row)


def _conversation(name: str, number: int, row: Any) -> Conversation:
    try:
        turns = tuple(_question(turn) for turn in row["turns"])
        if not turns:
            raise EvaluationError("turns is empty")
        return Conversation(str(row["id"]), turns, tuple(row.get("slice") or ()))
    except EvaluationError as error:
        raise EvaluationError(f"{name}, line {number}: {error}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(f"{name}, line {number}: needs id and turns with text and expect ({error})") from None


def _question(turn: dict[str, Any]) -> Question:
    return Question(str(turn["text"]), _expect(turn["expect"]), tuple(turn.get("slice") or ()))


def _expect(row: dict[str, Any]) -> Expect:
    behavior, aspect = row["behavior"], row.get("aspect")
    if behavior not in BEHAVIORS:
        raise EvaluationError(f"unknown behavior {behavior!r}; one of {', '.join(sorted(BEHAVIORS))}")
    if aspect is not None and aspect not in ASPECTS:
        raise EvaluationError(f"unknown aspect {aspect!r}; one of {', '.join(ASPECTS)}")
    topics = {*(row.get("topics") or ()), *([row["topic"]] if row.get("topic") else ())}
    return Expect(
        behavior,
        frozenset(row.get("codes") or ()),
        frozenset(topics),
        frozenset(row.get("entries") or ()),
        aspect,
        tuple(row.get("must_include") or ()),
        tuple(row.get("must_not_include") or ()),
    )
