"""Goes on when none of the offered choices was meant: forgets the guess and asks once more in other words."""

from __future__ import annotations

from actions.base import Done, SpeakingAction, Turn
from actions.stages.talk import talk_with
from bot.messages import message
from bot.payloads import Payload
from bot.replies import Choice, Outcome, Reply, TurnResult
from knowledge.library import Library


class ActionNoChoice(SpeakingAction):
    """After "none of these" or "not this one"."""

    def __init__(self, library: Library, where_to_ask: str) -> None:
        self._library = library
        self._contact = where_to_ask

    def name(self) -> str:
        """Return the name the rules call."""
        return "action_no_choice"

    def speak(self, turn: Turn) -> Done:
        """Ask for other words, name the office, and offer the entry before: perhaps that one was still meant."""
        refused = [*(turn.talk.get("refused") or ()), *(turn.talk.get("offered") or ())]
        refused += [turn.entry] if turn.entry else []
        reply = Reply(message("no_choice", contact=self._contact), choices=self._before(turn, refused))
        talk = talk_with(turn, refused=list(dict.fromkeys(refused)), offered=None, pending=None)
        slots = {"entry": None, "aspect": None, "talk": talk}
        return Done(TurnResult(Outcome("no_answer"), (reply,)), slots)

    def _before(self, turn: Turn, refused: list[str]) -> tuple[Choice, ...]:
        before = turn.previous_entry
        entry = self._library.entry(before) if before is not None and before not in refused else None
        if entry is None:
            return ()
        intent = f"ask_{turn.aspect}" if turn.aspect and turn.aspect != "overview" else "ask_procedure"
        return (Choice(entry.short_title, str(Payload(intent, entry.id))),)
