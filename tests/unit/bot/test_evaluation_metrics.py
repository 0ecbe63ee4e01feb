"""Figures: each metric counts the turns it is about, with an interval that says how sure it is."""

from __future__ import annotations

import pytest

from bot.evaluation.metrics import (
    METRICS,
    Share,
    aspect_confusion,
    by_slice,
    calibration,
    calibration_error,
    measure,
    percentile,
)
from bot.evaluation.questions import Expect
from tests.fakes.scripted_bot import outcome
from tests.unit.bot.evaluated import CANDIDATE, RIGHT, WANTED, WRONG, judged

OUTSIDE = Expect("out_of_scope")


def test_shares_of_answerable_questions() -> None:
    """Top-1, one-tap and false answers are shares of the turns that want an entry."""
    items = [judged(WANTED, RIGHT), judged(WANTED, outcome("clarify", candidates=[CANDIDATE])), judged(WANTED, WRONG)]
    found = measure([*items, judged(OUTSIDE, outcome("out_of_scope"))])
    assert found["top_1"] == Share(1, 3)
    assert found["one_tap"] == Share(2, 3)
    assert found["false_answer"] == Share(1, 4)
    assert found["refused"] == Share(1, 1)
    assert found["false_outside"] == Share(0, 1)


def test_follow_up_needs_entry_and_aspect() -> None:
    """A later turn counts when entry and aspect are right; first turns do not count."""
    turns = [
        judged(WANTED, RIGHT),
        judged(WANTED, RIGHT, number=2),
        judged(WANTED, {**RIGHT, "aspect": "time"}, number=2),
        judged(WANTED, WRONG, number=3),
    ]
    assert measure(turns)["follow_up"] == Share(1, 3)


def test_recalls_and_false_alarms() -> None:
    """A warning is counted where it is due, and against the bot where it is not."""
    items = [
        judged(Expect("scam_warning"), outcome("scam_warning")),
        judged(Expect("scam_warning"), outcome("no_answer")),
        judged(Expect("emergency"), outcome("emergency")),
        judged(WANTED, outcome("emergency")),
        judged(WANTED, RIGHT),
        judged(WANTED, outcome("scam_warning", entry="viec-thu", procedure="9.000001", aspect="fee")),
    ]
    found = measure(items)
    assert (found["scam_warning"], found["emergency"]) == (Share(1, 2), Share(1, 1))
    assert found["false_alarm"] == Share(1, 3)


def test_metric_without_turns_is_left_out() -> None:
    """Nothing counted is no figure, neither 0 nor 1."""
    assert set(measure([judged(OUTSIDE, outcome("out_of_scope"))])) == {
        "false_answer", "refused", "false_outside", "false_alarm", "errors",
    }  # fmt: skip


def test_every_slice_is_measured_beside_all() -> None:
    """A turn counts for each of its slices."""
    items = [judged(WANTED, RIGHT, slices=("a", "b")), judged(WANTED, WRONG, slices=("b",))]
    slices = by_slice(items)
    assert list(slices) == ["all", "a", "b"]
    assert {name: found["top_1"] for name, (_, found) in slices.items()} == {
        "all": Share(1, 2), "a": Share(1, 1), "b": Share(1, 2),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (92, 100, 0.8500, 0.9589), (1, 2, 0.0945, 0.9055)],
)
def test_wilson_interval(count: int, total: int, low: float, high: float) -> None:
    """The interval is Wilson's, with known values; it stays within 0 and 1."""
    assert Share(count, total).interval == pytest.approx((low, high), abs=1e-3)


def test_calibration_compares_confidence_with_being_right() -> None:
    """Answers of like confidence share a bin; refusals have none; outside questions answered are wrong ones."""
    sure = [judged(WANTED, {**RIGHT, "confidence": 0.95}), judged(WANTED, {**WRONG, "confidence": 0.97})]
    bins = calibration([*sure, judged(OUTSIDE, {**WRONG, "confidence": 0.41}), judged(OUTSIDE, outcome("no_answer"))])
    assert [(one.low, one.right) for one in bins] == [(0.4, Share(0, 1)), (0.9, Share(1, 2))]
    assert calibration_error(bins) == pytest.approx((0.41 + 2 * 0.46) / 3)


def test_full_confidence_has_a_bin() -> None:
    """A confidence of exactly 1 falls into the last bin."""
    assert calibration([judged(WANTED, {**RIGHT, "confidence": 1.0})])[0].high == 1.0


def test_confusion_counts_expected_against_answered() -> None:
    """Only turns with the right entry say something about aspects."""
    items = [judged(WANTED, RIGHT), judged(WANTED, {**RIGHT, "aspect": "time"}), judged(WANTED, WRONG)]
    assert aspect_confusion(items) == {("fee", "fee"): 1, ("fee", "time"): 1}


def test_percentiles_are_turns_that_happened() -> None:
    """A percentile is the time of a real turn, in milliseconds."""
    seconds = [0.1, 0.2, 0.3, 0.4]
    assert [percentile(seconds, share) for share in (0.5, 0.95, 1.0)] == [200.0, 400.0, 400.0]


def test_names_of_metrics_are_unique() -> None:
    """Gates and reports name a metric without doubt."""
    assert len({metric.name for metric in METRICS}) == len(METRICS)
