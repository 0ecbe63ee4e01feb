"""What a model wants written before a question and before a passage."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

QUERY_NAMES = ("query",)
PASSAGE_NAMES = ("passage", "document", "corpus")
"""Names under which models keep these prompts in config_sentence_transformers.json, the likeliest first."""

_E5 = re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])", re.IGNORECASE)


@dataclass(frozen=True)
class Prefixes:
    """Text put in front, spaces included."""

    query: str = ""
    passage: str = ""


def prefixes_of(model: str, prompts: Mapping[str, str]) -> Prefixes:
    """Return the model's own prompts; for an E5 model that states none, those of its family; else nothing.

    An E5 model without its prefixes works, but finds less: nobody would notice what is wrong.
    """
    query, passage = _first(prompts, QUERY_NAMES), _first(prompts, PASSAGE_NAMES)
    if not query and not passage and _E5.search(model):
        return Prefixes("query: ", "passage: ")
    return Prefixes(query, passage)


def _first(prompts: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((prompts[name] for name in names if prompts.get(name)), "")
