"""What the journal takes in and gives out, as plain frozen records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.replies import TurnResult

Kind = Literal["text", "payload"]
State = Literal["pending", "working", "done", "failed"]


@dataclass(frozen=True)
class Incoming:
    """One event of a channel, translated and nothing more: `text` may be raw, the journal masks it.

    Exactly one of `text` and `payload` is given. A known `conversation` is named by its id; else it is found
    again by `key` (the channel's own name of it) or opened. `event_id` is unique in the whole channel (a
    provider's id); `message_id` is unique in its conversation only (chosen by a client).
    """

    channel: str
    text: str | None = field(default=None, repr=False)
    payload: str | None = None
    conversation: str | None = None
    key: str | None = None
    event_id: str | None = None
    message_id: str | None = None


@dataclass(frozen=True)
class Turn:
    """One message of a resident as it is stored: masked, in one line, never a command."""

    id: str
    number: int
    conversation: str
    channel: str
    kind: Kind
    text: str = field(repr=False)
    payload: str | None
    masked: tuple[str, ...]
    """The kinds of private data that were masked in the text."""
    state: State
    attempts: int
    received_at: datetime


@dataclass(frozen=True)
class Received:
    """The stored turn, and whether this event was seen for the first time."""

    turn: Turn
    is_new: bool


@dataclass(frozen=True)
class Offer:
    """A choice that was shown: its number on screen, what it carries, its title and when it was offered."""

    position: int
    payload: str
    title: str
    offered_at: datetime


@dataclass(frozen=True)
class PastTurn:
    """One turn of a conversation's history; `result` is None while it is open.

    An answer of the staff is one without `text`: no message of the resident produced it.
    """

    id: str
    text: str = field(repr=False)
    received_at: datetime
    result: TurnResult | None
