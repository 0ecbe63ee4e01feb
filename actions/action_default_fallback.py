"""Answers what no rule of the dialogue covers, as a question: nobody is left in silence."""

from actions.action_answer import ActionAnswer
from actions.base import Done, SpeakingAction, Turn


class ActionDefaultFallback(SpeakingAction):
    """Rasa's own name for "no rule fits"; its built-in one would say nothing."""

    def __init__(self, answer: ActionAnswer) -> None:
        self._answer = answer

    def name(self) -> str:
        """Return the name the dialogue engine calls."""
        return "action_default_fallback"

    def speak(self, turn: Turn) -> Done:
        """Let the search decide."""
        return self._answer.speak(turn)
