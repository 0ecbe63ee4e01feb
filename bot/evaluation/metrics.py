"""What is counted: each metric is a share of turns, overall and per slice, with its Wilson interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.evaluation.judging import ANSWERED, Judged

Z = 1.959964
"""Standard normal quantile of a 95 % interval."""


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    count: int
    total: int

    @property
    def value(self) -> float:
        """The share itself; 0 of 0 is 0."""
        return self.count / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval after Wilson: honest for few turns and for shares near 0 and 1."""
        if not self.total:
            return 0.0, 1.0
        n, p = self.total, self.value
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z / (1 + Z * Z / n) * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)


Count = Callable[[Judged], bool | None]
"""Does the turn count for the metric; None: the metric says nothing about this turn."""


@dataclass(frozen=True)
class Metric:
    """One figure of the report."""

    name: str
    title: str
    meaning: str
    count: Count
    more_is_better: bool = True


def _wanted(count: Callable[[Judged], bool]) -> Count:
    return lambda item: count(item) if item.expect.wants_entry else None


def _ends(behavior: str) -> Count:
    return lambda item: item.verdict.right if item.expect.behavior == behavior else None


def _false(item: Judged) -> bool | None:
    asked = ("answer", "clarify", "out_of_scope", "no_answer")
    return item.verdict.false_answer if item.expect.behavior in asked else None


def _false_outside(item: Judged) -> bool | None:
    return item.verdict.false_answer if item.expect.behavior in ("out_of_scope", "no_answer") else None


def _follow_up(item: Judged) -> bool | None:
    if item.asked.number == 1 or not item.expect.wants_entry:
        return None
    return item.verdict.right and item.aspect_right is not False


def _alarm(item: Judged) -> bool | None:
    alarms = ("scam_warning", "emergency")
    return None if item.expect.behavior in alarms else item.code in alarms and not item.verdict.right


def _clarified(item: Judged) -> bool | None:
    return item.verdict.right if item.expect.behavior == "clarify" and not item.expect.wants_entry else None


def _said(item: Judged) -> bool | None:
    return not item.breaches if item.expect.must_include or item.expect.must_not_include else None


def _numbers(item: Judged) -> bool | None:
    return not item.numbers.foreign if item.numbers and item.numbers.said else None


METRICS: tuple[Metric, ...] = (
    Metric("top_1", "Top-1", "the right entry answered at once", _wanted(lambda item: item.verdict.right)),
    Metric(
        "one_tap", "One-tap", "the right entry answered, or offered among three", _wanted(lambda i: i.verdict.one_tap)
    ),
    Metric("false_answer", "False answer", "a wrong entry answered as if sure", _false, more_is_better=False),
    Metric("refused", "Out-of-scope refusal", "questions from outside that were refused", _ends("out_of_scope")),
    Metric("unknown", "Unknown admitted", "matters in scope but not loaded, not answered", _ends("no_answer")),
    Metric(
        "false_outside",
        "False answer, outside",
        "out-of-scope and unknown questions answered as if sure",
        _false_outside,
        more_is_better=False,
    ),
    Metric("clarified", "Asked back", "open questions that were answered with choices", _clarified),
    Metric("aspect", "Aspect", "the aspect asked, where the entry was right", lambda item: item.aspect_right),
    Metric("follow_up", "Follow-up", "entry and aspect right in later turns", _follow_up),
    Metric("scam_warning", "Scam recall", "scam stories that were warned of", _ends("scam_warning")),
    Metric("emergency", "Emergency recall", "emergencies that got the number first", _ends("emergency")),
    Metric("false_alarm", "False alarm", "warnings where none was due", _alarm, more_is_better=False),
    Metric("privacy", "Privacy", "personal data that was refused", _ends("privacy")),
    Metric("handoff", "Handoff", "wishes for a person that were met", _ends("handoff")),
    Metric("smalltalk", "Small talk", "small talk answered as such", _ends("smalltalk")),
    Metric("guide", "Guide", "guides that were entered", _ends("guide")),
    Metric("said", "Words", "answers with all words they must have and none they must not", _said),
    Metric("numbers", "Number-exact", "answers with values whose every value is the entry's", _numbers),
    Metric(
        "errors", "Errors", "turns that ended in an error", lambda i: i.code.startswith("error_"), more_is_better=False
    ),
)


def measure(items: Iterable[Judged]) -> dict[str, Share]:
    """Return every metric that has something to count."""
    rows = list(items)
    found: dict[str, Share] = {}
    for metric in METRICS:
        counted = [value for value in map(metric.count, rows) if value is not None]
        if counted:
            found[metric.name] = Share(sum(counted), len(counted))
    return found


def by_slice(items: Sequence[Judged]) -> Mapping[str, tuple[int, dict[str, Share]]]:
    """Return (turns, metrics) for "all" and for each slice by name."""
    names = sorted({name for item in items for name in item.asked.slices})
    parts = {name: [item for item in items if name in item.asked.slices] for name in names}
    return {name: (len(part), measure(part)) for name, part in {"all": list(items), **parts}.items()}


@dataclass(frozen=True)
class Bin:
    """Answers of like confidence."""

    low: float
    high: float
    confidence: float
    right: Share


def calibration(items: Iterable[Judged], bins: int = 10) -> list[Bin]:
    """Return how often answers of each confidence are right: the same, if the confidence means what it says."""
    sure = [
        (float(item.asked.outcome["confidence"]), item.verdict.right)
        for item in items
        if item.code in ANSWERED and item.asked.outcome["confidence"] is not None and _false(item) is not None
    ]
    found = []
    for number in range(bins):
        part = [(value, right) for value, right in sure if min(int(value * bins), bins - 1) == number]
        if part:
            right = Share(sum(one for _, one in part), len(part))
            found.append(Bin(number / bins, (number + 1) / bins, sum(value for value, _ in part) / len(part), right))
    return found


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the mean distance between confidence and share right, each bin weighted by its answers."""
    total = sum(one.right.total for one in bins)
    return sum(one.right.total * abs(one.right.value - one.confidence) for one in bins) / total if total else 0.0


def aspect_confusion(items: Iterable[Judged]) -> dict[tuple[str, str], int]:
    """Return how often an expected aspect (first) was answered as another (second), where the entry was right."""
    found: dict[tuple[str, str], int] = {}
    for item in items:
        if item.aspect_right is not None:
            pair = (str(item.expect.aspect), str(item.asked.outcome["aspect"]))
            found[pair] = found.get(pair, 0) + 1
    return found


def percentile(seconds: Sequence[float], share: float) -> float:
    """Return the nearest-rank percentile in milliseconds."""
    ordered = sorted(seconds)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] * 1000
