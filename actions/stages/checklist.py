"""Asks the few facts that decide, then says exactly which papers this case needs."""

from __future__ import annotations

from typing import Any

from actions.base import Done, Turn
from actions.stages.stage import Stage, with_first_choice, with_slots
from bot.messages import message
from bot.payloads import Payload
from bot.replies import Choice, Outcome, Reply, SourceLine, TurnResult
from bot.text import Lexicon
from knowledge.checklist.compute import Conditional, compute, lower_first, next_fact, without_moot
from knowledge.checklist.compute import Outcome as CaseOutcome
from knowledge.checklist.model import UNKNOWN, CaseFact, CasePaper, Checklist
from knowledge.guide.hearing import heard
from knowledge.guide.model import GuideChoice
from knowledge.library import Library
from knowledge.model import Entry

NEXT_ASPECTS = ("place", "fee", "time")
_OWN = frozenset({"case_start", "case_anew", "case_fact"})
_TALK = frozenset({"greet", "thank", "goodbye", "ask_identity", "ask_human", "report_scam", "ask_new_unit"})


class ChecklistStage(Stage):
    """Takes the turns that belong to a checklist; the rules are applied in knowledge.checklist.compute."""

    def __init__(self, library: Library, lexicon: Lexicon) -> None:
        self._library = library
        self._lexicon = lexicon

    def take(self, turn: Turn) -> Done | None:
        """Begin, hear a fact, skip it, go back or stop; None for a turn that is about something else."""
        if turn.intent in ("case_start", "case_anew"):
            return self._begin(turn, turn.chosen_entry or "")
        entry = self._library.entry(turn.checklist) if turn.checklist else None
        if turn.intent == "case_fact":
            return self._told(turn, entry)
        if entry is None or entry.checklist is None or turn.is_tapped:
            return None
        return self._typed(turn, entry, entry.checklist)

    def finish(self, turn: Turn, done: Done) -> Done:
        """Offer the checklist with the papers; a question about something else ends the asking, not the case."""
        outcome = done.result.outcome
        entry = self._library.entry(outcome.entry) if outcome.entry and outcome.aspect == "documents" else None
        is_offered = entry is not None and entry.checklist is not None and outcome.code == "answered"
        if entry is not None and is_offered and not turn.checklist and turn.intent not in _OWN:
            by_case = Choice(message("case_title"), str(Payload("case_start", entry.id)))
            done = with_first_choice(done, by_case)
        if turn.checklist and "checklist" not in done.slots:
            return with_slots(done, checklist=None)
        return done

    def _begin(self, turn: Turn, entry_id: str) -> Done:
        entry = self._library.entry(entry_id)
        if entry is None or entry.checklist is None:
            return _said("case_gone", checklist=None)
        values = {fact.name: {one.value for one in fact.choices} for fact in entry.checklist.facts}
        forget = turn.intent == "case_anew"  # else what another checklist learnt is used where it has the same values
        kept = {
            name: value
            for name, value in turn.case.items()
            if name not in values or (not forget and value in values[name])
        }
        return self._go_on(entry, entry.checklist, kept)

    def _told(self, turn: Turn, entry: Entry | None) -> Done:
        if entry is None or entry.checklist is None:
            return _said("case_gone", checklist=None)
        name, _, value = (turn.chosen_entry or "").partition(".")
        return self._go_on(entry, entry.checklist, {**turn.case, name: value})

    def _typed(self, turn: Turn, entry: Entry, checklist: Checklist) -> Done | None:
        fact = next_fact(checklist, turn.case)
        if fact is None:
            return None
        ways = [*(GuideChoice(one.say, one.value, one.words) for one in fact.choices), _unknown_way()]
        number = heard(turn.text, ways, self._lexicon)
        if number is not None:
            return self._go_on(entry, checklist, {**turn.case, fact.name: ways[number - 1].to})
        if turn.intent == "stop":
            return _said("case_stopped", checklist=None)
        if turn.intent == "go_back":
            return self._back(turn, entry, checklist)
        if turn.intent in _TALK or self._library.search(turn.text, turn.entry).band != "unknown":
            return None
        return self._ask(entry, fact, turn.case, note=message("case_not_understood"))

    def _back(self, turn: Turn, entry: Entry, checklist: Checklist) -> Done:
        told = [fact.name for fact in checklist.facts if fact.name in turn.case]
        case = {name: value for name, value in turn.case.items() if not told or name != told[-1]}
        return self._go_on(entry, checklist, case)

    def _go_on(self, entry: Entry, checklist: Checklist, case: dict[str, str]) -> Done:
        case = without_moot(checklist, case)
        fact = next_fact(checklist, case)
        return self._result(entry, checklist, case) if fact is None else self._ask(entry, fact, case)

    def _ask(self, entry: Entry, fact: CaseFact, case: dict[str, str], note: str = "") -> Done:
        ways = [Choice(one.say, str(Payload("case_fact", f"{fact.name}.{one.value}"))) for one in fact.choices]
        skip = Choice(_unknown_way().say, str(Payload("case_fact", f"{fact.name}.{UNKNOWN}")))
        text = "\n".join(line for line in (note, message("case_ask", title=entry.short_title, ask=fact.ask)) if line)
        outcome = Outcome("clarify", entry.id, entry.topic, _code(entry), "documents")
        slots: dict[str, Any] = {"checklist": entry.id, "case": case, "entry": entry.id, "aspect": "documents"}
        return Done(TurnResult(outcome, (Reply(text, choices=(*ways, skip)),)), slots)

    def _result(self, entry: Entry, checklist: Checklist, case: dict[str, str]) -> Done:
        text = _told_papers(entry, checklist, compute(checklist, case))
        sources = tuple(SourceLine(one.title, one.url, checklist.checked_on) for one in checklist.sources)
        known = [name for name in NEXT_ASPECTS if name in entry.aspects]
        choices = [Choice(message(f"aspect_{name}"), str(Payload(f"ask_{name}", entry.id))) for name in known]
        anew = Choice(message("case_anew_title"), str(Payload("case_anew", entry.id)))
        outcome = Outcome("answered", entry.id, entry.topic, _code(entry), "documents", 1.0)
        reply = Reply(text, choices=(*choices, anew), sources=sources)
        slots: dict[str, Any] = {"checklist": None, "case": case, "entry": entry.id, "aspect": "documents"}
        return Done(TurnResult(outcome, (reply,)), slots)


