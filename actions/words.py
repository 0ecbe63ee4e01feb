"""Reads a message for what ties it to the talk before it: the phrases of words.vi.yml beside those of the search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.lexicon_file import load_lexicon
from bot.text import fold, has_marks, normalise
from knowledge.search.phrases import Phrasebook, Phrases, Span, load_phrasebook
from knowledge.search.words import Word, clauses

WORDS_PATH = Path(__file__).with_name("words.vi.yml")


@dataclass(frozen=True)
class Wording:
    """The sections of the file."""

    aspects: Phrases
    """Further ways to ask about an aspect; the name is the aspect."""
    bare_aspects: Phrases
    """Names of aspects, a question where they are a whole part of the message."""
    not_asked: frozenset[str]
    """Phrases of the search's aspects that alone ask nothing, folded."""
    not_vague: frozenset[str]
    """Padding of the search that may name something here."""
    vague: Phrases
    joiners: Phrases
    before: Phrases
    denials: Phrases
    meant: Phrases
    meant_alone: Phrases
    no_correction: Phrases
    back: Phrases
    cases: Phrases
    """Special cases of the matter in hand; the name is a place in `case_words`."""
    again: Phrases
    """Those of the cases that are also mere verbs: "làm lại bao lâu" asks of a lost card that is in hand already."""
    case_words: tuple[tuple[str, ...], ...]
    """How the names of entries say a case; empty: as it was said."""
    book: Phrasebook


@dataclass(frozen=True)
class Said:
    """A message in clauses, in lower case, with abbreviations written out."""

    clauses: tuple[tuple[Word, ...], ...]
    marked: bool

    @property
    def words(self) -> tuple[Word, ...]:
        """All words, in order."""
        return tuple(word for clause in self.clauses for word in clause)


@cache
def load_wording() -> Wording:
    """Read the file once. A missing section is a KeyError: the file belongs to the program."""
    rows: dict[str, Any] = yaml.safe_load(WORDS_PATH.read_text(encoding="utf-8"))

    def phrases(name: str) -> Phrases:
        return Phrases((text, text) for text in rows[name])

    def of_aspects(name: str) -> Phrases:
        return Phrases((text, aspect) for aspect, texts in rows[name].items() for text in texts)

    return Wording(
        aspects=of_aspects("aspects"),
        bare_aspects=of_aspects("bare_aspects"),
        not_asked=frozenset(map(fold, rows["not_asked"])),
        not_vague=frozenset(rows["not_vague"]),
        vague=phrases("vague"),
        joiners=phrases("joiners"),
        before=phrases("before"),
        back=phrases("back"),
        denials=phrases("denials"),
        meant=phrases("meant"),
        meant_alone=phrases("meant_alone"),
        no_correction=phrases("no_correction"),
        cases=Phrases((text, str(at)) for at, row in enumerate(rows["cases"]) for text in row["say"]),
        again=Phrases((text, str(at)) for at, row in enumerate(rows["cases"]) if "again" in row for text in row["say"]),
        case_words=tuple(tuple(row["means"]) for row in rows["cases"]),
        book=load_phrasebook(),
    )


def hear(text: str) -> Said:
    """Read a message."""
    plain = normalise(text, load_lexicon())
    return Said(tuple(clauses(plain)), has_marks(plain))


def spans(words: Sequence[Word], marked: bool, books: Iterable[Phrases]) -> list[Span]:
    """Return the phrases of all books that do not overlap, from the left, the longest at each place."""
    books = tuple(books)
    found: list[Span] = []
    place = 0
    while place < len(words):
        here = [span for book in books for span in book.starting_at(words, place, marked)]
        best = max(here, key=lambda span: span.end, default=None)
        if best is not None:
            found.append(best)
        place = best.end if best is not None else place + 1
    return found


def written(words: Iterable[Word]) -> str:
    """Return words as one text."""
    return " ".join(word.written for word in words)
