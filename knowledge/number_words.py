"""Reads one Vietnamese number, in digits or in words: 35.000, 1,2, 08, mười lăm, nửa."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
_LAST = {"mốt": 1, "tư": 4, "lăm": 5}
_ONES = "|".join(_DIGITS)
_END = "|".join([*_DIGITS, *_LAST])

NUMERAL = r"(?<!\d)(?:\d{1,3}(?:[.,]\d{3}){1,5}(?!\d)|\d{1,15}(?:[.,]\d{1,6})?(?!\d))"
"""A number in digits; thousands are parted by a point or a comma. Bounded, so that no text takes long to read."""
# "tháng ba năm 2026", "hằng năm ngày …": those words are no numbers there
SPELLED = (
    r"(?<!tháng )(?<!hằng )(?<!hàng )(?<!mỗi )(?<!từng )(?<!trong )(?<!cả )(?<!thứ )(?<!\w)"
    rf"(?:(?:{_ONES}) mươi(?: (?:{_END}))?|mười(?: (?:{_END}))?|nửa|{_ONES})(?!\w)"
)
"""A number in words, up to ninety-nine."""


def read_number(text: str) -> Decimal:
    """Return the value of what NUMERAL or SPELLED matched."""
    lower = text.lower().strip()
    if lower == "nửa":
        return Decimal("0.5")
    if lower[0].isdigit():
        grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", lower)
        return Decimal(re.sub(r"[.,]", "", lower) if grouped else lower.replace(",", "."))
    return Decimal(_read_words(lower.split(" ")))


def _read_words(words: list[str]) -> int:
    if words[0] == "mười":
        return 10 + (_digit(words[1]) if len(words) > 1 else 0)
    if len(words) > 1 and words[1] == "mươi":
        return 10 * _digit(words[0]) + (_digit(words[2]) if len(words) > 2 else 0)
    return _digit(words[0])


def _digit(word: str) -> int:
    return _DIGITS.get(word) or _LAST[word]
