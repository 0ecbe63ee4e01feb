"""What the staff's commands can be refused for: each message says what to do."""

# ruff: noqa: N818 - the names say what happened

from __future__ import annotations


class UnknownTicket(LookupError):
    """No ticket has that code: it was mistyped, or its conversation was erased or is past its retention."""


class TicketClosed(ValueError):
    """The ticket is closed: nothing more is sent for it."""


class AnswerRefused(ValueError):
    """The words of the staff cannot be sent as they are."""
