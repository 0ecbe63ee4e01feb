"""Holds imported questions and answers against what is known: a FAQ never answers before an entry of an editor.

What names a known procedure is linked to it. What a curated entry answers already, contradicts or is called like
waits for a person, with the reason.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.lexicon_file import load_lexicon
from bot.text import fold, has_marks
from knowledge.importers.batch import Advance, ImportBatch
from knowledge.importers.faq import FAQ_PREFIX, RECORD_PREFIX
from knowledge.importers.reasons import reason
from knowledge.model import Entry
from knowledge.numbers import Stated, Value, stated, values
from knowledge.search.catalogue import bare_names
from knowledge.search.index import SearchIndex
from knowledge.search.result import SearchResult

_COMPARED = ("money", "duration")
_LEAST_WORDS = 2
_VAGUE = Path(__file__).with_name("vague_words.yml")


@dataclass(frozen=True)
class Known:
    """What the bot knows while questions and answers are imported."""

    entries: Mapping[str, Entry]
    names: Mapping[str, str]
    """Bare words of a title or alias -> id of the entry that is called so."""
    curated: Callable[[str], SearchResult]
    """Searches the curated entries."""
    by_code: Mapping[str, Sequence[Entry]]
    """The curated entries that carry a code."""


def known_of(entries: Iterable[Entry]) -> Known:
    """Return what these published entries make known; questions and answers of earlier imports are left out."""
    others = {entry.id: entry for entry in entries if not entry.id.startswith(FAQ_PREFIX)}
    curated = [entry for entry in others.values() if entry.origin == "curated"]
    names = {name: entry.id for entry in (*others.values(), *curated) for name in bare_names(entry)}
    by_code: dict[str, list[Entry]] = defaultdict(list)
    for entry in curated:
        for code in entry.codes:
            by_code[code].append(entry)
    return Known(others, names, SearchIndex.build(curated, lexicon=load_lexicon()).search, dict(by_code))


def reviewed(batch: ImportBatch, known: Known, advance: Advance) -> ImportBatch:
    """Return the batch with its questions and answers linked or held; other entries stay as they are."""
    entries: list[Entry] = []
    held = dict(batch.held)
    taken: dict[str, str] = {}
    for done, entry in enumerate(batch.entries, 1):
        if not entry.id.startswith(FAQ_PREFIX):
            entries.append(entry)
            continue
        advance(done, len(batch.entries))
        linked = _linked(entry, batch.about.get(entry.id, ""), known)
        entries.append(linked)
        why = held.get(entry.id) or _why_held(linked, known) or _name_in_file(linked, taken, batch.entries)
        if why:
            held[entry.id] = why
    return replace(batch, entries=tuple(entries), held=held)


def _linked(entry: Entry, title: str, known: Known) -> Entry:
    """Name the procedure it is about: by its codes where an editor wrote about them, else beside it."""
    codes = entry.codes or _codes_called(title, known)
    records = tuple(f"{RECORD_PREFIX}{code}" for code in codes if code not in known.by_code)
    return replace(entry, codes=tuple(code for code in codes if code in known.by_code), related=records)


def _codes_called(title: str, known: Known) -> tuple[str, ...]:
    name = " ".join(re.findall(r"[a-z0-9]+", fold(title).lower()))
    found = known.entries.get(known.names.get(name, "")) if name else None
    return found.codes[:1] if found else ()


def _why_held(entry: Entry, known: Known) -> str:
    for name in (entry.title, *entry.aliases):
        other = known.entries.get(known.names.get(_bare(entry, name), ""))
        if other is not None:
            return reason("held_name", name=name[:80], title=other.short_title, id=other.id)
    if _is_vague(entry.title) or any(_is_vague(alias) for alias in entry.aliases):
        return reason("held_vague")
    linked = [one for code in entry.codes for one in known.by_code.get(code, ())]
    if linked:
        return next(filter(None, (_difference(entry, one) for one in linked)), "")
    return _near(entry, known)


def _near(entry: Entry, known: Known) -> str:
    for name in entry.aliases or (entry.title,):
        found = known.curated(name)
        if found.band == "unknown" or not found.hits:
            continue
        other = known.entries[found.hits[0].entry_id]
        differs = _difference(entry, other) if found.band == "answer" else ""
        key = "held_covered" if found.band == "answer" else "held_near"
        return differs or reason(key, title=other.short_title, id=other.id)
    return ""


def _difference(entry: Entry, other: Entry) -> str:
    """Return which sums and times the answer states that the curated entry does not; empty: it states all of them."""
    theirs = values("\n".join(_texts(other)))
    kinds: set[str] = {value.kind for value in theirs}
    said = [item for text in entry.answer for item in stated(text.text) if _contradicts(item, theirs, kinds)]
    if not said:
        return ""
    words = ", ".join(dict.fromkeys(f"“{item.words}”" for item in said[:3]))
    return reason("held_differs", said=words, title=other.short_title, id=other.id)


def _contradicts(item: Stated, theirs: frozenset[Value], kinds: set[str]) -> bool:
    return item.value.kind in _COMPARED and item.value.kind in kinds and item.value not in theirs


def _texts(entry: Entry) -> Iterable[str]:
    yield from (text.text for text in entry.answer)
    for texts in entry.aspects.values():
        yield from (text.text for text in texts)


def _name_in_file(entry: Entry, taken: dict[str, str], entries: Sequence[Entry]) -> str:
    """Return why a name is not free: another question of the same file is called so."""
    for name in (entry.title, *entry.aliases):
        first = taken.setdefault(_bare(entry, name), entry.id)
        if first != entry.id:
            title = next(one.short_title for one in entries if one.id == first)
            return reason("held_name", name=name[:80], title=title, id=first)
    return ""


def _bare(entry: Entry, name: str) -> str:
    (bare,) = bare_names(replace(entry, title=name, short_title=name, aliases=())) or {""}
    return bare


def _is_vague(question: str) -> bool:
    lower = question.lower()
    if any(words in lower for words in _vague()["pointing"]):
        return True
    words = re.findall(r"\w+", lower)
    empty = _vague()["marked"] if has_marks(lower) else _vague()["folded"]
    return len([word for word in words if word not in empty]) < _LEAST_WORDS


@cache
def _vague() -> dict[str, frozenset[str]]:
    data: dict[str, Any] = yaml.safe_load(_VAGUE.read_text(encoding="utf-8"))
    marked = frozenset(data["words"].split())
    return {
        "marked": marked,
        "folded": frozenset(fold(word) for word in marked),
        "pointing": frozenset(data["pointing"]),
    }
