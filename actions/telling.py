"""Says what is known of settled questions: one short reply for each, the entry named, and what to ask next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from actions.base import Done, Turn
from actions.place_talk import PlaceTalk
from actions.where_to_go import WhereToGo
from bot.messages import message
from bot.payloads import Payload
from bot.replies import MOST_CHOICES, Candidate, Choice, Outcome, Reply, TurnResult
from knowledge.answer import Answer, aspect_name, compose, is_served
from knowledge.library import Library
from knowledge.model import Entry
from knowledge.search.result import SearchResult

MOST_ASPECTS = 4
"""Aspect buttons under an answer: with one more for "not this one" they stay within Zalo's five."""

LONGEST_OF_SEVERAL = 700
"""Characters of one answer among several of a message; the button of its aspect says the rest."""


@dataclass(frozen=True)
class Question:
    """One aspect of one entry."""

    entry: str
    aspect: str


@dataclass(frozen=True)
class Manner:
    """How an answer is given beside what it says."""

    from_memory: bool = False
    """The entry was assumed, not named in this message: offer a way out."""
    lead: str = ""
    """A line before the answer."""
    others: tuple[Choice, ...] = ()
    """Other entries that may be meant."""


class Telling:
    """Answers questions whose entry is settled."""

    def __init__(self, library: Library, today: Callable[[], date], talk: PlaceTalk) -> None:
        self._library = library
        self._today = today
        self._talk = talk
        self._where_to_go = WhereToGo(talk, library, today)

    def served(self, entry_id: str) -> Entry | None:
        """Return an entry that may be told today; None: it is gone or past its date."""
        entry = self._library.entry(entry_id)
        return entry if entry is not None and is_served(entry, self._today()) else None

    def tell(
        self, turn: Turn, questions: Sequence[Question], found: SearchResult | None, manner: Manner
    ) -> Done | None:
        """Answer the questions in their order; the outcome is the first one's. None: no entry of them is served."""
        asked = [(entry, one.aspect) for one in questions if (entry := self.served(one.entry)) is not None]
        if not asked:
            return None
        answers = [self._answer(turn, entry, aspect) for entry, aspect in asked]
        (entry, aspect), first = asked[0], answers[0]
        slots = _remember(turn, [entry for entry, _ in asked], aspect) | self._talk.no_longer_waiting(turn)
        place = next((place for _, place in answers if place), None)
        slots |= {"place": place} if place else {}
        outcome = Outcome(
            code="answered" if first[0].said else "answered_partly",
            entry=entry.id,
            topic=entry.topic,
            procedure=entry.codes[0] if entry.codes else None,
            aspect=aspect,
            confidence=found.hits[0].score if found and found.hits else 1.0,
            candidates=self.candidates(found) if found else (),
        )
        return Done(TurnResult(outcome, _replies(asked, [answer for answer, _ in answers], manner)), slots)

    def candidates(self, found: SearchResult) -> tuple[Candidate, ...]:
        """Return the first hits as an outcome names them."""
        entries = [(hit, self._library.entry(hit.entry_id)) for hit in found.hits[:MOST_CHOICES]]
        return tuple(
            Candidate(entry.id, entry.topic, entry.codes[0] if entry.codes else None, entry.short_title, hit.score)
            for hit, entry in entries
            if entry is not None
        )

    def _answer(self, turn: Turn, entry: Entry, aspect: str) -> tuple[Answer, str | None]:
        answer = compose(entry, self._library.records(entry.id), aspect, self._today())
        if aspect != "place":
            return answer, None
        answer, commune = self._where_to_go.added_to(answer, entry, turn)
        return answer, commune.code if commune else None


def _replies(asked: Sequence[tuple[Entry, str]], answers: Sequence[Answer], manner: Manner) -> tuple[Reply, ...]:
    texts = [answer.text for answer in answers]
    if len(texts) > 1:
        texts = list(map(_short, texts))
    texts[0] = "\n".join(part for part in (manner.lead, texts[0]) if part)
    if manner.others:
        texts[-1] = f"{texts[-1]}\n{message('if_another')}"
    replies = [Reply(text, sources=answer.sources) for text, answer in zip(texts, answers, strict=True)]
    replies[-1] = replace(replies[-1], choices=_next_choices(asked, answers, manner))
    return tuple(replies)


def _next_choices(asked: Sequence[tuple[Entry, str]], answers: Sequence[Answer], manner: Manner) -> tuple[Choice, ...]:
    """Offer what was not said yet, about each entry in turn."""
    told = {(entry.id, aspect) for entry, aspect in asked}
    first = {entry.id: (entry, answer) for (entry, _), answer in reversed(list(zip(asked, answers, strict=True)))}
    most = MOST_ASPECTS - len(manner.others)
    open_of = [
        [(entry, name) for name in answer.other_aspects if (entry.id, name) not in told]
        for entry, answer in (first[name] for name in dict.fromkeys(entry.id for entry, _ in asked))
    ]
    several = len(open_of) > 1
    share = most // len(open_of)
    aspects = [_aspect_choice(entry, name, several=several) for names in open_of for entry, name in names[:share]]
    wrong = [Choice(message("not_this_one"), "choose_none")] if manner.from_memory or manner.others else []
    return (*aspects, *manner.others, *wrong)


def _aspect_choice(entry: Entry, aspect: str, *, several: bool) -> Choice:
    title = aspect_name(aspect)
    if several:
        title = f"{entry.short_title.split(' (')[0]}: {title.lower()}"
    return Choice(title, str(Payload(f"ask_{aspect}", entry.id)))


def _short(text: str) -> str:
    if len(text) <= LONGEST_OF_SEVERAL:
        return text
    cut = text.rfind("\n", 0, LONGEST_OF_SEVERAL)
    end = cut if cut > 0 else LONGEST_OF_SEVERAL
    return f"{text[:end].rstrip()}\n{message('rest_of_answer')}"


def _remember(turn: Turn, entries: Sequence[Entry], aspect: str) -> dict[str, Any]:
    first = entries[0].id
    slots: dict[str, Any] = {"entry": first, "aspect": aspect}
    others = [entry.id for entry in entries if entry.id != first]
    before = others[-1] if others else turn.entry
    if before and before != first:
        slots["previous_entry"] = before
    return slots
