"""The search index: an unchanging picture of the published entries that answers questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from bot.text import Lexicon
from knowledge.model import Entry
from knowledge.search.bands import decide, settled, worth_showing
from knowledge.search.catalogue import Catalogue
from knowledge.search.matching import Match, match
from knowledge.search.matters import Asked, Matters, find_matters
from knowledge.search.meaning import Meanings
from knowledge.search.phrases import Phrasebook, load_phrasebook
from knowledge.search.query import Query, QueryReader
from knowledge.search.ranking import Ranked, rank
from knowledge.search.reasons import explain
from knowledge.search.result import Hit, SearchResult
from knowledge.search.segment import Bools, Floats, Segment
from knowledge.search.spelling import Speller
from knowledge.search.surfaces import Target, make_target
from knowledge.search.vocabulary import Vocabulary
from knowledge.search.weights import Weights, fitted_weights
from knowledge.search.words import split

REBUILD_AT_LEAST = 200
REBUILD_SHARE = 0.1
"""Changed entries from which everything is indexed anew instead of kept beside the old part."""


@dataclass(frozen=True)
class _Part:
    """One segment; `alive` is False for targets that a later part replaced."""

    segment: Segment
    speller: Speller
    weighed: Floats
    alive: Bools
    places: Mapping[str, int]
    """Target number by entry id."""
    families: Mapping[str, str]
    """Group by family key, where an editor gave one."""


@dataclass(frozen=True)
class SearchIndex:
    """Build it with `build`; `updated` returns the next one and leaves this one as it is."""

    catalogue: Catalogue
    main: _Part
    recent: _Part
    """Entries published after `main` was built."""
    recent_ids: frozenset[str]
    meanings: Meanings
    book: Phrasebook
    weights: Weights
    lexicon: Lexicon | None

    @classmethod
    def build(
        cls,
        entries: Iterable[Entry],
        *,
        meanings: Meanings | None = None,
        lexicon: Lexicon | None = None,
        weights: Weights | None = None,
        book: Phrasebook | None = None,
    ) -> SearchIndex:
        """Index published entries. Without `meanings` the search is lexical alone."""
        found = Catalogue.of(entries)
        return _built(
            found, meanings or Meanings.none(), lexicon, weights or fitted_weights(), book or load_phrasebook()
        )

    def updated(self, changed: Iterable[Entry], gone: Iterable[str] = ()) -> SearchIndex:
        """Return the index after a publication: a few entries in milliseconds, many by indexing anew."""
        catalogue, touched = self.catalogue.replaced(changed, gone)
        recent_ids = self.recent_ids | touched
        if len(recent_ids) > max(REBUILD_AT_LEAST, REBUILD_SHARE * len(catalogue.entries)):
            return _built(catalogue, self.meanings, self.lexicon, self.weights, self.book)
        found = [catalogue.found_as(entry_id) for entry_id in sorted(recent_ids)]
        targets = [make_target(*one, self.book, self.weights, self.lexicon) for one in found if one]
        recent = _part(targets, self.book, [self.main.segment], len(catalogue.entries), self.weights)
        alive = self.main.alive.copy()
        alive[[self.main.places[entry_id] for entry_id in touched if entry_id in self.main.places]] = False
        return replace(
            self, catalogue=catalogue, main=replace(self.main, alive=alive), recent=recent, recent_ids=recent_ids
        )

    def search(self, text: str, limit: int = 10, in_hand: str | None = None) -> SearchResult:
        """Return what the question may mean, best first, with a band and reasons.

        `in_hand`: id of the entry the conversation is about; entries close to it win ties.
        """
        named = self.catalogue.called(text)
        if named:
            return self._by_name(named, text)
        whole = self._ask(text, in_hand)
        if whole.query.is_empty:
            return SearchResult((), 0.0, 0.0, "unknown", explain(whole.query, (), None), empty_of_procedure=True)
        matters = self._matters(text, whole, in_hand)
        if matters:
            return _of_several(whole, matters, limit)
        verdict = whole.verdict
        hits = tuple(_hit(one) for one in worth_showing(whole.ranked, verdict, self.weights)[:limit])
        reasons = explain(whole.query, whole.ranked, verdict)
        stays = verdict.band != "answer" and self._says_no_more_than(whole.query, in_hand)
        doubt = verdict.reason if verdict.band == "offer" else ""
        return SearchResult(hits, verdict.margin, verdict.agreement, verdict.band, reasons, stays, doubt=doubt)

    def _ask(self, text: str, in_hand: str | None) -> Asked:
        """Read, look up, rank and judge one question; the model is asked only where words leave it open."""
        query, ranked = self.ranked(text, in_hand)
        verdict = decide(ranked, self.weights, query.decisive)
        if ranked and verdict.band != "answer" and self.meanings.is_ready:
            reordered = self.meanings.settle(ranked, query, self.weights)
            verdict = settled(decide(reordered, self.weights, query.decisive), verdict, reordered, ranked)
            ranked = reordered
        return Asked(query, ranked, verdict)

    def ranked(self, text: str, in_hand: str | None) -> tuple[Query, Sequence[Ranked]]:
        """Return the question as it was read, and the entries by words alone."""
        query = QueryReader(self.book, self.weights, self.lexicon).read(text, self.vocabulary)
        if query.is_empty:
            return query, ()
        nearness = self._nearness(in_hand)
        return query, rank(self._matches(query), query, self._families, self.book, self.weights, nearness)

    def _matters(self, text: str, whole: Asked, in_hand: str | None) -> Matters | None:
        if not whole.ranked or whole.verdict.band == "unknown":
            return None
        return find_matters(text, whole, lambda part: self._ask(part, in_hand), self.book, self.lexicon)

    def _by_name(self, entry_id: str, text: str) -> SearchResult:
        # Word for word what an editor wrote as a name: reading it apart ("… là gì" set aside) could only lose it.
        words = tuple(word.folded for word in split(text))
        hit = Hit(entry_id, 1.0, 1.0, None, text, words)
        return SearchResult((hit,), 1.0, 1.0, "answer", (f'answer: "{text}" is a name of {entry_id}',))

    def _matches(self, query: Query) -> Iterator[tuple[Target, Match]]:
        for part in (self.main, self.recent):
            for found in match(part.segment, part.weighed, part.alive, query, self.vocabulary.rarity, self.weights):
                yield part.segment.targets[found.target], found

    def _says_no_more_than(self, query: Query, in_hand: str | None) -> bool:
        """Are all words of the question in the title of the entry in hand ("bao lâu có giấy phép")?"""
        entry = self.catalogue.entries.get(in_hand or "")
        title = {word.folded for word in split(entry.title)} if entry else set()
        return {term.word.folded for term in query.readings[0].terms} <= title

    def _nearness(self, in_hand: str | None) -> Mapping[str, float]:
        """Return the words of the entry in hand, each with its share of the whole."""
        entry = self.catalogue.entries.get(in_hand or "")
        words = {word.folded for word in split(entry.short_title)} if entry else set()
        weights = {word: self.vocabulary.rarity(word) for word in words}
        total = sum(weights.values())
        return {word: weight / total for word, weight in weights.items()} if total else {}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words all entries use."""
        parts = (self.main, self.recent)
        spellers = [one.speller for one in parts]
        return Vocabulary([one.segment for one in parts], spellers, self.book, len(self), self.weights.story_word)

    @cached_property
    def _families(self) -> Mapping[str, str]:
        """Return the group that an editor gave, for the family key of its entries: imported variants join it."""
        return {**self.main.families, **self.recent.families}

    def __len__(self) -> int:
        return int(self.main.alive.sum()) + len(self.recent.segment.targets)