def _told_papers(entry: Entry, checklist: Checklist, outcome: CaseOutcome) -> str:
    case = message("case_of", case=", ".join(map(lower_first, outcome.case))) if outcome.case else ""
    lines = [message("case_lead", title=entry.short_title, case=case)]
    lines += [f"{number}. {_paper(paper)}" for number, paper in enumerate(outcome.papers, 1)]
    lines += [_conditional(one) for one in outcome.open_papers]
    if checklist.no_need:
        names = "; ".join(f"{one.name}{f' ({one.note})' if one.note else ''}" for one in checklist.no_need)
        lines.append(message("case_no_need", papers=names))
    lines += [message("case_note", text=note.text) for note in outcome.notes]
    return "\n".join([*lines, message("case_caution")])


def _paper(paper: CasePaper) -> str:
    usually = message("case_usually") if paper.confidence != "high" else ""
    details = ", ".join(part for part in (paper.count, paper.note, usually) if part)
    return f"{paper.name} ({details})" if details else paper.name


def _conditional(one: Conditional) -> str:
    key = "case_unless" if one.is_unless else "case_if"
    return message(key, case=" và ".join(one.cases), paper=_paper(one.paper))


def _unknown_way() -> GuideChoice:
    words = tuple(part.strip() for part in message("case_unknown_words").split(","))
    return GuideChoice(message("case_unknown_title"), UNKNOWN, words)


def _code(entry: Entry) -> str | None:
    return entry.codes[0] if entry.codes else None


def _said(key: str, **slots: Any) -> Done:
    return Done(TurnResult(Outcome("smalltalk"), (Reply(message(key)),)), slots)
