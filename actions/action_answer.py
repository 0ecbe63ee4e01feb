"""Answers a question about a procedure: finds the entry, takes the aspect from the intent, speaks in few lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from actions.base import Done, SpeakingAction, Turn, simple_result
from actions.place_talk import PlaceTalk
from actions.where_to_go import WhereToGo
from bot.messages import message
from bot.payloads import Payload
from bot.replies import MOST_CHOICES, Candidate, Choice, Outcome, Reply, TurnResult
from knowledge.answer import Answer, aspect_name, compose, is_served
from knowledge.library import Library
from knowledge.model import Entry
from knowledge.places.resolver import Places
from knowledge.search.result import SearchResult

MOST_ASPECTS = 4
"""Aspect buttons under an answer: with one more for "not this one" they stay within Zalo's five."""

STRANGE_WORDS = 0.35
"""Share of a message's words that some entry covers; below it, "con tgian?" names no other procedure."""


class ActionAnswer(SpeakingAction):
    """Procedure by search, aspect by intent; answers, offers at most three choices, or says it is not known."""

    def __init__(
        self, library: Library, today: Callable[[], date], where_to_ask: str, talk: PlaceTalk | None = None
    ) -> None:
        self._library = library
        self._today = today
        self._contact = where_to_ask
        self._talk = talk or PlaceTalk(Places(), library)
        self._where_to_go = WhereToGo(self._talk, library, today)

    def name(self) -> str:
        """Return the name the rules call."""
        return "action_answer"

    def speak(self, turn: Turn) -> Done:
        """Take the tapped entry, else search; an aspect alone goes on with the entry in hand."""
        aspect = aspect_asked(turn)
        if turn.chosen_entry is not None:
            return self.answer_known(turn, turn.chosen_entry, aspect)
        found = self._find(turn)
        if found.band == "answer":
            return self.answer_known(turn, found.hits[0].entry_id, aspect, found)
        about_place = self._talk.goes_on(turn) or (self._talk.old_unit(turn) if _may_be_a_place(turn) else None)
        if about_place:
            return about_place
        if turn.entry and self._goes_on(turn, found):
            return self.answer_known(turn, turn.entry, aspect, from_memory=True)
        if found.band == "offer":
            return self._offer(turn, found, aspect)
        if found.empty_of_procedure and aspect != "overview":
            text = message("which_procedure_for_aspect", aspect=aspect_name(aspect).lower())
            return Done(TurnResult(Outcome("clarify", aspect=aspect), (Reply(text),)), _wait_for_entry(turn, aspect))
        return Done(self._not_known(turn, aspect))

    def answer_known(
        self,
        turn: Turn,
        entry_id: str,
        aspect: str,
        found: SearchResult | None = None,
        *,
        from_memory: bool = False,
    ) -> Done:
        """Answer one aspect of an entry that is settled; says not known if it is gone or past its date."""
        entry = self._library.entry(entry_id)
        if entry is None or not is_served(entry, self._today()):
            return Done(self._not_known(turn, aspect))
        answer = compose(entry, self._library.records(entry.id), aspect, self._today())
        slots = _remember(turn, entry, aspect) | self._talk.no_longer_waiting(turn)
        if aspect == "place":
            answer, commune = self._where_to_go.added_to(answer, entry, turn)
            slots |= {"place": commune.code} if commune else {}
        outcome = Outcome(
            code="answered" if answer.said else "answered_partly",
            entry=entry.id,
            topic=entry.topic,
            procedure=entry.codes[0] if entry.codes else None,
            aspect=aspect,
            confidence=found.hits[0].score if found else 1.0,
            candidates=self._candidates(found) if found else (),
        )
        reply = Reply(answer.text, choices=_next_choices(entry, answer, from_memory), sources=answer.sources)
        return Done(TurnResult(outcome, (reply,)), slots)

    def _find(self, turn: Turn) -> SearchResult:
        found = self._library.search(turn.text, turn.entry)
        if found.band == "answer":
            return found
        rest = self._talk.without_place(turn)  # "làm căn cước ở xã Ô Diên": the commune's name only confuses
        return self._library.search(rest, turn.entry) if rest else found

    def _goes_on(self, turn: Turn, found: SearchResult) -> bool:
        # A follow-up asks an aspect and names no procedure; a new procedure above the floor always wins.
        names_nothing = found.empty_of_procedure or (found.band == "unknown" and found.agreement < STRANGE_WORDS)
        return turn.intent.startswith("ask_") and turn.intent != "ask_procedure" and names_nothing

    def _offer(self, turn: Turn, found: SearchResult, aspect: str) -> Done:
        served = [hit for hit in found.hits if self._is_served(hit.entry_id)][:MOST_CHOICES]
        if not served:
            return Done(self._not_known(turn, aspect))
        intent = "ask_procedure" if aspect == "overview" else f"ask_{aspect}"
        titles = {hit.entry_id: self._title(hit.entry_id) for hit in served}
        choices = [Choice(titles[hit.entry_id], str(Payload(intent, hit.entry_id))) for hit in served]
        none = Choice(message("none_of_these"), "choose_none")
        outcome = Outcome("clarify", aspect=aspect, candidates=self._candidates(replace(found, hits=tuple(served))))
        reply = Reply(message("which_procedure"), choices=(*choices, none))
        return Done(TurnResult(outcome, (reply,)), _wait_for_entry(turn, aspect))

    def _not_known(self, turn: Turn, aspect: str) -> TurnResult:
        if turn.intent == "out_of_scope":
            return out_of_scope_result()
        return TurnResult(Outcome("no_answer", aspect=aspect), (Reply(message("no_answer", contact=self._contact)),))

    def _candidates(self, found: SearchResult) -> tuple[Candidate, ...]:
        entries = [(hit, self._library.entry(hit.entry_id)) for hit in found.hits[:MOST_CHOICES]]
        return tuple(
            Candidate(entry.id, entry.topic, entry.codes[0] if entry.codes else None, entry.short_title, hit.score)
            for hit, entry in entries
            if entry is not None
        )

    def _is_served(self, entry_id: str) -> bool:
        entry = self._library.entry(entry_id)
        return entry is not None and is_served(entry, self._today())

    def _title(self, entry_id: str) -> str:
        entry = self._library.entry(entry_id)
        return entry.short_title if entry else entry_id


