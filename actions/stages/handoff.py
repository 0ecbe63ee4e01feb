"""Counts failures in a row, and offers the staff after two."""

from __future__ import annotations

from actions.action_handoff import ActionHandoff
from actions.base import Done, Turn, simple_result
from actions.stages.stage import Stage, with_reply, with_slots
from actions.stages.talk import talk_with, with_talk
from bot.messages import message
from bot.replies import Choice, Reply

MOST_MISSES = 2
"""Failures in a row, before a person is offered."""

_PROGRESS = ("answered", "answered_partly", "guide", "handoff", "scam_warning", "emergency")


class HandoffStage(Stage):
    """A failure is a turn without an answer, a second "which one?" in a row, or an answer that a guide did not hear."""

    def __init__(self, handoff: ActionHandoff) -> None:
        self._handoff = handoff

    def take(self, turn: Turn) -> Done | None:
        """Hear "yes" and "no" to the offer of the turn before."""
        if turn.talk.get("asking") != "handoff" or turn.is_tapped:
            return None
        if turn.intent == "affirm":
            return self._handoff.speak(turn)
        if turn.intent == "deny":
            return Done(simple_result("smalltalk", message("handoff_declined")), {"talk": talk_with(turn, offer=None)})
        return None

    def finish(self, turn: Turn, done: Done) -> Done:
        """Count; at two in a row offer the desk, once for these two, and never while a ticket waits."""
        misses = _misses(turn, done)
        outcome = done.result.outcome
        done = with_talk(turn, done, clarify=(outcome.code == "clarify" and outcome.entry is None) or None, asking=None)
        if outcome.code in ("answered", "answered_partly"):
            done = with_talk(turn, done, offer=None)
        if misses < MOST_MISSES or turn.talk.get("ticket"):
            return with_slots(done, misses=misses)
        return with_slots(with_talk(turn, _offered(done), offer="failures", asking="handoff"), misses=0)


def _misses(turn: Turn, done: Done) -> int:
    if _has_failed(turn, done):
        return turn.misses + 1
    progress = done.result.outcome.code in _PROGRESS or done.result.outcome.entry is not None
    return 0 if progress else turn.misses


def _has_failed(turn: Turn, done: Done) -> bool:
    outcome = done.result.outcome
    if outcome.code == "guide":
        position = done.slots.get("guide")
        return isinstance(position, dict) and bool(position.get("misses"))
    if outcome.code == "clarify" and outcome.entry is None:
        return bool(turn.talk.get("clarify"))
    if outcome.code == "clarify" and turn.checklist and done.slots.get("checklist") == turn.checklist:
        return turn.intent not in ("case_start", "case_anew") and bool(done.slots.get("case") == turn.case)
    return outcome.code == "no_answer"


def _offered(done: Done) -> Done:
    """Offer a person, unless a stage before has done so in this turn."""
    offered = any(choice.payload == "ask_human" for reply in done.result.replies for choice in reply.choices)
    if offered:
        return done
    return with_reply(done, Reply(message("handoff_offer"), (Choice(message("ask_human_title"), "ask_human"),)))
