"""The words in which an imported record is read out, from wording.vi.yml, and how a long official text is cut."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_SENTENCE_END = re.compile(r"[.;!?](?=\s)")
LEAST_SHARE = 0.4
"""A cut at a sentence must leave this share of the allowed length, else it is made at a word."""


@cache
def wording() -> dict[str, Any]:
    """Return everything in wording.vi.yml."""
    data: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("wording.vi.yml").read_text(encoding="utf-8"))
    return data


def shortened(text: str, most: int) -> str:
    """Return the text, cut at the end of a sentence (or at a word) when it is longer; then it names the source page."""
    if len(text) <= most:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, most)]
    cut = ends[-1] if ends and ends[-1] > most * LEAST_SHARE else text.rfind(" ", 0, most)
    return f"{text[: cut if cut > 0 else most].rstrip(' ;,.')}{wording()['see_source']}"