def aspect_asked(turn: Turn) -> str:
    """Return the aspect of a turn; a procedure named after "which one?" is asked about what was asked before."""
    if turn.intent.startswith("ask_") and turn.intent != "ask_procedure":
        return turn.intent.removeprefix("ask_")
    return (turn.aspect or "overview") if turn.entry is None else "overview"


def out_of_scope_result() -> TurnResult:
    """Return the kind refusal with three things the bot can do."""
    return simple_result("out_of_scope", message("out_of_scope"), choices=example_choices())


def example_choices() -> tuple[Choice, ...]:
    """Return three questions that every installation can answer."""
    examples = (
        ("example_vneid", "vneid-kich-hoat"),
        ("example_residence", "dang-ky-tam-tru"),
        ("example_birth", "dang-ky-khai-sinh"),
    )
    return tuple(Choice(message(key), str(Payload("ask_procedure", entry))) for key, entry in examples)


def _next_choices(entry: Entry, answer: Answer, from_memory: bool) -> tuple[Choice, ...]:
    aspects = [
        Choice(aspect_name(name), str(Payload(f"ask_{name}", entry.id))) for name in answer.other_aspects[:MOST_ASPECTS]
    ]
    wrong = [Choice(message("not_this_one"), "choose_none")] if from_memory else []
    return (*aspects, *wrong)


def _remember(turn: Turn, entry: Entry, aspect: str) -> dict[str, str | None]:
    slots: dict[str, str | None] = {"entry": entry.id, "aspect": aspect}
    if turn.entry and turn.entry != entry.id:
        slots["previous_entry"] = turn.entry
    return slots


def _may_be_a_place(turn: Turn) -> bool:
    # "xã X giờ là xã nào" taken for a procedure; who asks where or how much means a procedure indeed
    return turn.intent in ("ask_procedure", "nlu_fallback", "out_of_scope")


def _wait_for_entry(turn: Turn, aspect: str) -> dict[str, str | None]:
    pending = None if aspect == "overview" else aspect
    return {"entry": None, "previous_entry": turn.entry or turn.previous_entry, "aspect": pending}
