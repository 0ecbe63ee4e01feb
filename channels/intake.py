"""The door of the journal: masks a resident's words and makes them harmless before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.privacy import mask
from bot.text import clean, strip_command
from channels.errors import EmptyMessage


@dataclass(frozen=True)
class SafeText:
    """One readable line without private data that Rasa can never take for a command."""

    text: str = field(repr=False)
    masked: tuple[str, ...]


def take_in(raw: str) -> SafeText:
    """Mask, clean and strip the text. Raises EmptyMessage when nothing readable is left.

    Masking runs again after cleaning: what was pulled apart by odd characters may only then read as a number.
    """
    first = mask(raw)
    second = mask(strip_command(clean(first.text)))
    text = strip_command(clean(second.text))
    if not text:
        raise EmptyMessage("nothing readable in the message")
    return SafeText(text, tuple(dict.fromkeys((*first.kinds, *second.kinds))))
