"""The sentences an importer says, from reasons.vi.yml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml


@cache
def _sentences() -> dict[str, str]:
    data: dict[str, str] = yaml.safe_load((Path(__file__).parent / "reasons.vi.yml").read_text(encoding="utf-8"))
    return data


def reason(key: str, **values: object) -> str:
    """Return the sentence of `key` with its placeholders filled. Raises KeyError for an unknown key."""
    return _sentences()[key].format(**values)
