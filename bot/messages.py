"""The sentences the bot says to residents, by key, from messages.vi.yml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "messages.vi.yml"


@cache
def _sentences() -> dict[str, str]:
    return {key: str(text).strip() for key, text in yaml.safe_load(_FILE.read_text(encoding="utf-8")).items()}


def message(key: str, **values: object) -> str:
    """Return the sentence of `key` with its {placeholders} filled. Raises KeyError for an unknown key."""
    return _sentences()[key].format(**values)


def keys() -> frozenset[str]:
    """Return every key of the file, for the tests that look for missing and unused ones."""
    return frozenset(_sentences())
