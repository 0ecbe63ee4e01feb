"""Guesses what a mistyped word is, from the words and pairs that titles and aliases use."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

_TELEX = (("dd", "d"), ("aa", "a"), ("ee", "e"), ("oo", "o"), ("uw", "u"), ("ow", "o"), ("aw", "a"), ("w", "u"))
_SOUNDS = (("ngh", "ng"), ("kh", "kh"), ("gh", "g"), ("tr", "ch"), ("gi", "d"), ("x", "s"), ("k", "c"), ("q", "c"))
_LONE_Y = re.compile(r"(?<![au])y")
"""kỷ and kỉ sound alike; tay and tai, thuy and thui do not."""
_LETTERS = re.compile(r"[a-z]{2,12}")
_SHORTEST_ALONE = 5
"""A shorter word is corrected only where its neighbour confirms it: meo is a cat, not neo."""

ONE_WORD = 0.4
"""Share of the rarer word's entries in which the pair must stand to be taken for one word."""


class Speller:
    """Words and pairs of neighbours, indexed by their misspellings. Everything is folded."""

    def __init__(self, vocabulary: Iterable[str], also_pairs: Collection[str], count: Callable[[str], int]) -> None:
        """`also_pairs`: pairs that are right though no title has them; `count`: in how many entries a term stands."""
        self._also_pairs = also_pairs
        self._count = count
        self._words: set[str] = set()
        self._pairs: set[str] = set()
        self._near: dict[str, list[str]] = {}
        self._alike: dict[str, list[str]] = {}
        for term in vocabulary:
            if " " in term:
                self._pairs.add(term)
                self._alike.setdefault(_sound_of_pair(term), []).append(term)
            elif _LETTERS.fullmatch(term):
                self._words.add(term)
                for key in _deletions(term):
                    self._near.setdefault(key, []).append(term)

    def knows_pair(self, left: str, right: str) -> bool:
        """Do the two words stand side by side somewhere?"""
        return f"{left} {right}" in self._pairs

    def respell(self, words: Sequence[str], is_known: Callable[[str], bool]) -> dict[int, tuple[str, ...]]:
        """Return the likely right words by place. Known words change only with a neighbour that sounds right."""
        fixes: dict[int, tuple[str, ...]] = {}
        for place, word in enumerate(words):
            if not _LETTERS.fullmatch(word) or is_known(word):
                continue
            fixed = self._telex(word) or self._parted(word) or self._neighbour(words, place)
            if fixed:
                fixes[place] = fixed
        fixes.update(self._misheard(words, fixes))
        return fixes

    def _telex(self, word: str) -> tuple[str, ...]:
        """Read a word typed without its keyboard: ddawng is đăng, truws trú."""
        for plain in _untelex(word):
            if plain != word and plain in self._words:
                return (plain,)
        return ()

    def _parted(self, word: str) -> tuple[str, ...]:
        """Part two words typed as one: hochieu is ho chieu."""
        for cut in range(2, len(word) - 1):
            if self.knows_pair(word[:cut], word[cut:]):
                return (word[:cut], word[cut:])
        return ()

    def _neighbour(self, words: Sequence[str], place: int) -> tuple[str, ...]:
        """Return the word one slip away that goes with a neighbour; alone only for a long word with one choice."""
        word = words[place]
        near = {right for key in _deletions(word) for right in self._near.get(key, ()) if _one_slip(word, right)}
        before = words[place - 1] if place else ""
        after = words[place + 1] if place + 1 < len(words) else ""
        fitting = [one for one in sorted(near) if self.knows_pair(before, one) or self.knows_pair(one, after)]
        both = [one for one in fitting if self.knows_pair(before, one) and self.knows_pair(one, after)]
        if both or fitting:
            return ((both or fitting)[0],)
        return (near.pop(),) if len(near) == 1 and len(word) >= _SHORTEST_ALONE else ()

    def _misheard(self, words: Sequence[str], fixes: dict[int, tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
        """Correct a pair that no title has but that sounds like one: tạm chú is tạm trú."""
        found: dict[int, tuple[str, ...]] = {}
        for place in range(len(words) - 1):
            left, right = words[place : place + 2]
            pair = f"{left} {right}"
            if place in fixes or place + 1 in fixes or pair in self._pairs or pair in self._also_pairs:
                continue
            alike = self._alike.get(_sound_of_pair(pair), ())
            if len(alike) == 1 and self._is_one_word(alike[0]):
                right_words = alike[0].split()
                changed = [at for at in (0, 1) if right_words[at] != (left, right)[at]]
                if not any(self._stands(words, place + at, place + 1 - at) for at in changed):
                    found.update({place + at: (right_words[at],) for at in changed})
        return found

    def _stands(self, words: Sequence[str], place: int, other: int) -> bool:
        """Does a word belong to its other neighbour ("luật sư" before "ly hôn" is no "xử lý")?"""
        beside = 2 * place - other
        if not 0 <= beside < len(words):
            return False
        left, right = sorted((place, beside))
        return self.knows_pair(words[left], words[right])

    def _is_one_word(self, pair: str) -> bool:
        """Do the two words mostly stand together, and more than once, as the syllables of one word do?"""
        rarer = min(self._count(word) for word in pair.split())
        return self._count(pair) >= max(2, ONE_WORD * rarer)


def _deletions(word: str) -> Iterator[str]:
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def _one_slip(word: str, other: str) -> bool:
    """Is it one letter more, less, other, or two swapped? (Two words that share a deletion may be two slips apart.)"""
    if abs(len(word) - len(other)) > 1 or word[:1] != other[:1]:
        return False
    if len(word) == len(other):
        differing = [place for place in range(len(word)) if word[place] != other[place]]
        swapped = len(differing) == 2 and differing[1] == differing[0] + 1 and sorted(word) == sorted(other)
        return len(differing) == 1 or swapped
    shorter, longer = sorted((word, other), key=len)
    return shorter in set(_deletions(longer))


def _untelex(word: str) -> Iterator[str]:
    plain = word
    for typed, meant in _TELEX:
        plain = plain.replace(typed, meant)
    yield plain
    yield re.sub(r"[sfrxj]$", "", plain)
    yield re.sub(r"(?<=[aeiouy])[sfrxj]", "", plain)


def _sound(word: str) -> str:
    for spelled, heard in _SOUNDS:
        if word.startswith(spelled):
            word = heard + word[len(spelled) :]
            break
    word = _LONE_Y.sub("i", word)
    if word.endswith("ng"):
        return word[:-1]
    return word[:-1] + "t" if word.endswith("c") else word


def _sound_of_pair(pair: str) -> str:
    return " ".join(_sound(word) for word in pair.split(" "))
