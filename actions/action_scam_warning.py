"""Warns when the language model alone takes a message for a scam story; what only sounds like one is answered."""

from __future__ import annotations

from actions.action_answer import ActionAnswer
from actions.base import Done, SpeakingAction, Turn
from actions.scam_reply import scam_reply
from bot.safety.danger import speaks_against_scam, story
from bot.safety.warnings import ENTRY_PREFIX
from bot.text import Lexicon
from knowledge.library import Library


class ActionScamWarning(SpeakingAction):
    """The safety stage has looked already: what comes here has too few signs in its words."""

    def __init__(self, library: Library, lexicon: Lexicon, answer: ActionAnswer) -> None:
        self._library = library
        self._lexicon = lexicon
        self._answer = answer

    def name(self) -> str:
        """Return the name the rules call."""
        return "action_scam_warning"

    def speak(self, turn: Turn) -> Done:
        """Let the search be the third witness: a question that finds a procedure is a question."""
        if not turn.is_tapped and self._is_question(turn):
            return self._answer.speak(turn)
        return scam_reply(self._library, turn, *story(turn.text, self._lexicon))

    def _is_question(self, turn: Turn) -> bool:
        if speaks_against_scam(turn.text, self._lexicon):
            return True
        found = self._library.search(turn.text, turn.entry)
        sure = found.band in ("answer", "offer") and bool(found.hits)
        return sure and not found.hits[0].entry_id.startswith(ENTRY_PREFIX)
