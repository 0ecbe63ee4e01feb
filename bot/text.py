"""Reads Vietnamese as residents type it: the one door to letters, words and the lexicon (standard library only)."""

from __future__ import annotations

from bot.letters import clean, fold, has_marks, place_tone_marks, squeeze_repeats, strip_command
from bot.lexicon import Lexicon, LexiconError
from bot.words import parse_choice_number, words

__all__ = [
    "Lexicon",
    "LexiconError",
    "clean",
    "fold",
    "has_marks",
    "normalise",
    "parse_choice_number",
    "place_tone_marks",
    "squeeze_repeats",
    "strip_command",
    "words",
]


def normalise(text: str, lexicon: Lexicon) -> str:
    """Return the text as understanding reads it: clean, lower case, tones in place, no held keys, written out."""
    plain = place_tone_marks(squeeze_repeats(clean(text))).lower()
    return lexicon.expand(plain)
