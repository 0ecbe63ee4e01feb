"""Declines what is no public service, unless the search clearly knows better than the classifier."""

from actions.action_answer import ActionAnswer
from actions.base import Done, SpeakingAction, Turn


class ActionOutOfScope(SpeakingAction):
    """The same way as a question, so that a misjudged message is still answered when an entry surely fits."""

    def __init__(self, answer: ActionAnswer) -> None:
        self._answer = answer

    def name(self) -> str:
        """Return the name the rules call."""
        return "action_out_of_scope"

    def speak(self, turn: Turn) -> Done:
        """Let the search decide; what it does not know is declined kindly."""
        return self._answer.speak(turn)
