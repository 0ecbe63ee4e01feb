"""Loads the lexicon of the bot in the environment of Rasa, which has no other YAML reader than Rasa's own."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from bot.text import Lexicon

LEXICON = Path(__file__).parent.parent / "bot" / "lexicon.yml"


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Return the one shared lexicon. Raises LexiconError when a row has the wrong shape."""
    return Lexicon(YAML(typ="safe").load(LEXICON.read_text(encoding="utf-8")))
