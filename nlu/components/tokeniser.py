"""Second step of the pipeline: splits the normalised text into words and remembers where each stands."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterable, List, Optional

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.text import has_marks
from nlu.components.normaliser import NORMALISED

_WORD = re.compile(r"\S+")
_ODD = re.compile(r"https?:|www\.|@|\S{40,}")
"""Addresses and endless strings: the segmenter was not made for them and may alter their letters."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class VietnameseTokeniser(Tokenizer):
    """Finds Vietnamese words, which may be several syllables ("đăng ký"), with underthesea.

    A text without marks is split at its spaces: the segmenter knows only marked words. Offsets are places in the
    normalised text.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the settings that every Rasa tokeniser has."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> VietnameseTokeniser:
        """Return the component with the segmenter's model in memory: the first resident must not wait for it."""
        segment("đăng ký tạm trú")
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> List[Token]:
        """Return the words of a message; none for a text of blanks."""
        text = message.get(NORMALISED) if attribute == TEXT else None
        return tokens(message.get(attribute) if text is None else text)


def tokens(text: str) -> List[Token]:
    """Return the words of a text with their offsets in it, segmented where that makes sense."""
    if has_marks(text) and not _ODD.search(text):
        found = align(text, segment(text))
        if found is not None:
            return found
    return [Token(match[0], match.start()) for match in _WORD.finditer(text)]


def segment(text: str) -> List[str]:
    """Return the words that underthesea sees; syllables of one word are joined by a space."""
    from underthesea import word_tokenize  # half a second to import: not before it is needed

    words: List[str] = word_tokenize(text, use_token_normalize=False)  # offsets need its letters unchanged
    return words


def align(text: str, words: Iterable[str]) -> Optional[List[Token]]:
    """Return the words as tokens of the text, or None when the segmenter changed, lost or added letters."""
    found: List[Token] = []
    place = 0
    for word in words:
        match = re.compile(r"\s*" + r"\s+".join(map(re.escape, word.split()))).match(text, place)
        if match is None or not word.strip():
            return None
        start = match.end() - len(match[0].lstrip())
        found.append(Token(text[start : match.end()], start))
        place = match.end()
    return None if text[place:].strip() else found
