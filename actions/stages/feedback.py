"""Asks now and then whether an answer was right, in one short line behind it."""

from __future__ import annotations

from actions.action_feedback import ActionFeedback
from actions.base import Done, Turn
from actions.stages.stage import Stage, with_reply
from actions.stages.talk import talk_with, with_talk
from bot.messages import message
from bot.payloads import Payload
from bot.replies import Choice, Outcome, Reply
from knowledge.library import Library

MOST_ASKED = 3
"""Times a conversation is asked at most."""


class FeedbackStage(Stage):
    """The calm rule: never twice about an entry, never after two answers in a row, never in a guide, and the first
    answer of a conversation only where one aspect was asked about: an overview is where people begin to look around."""

    def __init__(self, library: Library, feedback: ActionFeedback, *, is_on: bool) -> None:
        self._library = library
        self._feedback = feedback
        self._is_on = is_on

    def take(self, turn: Turn) -> Done | None:
        """Hear "yes" and "no" to the question of the turn before."""
        asked_about = turn.talk.get("feedback") or {}
        if turn.talk.get("asking") != "feedback" or turn.is_tapped or turn.intent not in ("affirm", "deny"):
            return None
        return (
            self._feedback.rate(turn, list(asked_about)[-1], is_good=turn.intent == "affirm") if asked_about else None
        )

    def finish(self, turn: Turn, done: Done) -> Done:
        """Add the question where the rule allows it."""
        outcome = done.result.outcome
        if outcome.code != "answered" or outcome.entry is None:
            return done
        talk = talk_with(turn, done)
        done = with_talk(turn, done, answers=int(talk.get("answers", 0)) + 1, paused=None)
        if not self._is_on or not _is_time(turn, done, outcome, talk):
            return done
        entry = self._library.entry(outcome.entry)
        asked = {**talk.get("feedback", {}), outcome.entry: [outcome.aspect, entry.content_hash if entry else None]}
        return with_talk(
            turn, with_reply(done, _question(outcome.entry)), feedback=asked, asking="feedback", paused=True
        )


def _is_time(turn: Turn, done: Done, outcome: Outcome, talk: dict[str, object]) -> bool:
    asked = talk.get("feedback") or {}
    if outcome.entry in asked or len(asked) >= MOST_ASKED or talk.get("paused"):  # type: ignore[operator,arg-type]
        return False
    if turn.guide or done.slots.get("guide"):
        return False
    return bool(talk.get("answers")) or turn.intent == f"ask_{outcome.aspect}"


def _question(entry: str) -> Reply:
    good = Choice(message("feedback_good_title"), str(Payload("feedback_good", entry)))
    bad = Choice(message("feedback_bad_title"), str(Payload("feedback_bad", entry)))
    return Reply(message("feedback_ask"), (good, bad))
