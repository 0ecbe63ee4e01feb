"""Where a statement comes from, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True)
class Source:
    """A text that an entry relies on. `url` is None when only a domain is known: then it is named, not linked."""

    title: str
    url: str | None = None
    date: str | None = None
