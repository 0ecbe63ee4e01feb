"""One turn of a conversation: the stages may take it, else the action speaks, then every stage may add to it."""

from __future__ import annotations

from collections.abc import Sequence

from actions.base import Done, SpeakingAction, Turn
from actions.stages.stage import Stage


class Conversation(SpeakingAction):
    """Stands in Rasa's eyes for an action, and keeps the thread around it."""

    def __init__(self, action: SpeakingAction, stages: Sequence[Stage]) -> None:
        self._action = action
        self._stages = stages

    def name(self) -> str:
        """Return the name of the action, as the rules call it."""
        return self._action.name()

    def speak(self, turn: Turn) -> Done:
        """Let the first stage that wants the turn have it; a danger comes before everything."""
        taken = (done for stage in self._stages if (done := stage.take(turn)) is not None)
        done = next(taken, None) or self._action.speak(turn)
        for stage in self._stages:
            done = stage.finish(turn, done)
        return done
