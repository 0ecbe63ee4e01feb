"""Leads a resident through a guide: shows a step, hears the answer, lets a question come between."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions.base import Done, Turn
from actions.stages.stage import Stage, with_choices, with_first_choice, with_slots
from bot.messages import message
from bot.payloads import Payload
from bot.replies import Choice, Link, Outcome, Reply, SourceLine, TurnResult
from bot.text import Lexicon
from knowledge.guide.hearing import heard
from knowledge.guide.model import Guide, GuideStep
from knowledge.guide.walk import Position, WalkError, back, begin, choices_at, choose, progress, step_at
from knowledge.library import Library
from knowledge.model import Entry

MOST_ASIDE = 3
"""Turns about other things after which an unfinished guide no longer listens; its button still works."""
MOST_MISSES = 2
"""Answers in a row that fit no choice, before a person is offered."""
_GUIDED = frozenset({"overview", "steps", "online"})
_TALK = frozenset({"greet", "thank", "goodbye", "ask_identity", "ask_human", "report_scam", "ask_new_unit"})


class GuideStage(Stage):
    """Takes the turns that belong to a guide; the walk itself is knowledge.guide.walk."""

    def __init__(self, library: Library, lexicon: Lexicon) -> None:
        self._library = library
        self._lexicon = lexicon

    def take(self, turn: Turn) -> Done | None:
        """Begin, go on, go back or stop; None for a turn that is about something else."""
        if turn.intent == "guide_start":
            return self.start(turn, turn.chosen_entry or "")
        position = self._position(turn)
        if turn.intent == "guide_choice":
            return self._tapped(turn, position)
        if position is None:
            return self._nothing_open(turn)
        if turn.intent in ("guide_back", "go_back"):
            return self._back(turn, position)
        if turn.intent in ("guide_resume", "repeat"):
            return self._show(turn, position)
        if turn.intent == "stop":
            return _said("guide_stopped", guide=None)
        if turn.is_tapped:
            return None
        return self._typed(turn, position)

    def finish(self, turn: Turn, done: Done) -> Done:
        """Begin a guide that was asked for by name; offer one with an answer; after a question between, go on."""
        outcome = done.result.outcome
        answered = self._library.entry(outcome.entry) if outcome.entry and outcome.code.startswith("answered") else None
        if answered is not None and answered.guide is not None:
            return self.start(turn, answered.id)
        position = self._position(turn)
        if position is None and answered is not None and outcome.aspect in _GUIDED:
            return self._offered(done, answered)
        if position is None or done.result.outcome.code == "guide" or "guide" in done.slots:
            return done
        entry = self._library.entry(position.guide)
        aside = turn.guide_aside + 1
        if entry is None or aside > MOST_ASIDE:
            return with_slots(done, guide=None)
        go_on = Choice(message("guide_resume", title=entry.short_title), "guide_resume")
        return with_slots(with_choices(done, (go_on,)), guide={**position.to_slot(), "aside": aside})

    def _offered(self, done: Done, entry: Entry) -> Done:
        for guide in reversed(self._library.guides_for(entry.id)):
            key = "guide_title" if guide.guide and guide.guide.entries[0] == entry.id else "guide_named"
            choice = Choice(message(key, title=guide.short_title), str(Payload("guide_start", guide.id)))
            done = with_first_choice(done, choice)
        return done

    def start(self, turn: Turn, entry_id: str) -> Done:
        """Show the first step of a guide."""
        entry, guide = self._guide(entry_id)
        if entry is None or guide is None:
            return _said("guide_gone", guide=None)
        return self._show(turn, begin(entry.id, entry.content_hash, guide, {}), is_first=True)

    def _position(self, turn: Turn) -> Position | None:
        return Position.from_slot(turn.guide) if turn.guide else None

    def _guide(self, entry_id: str) -> tuple[Entry | None, Guide | None]:
        entry = self._library.entry(entry_id)
        return entry, entry.guide if entry else None

    def _tapped(self, turn: Turn, position: Position | None) -> Done:
        """Take a button of a step, also of an earlier one that is still on the screen."""
        guide_id, _, rest = (turn.chosen_entry or "").partition(".")
        step_id, _, number = rest.partition(".")
        if position is None or position.guide != guide_id:
            entry, guide = self._guide(guide_id)
            if entry is None or guide is None:
                return _said("guide_gone", guide=None)
            position = begin(guide_id, entry.content_hash, guide, {})
        if position.at != step_id:
            trail = position.trail
            before = trail[: trail.index(step_id)] if step_id in trail else trail
            position = replace(position, at=step_id, trail=before)
        return self._choose(turn, position, int(number) if number.isdecimal() else 0)

    def _typed(self, turn: Turn, position: Position) -> Done | None:
        _, guide = self._guide(position.guide)
        if guide is None or position.at not in guide.by_id:
            return self._show(turn, position)
        choices = choices_at(guide.by_id[position.at], position.facts)
        number = heard(turn.text, choices, self._lexicon)
        if number is not None:
            return self._choose(turn, position, number)
        if turn.intent in _TALK or self._asks_something(turn):
            return None
        return self._missed(turn, replace(position, misses=position.misses + 1))

    def _asks_something(self, turn: Turn) -> bool:
        return self._library.search(turn.text, turn.entry).band != "unknown" or (
            turn.intent.startswith("ask_") and turn.intent != "ask_procedure" and turn.entry is not None
        )

    def _choose(self, turn: Turn, position: Position, number: int) -> Done:
        _, guide = self._guide(position.guide)
        if guide is None:
            return _said("guide_gone", guide=None)
        try:
            return self._show(turn, choose(guide, position, number))
        except WalkError:
            return self._show(turn, position)  # edited meanwhile: _show says so

    def _back(self, turn: Turn, position: Position) -> Done:
        _, guide = self._guide(position.guide)
        if guide is None:
            return _said("guide_gone", guide=None)
        before = back(guide, position)
        if before is None:
            return self._show(turn, position, note=message("guide_at_first"))
        return self._show(turn, before)

    def _missed(self, turn: Turn, position: Position) -> Done:
        done = self._show(turn, position, note=message("guide_not_understood"))
        if position.misses < MOST_MISSES:
            return done
        return with_choices(done, (Choice(message("ask_human_title"), "ask_human"),))

    def _nothing_open(self, turn: Turn) -> Done | None:
        return _said("guide_none_open") if turn.intent in ("guide_back", "guide_resume") else None

    def _show(self, turn: Turn, position: Position, note: str = "", *, is_first: bool = False) -> Done:
        entry, guide = self._guide(position.guide)
        if entry is None or guide is None:
            return _said("guide_gone", guide=None)
        if position.stamp != entry.content_hash:
            position, note = _moved(position, entry, guide)
        try:
            step = step_at(guide, position)
        except WalkError:
            position, note = _restarted(position, entry, guide)
            step = step_at(guide, position)
        if step.end:
            return self._end(turn, entry, step, position)
        lines = [note, message("guide_manners") if is_first else "", _step_text(guide, position, step)]
        reply = Reply(
            "\n".join(line for line in lines if line),
            choices=_choices(position, step),
            links=_links(step),
            sources=_sources(entry)[:1],
        )
        return Done(TurnResult(_outcome(entry), (reply,)), {"guide": {**position.to_slot(), "aside": 0}})

    def _end(self, turn: Turn, entry: Entry, step: GuideStep, position: Position) -> Done:
        titles = [(name, self._library.entry(name)) for name in step.entries]
        choices = [Choice(one.short_title, str(Payload("ask_procedure", name))) for name, one in titles if one]
        text = "\n".join(part for part in (step.text, _warning(step)) if part)
        reply = Reply(text, choices=tuple(choices), links=_links(step), sources=_sources(entry))
        slots: dict[str, Any] = {"guide": None}
        home = entry.guide.entries[0] if entry.guide and entry.guide.entries else None
        if home:
            slots |= {"entry": home, "aspect": "overview"}
        return Done(TurnResult(_outcome(entry), (reply,)), slots)


def _moved(position: Position, entry: Entry, guide: Guide) -> tuple[Position, str]:
    """Carry a position into an edited guide: the step is still there, or the walk begins anew and says why."""
    if position.at in guide.by_id:
        trail = tuple(name for name in position.trail if name in guide.by_id)
        return replace(position, stamp=entry.content_hash, trail=trail), ""
    return _restarted(position, entry, guide)


def _restarted(position: Position, entry: Entry, guide: Guide) -> tuple[Position, str]:
    return begin(entry.id, entry.content_hash, guide, position.facts), message("guide_changed")


def _step_text(guide: Guide, position: Position, step: GuideStep) -> str:
    number, total = progress(guide, position)
    text = message("guide_step", number=number, total=total, text=step.text)
    return "\n".join(part for part in (text, _warning(step)) if part)


def _warning(step: GuideStep) -> str:
    return message("guide_warning", text=step.warning) if step.warning else ""


def _choices(position: Position, step: GuideStep) -> tuple[Choice, ...]:
    ways = [
        Choice(way.say, str(Payload("guide_choice", f"{position.guide}.{position.at}.{number}")))
        for number, way in enumerate(choices_at(step, position.facts), 1)
    ]
    before = [Choice(message("guide_back_title"), "guide_back")] if position.trail else []
    return (*ways, *before)


def _links(step: GuideStep) -> tuple[Link, ...]:
    return tuple(Link(link.title, link.url) for link in step.links)


def _sources(entry: Entry) -> tuple[SourceLine, ...]:
    return tuple(SourceLine(item.title, item.url, entry.checked_on) for item in entry.sources)


def _outcome(entry: Entry) -> Outcome:
    return Outcome("guide", entry=entry.id, topic=entry.topic, confidence=1.0)


def _said(key: str, **slots: Any) -> Done:
    return Done(TurnResult(Outcome("guide"), (Reply(message(key)),)), slots)
