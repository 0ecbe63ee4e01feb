"""Gates: a figure that fell is told with its bound; a figure that was not measured holds no gate."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation import EvaluationError, Gate, Share, broken, read_gates

SLICES = {"all": (10, {"top_1": Share(9, 10), "false_answer": Share(1, 10)})}


def gate(metric: str, bound: float, *, is_least: bool, part: str = "all") -> Gate:
    return Gate("judge", "starter", metric, bound, is_least, part)


def test_held_gates_say_nothing() -> None:
    """A figure at its bound holds."""
    assert broken([gate("top_1", 0.9, is_least=True), gate("false_answer", 0.1, is_least=False)], SLICES) == []


def test_fallen_figure_is_told_with_its_bound() -> None:
    """The line names set, slice, metric, figure, counts and bound, in both directions."""
    lines = broken([gate("top_1", 0.91, is_least=True), gate("false_answer", 0.09, is_least=False)], SLICES)
    assert lines == [
        "judge, all: top_1 is 0.900 (9 of 10), must be at least 0.910",
        "judge, all: false_answer is 0.100 (1 of 10), must be at most 0.090",
    ]


def test_figure_that_was_not_measured_breaks_its_gate() -> None:
    """A slice or metric that vanished is no success."""
    gates = [gate("top_1", 0.5, is_least=True, part="gone"), gate("aspect", 0.5, is_least=True)]
    assert broken(gates, SLICES) == ["judge, gone: top_1 was not measured", "judge, all: aspect was not measured"]


@pytest.mark.parametrize(
    "text",
    [
        "- {set: a, knowledge: starter, metric: top1, least: 0.5}",
        "- {set: a, knowledge: starter, metric: top_1}",
        "- {set: a, knowledge: starter, metric: top_1, least: 0.5, most: 0.6}",
        "- {metric: top_1, least: 0.5}",
        "top_1: 0.5",
        "- [",
    ],
)
def test_broken_file_of_gates_is_refused(tmp_path: Path, text: str) -> None:
    """An unknown metric, a missing bound or another shape is an error, not an open gate."""
    path = tmp_path / "gates.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"gates\.yml"):
        read_gates(path, "a", "starter")


def test_set_without_gates_is_told(tmp_path: Path) -> None:
    """Gates of another set or other knowledge hold nothing for this one: that is an error, not a success."""
    path = tmp_path / "gates.yml"
    path.write_text("- {set: a, knowledge: starter, metric: top_1, least: 0.5}", encoding="utf-8")
    assert read_gates(path, "a", "starter") == [Gate("a", "starter", "top_1", 0.5, is_least=True)]
    for name, knowledge in (("b", "starter"), ("a", "full")):
        with pytest.raises(EvaluationError, match="has no gate for the set"):
            read_gates(path, name, knowledge)
