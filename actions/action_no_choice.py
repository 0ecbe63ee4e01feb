"""Goes on when none of the offered choices was meant: forgets the guess and asks once more in other words."""

from actions.base import Done, SpeakingAction, Turn
from bot.messages import message
from bot.replies import Outcome, Reply, TurnResult


class ActionNoChoice(SpeakingAction):
    """After "none of these" or "not this one"."""

    def __init__(self, where_to_ask: str) -> None:
        self._contact = where_to_ask

    def name(self) -> str:
        """Return the name the rules call."""
        return "action_no_choice"

    def speak(self, turn: Turn) -> Done:
        """Ask for other words and name the office, so that nobody is stuck."""
        reply = Reply(message("no_choice", contact=self._contact))
        return Done(TurnResult(Outcome("no_answer"), (reply,)), {"entry": None, "aspect": None})
