"""Finds the choice that a typed message means: its number, or its title word for word."""

from __future__ import annotations

from collections.abc import Sequence

from bot.text import fold, parse_choice_number, words
from channels.records import Offer

LONGEST_TITLE = 80
"""Letters; a longer message is a question of its own and needs no look at the offers."""


def may_mean_choice(text: str) -> bool:
    """Tell whether the text is short enough to be a number or a title."""
    return len(text) <= LONGEST_TITLE


def chosen(text: str, offered: Sequence[Offer]) -> Offer | None:
    """Return the choice among those last offered that the text names, None when it names none."""
    number = parse_choice_number(text)
    if number is not None:
        return next((offer for offer in offered if offer.position == number), None)
    said = _plain(text)
    return next((offer for offer in offered if said and _plain(offer.title) == said), None)


def _plain(text: str) -> str:
    return fold(" ".join(words(text)))
