"""Warns first when a resident tells of a scam call, link or request for an OTP."""

from actions.base import Done, SpeakingAction, Turn
from bot.messages import message
from bot.payloads import Payload
from bot.replies import Choice, Outcome, Reply, TurnResult
from knowledge.library import Library

REPORT_ENTRY = "lua-dao-da-bi-lua"


class ActionScamWarning(SpeakingAction):
    """Fixed words before anything else; the way to report it is one tap away when the entry is published."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def name(self) -> str:
        """Return the name the rules call."""
        return "action_scam_warning"

    def speak(self, turn: Turn) -> Done:
        """Say what to do now."""
        known = self._library.entry(REPORT_ENTRY) is not None
        report = Choice(message("scam_report_title"), str(Payload("ask_procedure", REPORT_ENTRY)))
        reply = Reply(message("scam_warning"), choices=(report,) if known else ())
        return Done(TurnResult(Outcome("scam_warning"), (reply,)))
