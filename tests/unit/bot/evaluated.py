"""Judged turns for the tests of the evaluation, made the way the evaluation makes them."""

from __future__ import annotations

from typing import Any

from bot.evaluation.asking import AskedTurn
from bot.evaluation.judging import CheckNumbers, Judged, judge_turn
from bot.evaluation.questions import Expect, Question
from tests.fakes.scripted_bot import outcome

WANTED = Expect("answer", codes=frozenset({"9.000001"}), aspect="fee")
RIGHT = outcome("answered", entry="viec-thu", procedure="9.000001", aspect="fee", confidence=0.9)
WRONG = outcome("answered", entry="viec-khac", procedure="9.000002", aspect="fee", confidence=0.8)
CANDIDATE = {"entry": "viec-thu", "topic": "t-thu", "procedure": "9.000001", "title": "Việc thử", "score": 0.5}
OTHER = {**CANDIDATE, "entry": "viec-khac", "topic": None, "procedure": "9.000002"}


def judged(
    expect: Expect,
    result: dict[str, Any],
    *,
    reply: str = "",
    number: int = 1,
    text: str = "câu hỏi thử",
    slices: tuple[str, ...] = (),
    seconds: float = 0.05,
    check: CheckNumbers | None = None,
    answers: tuple[str, ...] = (),
) -> Judged:
    """Judge one turn."""
    question = Question(text, expect)
    return judge_turn(AskedTurn("x-1", number, question, slices, None, result, reply, seconds, answers), check)
