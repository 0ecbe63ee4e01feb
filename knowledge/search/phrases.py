"""Loads phrases.vi.yml: what residents say around and instead of a procedure's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from knowledge.search.words import Word, split

PHRASES_PATH = Path(__file__).with_name("phrases.vi.yml")

BOUNDARY = Word("", "")
"""Stands between two clauses: no phrase reaches across it."""

_PLAIN = ("aspect_words", "weak", "wishes", "reasons", "decisive", "joiners", "compares", "between")
"""Sections that are a list of phrases."""

SHORTEST_LOOSE = 3
"""A phrase of fewer words is taken only as it is written."""


class Span(NamedTuple):
    """Words `start` to `end` (not included) of a sentence that are one phrase of the book."""

    start: int
    end: int
    name: str
    has_marks: bool = True
    """Does the phrase, as the book writes it, carry marks?"""


class Phrases:
    """Phrases found in a sentence, longest first; `name` says what a phrase stands for."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[Word, ...], str, bool]]] = {}
        for text, name in named:
            phrase = split(text)
            if phrase:
                marked = any(word.has_marks for word in phrase)
                self._by_first.setdefault(phrase[0].folded, []).append((phrase, name, marked))
        for phrases in self._by_first.values():
            phrases.sort(key=lambda item: -len(item[0]))

    def starting_at(self, words: Sequence[Word], start: int, marked: bool) -> Iterator[Span]:
        """Yield the phrases that begin at a word, longest first."""
        for phrase, name, phrase_marked in self._by_first.get(words[start].folded, ()):
            end = start + len(phrase)
            if end <= len(words) and _same(phrase, words[start:end], marked):
                yield Span(start, end, name, phrase_marked)

    def in_order(self, words: Sequence[Word], marked: bool) -> list[Span]:
        """Return phrases that do not overlap, from the left, the longest at each place."""
        spans: list[Span] = []
        place = 0
        while place < len(words):
            span = next(self.starting_at(words, place, marked), None)
            if span:
                spans.append(span)
            place = span.end if span else place + 1
        return spans

    def names_in(self, words: Sequence[Word], marked: bool) -> frozenset[str]:
        """Return the names of all phrases in a sentence, overlapping ones too."""
        return frozenset(span.name for at in range(len(words)) for span in self.starting_at(words, at, marked))

    def vocabulary(self) -> set[str]:
        """Return every folded word of every phrase."""
        return {word.folded for phrases in self._by_first.values() for phrase, _, _ in phrases for word in phrase}

    def pairs(self) -> set[str]:
        """Return every pair of neighbours of every phrase, folded."""
        return {
            f"{left.folded} {right.folded}"
            for phrases in self._by_first.values()
            for phrase, _, _ in phrases
            for left, right in pairwise(phrase)
        }


def _same(phrase: Sequence[Word], words: Sequence[Word], marked: bool) -> bool:
    """Compare with marks where the resident wrote them.

    One bare word in a sentence with marks is taken as written: "thi" in "thi bằng lái" is an exam, not "thì".
    """
    for pattern, word in zip(phrase, words, strict=True):
        if pattern.folded != word.folded:
            return False
        as_written = word.has_marks or (marked and len(phrase) == 1)
        if as_written and pattern.written != word.written:
            return False
    return True


@dataclass(frozen=True)
class Variant:
    """A special case in titles ("có yếu tố nước ngoài") that steps back unless the question speaks of it."""

    name: str
    penalty: float
    in_family: bool
    """Is it the same procedure as the ordinary case, for the count of rivals?"""
    several: bool = False
    """Does it do several matters at once, so that one of them alone may be meant?"""


@dataclass(frozen=True)
class Synonym:
    """Residents' words and what titles say instead; several meanings are tried one by one."""

    loose: tuple[tuple[Word, ...], ...]
    """Phrases long enough to be found with their words apart."""
    means: tuple[tuple[Word, ...], ...]
    unsure: bool
    """Said by people who may mean something else: never a reason to answer at once."""


class Loose(NamedTuple):
    """One phrase whose words may stand apart, and the folded words it needs."""

    said: tuple[Word, ...]
    needed: frozenset[str]
    synonym: Synonym


