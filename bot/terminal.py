"""What the `congdanso` command prints: progress bars, answers, tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

out = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)

Advance = Callable[[int, int], None]
"""Called with (done, total)."""


@contextmanager
def progress(label: str) -> Iterator[Advance]:
    """Show a bar from the first step on; it vanishes where nothing was to do."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors) as bar:
        task = bar.add_task(label, visible=False)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=True)

        yield advance


def show_answer(answer: dict[str, Any]) -> None:
    """Print replies as a resident without buttons would read them: choices as numbered lines."""
    for reply in answer["replies"]:
        out.print(f"\n{reply['text']}", markup=False)
        for number, choice in enumerate(reply["choices"], 1):
            out.print(f"  {number}. {choice['title']}", markup=False)
        for source in reply["sources"]:
            out.print(f"  nguồn: {source['title']} (kiểm tra {source['checked_on']})", markup=False, style="dim")
    outcome = answer["outcome"]
    about = " ".join(str(outcome[name]) for name in ("entry", "aspect") if outcome.get(name))
    out.print(f"  [{outcome['code']} {about}]", markup=False, style="dim")


class SaveReport(Protocol):
    """What a save of the knowledge says of itself (knowledge.saving.Report)."""

    @property
    def new(self) -> tuple[str, ...]:
        """Ids that were not there."""

    @property
    def changed(self) -> tuple[str, ...]:
        """Ids with another text."""

    @property
    def same(self) -> tuple[str, ...]:
        """Ids with the text they had."""

    @property
    def published(self) -> tuple[str, ...]:
        """Ids that residents see from now on."""

    @property
    def held(self) -> Mapping[str, str]:
        """Ids that wait for a person, with the reason."""


MOST_REASONS = 40


def show_import(name: str, lines: int, report: SaveReport, refused: Sequence[tuple[int, str]], dry_run: bool) -> None:
    """Print what an import did: the counts, then each held record and refused line with its reason."""
    out.print(f"{name}: {lines} lines{' (dry run: nothing was written)' if dry_run else ''}")
    counts = {name: len(getattr(report, name)) for name in ("new", "changed", "same", "published")}
    counts |= {"held back": len(report.held), "refused": len(refused)}
    out.print("  " + ", ".join(f"{label} {number}" for label, number in counts.items()))
    reasons = [f"held back {entry}: {why}" for entry, why in sorted(report.held.items())]
    reasons += [f"refused line {number}: {why}" for number, why in refused]
    for line in reasons[:MOST_REASONS]:
        out.print(f"  {line}", markup=False)
    if len(reasons) > MOST_REASONS:
        out.print(f"  … and {len(reasons) - MOST_REASONS} more")
