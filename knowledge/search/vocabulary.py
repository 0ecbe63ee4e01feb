"""The words that titles and aliases use, over all parts of the index."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.search.phrases import Phrasebook
from knowledge.search.segment import Segment, rarity
from knowledge.search.spelling import Speller
from knowledge.search.words import Word

ONE_WORD = 0.15
"""Share of the rarer word's uses beside the other, from which the two are halves of one word."""


class Vocabulary:
    """Counts over segments; one that changed since holds its own words."""

    def __init__(
        self,
        segments: Sequence[Segment],
        spellers: Sequence[Speller],
        book: Phrasebook,
        entries: int,
        story_word: float,
    ) -> None:
        self._segments = segments
        self._spellers = spellers
        self._book = book
        self._entries = entries
        self._story_word = story_word
        self._rarities: dict[str, float] = {}

    def count(self, term: str) -> int:
        """Count the entries with a folded word, or two joined by a space."""
        return sum(segment.entries_with(term) for segment in self._segments)

    def rarity(self, folded: str) -> float:
        """Return how much a word says: 1 for a word of one entry, 0 for a word nobody uses."""
        found = self._rarities.get(folded)
        if found is None:
            found = rarity(self.count(folded), self._entries)
            if not self._titles(folded):
                found *= self._story_word
            if found:  # words nobody uses are endless: they are not kept
                self._rarities[folded] = found
        return found

    def knows_word(self, folded: str) -> bool:
        """Does any title, alias or phrase of the book have the word?"""
        return folded in self._book.vocabulary or self.count(folded) > 0

    def knows_pair(self, left: Word, right: Word) -> bool:
        """Do the two words, folded, stand side by side in any title?"""
        return self._titles(f"{left.folded} {right.folded}") > 0

    def is_one_word(self, left: Word, right: Word, marked: bool) -> bool:
        """Do titles mostly have the two words side by side? `marked`: as they are written."""
        first, second = (word.written if marked else word.folded for word in (left, right))
        pair = self._titles(f"{first} {second}", marked)
        return pair > 0 and pair >= ONE_WORD * min(self._titles(first, marked), self._titles(second, marked))

    def _titles(self, term: str, marked: bool = False) -> int:
        return sum(segment.titles_with(term, marked) for segment in self._segments)

    def respell(self, words: Sequence[str]) -> dict[int, tuple[str, ...]]:
        """Return what mistyped words probably are, by their place; one word may become two."""
        fixes: dict[int, tuple[str, ...]] = {}
        for speller in self._spellers:
            for place, right in speller.respell(words, self.knows_word).items():
                fixes.setdefault(place, right)
        return fixes