def _built(
    catalogue: Catalogue, meanings: Meanings, lexicon: Lexicon | None, weights: Weights, book: Phrasebook
) -> SearchIndex:
    targets = [make_target(*one, book, weights, lexicon) for one in catalogue.findable()]
    main = _part(targets, book, [], len(targets), weights)
    recent = _part([], book, [], 0, weights)
    return SearchIndex(catalogue, main, recent, frozenset(), meanings, book, weights, lexicon)


def _part(
    targets: Sequence[Target], book: Phrasebook, others: Sequence[Segment], entries: int, weights: Weights
) -> _Part:
    segment = Segment(targets)
    vocabulary = Vocabulary((segment, *others), (), book, entries, weights.story_word)
    speller = Speller(segment.vocabulary(), book.pairs, segment.entries_with)
    places = {target.entry_id: place for place, target in enumerate(targets)}
    families = {target.family: target.group for target in targets if target.group}
    return _Part(segment, speller, segment.weigh(vocabulary.rarity), np.ones(len(targets), bool), places, families)


def _of_several(whole: Asked, matters: Matters, limit: int) -> SearchResult:
    """Answer the first matter and name the others; offer all where they are compared or one entry does them all."""
    firsts = [one.ranked[0] for one in matters.asked]
    together = whole.ranked[0].does_several
    ordered = [*([whole.ranked[0]] if together else []), *firsts, *whole.ranked]
    by_id = {one.target.entry_id: one for one in reversed(ordered)}
    kept = [by_id[entry_id] for entry_id in dict.fromkeys(one.target.entry_id for one in ordered)]
    hits = tuple(map(_hit, kept[:limit]))
    reasons = tuple(line for one in matters.asked for line in explain(one.query, one.ranked[:1], one.verdict))
    first = matters.asked[0].verdict
    if together or matters.compared:
        return SearchResult(hits, first.margin, first.agreement, "offer", (*reasons, "offer: several matters"))
    also = tuple(map(_hit, firsts[1:]))
    lines = (*reasons, f"answer: the first of {len(firsts)} matters; the others are offered beside it")
    return SearchResult(hits, first.margin, first.agreement, "answer", lines, also=also)


def _hit(one: Ranked) -> Hit:
    score, lexical = min(1.0, one.score), min(1.0, one.lexical)
    return Hit(one.target.entry_id, score, lexical, one.embedding, one.match.surface.text, one.match.words)
