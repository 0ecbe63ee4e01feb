"""One evaluation as a whole: asked, judged, and written as JSON and as a page, both or none."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.evaluation.asking import Advance, Bot, ask_all
from bot.evaluation.judging import CheckNumbers, Judged, judge_turn
from bot.evaluation.metrics import Share, by_slice, percentile
from bot.evaluation.questions import Conversation

Explain = Callable[[str, str | None], Sequence[str]]
"""Called with (text, entry in hand): the search's own reasons."""


@dataclass(frozen=True)
class Report:
    """All judged turns of one set of questions."""

    name: str
    judged: tuple[Judged, ...]

    @property
    def p50_ms(self) -> float:
        """Median time of one turn."""
        return percentile([item.asked.seconds for item in self.judged], 0.5)

    @property
    def p95_ms(self) -> float:
        """95th percentile of the time of one turn."""
        return percentile([item.asked.seconds for item in self.judged], 0.95)

    @property
    def failures(self) -> list[Judged]:
        """Every turn with something to look into, in the order of the file."""
        return [item for item in self.judged if item.failed]


def evaluate(
    name: str,
    conversations: Sequence[Conversation],
    bot: Bot,
    advance: Advance,
    check_numbers: CheckNumbers | None = None,
) -> Report:
    """Ask every conversation and judge every turn. Raises BotError."""
    asked = ask_all(conversations, bot, advance)
    return Report(name, tuple(judge_turn(one, check_numbers) for one in asked))


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as plain data: the figures per slice, then every turn."""
    return {
        "name": report.name,
        "p50_ms": report.p50_ms,
        "p95_ms": report.p95_ms,
        "slices": {
            name: {"turns": turns, **{metric: _share(share) for metric, share in found.items()}}
            for name, (turns, found) in by_slice(report.judged).items()
        },
        "turns": [_turn(item) for item in report.judged],
    }


def write_files(folder: Path, contents: dict[str, str]) -> list[Path]:
    """Write the files of a report; none is replaced before all are complete on the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    waiting = []
    for name, text in contents.items():
        part = folder / f".{name}.part"
        part.write_text(text, encoding="utf-8")
        waiting.append((part, folder / name))
    for part, target in waiting:
        os.replace(part, target)
    return [target for _, target in waiting]


def json_text(data: dict[str, Any]) -> str:
    """Return readable JSON with Vietnamese letters as they are."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {"share": share.value, "count": share.count, "of": share.total, "low": low, "high": high}


def _turn(item: Judged) -> dict[str, Any]:
    asked, expect = item.asked, item.expect
    return {
        "id": asked.id,
        "turn": asked.number,
        "text": asked.question.text,
        "slices": asked.slices,
        "expect": {
            "behavior": expect.behavior,
            "codes": sorted(expect.codes),
            "topics": sorted(expect.topics),
            "entries": sorted(expect.entries),
            "aspect": expect.aspect,
        },
        "outcome": asked.outcome,
        "reply": asked.reply,
        "right": item.verdict.right,
        "one_tap": item.verdict.one_tap,
        "false_answer": item.verdict.false_answer,
        "aspect_right": item.aspect_right,
        "breaches": item.breaches,
        "numbers": {"said": item.numbers.said, "foreign": item.numbers.foreign} if item.numbers else None,
        "seconds": asked.seconds,
    }
