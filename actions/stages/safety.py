"""Answers a danger before anything else is looked at: an emergency, a scam story, an insult without a question."""

from __future__ import annotations

from actions.base import Done, Turn, simple_result
from actions.scam_reply import scam_reply
from actions.stages.stage import Stage
from bot.messages import message
from bot.safety import danger
from bot.safety.warnings import emergency_result
from bot.text import Lexicon
from knowledge.library import Library


class SafetyStage(Stage):
    """Reads the words of every typed message; a tapped button tells no story."""

    def __init__(self, library: Library, lexicon: Lexicon) -> None:
        self._library = library
        self._lexicon = lexicon

    def take(self, turn: Turn) -> Done | None:
        """Answer a danger; the understood intent is a second witness for scam stories."""
        if turn.is_tapped or turn.chosen_entry is not None:
            return None
        found = danger(turn.text, self._lexicon, turn.intent)
        if found is None:
            return None
        if found.is_emergency:
            return Done(emergency_result(found))
        if found.kind == "scam":
            return scam_reply(self._library, turn, found.pattern, found.harm)
        return Done(simple_result("smalltalk", message("insult")))
