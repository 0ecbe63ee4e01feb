"""Loads bot/lexicon.yml into a Lexicon."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from bot.text import Lexicon

LEXICON_PATH = Path(__file__).with_name("lexicon.yml")


@cache
def load_lexicon() -> Lexicon:
    """Return the one shared lexicon. Raises LexiconError when a row has the wrong shape."""
    return Lexicon(yaml.safe_load(LEXICON_PATH.read_text(encoding="utf-8")))
