"""Finds the variant of the entry in hand that a few words ask for: for a child, lost, renewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.base import Done, Turn
from actions.offering import Offering
from actions.questions import again_named, case_named, left_over, without_padding
from actions.telling import Manner, Question, Telling
from actions.words import hear, load_wording, written
from bot.text import fold, words
from knowledge.library import Library
from knowledge.model import Entry
from knowledge.search.result import Hit, SearchResult


class Variants:
    """Searches with the words of a case and the name of the entry in hand together."""

    def __init__(self, library: Library, telling: Telling) -> None:
        self._library = library
        self._telling = telling

    def told(self, turn: Turn, of: str, said: str, aspects: Sequence[str], offering: Offering) -> Done | None:
        """Answer the variant of `of` that the words name, offer them when there are several; None: there is none."""
        found = self.find(of, said)
        if found is None:
            return None
        if found.band == "offer":
            return offering.offer(turn, found, aspects)
        questions = [Question(found.hits[0].entry_id, aspect) for aspect in aspects]
        return self._telling.tell(turn, questions, found, Manner(from_memory=True))

    def along(self, turn: Turn, of: str, words: str, aspects: Sequence[str]) -> Done | None:
        """Answer words that say little alone and enough beside the entry in hand: "rồi thuế má ra sao" of a shop."""
        entry = self._library.entry(of)
        own = {word.folded for word in left_over(words)}
        if entry is None or not own:
            return None
        found = self._library.search(f"{words} {_name(entry)}", of)
        if found.band != "answer" or found.hits[0].entry_id == of or own.isdisjoint(found.hits[0].words):
            return None
        questions = [Question(found.hits[0].entry_id, aspect) for aspect in aspects]
        return self._telling.tell(turn, questions, found, Manner(from_memory=True))

    def find(self, of: str, said: str) -> SearchResult | None:
        """Return the variants, another entry than `of` each; None: there is none."""
        entry = self._library.entry(of)
        if entry is None:
            return None
        means = case_named(said) or (without_padding(said),)
        if again_named(said) and _says(entry, means):
            return None
        near = self._near(entry, means)
        if near is not None:
            return near
        found = self._library.search(f"{said} {_name(entry)}", of)
        first = self._library.entry(found.hits[0].entry_id) if found.band == "answer" else None
        is_another = first is not None and first.id != of and _says(first, means)
        return found if is_another else None

    def _near(self, entry: Entry, means: Sequence[str]) -> SearchResult | None:
        """Return the entries of the same group or topic whose name says the case."""
        found: dict[str, Hit] = {}
        result = None
        for case in means:
            result = self._library.search(f"{case} {_name(entry)}", entry.id)
            related = [Hit(name, 0.0, 0.0, None, None, ()) for name in entry.related]
            for hit in (*result.hits, *related):
                other = self._library.entry(hit.entry_id)
                if other is not None and _is_variant(other, entry) and _says(other, means):
                    found.setdefault(other.id, hit)
        if not found or result is None:
            return None
        hits = tuple(found.values())
        return replace(result, hits=hits, band="answer" if len(hits) == 1 else "offer", also=())


def _name(entry: Entry) -> str:
    """Return what the entry is about without the case it is itself: "tạm trú" of "Gia hạn tạm trú"."""
    words = hear(entry.short_title.split("(")[0]).words
    cases = {at for span in load_wording().cases.in_order(words, True) for at in range(span.start, span.end)}
    return written(word for at, word in enumerate(words) if at not in cases)


def _is_variant(other: Entry, entry: Entry) -> bool:
    if other.id == entry.id:
        return False
    if other.id in entry.related:
        return True
    return (other.group or other.id) == entry.group or (other.topic is not None and other.topic == entry.topic)


def _says(entry: Entry, means: Sequence[str]) -> bool:
    names = " ".join(words(f"{entry.title}; {entry.short_title}"))
    return any(f" {fold(said)} " in f" {fold(names)} " for said in means)
