"""Prints an evaluation in the terminal: all figures, then the slices."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from bot.evaluation.metrics import METRICS, by_slice
from bot.evaluation.numbers import NumberReport
from bot.evaluation.report import Report
from bot.terminal import out

IN_TABLE = ("top_1", "one_tap", "false_answer", "refused", "aspect", "follow_up", "numbers")
MOST_FOREIGN = 40


def show_report(report: Report) -> None:
    """Print overall figures with their intervals, then one line a slice."""
    slices = by_slice(report.judged)
    found = slices["all"][1]
    overall = Table("metric", "share", "95 %", "turns", "what it is", title=report.name)
    for metric in METRICS:
        if metric.name in found:
            share = found[metric.name]
            low, high = share.interval
            row = (metric.title, f"{share.value:.3f}", f"{low:.3f}–{high:.3f}", f"{share.count}/{share.total}")
            overall.add_row(*row, metric.meaning)
    out.print(overall)
    shown = [metric for metric in METRICS if metric.name in IN_TABLE]
    table = Table("slice", "turns", *(metric.title for metric in shown))
    for name, (turns, figures) in slices.items():
        cells = (f"{figures[one.name].value:.3f}" if one.name in figures else "–" for one in shown)
        table.add_row(Text(name), str(turns), *cells)
    out.print(table)
    out.print(f"turn time: p50 {report.p50_ms:.0f} ms, p95 {report.p95_ms:.0f} ms; {len(report.failures)} failures")


def show_numbers(report: NumberReport) -> None:
    """Print the shares and every answer that says a value which is not its entry's."""
    lines = (
        (report.exact, "answers with values: every value is the entry's"),
        (report.values, "values said: the entry's"),
        (report.reached, "questions: entry and aspect reached"),
        (report.silent, "answers reached: no value said, although the entry states some"),
    )
    for share, meaning in lines:
        low, high = share.interval
        out.print(f"{share.value:.3f}  {share.count} of {share.total} {meaning} (95 %: {low:.3f}–{high:.3f})")
    foreign = [turn for turn in report.turns if turn.foreign]
    for turn in foreign[:MOST_FOREIGN]:
        out.print(f"  {turn.answered} {turn.answered_aspect}: {' · '.join(turn.foreign)}", markup=False)
    if len(foreign) > MOST_FOREIGN:
        out.print(f"  … and {len(foreign) - MOST_FOREIGN} more in the file")
