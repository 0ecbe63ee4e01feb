"""Writes abbreviations and chat spellings out in full where their neighbours fit, and knows synonyms for the search."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from bot.letters import clean, fold, has_marks, place_tone_marks
from bot.words import TOKEN

Phrase = tuple[str, ...]
START, END, NUMBER = "<start>", "<end>", "<number>"
"""Neighbours that are not words: a sentence's edge, a number."""
_NUMBER = re.compile(r"\d+(?:[.,/]|$)")
_SENTENCE_END = re.compile(r"[.?!;:,\n]")
_LONGEST_PHRASE = 7
_NEIGHBOURS = 3


class LexiconError(ValueError):
    """A row of the lexicon has the wrong shape; the message names the row."""


class _Token(NamedTuple):
    start: int
    end: int
    word: str
    """Lower case, tone mark in its place."""
    bare: str
    """Folded."""


class _Line(NamedTuple):
    """A text that is being written out."""

    text: str
    tokens: Sequence[_Token]
    around: frozenset[Phrase]
    """Every phrase of the text, folded."""
    marked: bool

    def breaks_before(self, place: int) -> bool:
        """Tell whether a sentence ends between the token and the one before it."""
        if not 0 < place < len(self.tokens):
            return True
        return _SENTENCE_END.search(self.text, self.tokens[place - 1].end, self.tokens[place].start) is not None

    def right_of(self, place: int) -> frozenset[Phrase]:
        """Return every phrase that starts at the token."""
        if self.breaks_before(place):
            return frozenset({(END,)})
        bare = [token.bare for token in self.tokens[place : place + _NEIGHBOURS]]
        edge = {(NUMBER,)} if _NUMBER.match(bare[0]) else set()
        return frozenset({tuple(bare[:end]) for end in range(1, len(bare) + 1)} | edge)


def _left_of(words_before: Sequence[str]) -> frozenset[Phrase]:
    """Return every phrase that ends just before the token, in the sentence as it is written out so far."""
    if not words_before:
        return frozenset({(START,)})
    edge = {(NUMBER,)} if _NUMBER.match(words_before[-1]) else set()
    return frozenset({tuple(words_before[start:]) for start in range(len(words_before))} | edge)


class _Rule(NamedTuple):
    """When a form is written out: any of `after`, `before`, `anywhere` holds, or none is given; no `never_*` holds."""

    write: str
    marked_only: bool
    after: frozenset[Phrase]
    before: frozenset[Phrase]
    anywhere: frozenset[Phrase]
    never_after: frozenset[Phrase]
    never_before: frozenset[Phrase]
    never_with: frozenset[Phrase]

    def fits(self, line: _Line, words_before: Sequence[str], end: int) -> bool:
        """Tell whether a form that ends before the token `end` means this, after `words_before`."""
        if self.marked_only and not line.marked:
            return False
        if not any(self[2:]):
            return True
        left, right = _left_of(words_before), line.right_of(end)
        if left & self.never_after or right & self.never_before or line.around & self.never_with:
            return False
        fitting = left & self.after or right & self.before or line.around & self.anywhere
        return bool(fitting) or not (self.after or self.before or self.anywhere)


