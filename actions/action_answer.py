"""Answers a question about a procedure: finds the entry, takes the aspects from intent and words, keeps the thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from actions.base import Done, SpeakingAction, Turn, simple_result
from actions.offering import NO_NAME, Offering, example_choices
from actions.place_talk import PlaceTalk
from actions.questions import (
    MOST_QUESTIONS,
    again_named,
    aspects_asked,
    aspects_named,
    case_named,
    left_over,
    names_nothing,
    parts_of,
    sentences,
)
from actions.telling import Manner, Question, Telling
from actions.variants import Variants
from actions.words import load_wording
from bot.messages import message
from bot.replies import Outcome, Reply, TurnResult
from knowledge.library import Library
from knowledge.places.resolver import Places
from knowledge.search.result import SearchResult

STRANGE_WORDS = 0.35
"""Share of a message's words that some entry covers; below it, "con tgian?" names no other procedure."""

SURE = 0.7
"""Agreement from which one sentence among several is a matter of its own."""


class ActionAnswer(SpeakingAction):
    """Procedure by search, aspect by intent and words; answers, offers at most three choices, or says "not known"."""

    def __init__(
        self, library: Library, today: Callable[[], date], where_to_ask: str, talk: PlaceTalk | None = None
    ) -> None:
        self._library = library
        self._contact = where_to_ask
        self._talk = talk or PlaceTalk(Places(), library)
        self._telling = Telling(library, today, self._talk)
        self.offering = Offering(self._telling, where_to_ask)
        self.variants = Variants(library, self._telling)

    def name(self) -> str:
        """Return the name the rules call."""
        return "action_answer"

    def speak(self, turn: Turn) -> Done:
        """Take the tapped entry, else what the message says of the talk before, else search."""
        aspect = aspect_asked(turn)
        if turn.chosen_entry is not None:
            return self._tapped(turn, turn.chosen_entry, aspect)
        aspects = aspects_asked(turn.text, aspect)
        known = (
            self._about_before(turn, aspects) or self._about_in_hand(turn, aspects) or self._about_offer(turn, aspects)
        )
        if known is not None:
            return known
        several = self._sentences(turn, aspects[0])
        if several is not None:
            return several
        found = self._find(turn)
        if self._is_sure(turn, found, aspects[0]):
            return self._answer_found(turn, found, aspects)
        about_place = self._talk.goes_on(turn) or (self._talk.old_unit(turn) if _may_be_a_place(turn) else None)
        if about_place:
            return about_place
        if turn.entry and self._goes_on(turn, found):
            return self.answer_known(turn, turn.entry, aspects, from_memory=True)
        if turn.entry and _asks(turn):
            along = self.variants.along(turn, turn.entry, turn.text, aspects)
            if along is not None:
                return along
        return self._not_settled(turn, found, aspects)

    def answer_known(
        self,
        turn: Turn,
        entry_id: str,
        aspects: str | Sequence[str],
        found: SearchResult | None = None,
        *,
        from_memory: bool = False,
        lead: str = "",
    ) -> Done:
        """Answer aspects of an entry that is settled; says not known if it is gone or past its date."""
        asked = (aspects,) if isinstance(aspects, str) else aspects
        questions = [Question(entry_id, aspect) for aspect in asked]
        manner = Manner(from_memory=from_memory, lead=lead)
        return self._telling.tell(turn, questions, found, manner) or Done(self._not_known(turn, asked[0]))

    def find(self, text: str, in_hand: str | None) -> SearchResult:
        """Search for words that are not a whole message."""
        return self._library.search(text, in_hand)

    # --- what the talk before settles ---

    def _tapped(self, turn: Turn, entry_id: str, aspect: str) -> Done:
        """Answer a button; one of a clarification is asked for all that the message before it asked."""
        pending = turn.talk.get("pending") or ()
        return self.answer_known(turn, entry_id, pending if aspect in pending[:1] else aspect)

    def _about_before(self, turn: Turn, aspects: Sequence[str]) -> Done | None:
        """Answer "việc lúc nãy phí bao nhiêu": an aspect of the entry before the one in hand."""
        before = load_wording().before
        if not turn.previous_entry or names_nothing(turn.text) or not names_nothing(turn.text, before):
            return None
        return self.answer_known(turn, turn.previous_entry, aspects, from_memory=True)

    def _about_in_hand(self, turn: Turn, aspects: Sequence[str]) -> Done | None:
        """Answer a message that names nothing of its own ("làm lại bao lâu"), or a special case ("còn cho con?")."""
        if not turn.entry or not _asks(turn):
            return None
        case = case_named(turn.text)
        if case is not None:
            variant = self.variants.told(turn, turn.entry, turn.text, aspects, self.offering)
            if variant is not None:
                return variant
            if case and again_named(turn.text) is None:  # "cho con" names no procedure, "sang tên" may
                return self.answer_known(turn, turn.entry, aspects, from_memory=True, lead=message("no_variant"))
        if not names_nothing(turn.text):
            return None
        if aspects[0] == "overview" and not aspects_named(turn.text):  # "cấp đổi", "làm lại": a variant, if there is
            variant = self.variants.told(turn, turn.entry, turn.text, aspects, self.offering)
            if variant is not None:
                return variant
        return self.answer_known(turn, turn.entry, aspects, from_memory=True)

    def _about_offer(self, turn: Turn, aspects: Sequence[str]) -> Done | None:
        """Answer the first of the entries just offered when another aspect is asked of them instead of choosing."""
        offered = [name for name in turn.talk.get("offered") or () if name != NO_NAME]
        if turn.entry or not offered or not aspects_named(turn.text) or not names_nothing(turn.text):
            return None
        lead = message("likeliest", contact=self._contact)
        return self.answer_known(turn, offered[0], aspects, from_memory=True, lead=lead)

    def _goes_on(self, turn: Turn, found: SearchResult) -> bool:
        # A follow-up asks an aspect and names no procedure; a new procedure above the floor always wins.
        names_nothing_known = found.empty_of_procedure or (found.band == "unknown" and found.agreement < STRANGE_WORDS)
        return turn.intent.startswith("ask_") and turn.intent != "ask_procedure" and names_nothing_known

    # --- what the message itself names ---

    def _find(self, turn: Turn) -> SearchResult:
        found = self._library.search(turn.text, turn.entry)
        if found.band == "answer":
            return found
        rest = self._talk.without_place(turn)  # "làm căn cước ở xã Ô Diên": the commune's name only confuses
        return self._library.search(rest, turn.entry) if rest else found

    def _is_sure(self, turn: Turn, found: SearchResult, aspect: str) -> bool:
        return found.band == "answer" or (turn.intent != "out_of_scope" and self.offering.leads(found, aspect))

    def _answer_found(self, turn: Turn, found: SearchResult, aspects: Sequence[str]) -> Done:
        first = found.hits[0].entry_id
        matters = [first, *(hit.entry_id for hit in found.also)]
        questions = self._of_matters(turn, parts_of(turn.text), aspects[0], matters) if found.also else []
        if found.also and not questions:
            questions = [Question(entry, aspects[0]) for entry in matters]
        others = self.offering.others(found, aspects[0]) if found.band != "answer" else ()
        questions = questions or [Question(first, aspect) for aspect in aspects]
        done = self._telling.tell(turn, questions[:MOST_QUESTIONS], found, Manner(others=others))
        return done or Done(self._not_known(turn, aspects[0]))

    def _sentences(self, turn: Turn, aspects: Sequence[str]) -> Done | None:
        """Answer two questions that stand side by side ("Làm hộ chiếu cần gì? Đăng ký tạm trú ở đâu?")."""
        questions = self._of_matters(turn, sentences(turn.text), aspects[0], None)
        return self._telling.tell(turn, questions[:MOST_QUESTIONS], None, Manner()) if questions else None

    def _of_matters(
        self, turn: Turn, parts: Sequence[str], aspect: str, matters: Sequence[str] | None
    ) -> list[Question]:
        """Return the questions of the parts of a message, each surely about an entry; []: about one entry at most.

        `matters`: the entries that may be meant, where the search has found them. A part that names none is about
        the one before it.
        """
        asked: list[Question] = []
        for part in parts if len(parts) > 1 else ():
            named = aspects_named(part)
            found = self._library.search(part)
            is_own = self._is_sure(turn, found, named[0] if named else aspect) and found.agreement >= SURE
            entry = found.hits[0].entry_id if is_own else None
            if entry is not None and (matters is None or entry in matters):
                asked += [Question(entry, one) for one in named or ("",)]
            elif asked:
                asked += [Question(asked[-1].entry, one) for one in named]
        return _settled(asked, aspect) if len({one.entry for one in asked}) > 1 else []

    def _not_settled(self, turn: Turn, found: SearchResult, aspects: Sequence[str]) -> Done:
        offered = self.offering.offer(turn, found, aspects) if found.band == "offer" else None
        if offered is not None:
            return offered
        if aspects[0] != "overview" and (found.empty_of_procedure or not left_over(turn.text)):
            return self.offering.ask_name(turn, aspects)
        return Done(self._not_known(turn, aspects[0]))

    def _not_known(self, turn: Turn, aspect: str) -> TurnResult:
        if turn.intent == "out_of_scope":
            return out_of_scope_result()
        return TurnResult(Outcome("no_answer", aspect=aspect), (Reply(message("no_answer", contact=self._contact)),))


