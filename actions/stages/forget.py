"""Lets go of everything remembered when a resident has the conversation erased; the last stage has the last word."""

from __future__ import annotations

from actions.base import Done, Turn, simple_result
from actions.stages.stage import Stage, with_slots
from bot.messages import message

SLOTS = ("entry", "previous_entry", "aspect", "place", "misses", "talk", "guide", "case", "checklist")
"""All of bot/domain/memory.yml."""


class ForgetStage(Stage):
    """The channels hear the wish and erase the journal (channels/erase_wish.py); this is the rest of it."""

    def take(self, turn: Turn) -> Done | None:
        """Say that it is done."""
        return Done(simple_result("smalltalk", message("erased"))) if turn.intent == "forget" else None

    def finish(self, turn: Turn, done: Done) -> Done:
        """Undo what other stages noted in this turn, too."""
        return with_slots(done, **dict.fromkeys(SLOTS)) if turn.intent == "forget" else done
