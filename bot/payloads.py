"""What a button carries: an intent and, where it is about one, an entry. Never raw Rasa text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

_SHAPE = re.compile(r"^(?P<intent>[a-z][a-z_]{1,30})(?::(?P<entry>[a-z0-9][a-z0-9.-]{0,47}))?$")


class PayloadError(ValueError):
    """The string is not a payload that this program makes."""


@dataclass(frozen=True)
class Payload:
    """An intent such as `ask_fee` and the id of the entry it is asked about."""

    intent: str
    entry: str | None = None

    def __str__(self) -> str:
        return self.intent if self.entry is None else f"{self.intent}:{self.entry}"

    def to_rasa(self) -> str:
        """Return the only kind of slash command that Rasa ever gets from us."""
        entities = "" if self.entry is None else json.dumps({"entry": self.entry})
        return f"/{self.intent}{entities}"


def parse_payload(text: str) -> Payload:
    """Read `intent` or `intent:entry` (at most 64 bytes: Telegram's limit). Raises PayloadError."""
    shape = _SHAPE.match(text)
    if shape is None or len(text) > 64:
        raise PayloadError("not a payload of this program")
    return Payload(shape["intent"], shape["entry"])
