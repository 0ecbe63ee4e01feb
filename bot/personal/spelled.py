"""Finds numbers whose digits are written as words: "không không một chín…"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.personal.effort import Effort
from bot.personal.found import Found
from bot.personal.hints import SECRETS, Surroundings

_DIGITS = dict(
    zip(
        ("khong", "mot", "hai", "ba", "bon", "tu", "nam", "lam", "sau", "bay", "tam", "chin"),
        "012344556789",
        strict=True,
    )
)
_DIGIT = rf"(?:{'|'.join(_DIGITS)}|\d{{1,6}})(?![a-z0-9])"
_SPELLED = re.compile(rf"(?<![a-z0-9])(?!tu |lam ){_DIGIT}(?:[ ,.\-]{{1,3}}{_DIGIT}){{3,}}")
_FEWEST_WORDS = 4
_FEWEST_DIGITS = 9
_KIND_BY_SIZE = {9: "old_id", 10: "phone", 11: "phone", 12: "id"}


def find_spelled_numbers(shadow: str, effort: Effort) -> Iterator[Found]:
    """Yield nine or more digits in a row, at least four of them words; fewer beside the word for a secret."""
    surroundings: Surroundings | None = None
    for match in _SPELLED.finditer(shadow):
        tokens = re.findall(r"[a-z]+|\d+", match[0])
        if sum(token.isalpha() for token in tokens) < _FEWEST_WORDS:
            continue
        effort.spend(4)
        size = len("".join(_DIGITS.get(token, token) for token in tokens))
        surroundings = surroundings or Surroundings(shadow)
        hint = surroundings.hint(*match.span())
        if size >= _FEWEST_DIGITS:
            yield Found(*match.span(), _KIND_BY_SIZE.get(size, "number"))
        elif hint.keyword in SECRETS and hint.is_near(match.start()):
            yield Found(*match.span(), SECRETS[hint.keyword])
