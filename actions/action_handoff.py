"""Brings a resident to a person: a ticket for the staff, its code, and what happens next."""

from __future__ import annotations

from actions.base import Done, SpeakingAction, Turn, simple_result
from actions.desk import Desk
from actions.stages.talk import talk_with
from bot.messages import message
from bot.replies import Outcome, Record, Reply, TurnResult
from bot.ticket_code import ticket_code
from knowledge.library import Library


class ActionHandoff(SpeakingAction):
    """Makes a ticket, or names the one that waits; where nobody answers tickets, the way to a person alone."""

    def __init__(self, library: Library, desk: Desk) -> None:
        self._library = library
        self._desk = desk

    def name(self) -> str:
        """Return the name the rules call."""
        return "action_handoff"

    def speak(self, turn: Turn) -> Done:
        """Say the code of the ticket, when staff answer and whom to reach.

        The journal has the last word: it makes no second ticket while one waits, and puts the code of the ticket in
        the place of the one said here.
        """
        entry = self._library.entry(turn.entry) if turn.entry else None
        contact = self._desk.contact_for(entry)
        if not self._desk.is_on:
            return Done(simple_result("handoff", message("handoff", contact=contact)), {"misses": 0})
        code = str(turn.talk.get("ticket") or ticket_code(turn.turn_id))
        # The chat page forgets a conversation an hour after its last use: an answer that comes later is not seen there.
        page = message("handoff_page") if turn.conversation.startswith("web:") else ""
        text = message("handoff_ticket", code=code, when=self._desk.when(), contact=contact, page=page)
        data = {"code": code, "reason": _reason(turn), "contact": contact, "entry": entry.id if entry else None}
        reply = Reply("\n".join(line for line in text.splitlines() if line.strip()))
        result = TurnResult(Outcome("handoff"), (reply,), (Record("ticket", data),))
        return Done(result, {"misses": 0, "talk": talk_with(turn, ticket=code, offer=None)})


def _reason(turn: Turn) -> str:
    """Return why: the offer that led here, else the resident's own wish."""
    return str(turn.talk.get("offer") or "asked")
