"""Reads a question: what is content, what is filler, and in which official words it can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from bot.text import Lexicon, clean, has_marks, place_tone_marks, squeeze_repeats
from knowledge.search.phrases import BOUNDARY, Phrasebook
from knowledge.search.rewriting import Rewriting, rewritings
from knowledge.search.stripping import DROPPED, SEARCHED, kinds_of
from knowledge.search.vocabulary import Vocabulary
from knowledge.search.weights import Weights
from knowledge.search.words import Word, clauses

MOST_READINGS = 8
"""More readings cost time and no longer add right ones."""
LONGEST = 2_000
"""Characters read; channels refuse longer messages."""
_NOT = frozenset({"khong", "ko", "chu"})


class Term(NamedTuple):
    """One content word of a reading."""

    word: Word
    weight: float
    """1 for content, less for context words and for the circumstances of a wish."""
    trust_marks: bool
    """May the marks be compared?"""
    factor: float
    """Worth of a match: less for a respelled word."""


@dataclass(frozen=True)
class Reading:
    """One way to read the question."""

    terms: tuple[Term, ...]
    pairs: tuple[tuple[str, str], ...]
    """Folded neighbours."""
    factor: float = 1.0
    because: str = ""
    """What was replaced by what, for the reasons."""
    doubtful: bool = False
    """The words replaced have several meanings."""


@dataclass(frozen=True)
class Query:
    """A question, read."""

    text: str
    readings: tuple[Reading, ...]
    negated: frozenset[str]
    decisive: frozenset[str]
    """Folded words without which no entry may be answered at once."""
    aspects: tuple[str, ...]
    said: tuple[Word, ...]
    """All words, corrected: special cases are looked up here."""
    respelled: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Does the question name no procedure?"""
        return not self.readings


