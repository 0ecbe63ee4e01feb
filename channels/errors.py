"""What can go wrong between a channel and an answer: a short closed list, each saying what it means."""

# ruff: noqa: N818 - the names say what happened; "Error" behind each would add nothing

from __future__ import annotations


class JournalUnavailable(RuntimeError):
    """The journal is locked, full or unreachable: nothing was stored, the same call may be tried again."""


class JournalTooNew(RuntimeError):
    """A newer version of this program made the journal: this one must not touch it."""


class UnknownConversation(LookupError):
    """No conversation of this channel has that id (it never existed or was erased)."""


class PayloadNotOffered(ValueError):
    """The conversation was never offered this payload; nothing was stored."""


class EmptyMessage(ValueError):
    """Nothing readable is left of the message; nothing was stored."""


class TurnLost(RuntimeError):
    """Another process took the turn over or the conversation was erased: our result must not be shown."""


class RasaError(RuntimeError):
    """Rasa gave no answer; `outcome` is how the turn ends. The same message is never sent twice."""

    outcome = "error_rasa"


class RasaDown(RasaError):
    """Rasa refused the connection until the deadline, or broke it off half-way."""


class RasaSlow(RasaError):
    """Rasa did not answer before the deadline."""


class RasaSilent(RasaError):
    """Rasa answered with an empty list: its action server is away, or it failed inside."""


class RasaNonsense(RasaError):
    """Rasa answered with something that is not one turn result."""

    outcome = "error_action"
