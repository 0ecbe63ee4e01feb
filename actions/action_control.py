"""Moves within the conversation: back to the procedure before, say it again, stop, a number out of nowhere."""

from actions.action_answer import ActionAnswer
from actions.base import Done, SpeakingAction, Turn, simple_result
from actions.questions import aspects_asked, left_over
from actions.stages.talk import talk_with
from actions.words import load_wording, written
from bot.messages import message

_FORGOTTEN = ("entry", "previous_entry", "aspect")


class ActionControl(SpeakingAction):
    """go_back, repeat, stop and give_number; a number that chooses something never gets this far."""

    def __init__(self, answer: ActionAnswer) -> None:
        self._answer = answer

    def name(self) -> str:
        """Return the name the rules call."""
        return "action_control"

    def speak(self, turn: Turn) -> Done:
        """Do what the control word says."""
        if turn.intent == "go_back":
            done = self._back(turn)
            if done is not None:
                return done
        if turn.intent == "repeat" and turn.entry:
            return self._answer.answer_known(turn, turn.entry, turn.aspect or "overview")
        if turn.intent == "stop":
            talk = talk_with(turn, offered=None, pending=None, refused=None)
            return Done(simple_result("smalltalk", message("stopped")), {**dict.fromkeys(_FORGOTTEN), "talk": talk})
        keys = {"go_back": "nothing_before", "repeat": "nothing_to_repeat", "give_number": "number_without_choices"}
        return Done(simple_result("smalltalk", message(keys[turn.intent])))

    def _back(self, turn: Turn) -> Done | None:
        """Return to the entry that is named, else to the one before (once more: to and fro), else to its overview."""
        aspects = aspects_asked(turn.text, "overview")
        own = left_over(turn.text, load_wording().back, load_wording().before)
        found = self._answer.find(written(own), None) if own else None
        if found is not None and found.band == "offer" and len(own) > 1:
            return self._answer.offering.offer(turn, found, aspects)
        named = found.hits[0].entry_id if found is not None and found.band == "answer" else None
        entry = named or turn.previous_entry or turn.entry
        if entry is None:
            return None
        return self._answer.answer_known(turn, entry, aspects, lead=message("back_again"), from_memory=named is None)
