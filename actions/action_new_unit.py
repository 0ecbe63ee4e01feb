"""Says what an old commune, district or province is today; asks back when its name alone does not settle it."""

from __future__ import annotations

from dataclasses import replace

from actions.action_answer import ActionAnswer
from actions.base import Done, SpeakingAction, Turn
from actions.place_talk import PlaceTalk


class ActionNewUnit(SpeakingAction):
    """Names are looked up in the tables; a message that names no unit is searched like any question."""

    def __init__(self, talk: PlaceTalk, answer: ActionAnswer) -> None:
        self._talk = talk
        self._answer = answer

    def name(self) -> str:
        """Return the name the rules call."""
        return "action_new_unit"

    def speak(self, turn: Turn) -> Done:
        """Take the tapped unit, else the one named, else a procedure the message may be about, else ask for a name."""
        told = self._talk.told(turn)
        if told is not None:
            return told
        done = self._answer.speak(replace(turn, intent="ask_procedure"))
        return done if done.result.outcome.code in ("answered", "answered_partly") else self._talk.ask(turn)
