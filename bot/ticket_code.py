"""The code of a ticket: short, easy to say on the phone, made from the turn that opened it."""

from __future__ import annotations

import hashlib
import re

_LETTERS = "BCDGHKMNPQRSTVX"
_DIGITS = "23456789"
"""No letter and no digit that sounds or looks like another."""
_SHORT_TRIES = 8
"""Codes of four signs that are tried before longer ones: there are 14,400 of them."""

SHAPE = re.compile(rf"(?:[{_LETTERS}][{_DIGITS}]){{2,3}}")


def ticket_code(turn: str, attempt: int = 0) -> str:
    """Return a code such as K7Q2; the same turn always gives the same, another attempt another."""
    pairs = 2 if attempt < _SHORT_TRIES else 3
    drawn = hashlib.sha256(f"ticket {attempt} {turn}".encode()).digest()
    signs = zip(drawn[:pairs], drawn[pairs : 2 * pairs], strict=True)
    return "".join(_LETTERS[one % len(_LETTERS)] + _DIGITS[other % len(_DIGITS)] for one, other in signs)


def read_code(said: str) -> str:
    """Return a code as it is stored, from whatever way it was typed ("k7 q2")."""
    return re.sub(r"\W", "", said).upper()