class QueryReader:
    """Turns text into a Query with the phrasebook, the lexicon and the words the index knows."""

    def __init__(self, book: Phrasebook, weights: Weights, lexicon: Lexicon | None) -> None:
        self._book = book
        self._weights = weights
        self._lexicon = lexicon

    def read(self, text: str, vocabulary: Vocabulary) -> Query:
        """Return the readings, the question's own words first."""
        plain = self._plain(text[:LONGEST], vocabulary)
        marked = has_marks(plain)
        said, denied = _sides(plain)
        words, respelled = _corrected(said, vocabulary)
        aspects = tuple(dict.fromkeys(span.name for span in self._book.aspects.in_order(words, marked)))
        negated = frozenset(term.word.folded for term in self._reading(Rewriting(denied), marked, vocabulary).terms)
        readings = self._readings(words, marked, vocabulary, frozenset(respelled))
        notes = tuple(f"{wrong} → {right}" for right, wrong in respelled.items())
        spans = self._book.decisive.in_order(words, marked)
        decisive = frozenset(words[at].folded for span in spans for at in range(span.start, span.end))
        return Query(text, readings, negated, decisive, aspects, tuple(words), notes)

    def _plain(self, text: str, vocabulary: Vocabulary) -> str:
        """Clean and write abbreviations out. Letters held down are shortened only in words nobody knows:
        "luu" without marks is lưu, not a held "lu".
        """
        words = place_tone_marks(clean(text)).lower().split(" ")
        plain = " ".join(word if _is_known(word, vocabulary) else squeeze_repeats(word) for word in words)
        return self._lexicon.expand(plain) if self._lexicon else plain

    def _readings(
        self, words: list[Word], marked: bool, vocabulary: Vocabulary, respelled: frozenset[str]
    ) -> tuple[Reading, ...]:
        own = self._reading(Rewriting(words), marked, vocabulary, respelled)
        if self._names_nothing(own, marked, vocabulary):
            return ()
        found = [own]
        kinds = kinds_of(words, frozenset(), self._book, marked, vocabulary)
        for change in rewritings(words, kinds, self._book, marked):
            reading = self._reading(change, marked, vocabulary, respelled)
            if len(found) < MOST_READINGS and all(reading.terms != other.terms for other in found):
                found.append(reading)
        return tuple(found)

    def _reading(
        self, change: Rewriting, marked: bool, vocabulary: Vocabulary, respelled: frozenset[str] = frozenset()
    ) -> Reading:
        """Drop aspects and fillers, weaken context words and circumstances; official words keep their weight."""
        words, official = change.words, change.official
        kinds = kinds_of(words, official, self._book, marked, vocabulary)
        circumstance = self._circumstances(words, kinds, marked)
        worth_of = self._worths(change, vocabulary)
        terms: list[Term] = []
        for place, word in enumerate(words):
            kind = kinds[place]
            if kind not in SEARCHED:
                continue
            weight = self._weights.weak_word if kind == "weak" or word.folded.isdigit() else 1.0
            if place in circumstance:
                weight *= self._weights.circumstance
            weight *= worth_of.get(place, 1.0)
            wrong = word.folded in respelled and place not in official
            factor = self._weights.respelled if wrong else 1.0
            terms.append(Term(word, weight, place in official or (marked and not wrong), factor))
        pairs = tuple((left.word.folded, right.word.folded) for left, right in pairwise(terms))
        worth = {"": 1.0, "exact": self._weights.rewriting, "loose": self._weights.loose_rewriting}[change.kind]
        return Reading(_once(terms), pairs, worth, change.because, change.doubtful)

    def _worths(self, change: Rewriting, vocabulary: Vocabulary) -> dict[int, float]:
        """Return the share at which official words count for the question, by place.

        A long official name put in for one word must not outvote the rest of what was said: "vneid" in "cho mượn
        vneid" is one word of three, whatever it stands for.
        """
        worths: dict[int, float] = {}
        for one in change.changes:
            said = sum(vocabulary.rarity(word.folded) or self._weights.unknown_word for word in one.said)
            new = sum(vocabulary.rarity(change.words[place].folded) for place in one.places)
            share = min(1.0, said / new) if new else 1.0
            worths.update(dict.fromkeys(one.places, 1 - self._weights.replaced * (1 - share)))
        return worths

    def _circumstances(self, words: Sequence[Word], kinds: Sequence[str], marked: bool) -> frozenset[int]:
        """Return the places of content before the last wish ("… muốn") and after a reason ("vì …")."""
        content = [place for place, kind in enumerate(kinds) if kind == "content"]
        lighter: set[int] = set()
        wishes = [span.start for span in self._book.wishes.in_order(words, marked) if kinds[span.start] in DROPPED]
        for wish in reversed(wishes):
            if sum(place > wish for place in content) > 1:
                lighter.update(place for place in content if place < wish)
                break
        for reason in self._book.reasons.in_order(words, marked):
            end = next((at for at in range(reason.end, len(words)) if words[at] == BOUNDARY), len(words))
            lighter.update(range(reason.end, end))
        return frozenset(lighter) if len(lighter) < len(content) else frozenset()

    def _names_nothing(self, own: Reading, marked: bool, vocabulary: Vocabulary) -> bool:
        """Is nothing left but words of aspects, or context words that no title joins?"""
        words = [term.word for term in own.terms]
        spans = self._book.aspect_words.in_order(words, marked)
        if sum(span.end - span.start for span in spans) == len(words):
            return True
        weak = all(term.weight <= self._weights.weak_word for term in own.terms)
        return weak and not any(vocabulary.knows_pair(*pair) for pair in pairwise(words))


def _is_known(word: str, vocabulary: Vocabulary) -> bool:
    parts = [part for clause in clauses(word) for part in clause]
    return all(vocabulary.knows_word(part.folded) for part in parts)


def _sides(text: str) -> tuple[list[Word], list[Word]]:
    """Part the words that say what is meant from the clauses that say what is not ("…, không phải gia hạn")."""
    said: list[Word] = []
    denied: list[Word] = []
    for number, clause in enumerate(clauses(text)):
        asks = clause[-1].folded in _NOT
        side = denied if number and clause[0].folded in _NOT and not asks else said
        side += [*clause, BOUNDARY]
    return said, denied


def _corrected(words: list[Word], vocabulary: Vocabulary) -> tuple[list[Word], dict[str, str]]:
    """Replace mistyped words; return also what each new word was before."""
    fixes = vocabulary.respell([word.folded for word in words])
    out: list[Word] = []
    notes: dict[str, str] = {}
    for place, word in enumerate(words):
        for right in fixes.get(place, ()):
            notes[right] = word.folded
            out.append(Word(right, right))
        if place not in fixes:
            out.append(word)
    return out, notes


def _once(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Merge equal words: the first place, the strongest weight, marks where they can be trusted."""
    best: dict[str, Term] = {}
    for term in terms:
        old = best.setdefault(term.word.folded, term)
        base = term if term.trust_marks and not old.trust_marks else old
        best[term.word.folded] = base._replace(weight=max(old.weight, term.weight))
    return tuple(best.values())
