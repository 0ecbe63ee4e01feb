"""Answers a button of a guide or checklist that no stage took: what it belonged to is over."""

from actions.base import Done, SpeakingAction, Turn, simple_result
from bot.messages import message


class ActionGuide(SpeakingAction):
    """The rules send guide and checklist buttons here; the stages (actions/stages) take them before it speaks."""

    def name(self) -> str:
        """Return the name the rules call."""
        return "action_guide"

    def speak(self, turn: Turn) -> Done:
        """Say that nothing is open."""
        return Done(simple_result("smalltalk", message("guide_none_open")))
