"""Puts the page together: figures, charts, the table of slices, every failure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from bot.evaluation.judging import Judged
from bot.evaluation.metrics import METRICS, Share, aspect_confusion, by_slice, calibration, calibration_error
from bot.evaluation.page.charts import bar, bars, confusion, histogram, reliability
from bot.evaluation.page.failures import Reasons, failure_lists
from bot.evaluation.page.markup import safe, strange, tag
from bot.evaluation.report import Explain, Report

IN_TABLE = ("top_1", "one_tap", "false_answer", "refused", "aspect", "follow_up", "numbers", "said")
"""Metrics with a column of their own; the others stand in the first chart."""
BY_SLICE = ("top_1", "one_tap", "false_answer")

Slices = Mapping[str, tuple[int, dict[str, Share]]]

POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html_text(report: Report, made_on: date, explain: Explain | None) -> str:
    """Return the whole page. `explain` gives the search's reasons for a failure; None: they are left out."""
    slices = by_slice(report.judged)
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{safe(report.name)} – evaluation</title>{tag('style', _style())}"
    )
    body = [
        _header(report, made_on),
        _section("What was measured", _overall(slices["all"][1])),
        *_charts(report, slices),
        _section("All slices", _table(slices), wide=True),
        _section("Failures", failure_lists(report.failures, _reasons(explain)), wide=True),
    ]
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>{tag("main", "".join(body))}</body></html>\n'


def _header(report: Report, made_on: date) -> str:
    conversations = len({item.asked.id for item in report.judged})
    line = (
        f"{len(report.judged)} turns in {conversations} conversations · {made_on.isoformat()} · "
        f"p50 {report.p50_ms:.0f} ms · p95 {report.p95_ms:.0f} ms · {len(report.failures)} failures"
    )
    return tag("header", tag("h1", strange(report.name)) + tag("p", safe(line)))


def _overall(found: dict[str, Share]) -> str:
    rows = [
        bar(metric.title, found[metric.name], metric.meaning, more_is_better=metric.more_is_better)
        for metric in METRICS
        if metric.name in found
    ]
    return bars(rows) + tag("p", "The thin line is the 95 % interval (Wilson).", class_="note")


def _charts(report: Report, slices: Slices) -> list[str]:
    sections = []
    for metric in METRICS:
        rows = [
            bar(name, found[metric.name], more_is_better=metric.more_is_better)
            for name, (_, found) in slices.items()
            if metric.name in BY_SLICE and metric.name in found
        ]
        if rows:
            sections.append(_section(f"{metric.title} by slice", bars(rows)))
    bins = calibration(report.judged)
    if bins:
        note = f"A dot on the dashed line means what it says. Mean distance: {calibration_error(bins):.3f}."
        sections.append(_section("Confidence", reliability(bins) + tag("p", note, class_="note")))
    times = [item.asked.seconds * 1000 for item in report.judged]
    marks = {f"p50 {report.p50_ms:.0f} ms": report.p50_ms, f"p95 {report.p95_ms:.0f} ms": report.p95_ms}
    sections.append(_section("Time of one turn", histogram(times, marks)))
    pairs = aspect_confusion(report.judged)
    if pairs:
        sections.append(_section("Aspects", confusion(pairs)))
    return sections


def _table(slices: Slices) -> str:
    metrics = [metric for metric in METRICS if metric.name in IN_TABLE]
    head = "".join(tag("th", safe(name), scope="col") for name in ("slice", "turns", *(m.title for m in metrics)))
    rows = []
    for name, (turns, found) in slices.items():
        cells = "".join(tag("td", f"{found[m.name].value:.3f}" if m.name in found else "–") for m in metrics)
        rows.append(tag("tr", tag("th", strange(name), scope="row") + tag("td", str(turns)) + cells))
    table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", "".join(rows)))
    return tag("div", table, class_="wide", tabindex="0")


def _section(title: str, content: str, *, wide: bool = False) -> str:
    return tag("section", tag("h2", safe(title)) + content, class_="whole" if wide else "part")


def _reasons(explain: Explain | None) -> Reasons:
    def reasons(item: Judged) -> Sequence[str]:
        return explain(item.asked.question.text, item.asked.in_hand) if explain else ()

    return reasons


def _style() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")
