"""Scores a running bot on questions with known answers, through the HTTP contract, as residents reach it."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.client import BotClient

ANSWERED = frozenset({"answered", "answered_partly", "guide"})
REFUSED = frozenset({"out_of_scope", "no_answer"})


class EvaluationError(ValueError):
    """The question file cannot be read; the text names the line."""


@dataclass(frozen=True)
class Judged:
    """One turn that was asked: what was expected, what came back, what it counts as."""

    id: str
    turn: int
    text: str
    slices: tuple[str, ...]
    expect: dict[str, Any]
    outcome: dict[str, Any]
    right: bool
    one_tap: bool
    false_answer: bool
    seconds: float


@dataclass(frozen=True)
class Report:
    """All judged turns."""

    judged: tuple[Judged, ...]

    @property
    def p50_ms(self) -> float:
        """Median time of one turn."""
        return statistics.median(item.seconds for item in self.judged) * 1000

    @property
    def p95_ms(self) -> float:
        """95th percentile of the time of one turn."""
        return sorted(item.seconds for item in self.judged)[int(len(self.judged) * 0.95)] * 1000

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield table rows: "all" first, then each slice by name."""
        names = sorted({name for item in self.judged for name in item.slices})
        for name in ("all", *names):
            yield _row(name, [item for item in self.judged if name == "all" or name in item.slices])


def evaluate_file(path: Path, bot: BotClient, advance: Callable[[int, int], None]) -> Report:
    """Ask every conversation of a JSON-lines file; `advance(done, total)` shows progress. Raises EvaluationError."""
    conversations = read_questions(path)
    judged: list[Judged] = []
    for number, conversation in enumerate(conversations, 1):
        judged += _ask(conversation, bot)
        advance(number, len(conversations))
    return Report(tuple(judged))


def read_questions(path: Path) -> list[dict[str, Any]]:
    """Return the conversations of a file in the form of the design's section 9."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise EvaluationError(f"cannot read {path}: {error.strerror}") from None
    rows = []
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            row["id"], [turn["expect"]["behavior"] for turn in row["turns"]]
        except (ValueError, KeyError, TypeError) as error:
            raise EvaluationError(
                f"{path.name}, line {number}: needs id and turns with text and expect ({error})"
            ) from None
        rows.append(row)
    return rows


def judge(expect: dict[str, Any], outcome: dict[str, Any]) -> tuple[bool, bool, bool]:
    """Return (right at once, right within one tap, false answer) for one turn."""
    answered = outcome["code"] in ANSWERED
    if expect["behavior"] == "out_of_scope":
        refused = outcome["code"] in REFUSED
        return refused, refused, answered
    right = answered and _is_wanted(expect, outcome)
    offered = outcome["code"] == "clarify" and any(_is_wanted(expect, item) for item in outcome["candidates"][:3])
    wanted = bool(expect.get("codes") or expect.get("topic"))
    if expect["behavior"] == "clarify" and not wanted:
        return outcome["code"] == "clarify", outcome["code"] == "clarify" or answered, False
    if expect["behavior"] == "clarify":
        return right or offered, right or offered, answered and not right
    if not wanted:  # in scope, but the right entry is not loaded: anything but a sure wrong answer will do
        return not answered, not answered, answered
    return right, right or offered, answered and not right


def write_report(report: Report, folder: Path, name: str) -> Path:
    """Write every judged turn as JSON; return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"evaluation-{name}.json"
    rows = {"rows": list(report.rows()), "turns": [asdict(item) for item in report.judged]}
    target.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    return target


def _ask(conversation: dict[str, Any], bot: BotClient) -> Iterator[Judged]:
    known: str | None = None
    for number, turn in enumerate(conversation["turns"], 1):
        answer = bot.ask(turn["text"], known)
        known = answer["conversation"]
        expect = turn["expect"]
        yield Judged(
            conversation["id"],
            number,
            turn["text"],
            (*conversation.get("slice", ()), expect["behavior"], "first turn" if number == 1 else "follow-up"),
            expect,
            answer["outcome"],
            *judge(expect, answer["outcome"]),
            answer["seconds"],
        )


def _is_wanted(expect: dict[str, Any], found: dict[str, Any]) -> bool:
    by_code = found.get("procedure") is not None and found["procedure"] in (expect.get("codes") or ())
    return by_code or (found.get("topic") is not None and found["topic"] == expect.get("topic"))


def _row(name: str, items: Sequence[Judged]) -> tuple[str, ...]:
    scope = [item for item in items if item.expect["behavior"] != "out_of_scope"]
    aspects = [item for item in scope if item.expect.get("aspect") and item.right]
    outside = [item for item in items if item.expect["behavior"] == "out_of_scope"]
    return (
        name,
        str(len(items)),
        _share([item.right for item in scope]),
        _share([item.one_tap for item in scope]),
        _share([item.false_answer for item in items]),
        _share([item.right for item in outside]),
        _share([item.outcome["aspect"] == item.expect["aspect"] for item in aspects]),
    )


def _share(values: Sequence[bool]) -> str:
    return f"{sum(values) / len(values):.3f}" if values else "–"
