"""Puts official words in the place of residents' words: every way the phrasebook knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from knowledge.search.phrases import Phrasebook, Span, Synonym
from knowledge.search.stripping import SEARCHED
from knowledge.search.words import Word

Replaceable = tuple[Span, Synonym]
"""Words that may be replaced, and by what."""

STRAYS = 2
"""Other words, fillers apart, that may stand among the words of a loose phrase of three; one more for longer ones."""


@dataclass(frozen=True)
class Change:
    """What was said, and the places of the official words that stand for it now."""

    said: tuple[Word, ...]
    places: range


@dataclass(frozen=True)
class Rewriting:
    """A question with some words replaced."""

    words: Sequence[Word]
    changes: tuple[Change, ...] = ()
    kind: Literal["", "exact", "loose"] = ""
    because: str = ""
    doubtful: bool = False

    @property
    def official(self) -> frozenset[int]:
        """Places of the new words."""
        return frozenset(place for change in self.changes for place in change.places)


def rewritings(words: Sequence[Word], kinds: Sequence[str], book: Phrasebook, marked: bool) -> Iterator[Rewriting]:
    """Yield each phrase replaced alone, all of them together, then phrases whose words stand apart."""
    spans = [span for start in range(len(words)) for span in book.synonym_phrases.starting_at(words, start, marked)]
    spans = [span for span in spans if _says_enough(span, words) and not _inside_another(span, spans)]
    found = [(span, book.synonyms[int(span.name)]) for span in spans] + list(_ages(words, book))
    found.sort(key=lambda one: (one[0].start - one[0].end, one[0].start))
    apart = _apart(found)
    if len(apart) > 1:
        yield _replace(words, [(span, synonym.means[0]) for span, synonym in apart], _any_unsure(apart))
    for span, synonym in found:
        for meaning in synonym.means:
            yield _replace(words, [(span, meaning)], synonym.unsure)
    yield from _loose(words, kinds, book, marked)


def _says_enough(span: Span, words: Sequence[Word]) -> bool:
    """Refuse one word that lost its marks: "cuoi" may be cưới or cười. Abbreviations (kt3) never had any."""
    return span.end - span.start > 1 or words[span.start].has_marks or not span.has_marks


def _ages(words: Sequence[Word], book: Phrasebook) -> Iterator[Replaceable]:
    """Find "8 tuổi": titles speak of people under or over an age."""
    for place, (number, unit) in enumerate(pairwise(words)):
        if number.folded.isdigit() and len(number.folded) < 4 and unit.folded == "tuoi":
            means = next((means for up_to, means in book.ages if int(number.folded) <= up_to), None)
            if means:
                yield Span(place, place + 2, ""), Synonym((), (means,), False)


def _any_unsure(found: Iterable[Replaceable]) -> bool:
    return any(synonym.unsure for _, synonym in found)


def _replace(words: Sequence[Word], changes: list[tuple[Span, tuple[Word, ...]]], doubtful: bool = False) -> Rewriting:
    out: list[Word] = []
    made: list[Change] = []
    reasons = []
    done = 0
    for span, means in sorted(changes, key=lambda change: change[0].start):
        out += words[done : span.start]
        said = tuple(words[span.start : span.end])
        made.append(Change(said, range(len(out), len(out) + len(means))))
        out += means
        done = span.end
        reasons.append(_reason(said, means))
    return Rewriting([*out, *words[done:]], tuple(made), "exact", "; ".join(reasons), doubtful)


def _inside_another(span: Span, spans: Iterable[Span]) -> bool:
    return any(
        other.start <= span.start and span.end <= other.end and other.end - other.start > span.end - span.start
        for other in spans
    )


def _apart(found: Sequence[Replaceable]) -> list[Replaceable]:
    """Choose spans that do not overlap, the longest first."""
    chosen: list[Replaceable] = []
    for span, synonym in found:
        if all(span.end <= other.start or other.end <= span.start for other, _ in chosen):
            chosen.append((span, synonym))
    return chosen


def _loose(words: Sequence[Word], kinds: Sequence[str], book: Phrasebook, marked: bool) -> Iterator[Rewriting]:
    """Find phrases whose words stand a little apart or in another order ("căn cước của mẹ bị rớt mất")."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word.folded, []).append(place)
    present = places.keys()
    waiting = sorted({number for word in present for number in book.loose_by_word.get(word, ())})
    for place in waiting:
        said, needed, synonym = book.loose[place]
        found = _near(said, words, kinds, places, marked) if needed <= present else None
        if found:
            for meaning in synonym.means:
                yield _put(words, found, said, meaning, synonym.unsure)


def _near(
    said: Sequence[Word], words: Sequence[Word], kinds: Sequence[str], places: dict[str, list[int]], marked: bool
) -> list[int] | None:
    """Return the places of a phrase's words when they stand close together but not as written."""
    found = [places[word.folded][0] for word in said]
    start, end = min(found), max(found) + 1
    if len(set(found)) < len(said) or found == list(range(start, end)):
        return None
    if not any(kinds[at] in SEARCHED for at in found):
        return None  # "đi khai tử có được không" has all words of "không đi được", and says nothing of it
    strays = sum(kinds[at] in SEARCHED and at not in found for at in range(start, end))
    if strays > STRAYS + (len(said) > 3) or any(kinds[at] == "boundary" for at in range(start, end)):
        return None
    for at, word in zip(found, said, strict=True):
        if words[at].written != word.written and (words[at].has_marks or marked):
            return None
    return found


def _put(
    words: Sequence[Word], found: list[int], said: Sequence[Word], means: tuple[Word, ...], doubtful: bool
) -> Rewriting:
    first = min(found)
    before = [word for at, word in enumerate(words[:first]) if at not in found]
    after = [word for at, word in enumerate(words) if at >= first and at not in found]
    change = Change(tuple(said), range(len(before), len(before) + len(means)))
    return Rewriting([*before, *means, *after], (change,), "loose", _reason(said, means), doubtful)


def _reason(said: Iterable[Word], means: Iterable[Word]) -> str:
    return f"{' '.join(word.written for word in said)} → {' '.join(word.written for word in means)}"
