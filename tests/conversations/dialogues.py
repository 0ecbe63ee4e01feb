"""Reads the dialogues of this folder: what a resident says, line by line, and what must come back."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.replies import ASPECTS, OUTCOME_CODES
from knowledge.fast_yaml import FastLoader

FOLDER = Path(__file__).resolve().parent
NOT_DIALOGUES = ("known_failures.yml", "teencode.yml")
STYLES = ("goc", "khong-dau", "teencode")
"""As it is written in the file, without marks, typed in a hurry."""
KINDS = ("follow-up", "switch")


class DialogueError(ValueError):
    """A file is not as docs/conversations.md says; the text names the dialogue and the line."""


@dataclass(frozen=True)
class Line:
    """One message and what must come back; an expectation that is None is not looked at."""

    resident: str | None = None
    """What is typed; None for a tap."""
    tap: str | None = None
    """Title of a choice of the reply before."""
    outcome: tuple[str, ...] = ()
    entry: tuple[str | None, ...] | None = None
    aspect: tuple[str | None, ...] | None = None
    picks: int | None = None
    """Number of the choice of the reply before that these words mean."""
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    offers_not: tuple[str, ...] = ()
    kind: str | None = None
    remember: str | None = None
    no_twin: dict[str, str] = field(default_factory=dict)
    """Style -> why this line is not said in it."""


@dataclass(frozen=True)
class Dialogue:
    """One conversation of its own: no dialogue needs another to have run before."""

    file: str
    name: str
    lines: tuple[Line, ...]

    @property
    def id(self) -> str:
        """Return the name that reports and known_failures.yml use."""
        return f"{self.file}/{self.name}"


def load_dialogues(folder: Path = FOLDER) -> tuple[Dialogue, ...]:
    """Read every file; raises DialogueError for the first thing that is wrong."""
    files = sorted(path for path in folder.glob("*.yml") if path.name not in NOT_DIALOGUES)
    found = [_dialogue(path, row) for path in files for row in _rows(path)]
    names = [dialogue.name for dialogue in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DialogueError(f"these names are used twice: {', '.join(twice)}")
    return tuple(found)


def _rows(path: Path) -> list[Any]:
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=FastLoader)
    if not isinstance(rows, list):
        raise DialogueError(f"{path.name}: a list of dialogues is expected")
    return rows


def _dialogue(path: Path, row: Any) -> Dialogue:
    if not isinstance(row, dict) or set(row) != {"name", "lines"} or not row["lines"]:
        raise DialogueError(f"{path.name}: each dialogue has `name` and `lines`, not {row!r:.80}")
    where = f"{path.stem}/{row['name']}"
    lines = tuple(_line(f"{where}, line {number}", line) for number, line in enumerate(row["lines"], 1))
    return Dialogue(path.stem, str(row["name"]), lines)


def _line(where: str, row: Any) -> Line:
    if not isinstance(row, dict):
        raise DialogueError(f"{where}: keys and values are expected")
    unknown = set(row) - set(Line.__dataclass_fields__)
    if unknown:
        raise DialogueError(f"{where}: unknown {', '.join(sorted(unknown))}")
    if ("resident" in row) == ("tap" in row):
        raise DialogueError(f"{where}: either `resident` or `tap`")
    lists = ("says", "never", "mentions", "offers", "offers_not", "outcome", "entry", "aspect")
    line = Line(**{key: _as_tuple(value) if key in lists else value for key, value in row.items()})
    _check(where, line)
    return line


def _as_tuple(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


def _check(where: str, line: Line) -> None:
    if not line.outcome:
        raise DialogueError(f"{where}: `outcome` is missing")
    for name, values, known in (
        ("outcome", line.outcome, OUTCOME_CODES),
        ("aspect", line.aspect or (), (*ASPECTS, None)),
        ("kind", (line.kind,), (*KINDS, None)),
        ("no_twin", tuple(line.no_twin), STYLES[1:]),
    ):
        wrong = [value for value in values if value not in known]
        if wrong:
            raise DialogueError(f"{where}: {name} cannot be {wrong[0]!r}")
    if any(not str(reason).strip() for reason in line.no_twin.values()):
        raise DialogueError(f"{where}: no_twin needs a reason")
