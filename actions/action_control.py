"""Moves within the conversation: back to the procedure before, say it again, stop, a number out of nowhere."""

from actions.action_answer import ActionAnswer
from actions.base import Done, SpeakingAction, Turn, simple_result
from bot.messages import message

_FORGET = {"entry": None, "previous_entry": None, "aspect": None}


class ActionControl(SpeakingAction):
    """go_back, repeat, stop and give_number; a number that chooses something never gets this far."""

    def __init__(self, answer: ActionAnswer) -> None:
        self._answer = answer

    def name(self) -> str:
        """Return the name the rules call."""
        return "action_control"

    def speak(self, turn: Turn) -> Done:
        """Do what the control word says."""
        if turn.intent == "go_back" and turn.previous_entry:
            return self._answer.answer_known(turn, turn.previous_entry, "overview")
        if turn.intent == "repeat" and turn.entry:
            return self._answer.answer_known(turn, turn.entry, turn.aspect or "overview")
        if turn.intent == "stop":
            return Done(simple_result("smalltalk", message("stopped")), _FORGET)
        keys = {"go_back": "nothing_before", "repeat": "nothing_to_repeat", "give_number": "number_without_choices"}
        return Done(simple_result("smalltalk", message(keys[turn.intent])))
