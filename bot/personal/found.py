"""One personal item in a shadow."""

from __future__ import annotations

from typing import NamedTuple


class Found(NamedTuple):
    """Where the item starts and ends in the shadow, and its kind (a key of bot.privacy.PLACEHOLDERS)."""

    start: int
    end: int
    kind: str
