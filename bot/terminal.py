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
    """Print replies as a resident without buttons would read them: choices numbered through all replies of a turn."""
    number = 0
    for reply in answer["replies"]:
        out.print(f"\n{reply['text']}", markup=False)
        for choice in reply["choices"]:
            number += 1
            out.print(f"  {number}. {choice['title']}", markup=False)
        for source in reply["sources"]:
            out.print(f"  nguồn: {source['title']} (kiểm tra {source['checked_on']})", markup=False, style="dim")
    outcome = answer["outcome"]
    about = " ".join(str(outcome[name]) for name in ("entry", "aspect") if outcome.get(name))
    out.print(f"  [{outcome['code']} {about}]", markup=False, style="dim")


class ImportDifference(Protocol):
    """What importing a file would change (knowledge.importers.difference.Difference)."""

    @property
    def new(self) -> tuple[str, ...]:
        """Ids that were not there."""

    @property
    def changed(self) -> Mapping[str, tuple[str, ...]]:
        """Ids with another text, and the fields that differ."""

    @property
    def same(self) -> tuple[str, ...]:
        """Ids with the text they had."""


MOST_REASONS = 40


def show_difference(
    name: str,
    lines: int,
    difference: ImportDifference,
    held: Mapping[str, str],
    refused: Sequence[tuple[int, str]],
    titles: Mapping[str, str],
) -> None:
    """Print what importing a file would do: the counts, then every kind with the reasons."""
    out.print(f"{name}: {lines} lines", markup=False)
    counts = {"new": difference.new, "changed": difference.changed, "same": difference.same}
    sizes = {label: len(items) for label, items in counts.items()} | {"held back": len(held), "refused": len(refused)}
    out.print("  " + ", ".join(f"{label} {number}" for label, number in sizes.items()))
    _show_some("new", [f"{entry} {titles.get(entry, '')}" for entry in difference.new if entry not in held])
    _show_some("changed", [f"{entry}: {', '.join(fields)}" for entry, fields in difference.changed.items()])
    _show_some("held back", [f"{entry} {titles.get(entry, '')[:60]}: {why}" for entry, why in sorted(held.items())])
    _show_some("refused", [f"dòng {number}: {why}" for number, why in refused])


def _show_some(label: str, items: Sequence[str]) -> None:
    for item in items[:MOST_REASONS]:
        out.print(f"  {label} {item}", markup=False)
    if len(items) > MOST_REASONS:
        out.print(f"  … and {len(items) - MOST_REASONS} more {label}")
