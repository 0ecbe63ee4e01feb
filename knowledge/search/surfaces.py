"""What of an entry is searched: its titles and aliases, its special cases, its family and its priors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.text import Lexicon
from knowledge.model import Entry
from knowledge.search.forms import forms_in
from knowledge.search.phrases import Phrasebook
from knowledge.search.weights import Weights
from knowledge.search.words import Word, split

_PARENTHESES = re.compile(r"\([^()]*\)?")

LEVELS = ("xã", "tỉnh", "bộ")
"""From near to far; an entry of several levels counts as the nearest."""

NEAR = 11
"""Words of a title in which a special case is what the title is about."""


@dataclass(frozen=True)
class Surface:
    """One text under which an entry can be found."""

    text: str
    words: tuple[Word, ...]
    factor: float
    is_alias: bool = False
    light: frozenset[str] = frozenset()
    """Folded words that are filler here ("… có cần … không"): not missed when a question lacks them."""
    subject: frozenset[str] = frozenset()
    """Folded words that an alias shares with the titles: what the story is about."""


@dataclass(frozen=True)
class Target:
    """One entry as the search sees it, with the imported records it absorbs."""

    entry_id: str
    surfaces: tuple[Surface, ...]
    variants: frozenset[int]
    """Numbers of the special cases that the beginning of its title names."""
    remote_variants: frozenset[int]
    """The same further on, where they may be one case of several."""
    family: str
    """The same for procedures that differ only in special case or level."""
    twin: str
    """The same for procedures that differ only in level."""
    group: str | None
    popularity: int
    prior: float
    codes: tuple[str, ...]
    is_guide: bool = False
    """It leads through what another entry explains."""


def make_target(
    entry: Entry, absorbed: tuple[Entry, ...], book: Phrasebook, weights: Weights, lexicon: Lexicon | None = None
) -> Target:
    """Read an entry. Of absorbed records only the titles and codes are used.

    With a lexicon, abbreviations in aliases are written out as they are in questions.
    """
    title = _one_line(entry.title)
    core = _without_noise(title, book)
    near, remote = _variants(split(title), book)
    words = split(_PARENTHESES.sub(" ", core)) or split(core)
    codes = dict.fromkeys(code for one in (entry, *absorbed) for code in one.codes)
    return Target(
        entry.id,
        tuple(_surfaces(entry, absorbed, book, weights, lexicon)),
        near,
        remote - near,
        _family(words, book),
        " ".join(word.folded for word in words),
        entry.group,
        entry.popularity,
        _prior(entry, title, book, weights),
        tuple(codes),
        entry.guide is not None,
    )


def _variants(words: tuple[Word, ...], book: Phrasebook) -> tuple[frozenset[int], frozenset[int]]:
    """Return the special cases that begin within NEAR words of a title, and those further on."""
    found: tuple[set[int], set[int]] = (set(), set())
    for at in range(len(words)):
        for span in book.variant_titles.starting_at(words, at, marked=True):
            found[at >= NEAR].add(int(span.name))
    return frozenset(found[0]), frozenset(found[1])


def _surfaces(
    entry: Entry, absorbed: tuple[Entry, ...], book: Phrasebook, weights: Weights, lexicon: Lexicon | None
) -> Iterator[Surface]:
    seen: set[tuple[str, ...]] = set()
    named: set[str] = set()
    titles = [one for record in (entry, *absorbed) for one in (record.title, record.short_title)]
    texts: list[tuple[str, float, bool]] = []
    for title in map(_one_line, titles):
        core = _without_noise(title, book)
        texts += [(core, 1.0, False), (_head(core, book), weights.head, False)]
    texts += [(code, 1.0, False) for record in (entry, *absorbed) for code in record.codes]
    texts += [(_one_line(alias), weights.alias, True) for alias in entry.aliases]
    for text, factor, is_alias in texts:
        words = split(lexicon.expand(text.lower()) if is_alias and lexicon else text)
        key = tuple(word.written for word in words)
        if words and key not in seen:
            seen.add(key)
            if not is_alias:
                named.update(word.folded for word in words)
                yield Surface(text, words, factor)
                continue
            light = _light(words, book)
            subject = frozenset(named.intersection(word.folded for word in words) - light)
            yield Surface(text, words, factor, is_alias, light, subject)
    for code in forms_in((entry, *absorbed)):
        words = split(f"{book.form} {code}")
        yield Surface(f"{book.form} {code}", words, weights.form, True, frozenset({words[0].folded}))


def _light(words: tuple[Word, ...], book: Phrasebook) -> frozenset[str]:
    marked = any(word.has_marks for word in words)
    spans = [span for phrases in (book.aspects, book.fillers) for span in phrases.in_order(words, marked)]
    light = {place for span in spans for place in range(span.start, span.end)}
    heavy = {word.folded for place, word in enumerate(words) if place not in light}
    return frozenset(word.folded for word in words) - heavy if heavy else frozenset()


def _one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _without_noise(title: str, book: Phrasebook) -> str:
    """Drop "Thủ tục", "(thực hiện tại cấp tỉnh)" and the like, unless nothing would be left."""
    core = title
    for pattern in book.title_noise:
        core = pattern.sub(" ", core)
    core = " ".join(core.split()).strip(" .,;:-")
    return core or title


def _head(core: str, book: Phrasebook) -> str:
    """Return a long title up to where its conditions begin; the whole where too little would be left."""
    cut = book.title_cut.search(core)
    head = core[: cut.start()].strip(" .,;:-") if cut else core
    return head if len(head.split()) > 2 else core


def _family(words: tuple[Word, ...], book: Phrasebook) -> str:
    """Fold a title without its special cases: equal for variants of one procedure."""
    dropped: set[int] = set()
    for at in range(len(words)):
        for span in book.variant_titles.starting_at(words, at, marked=True):
            if book.variants[int(span.name)].in_family:
                dropped.update(range(span.start, span.end))
    return " ".join(word.folded for at, word in enumerate(words) if at not in dropped)


def _prior(entry: Entry, title: str, book: Phrasebook, weights: Weights) -> float:
    prior = 1.0 + weights.popularity * entry.popularity
    prior += weights.curated * (entry.origin == "curated")
    everyday = entry.origin == "curated" or (entry.field or "") in book.everyday_fields
    prior += weights.everyday_field * everyday
    return prior - weights.level_step * _distance(entry, title, book)


def _distance(entry: Entry, title: str, book: Phrasebook) -> int:
    """Return 0 for the commune, 1 for the province, 2 for a ministry; the title's own word wins."""
    named = book.levels.names_in(split(title), marked=True)
    text = (entry.level or "").lower()
    for levels in (named, tuple(level for level in LEVELS if level in text)):
        if levels:
            return min(LEVELS.index(level) for level in levels)
    return 0