def aspect_asked(turn: Turn) -> str:
    """Return the aspect of a turn's intent; a procedure named after "which one?" is asked what was asked before."""
    if turn.intent.startswith("ask_") and turn.intent.removeprefix("ask_") not in ("procedure", "new_unit"):
        return turn.intent.removeprefix("ask_")
    return (turn.aspect or "overview") if turn.entry is None else "overview"


def out_of_scope_result() -> TurnResult:
    """Return the kind refusal with three things the bot can do."""
    return simple_result("out_of_scope", message("out_of_scope"), choices=example_choices())


def _asks(turn: Turn) -> bool:
    """Tell whether a message is a question at all: "hả" and "ừm" name nothing either."""
    if turn.intent.startswith("ask_"):
        return turn.intent not in ("ask_human", "ask_identity", "ask_new_unit")
    return turn.intent in ("nlu_fallback", "out_of_scope") and bool(
        aspects_named(turn.text) or case_named(turn.text) is not None
    )


def _may_be_a_place(turn: Turn) -> bool:
    # "xã X giờ là xã nào" taken for a procedure; who asks where or how much means a procedure indeed
    return turn.intent in ("ask_procedure", "nlu_fallback", "out_of_scope")


def _settled(asked: Sequence[Question], understood: str) -> list[Question]:
    """Give a matter that was named without an aspect the one of the next ("xóa tạm trú và đăng ký … cần gì")."""
    settled: list[Question] = []
    for place, one in enumerate(asked):
        later = (other.aspect for other in asked[place:] if other.aspect)
        settled.append(one if one.aspect else Question(one.entry, next(later, understood)))
    return list(dict.fromkeys(settled))
