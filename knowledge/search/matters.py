"""Finds the several matters of one message ("xóa tạm trú và đăng ký thường trú"), each asked by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.text import Lexicon, clean, has_marks
from knowledge.search.bands import Verdict
from knowledge.search.phrases import Phrasebook, Phrases
from knowledge.search.query import Query
from knowledge.search.ranking import Ranked
from knowledge.search.words import Word, clauses

WHOLE = 0.9
"""Share of the question that one entry covers when the joined words are one name ("đổi tên và địa chỉ …")."""
SURE = 0.7
"""Agreement from which a part is a matter of its own."""
MOST_PARTS = 4
"""A longer list is a story, and every part costs a search."""


@dataclass(frozen=True)
class Asked:
    """A question with everything found for it."""

    query: Query
    ranked: Sequence[Ranked]
    verdict: Verdict


@dataclass(frozen=True)
class Matters:
    """Two or more matters, in the order they were said. `compared`: asked how they differ, not how to do them."""

    asked: tuple[Asked, ...]
    compared: bool


def find_matters(
    text: str, whole: Asked, ask: Callable[[str], Asked], book: Phrasebook, lexicon: Lexicon | None
) -> Matters | None:
    """Return the matters of a message that names at least two; None: it is about one."""
    plain = clean(text).lower()
    plain = lexicon.expand(plain) if lexicon else plain
    marked = has_marks(plain)
    compared = any(book.compares.names_in(clause, marked) for clause in clauses(plain))
    one_name = whole.verdict.band == "answer" and whole.ranked[0].match.coverage >= WHOLE
    if one_name and not compared:
        return None
    parts = list(_parts(plain, (book.joiners, book.between) if compared else (book.joiners,)))
    if not 1 < len(parts) <= MOST_PARTS:
        return None
    matters: dict[str, Asked] = {}
    for one in map(ask, parts):
        if one.ranked and one.verdict.band == "answer" and one.verdict.agreement >= SURE:
            matters.setdefault(one.ranked[0].family, one)
    if len(matters) < 2:
        return None
    return Matters(tuple(matters.values()), compared)


def _parts(text: str, joining: Sequence[Phrases]) -> Iterator[str]:
    """Yield the clauses of a text, parted at joining words; nothing when no word joins."""
    marked = has_marks(text)
    found: list[Sequence[Word]] = []
    joined = False
    for clause in clauses(text):
        start = 0
        spans = (span for phrases in joining for span in phrases.in_order(clause, marked))
        for span in sorted(spans, key=lambda span: span.start):
            joined = True
            found.append(clause[start : span.start])
            start = span.end
        found.append(clause[start:])
    if joined:
        yield from (" ".join(word.written for word in part) for part in found if len(part) > 1)