@dataclass(frozen=True)
class Phrasebook:
    """Everything of phrases.vi.yml, ready to match."""

    aspects: Phrases
    fillers: Phrases
    aspect_words: Phrases
    weak: Phrases
    decisive: Phrases
    """Matters that the first hit must have somewhere to be answered at once."""
    wishes: Phrases
    reasons: Phrases
    joiners: Phrases
    """Words between two matters of one message."""
    compares: Phrases
    between: Phrases
    """Words between two matters that are compared."""
    synonyms: tuple[Synonym, ...]
    loose: tuple[Loose, ...]
    """The phrases of all synonyms that may stand apart."""
    loose_by_word: Mapping[str, tuple[int, ...]]
    """Places in `loose` by the longest folded word of the phrase: the others need not be looked for."""
    synonym_phrases: Phrases
    """Their names are places in `synonyms`."""
    ages: tuple[tuple[int, tuple[Word, ...]], ...]
    """Highest age and how titles say it, youngest first."""
    variants: tuple[Variant, ...]
    variant_titles: Phrases
    """Their names are places in `variants`, here and below."""
    variant_said: Phrases
    levels: Phrases
    title_noise: tuple[re.Pattern[str], ...]
    title_cut: re.Pattern[str]
    form: str
    """What a form is called before its code."""
    everyday_fields: frozenset[str]
    vocabulary: frozenset[str]
    """Every folded word of every phrase."""
    pairs: frozenset[str]
    """Every folded pair of neighbours in them."""


@cache
def load_phrasebook(path: Path = PHRASES_PATH) -> Phrasebook:
    """Read the book once. A missing section is a KeyError: the file belongs to the program."""
    rows: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    synonyms = tuple(_synonym(row) for row in rows["synonyms"])
    parts = {
        "aspects": Phrases((text, aspect) for aspect, texts in rows["aspects"].items() for text in texts),
        "fillers": _plain([*rows["fillers"], *(f"{who} {how}" for who in rows["who"] for how in rows["how"])]),
        **{name: _plain(rows[name]) for name in _PLAIN},
        "synonym_phrases": _numbered(rows["synonyms"], "say"),
        "variant_titles": _numbered(rows["variants"], "title"),
        "variant_said": _numbered(rows["variants"], "title", "say"),
    }
    loose = tuple(
        Loose(said, frozenset(word.folded for word in said), synonym) for synonym in synonyms for said in synonym.loose
    )
    return Phrasebook(
        **parts,
        loose=loose,
        loose_by_word=_by_longest_word(loose),
        synonyms=synonyms,
        ages=tuple((int(row["up_to"]), split(row["means"])) for row in rows["ages"]),
        variants=tuple(map(_variant, rows["variants"])),
        levels=Phrases((text, row["level"]) for row in rows["levels"] for text in row["title"]),
        title_noise=tuple(re.compile(pattern, re.IGNORECASE) for pattern in rows["title_noise"]),
        title_cut=re.compile("|".join(rows["title_cuts"]), re.IGNORECASE),
        form=rows["form"],
        everyday_fields=frozenset(rows["everyday_fields"]),
        vocabulary=frozenset[str]().union(*(phrases.vocabulary() for phrases in parts.values())),
        pairs=frozenset[str]().union(*(phrases.pairs() for phrases in parts.values())),
    )


def _by_longest_word(loose: Sequence[Loose]) -> dict[str, tuple[int, ...]]:
    places: dict[str, list[int]] = {}
    for place, one in enumerate(loose):
        places.setdefault(max(sorted(one.needed), key=len), []).append(place)
    return {word: tuple(found) for word, found in places.items()}


def _synonym(row: dict[str, Any]) -> Synonym:
    loose = tuple(phrase for phrase in map(split, row["say"]) if len(phrase) >= SHORTEST_LOOSE)
    return Synonym(loose, tuple(map(split, row["means"])), bool(row.get("unsure", len(row["means"]) > 1)))


def _variant(row: dict[str, Any]) -> Variant:
    return Variant(row["name"], float(row["penalty"]), bool(row["family"]), bool(row.get("several")))


def _plain(texts: Iterable[str]) -> Phrases:
    return Phrases((text, text) for text in texts)


def _numbered(rows: Sequence[dict[str, Any]], *columns: str) -> Phrases:
    return Phrases((text, str(at)) for at, row in enumerate(rows) for column in columns for text in row.get(column, ()))