class Lexicon:
    """Abbreviations, chat spellings, regional words and synonyms, from the rows of bot/lexicon.yml."""

    def __init__(self, rows: Mapping[str, Any]) -> None:
        self._forms: dict[Phrase, list[_Rule]] = {}
        for row in _rows(rows, "abbreviations"):
            self._add_rule(row)
        self._longest: dict[str, int] = {}
        for first, *others in self._forms:
            self._longest[first] = max(self._longest.get(first, 0), 1 + len(others))
        self._synonyms: dict[Phrase, list[str]] = {}
        for row in _rows(rows, "synonyms"):
            self._add_synonym(row)

    def _add_rule(self, row: Mapping[str, Any]) -> None:
        if unknown := set(row) - {"forms", *_Rule._fields}:
            raise LexiconError(f"{dict(row)}: unknown {sorted(map(str, unknown))}")
        sides = (_phrases(row, name) for name in _Rule._fields[2:])
        rule = _Rule(_string(row, "write"), row.get("marked_only") is True, *(frozenset(side) for side in sides))
        for form in _strings(row, "forms"):
            key = tuple(token.word for token in _tokens(form))
            if len("".join(key)) != len(form.replace(" ", "")):
                raise LexiconError(f"{form!r}: a form is made of letters, digits and spaces")
            self._forms.setdefault(key, []).append(rule)

    def _add_synonym(self, row: Mapping[str, Any]) -> None:
        canonical = fold(clean(_string(row, "canonical")))
        for variant in _strings(row, "variants"):
            # The query may come with its abbreviations written out, or as it was typed.
            for spelling in {fold(variant), fold(self.expand(variant))}:
                phrase = tuple(token.bare for token in _tokens(spelling))
                self._synonyms.setdefault(phrase, []).append(canonical)

    def expand(self, text: str) -> str:
        """Write abbreviations and chat spellings out in full; a text without marks stays without marks.

        Words that may mean something else are written out only where their neighbours fit.
        """
        text = unicodedata.normalize("NFC", text)
        marked = has_marks(text)
        once = self._expand_once(text, marked)
        # Again, for the neighbours on the right that were abbreviations themselves.
        return once if once == text else self._expand_once(once, marked)

    def _expand_once(self, text: str, marked: bool) -> str:
        tokens = _tokens(text)
        around = frozenset(_phrases_in([token.bare for token in tokens], _NEIGHBOURS))
        line = _Line(text, tokens, around, marked)
        pieces: list[str] = []
        left: list[str] = []
        done = place = 0
        while place < len(tokens):
            if line.breaks_before(place):
                left = []
            length, written = self._match(line, place, left)
            if length:
                pieces += [text[done : tokens[place].start], written]
                done = tokens[place + length - 1].end
            left = [*left, *fold(written or tokens[place].word).split()][-_NEIGHBOURS:]
            place += length or 1
        return "".join([*pieces, text[done:]])

    def _match(self, line: _Line, place: int, left: Sequence[str]) -> tuple[int, str]:
        """Return how many tokens from `place` are one form, and its full writing; 0 when none is."""
        longest = self._longest.get(line.tokens[place].word, 0)
        for length in range(min(longest, len(line.tokens) - place), 0, -1):
            key = tuple(token.word for token in line.tokens[place : place + length])
            for rule in self._forms.get(key, ()):
                if rule.fits(line, left, place + length):
                    return length, rule.write if line.marked else fold(rule.write)
        return 0, ""

    def variants(self, folded_query: str) -> list[str]:
        """Return the canonical names, folded, of everything that the query says in other words; longest first.

        A name that the query already contains is left out.
        """
        bare = [token.bare for token in _tokens(folded_query)]
        padded = f" {' '.join(bare)} "
        found: dict[str, int] = {}
        for phrase in _phrases_in(bare, _LONGEST_PHRASE):
            for canonical in self._synonyms.get(phrase, ()):
                found[canonical] = max(found.get(canonical, 0), len(phrase))
        names = sorted(found, key=lambda name: -found[name])
        return [name for name in names if f" {name} " not in padded]


def _rows(rows: Mapping[str, Any], section: str) -> Iterator[Mapping[str, Any]]:
    for number, row in enumerate(rows.get(section) or (), start=1):
        if not isinstance(row, Mapping):
            raise LexiconError(f"{section}, row {number}: not a mapping")
        yield row


def _string(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise LexiconError(f"{dict(row)}: '{name}' must be text")
    return unicodedata.normalize("NFC", value)


def _strings(row: Mapping[str, Any], name: str) -> list[str]:
    values = row.get(name) or ()
    if isinstance(values, str) or not all(isinstance(value, str) and value for value in values):
        raise LexiconError(f"{dict(row)}: '{name}' must be a list of texts (put numbers and yes/no in quotes)")
    return [unicodedata.normalize("NFC", value) for value in values]


def _phrases(row: Mapping[str, Any], name: str) -> Iterable[Phrase]:
    for value in _strings(row, name):
        special = value in (START, END, NUMBER)
        yield (value,) if special else tuple(token.bare for token in _tokens(value))


def _tokens(text: str) -> list[_Token]:
    tokens = []
    for match in TOKEN.finditer(text):
        word = place_tone_marks(match[0].lower())
        tokens.append(_Token(match.start(), match.end(), word, fold(word)))
    return tokens


def _phrases_in(bare: Sequence[str], longest: int) -> Iterator[Phrase]:
    for start in range(len(bare)):
        for end in range(start + 1, min(start + longest, len(bare)) + 1):
            yield tuple(bare[start:end])
