"""Says in readable lines why a search ended as it did, for operators and the test cases they write."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.search.bands import Verdict
from knowledge.search.phrases import BOUNDARY
from knowledge.search.query import Query
from knowledge.search.ranking import Ranked
from knowledge.search.words import split

SHOWN = 3
"""Entries explained in full."""


def explain(query: Query, ranked: Sequence[Ranked], verdict: Verdict | None) -> tuple[str, ...]:
    """Return the question as it was read, the best entries with their evidence, then the verdict."""
    lines = [f"question: {_content(query)}"]
    if written_out := _written_out(query):
        lines.append(f"written out: {written_out}")
    if query.respelled:
        lines.append(f"respelled: {'; '.join(query.respelled)}")
    if query.aspects:
        lines.append(f"aspects set aside: {', '.join(query.aspects)}")
    if query.negated:
        lines.append(f"denied: {' '.join(sorted(query.negated))}")
    lines += [_line(number, one) for number, one in enumerate(ranked[:SHOWN], start=1)]
    if verdict is None:
        return (*lines, "names no procedure: about the entry in hand")
    numbers = f"agreement {verdict.agreement:.2f}, lead {verdict.margin:.2f}"
    return (*lines, f"{verdict.band}: {verdict.reason} ({numbers})")


def _before_embedding(one: Ranked) -> float:
    """Return the score by words and priors."""
    return one.lexical * one.target.prior * one.nearness or 1.0


def _prior(one: Ranked) -> str:
    near = f", close to the entry in hand ×{one.nearness:.2f}" if one.nearness != 1 else ""
    return f"words {one.lexical:.2f} × prior {one.target.prior:.2f} (popularity {one.target.popularity}){near}"


def _content(query: Query) -> str:
    if not query.readings:
        return "(nothing but aspects and filler)"
    return " ".join(
        term.word.written if term.weight == 1 else f"({term.word.written})" for term in query.readings[0].terms
    )


def _written_out(query: Query) -> str:
    """Return the whole question where abbreviations made it another text; empty: they did not."""
    said = [word for word in query.said if word != BOUNDARY]
    same = [word.folded for word in said] == [word.folded for word in split(query.text)]
    return "" if same or query.respelled else " ".join(word.written for word in said)


def _line(number: int, one: Ranked) -> str:
    match = one.match
    parts = [
        f'{number}. {one.target.entry_id} {one.score:.2f}: "{match.surface.text}" by {" ".join(match.words)}',
        f"covers {match.coverage:.0%} of the question and {match.precision:.0%} of the name",
    ]
    if match.reading.because:
        parts.append(f"read as {match.reading.because}")
    if one.embedding is not None:
        parts.append(f"embedding {one.embedding:.2f} (×{one.score / _before_embedding(one):.2f})")
    parts.append(_prior(one))
    parts += one.notes
    return "; ".join(parts)
