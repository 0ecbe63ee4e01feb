"""Takes a message apart: the aspects it asks about, in order, and whether it names any matter of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from actions.words import Said, hear, load_wording, spans, written
from bot.replies import ASPECTS
from knowledge.search.phrases import Phrases
from knowledge.search.words import Word

MOST_QUESTIONS = 3
"""Answers to one message; more is not read on a small phone."""

PLAIN = ("documents", "fee", "time", "place", "legal_basis")
"""Aspects whose words leave no doubt; "thế nào" or "được không" may mean anything."""

_VAGUE = frozenset({"overview", "conditions", "result", "online"})
_OUTWEIGHED = {"documents": frozenset({"overview", "conditions"})}
"""Understood aspects that a plain one in the words outweighs; online: "… ở đâu" is asked of both."""

_SINCE = frozenset({"nay", "roi", "truoc", "qua", "gan"})
_SENTENCE_END = re.compile(r"[?!;\n]|\.(?=\s|$)")


def aspects_named(text: str) -> tuple[str, ...]:
    """Return the aspects that a message asks about by words, in the order they are said.

    A vague one ("được không", "thế nào") counts only where its part of the message names no plain one.
    """
    said = hear(text)
    found: list[str] = []
    for part in _parts(said):
        asked = _aspects(part, said.marked)
        found += [name for name in asked if name in PLAIN] or asked
    return tuple(dict.fromkeys(found))


def aspects_asked(text: str, understood: str) -> tuple[str, ...]:
    """Return what to answer, the first question first; `understood` is the aspect of the intent.

    Several plain questions are all answered. One plain aspect in the words outweighs an intent that is vague.
    """
    named = aspects_named(text)
    plain = [name for name in named if name in PLAIN]
    if len(named) > 1 and plain and (understood in named or understood not in PLAIN):
        return named[:MOST_QUESTIONS]
    if len(plain) == 1 and understood in _OUTWEIGHED.get(plain[0], _VAGUE):
        return (plain[0],)
    return (understood,)


def left_over(text: str, *besides: Phrases) -> tuple[Word, ...]:
    """Return the words of a message that may name something: no padding, no aspect, no verb that fits anything."""
    said = hear(text)
    return tuple(word for clause in said.clauses for word in _own(clause, said.marked, besides))


def names_nothing(text: str, *besides: Phrases) -> bool:
    """Tell whether a message is about the matter in hand, whatever that is ("làm lại bao lâu")."""
    return bool(hear(text).words) and not left_over(text, *besides)


def without_padding(text: str) -> str:
    """Return a message without padding and aspects; verbs stay."""
    said = hear(text)
    return written(word for clause in said.clauses for word in _with_verbs(clause, said.marked))


def case_named(text: str) -> tuple[str, ...] | None:
    """Return how names of entries say the special case that a message is all about ("còn cho con thì sao").

    () when they say it as the resident does; None: it is about something else, too, or about no case.
    """
    return _case(text, load_wording().cases)


def again_named(text: str) -> tuple[str, ...] | None:
    """Return the same for a message that asks to have something made again."""
    return _case(text, load_wording().again)


def _case(text: str, cases: Phrases) -> tuple[str, ...] | None:
    said = hear(text)
    found = [span for clause in said.clauses for span in spans(clause, said.marked, (cases, load_wording().aspects))]
    places = [span.name for span in found if span.name.isdecimal()]
    if not places or left_over(text, cases):
        return None
    return load_wording().case_words[int(places[0])]


def sentences(text: str) -> list[str]:
    """Return the questions of a message that are whole sentences; fewer than two: it is one question."""
    parts = [part.strip() for part in _SENTENCE_END.split(text)]
    asking = [part for part in parts if part and (aspects_named(part) or f"{part}?" in text)]
    return asking if len(asking) > 1 else []


def parts_of(text: str) -> list[str]:
    """Return a message cut where a clause ends or words join."""
    return [written(part) for part in _parts(hear(text)) if part]


def _with_verbs(clause: Sequence[Word], marked: bool) -> Iterator[Word]:
    wording = load_wording()
    covered: set[int] = set()
    for span in spans(clause, marked, (wording.vague, wording.book.aspects, wording.book.fillers)):
        if not any(verb.end == span.end for verb in wording.vague.starting_at(clause, span.start, marked)):
            covered.update(range(span.start, span.end))
    yield from (word for place, word in enumerate(clause) if place not in covered)


def _aspects(part: Sequence[Word], marked: bool) -> list[str]:
    wording = load_wording()
    asked = _bare_aspect(part, marked)
    for span in spans(part, marked, (wording.book.aspects, wording.aspects)):
        phrase = " ".join(word.folded for word in part[span.start : span.end])
        after = part[span.end].folded if span.end < len(part) else ""
        is_past = span.name == "time" and after in _SINCE  # "mấy bữa nay", "mấy ngày trước"
        if phrase not in wording.not_asked and not is_past:
            asked.append(span.name)
    return asked


def _bare_aspect(part: Sequence[Word], marked: bool) -> list[str]:
    wording = load_wording()
    found = spans(part, marked, (wording.bare_aspects, wording.book.fillers))
    named = [span for span in found if span.name in ASPECTS]
    covered = sum(span.end - span.start for span in found)
    return [named[0].name] if len(named) == 1 and covered == len(part) else []


def _own(clause: Sequence[Word], marked: bool, besides: Sequence[Phrases]) -> Iterator[Word]:
    wording = load_wording()
    book = wording.book
    covered: set[int] = set()
    for span in spans(clause, marked, (*besides, book.aspects, wording.aspects, wording.vague, book.fillers)):
        if span.name not in wording.not_vague:
            covered.update(range(span.start, span.end))
    yield from (word for place, word in enumerate(clause) if place not in covered)


def _parts(said: Said) -> Iterator[tuple[Word, ...]]:
    """Yield the clauses, parted at joining words."""
    joiners = load_wording().joiners
    for clause in said.clauses:
        start = 0
        for span in joiners.in_order(clause, said.marked):
            yield clause[start : span.start]
            start = span.end
        yield clause[start:]
