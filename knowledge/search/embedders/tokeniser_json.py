"""Describes the bundled tokeniser in the JSON that Hugging Face's fast tokenisers read."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from knowledge.search.embedders.bundled_file import Tokeniser

SPACE_MARK = "\u2581"
MASK = "<mask>"


def tokeniser_json(tokeniser: Tokeniser) -> dict[str, Any]:
    """Return the content of tokenizer.json."""
    begin, end = (tokeniser.pieces[at] for at in (tokeniser.begin, tokeniser.end))
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [_special(tokeniser, at) for at in _special_places(tokeniser)],
        "normalizer": {"type": "Sequence", "normalizers": normalisers(tokeniser.characters)},
        "pre_tokenizer": {
            "type": "Metaspace",
            "replacement": SPACE_MARK,
            "prepend_scheme": "always",
            "split": True,
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [_special_token(begin), _sequence("A"), _special_token(end)],
            "pair": [*map(_special_token, (begin,)), _sequence("A"), *map(_special_token, (end, end)),
                     _sequence("B"), _special_token(end)],
            "special_tokens": {
                begin: {"id": begin, "ids": [tokeniser.begin], "tokens": [begin]},
                end: {"id": end, "ids": [tokeniser.end], "tokens": [end]},
            },
        },
        "decoder": {"type": "Metaspace", "replacement": SPACE_MARK, "prepend_scheme": "always", "split": True},
        "model": {
            "type": "Unigram",
            "unk_id": tokeniser.unknown,
            "vocab": [[piece, score] for piece, score in zip(tokeniser.pieces, tokeniser.scores, strict=True)],
            "byte_fallback": False,
        },
    }  # fmt: skip


def normalisers(characters: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the steps that read characters as the map says: its differences from Unicode's NFKC, then NFKC.

    The map is NFKC for 4,800 characters and something else (a blank, nothing) for some 45 control characters.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for character, read_as in characters.items():
        if unicodedata.normalize("NFKC", character) != read_as:
            groups[read_as].append(character)
    own = [_replace(f"[{re.escape(''.join(sorted(group)))}]", read_as) for read_as, group in sorted(groups.items())]
    return [*own, {"type": "NFKC"}, _replace(" {2,}", " ")]


def _replace(pattern: str, content: str) -> dict[str, Any]:
    return {"type": "Replace", "pattern": {"Regex": pattern}, "content": content}


def _special_places(tokeniser: Tokeniser) -> list[int]:
    places = {tokeniser.begin, tokeniser.padding, tokeniser.end, tokeniser.unknown}
    if MASK in tokeniser.pieces:
        places.add(tokeniser.pieces.index(MASK))
    return sorted(places)


def _special(tokeniser: Tokeniser, at: int) -> dict[str, Any]:
    content = tokeniser.pieces[at]
    fields = {"id": at, "content": content, "single_word": False, "lstrip": content == MASK, "rstrip": False}
    return {**fields, "normalized": False, "special": True}


def _special_token(token: str) -> dict[str, Any]:
    return {"SpecialToken": {"id": token, "type_id": 0}}


def _sequence(name: str) -> dict[str, Any]:
    return {"Sequence": {"id": name, "type_id": 0}}
