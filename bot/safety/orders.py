"""Takes sentences that give orders to a language model out of a question, so that they do not disturb the search."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from bot.lexicon import Lexicon
from bot.safety.phrasebook import Phrasebook
from bot.safety.reading import read

_FILE = Path(__file__).with_name("orders.yml")
_MARKUP = re.compile(
    r"```[^`]{0,400}```|<!--.{0,400}?-->|\[INST\].{0,400}?\[/INST\]|<\|im_start\|>.{0,400}?<\|im_end\|>|<\|[a-z_]{1,20}\|>",
    re.IGNORECASE | re.DOTALL,
)
_LABEL = re.compile(r"(?:\A|(?<=[\s>\]]))(?:system|user|assistant|instruction)\s{0,3}:", re.IGNORECASE)
_END = re.compile(r"(?<=[.!?])\s|[\n()]|#{2,9}|-{3,9}")


def without_orders(text: str, lexicon: Lexicon) -> str:
    """Return the text without such sentences; as it is when there are none, or when nothing else would be left."""
    plain = _MARKUP.sub("\n", text)
    plain = _LABEL.sub("\n", plain)
    parts = [part.strip() for part in _END.split(plain)]
    kept = [part for part in parts if part and not _is_order(part, lexicon)]
    is_changed = plain != text or len(kept) < sum(map(bool, parts))
    left = " ".join(kept)
    return left if is_changed and any(letter.isalnum() for letter in left) else text


def _is_order(part: str, lexicon: Lexicon) -> bool:
    return any(_orders().find(reading) for reading in read(part, lexicon))


@cache
def _orders() -> Phrasebook:
    return Phrasebook(yaml.safe_load(_FILE.read_text(encoding="utf-8"))["groups"])
