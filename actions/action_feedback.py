"""Takes what a resident thinks of an answer: right, or not and why; the journal keeps it for those who write."""

from __future__ import annotations

from actions.base import Done, SpeakingAction, Turn
from actions.stages.talk import talk_with
from bot.messages import message
from bot.payloads import Payload
from bot.replies import Choice, Outcome, Record, Reply, TurnResult
from knowledge.library import Library

REASONS = ("wrong", "outdated", "unclear", "missing-case", "wrong-place")


class ActionFeedback(SpeakingAction):
    """feedback_good, feedback_bad and feedback_reason: buttons alone, nobody types these intents."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def name(self) -> str:
        """Return the name the rules call."""
        return "action_feedback"

    def speak(self, turn: Turn) -> Done:
        """Note the verdict; thank, or ask for the reason."""
        if turn.intent == "feedback_reason":
            return self._explained(turn, turn.chosen_entry or "")
        return self.rate(turn, turn.chosen_entry or "", is_good=turn.intent == "feedback_good")

    def rate(self, turn: Turn, entry: str, *, is_good: bool) -> Done:
        """Note what is thought of the answer about an entry."""
        aspect, version = self._answer_about(turn, entry)
        about = {"entry": entry, "aspect": aspect, "version": version}
        if is_good:
            record = Record("feedback", {**about, "verdict": "good"})
            return _said(Outcome("smalltalk"), Reply(message("feedback_thanks")), record, talk_with(turn, rated=None))
        choices = [Choice(message(_title(reason)), str(Payload("feedback_reason", reason))) for reason in REASONS]
        reply = Reply(message("feedback_why"), tuple(choices))
        record = Record("feedback", {**about, "verdict": "bad"})
        return _said(Outcome("clarify", entry=entry, aspect=aspect), reply, record, talk_with(turn, rated=entry))

    def _explained(self, turn: Turn, reason: str) -> Done:
        entry = turn.talk.get("rated")
        if not entry or reason not in REASONS:  # an old button: what it was about is forgotten
            return Done(TurnResult(Outcome("smalltalk"), (Reply(message("feedback_thanks")),)))
        aspect, version = self._answer_about(turn, entry)
        data = {"entry": entry, "aspect": aspect, "version": version, "verdict": "bad", "reason": reason}
        reply = Reply(message("feedback_noted"), (Choice(message("ask_human_title"), "ask_human"),))
        talk = talk_with(turn, rated=None, offer="feedback")
        return _said(Outcome("smalltalk"), reply, Record("feedback", data), talk)

    def _answer_about(self, turn: Turn, entry_id: str) -> tuple[str | None, str | None]:
        """Return the aspect and the version that the resident was asked about; of an old button: as it is now."""
        asked = (turn.talk.get("feedback") or {}).get(entry_id)
        if asked:
            return asked[0], asked[1]
        entry = self._library.entry(entry_id)
        return turn.aspect if turn.entry == entry_id else None, entry.content_hash if entry else None


def _title(reason: str) -> str:
    return f"feedback_reason_{reason.replace('-', '_')}"


def _said(outcome: Outcome, reply: Reply, record: Record, talk: dict[str, object]) -> Done:
    return Done(TurnResult(outcome, (reply,), (record,)), {"talk": talk})
