"""Finds groups of phrases in a message without regular expressions, so that no text can make it slow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.safety.phrases import NUMBER, Element, Phrase, PhraseError, parse_phrase
from bot.safety.reading import Reading, Word

MOST_STARTS = 60
"""Places of one message where a phrase is tried."""
Span = tuple[int, int]


class Phrasebook:
    """All groups of phrases; a group may use those that stand before it."""

    def __init__(self, groups: Mapping[str, Sequence[str]]) -> None:
        """Raises PhraseError."""
        self._names = list(groups)
        self._by_word: dict[str, list[tuple[str, Phrase]]] = {}
        """Every phrase under its longest word: most phrases have no word in a message and are never tried."""
        self._of_groups_alone: list[tuple[str, Phrase]] = []
        self._used: set[str] = set()
        known: set[str] = set()
        for name, texts in groups.items():
            for phrase in map(parse_phrase, dict.fromkeys(texts)):
                used = {element.group for element in phrase.elements if element.group}
                self._used |= used
                if unknown := used - known:
                    raise PhraseError(f"{name}: no group {sorted(unknown)} stands before it")
                self._shelf_of(phrase).append((name, phrase))
            known.add(name)

    def _shelf_of(self, phrase: Phrase) -> list[tuple[str, Phrase]]:
        bare = [element.bare for element in phrase.elements if element.bare]
        return self._by_word.setdefault(max(bare, key=len), []) if bare else self._of_groups_alone

    def names(self) -> list[str]:
        """Return every group, in the order of the book."""
        return self._names

    def used_by_others(self) -> set[str]:
        """Return the groups that stand in phrases of other groups."""
        return self._used

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def find(self, reading: Reading) -> dict[str, str]:
        """Return every group that the message has, with the words that show it."""
        likely: dict[str, list[Phrase]] = {}
        for word in dict.fromkeys(word.bare for word in reading.words):
            for name, phrase in self._by_word.get(word, ()):
                likely.setdefault(name, []).append(phrase)
        for name, phrase in self._of_groups_alone:
            likely.setdefault(name, []).append(phrase)
        search = _Search(reading)
        found: dict[str, str] = {}
        for name in self._names:
            if name in likely and (spans := search.spans_of(name, likely[name])):
                start, end = min(spans, key=lambda span: (span[0], -span[1]))
                found[name] = " ".join(word.marked for word in reading.words[start:end])
        return found


class _Search:
    """One message while its groups are looked for, in the order of the book."""

    def __init__(self, reading: Reading) -> None:
        self._words = reading.words
        self._is_marked = reading.is_marked
        self._places: dict[str, list[int]] = {}
        for place, word in enumerate(reading.words):
            for key in {word.marked, word.bare, NUMBER if word.bare[0].isdigit() else word.bare}:
                self._places.setdefault(key, []).append(place)
        self._ends: dict[str, dict[int, list[int]]] = {}

    def spans_of(self, name: str, phrases: Sequence[Phrase]) -> list[Span]:
        spans = list(dict.fromkeys(span for phrase in phrases for span in self._spans(phrase)))
        ends: dict[int, list[int]] = {}
        for start, end in spans:
            ends.setdefault(start, []).append(end)
        self._ends[name] = ends
        return spans

    def _spans(self, phrase: Phrase) -> Iterator[Span]:
        if not all(element.group or self._may_have(element) for element in phrase.elements):
            return
        first = phrase.elements[0]
        starts = list(self._ends.get(first.group, ())) if first.group else self._starts(first)
        for start in starts[:MOST_STARTS]:
            for end in self._match(phrase, 0, start):
                yield start, end

    def _may_have(self, element: Element) -> bool:
        return element.marked in self._places or element.bare in self._places

    def _starts(self, element: Element) -> list[int]:
        keys = dict.fromkeys((element.marked, element.bare))
        return sorted({place for key in keys for place in self._places.get(key, ())})

    def _match(self, phrase: Phrase, number: int, place: int) -> Iterator[int]:
        """Yield where the phrase may end when its element `number` begins at `place`."""
        element = phrase.elements[number]
        ends = (
            self._ends.get(element.group, {}).get(place, ()) if element.group else self._word_at(phrase, element, place)
        )
        for end in ends:
            if number + 1 == len(phrase.elements):
                yield end
                continue
            following = phrase.elements[number + 1]
            sentence = self._words[place].sentence
            for begin in range(end, min(end + following.gap + 1, len(self._words))):
                if self._words[begin].sentence != sentence:
                    break
                yield from self._match(phrase, number + 1, begin)

    def _word_at(self, phrase: Phrase, element: Element, place: int) -> tuple[int, ...]:
        word = self._words[place]
        return (place + 1,) if self._is_same(phrase, element, word) else ()

    def _is_same(self, phrase: Phrase, element: Element, word: Word) -> bool:
        if word.marked == element.marked or (element.marked == NUMBER and word.bare[0].isdigit()):
            return True
        return not (phrase.needs_marks or self._is_marked) and word.is_bare and word.bare == element.bare
