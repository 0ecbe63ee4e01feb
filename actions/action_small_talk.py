"""Answers greetings, thanks, goodbyes and "who are you", briefly and with what to do next."""

from actions.base import Done, SpeakingAction, Turn, simple_result
from actions.offering import example_choices
from bot.messages import message

_KEYS = {"affirm": "affirm_nothing_open", "deny": "deny_nothing_open"}
_WITH_EXAMPLES = ("greet", "ask_identity")


class ActionSmallTalk(SpeakingAction):
    """One short sentence a message; examples where the resident may not know what to ask."""

    def name(self) -> str:
        """Return the name the rules call."""
        return "action_small_talk"

    def speak(self, turn: Turn) -> Done:
        """Say the sentence of the intent."""
        choices = example_choices() if turn.intent in _WITH_EXAMPLES else ()
        text = message(_KEYS.get(turn.intent, turn.intent))
        return Done(simple_result("smalltalk", text, choices=choices))
