"""Lists the open gaps for those who write the content: the same question once, the most frequent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, select

from bot.text import fold, words
from channels.tables import gaps
from channels.transactions import reading


@dataclass(frozen=True)
class GapGroup:
    """One question, however it was typed, with what went wrong."""

    question: str = field(repr=False)
    count: int
    kinds: dict[str, int]
    entries: tuple[str, ...]
    aspects: tuple[str, ...]
    reasons: dict[str, int]
    last_at: datetime


def open_gaps(engine: Engine, since: datetime | None = None) -> list[GapGroup]:
    """Return the gaps that nobody has worked off, those noted since that time."""
    query = select(gaps).where(gaps.c.state == "open").order_by(gaps.c.number)
    if since is not None:
        query = query.where(gaps.c.noted_at >= since)
    groups: dict[str, list[Row[Any]]] = {}
    with reading(engine) as connection:
        for row in connection.execute(query):
            groups.setdefault(_same(row.question), []).append(row)
    return sorted(map(_group, groups.values()), key=lambda group: (-group.count, group.question))


def _same(question: str) -> str:
    return " ".join(words(fold(question))) or question


def _group(rows: Sequence[Row[Any]]) -> GapGroup:
    return GapGroup(
        question=rows[-1].question,
        count=len(rows),
        kinds=dict(Counter(row.kind for row in rows)),
        entries=_known(rows, "entry"),
        aspects=_known(rows, "aspect"),
        reasons=dict(Counter(row.reason for row in rows if row.reason)),
        last_at=max(row.noted_at for row in rows),
    )


def _known(rows: Sequence[Row[Any]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for row in rows if (value := getattr(row, name))))
