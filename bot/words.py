"""Cuts a text into words, and reads the number of a choice that was typed instead of tapped."""

from __future__ import annotations

import re

from bot.letters import clean, fold, has_marks

_NAME = r"[^\W\d_]+\d*"
TOKEN = re.compile(
    rf"\d+(?:/\d+)+(?:/{_NAME}(?:-{_NAME})*)?"  # 13/2023/NĐ-CP, 68/2020/QH14, 1/7/2025
    rf"|\d+/{_NAME}(?:-{_NAME})+"  # 12/QĐ-UBND
    r"|\d+(?:[.,]\d+)+(?:\.[hH]\d+)?"  # 1.004194, 10.000
    r"|[^\W_]+"
)


def words(text: str) -> list[str]:
    """Return the words in lower case; a code such as 1.004194 or 13/2023/NĐ-CP stays one word."""
    return [match[0].lower() for match in TOKEN.finditer(clean(text))]


_NUMBER_WORDS = {
    "mot": 1, "nhat": 1, "dau": 1, "hai": 2, "nhi": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_SPOKEN = {
    "mot": "một", "nhat": "nhất", "dau": "đầu", "nhi": "nhị", "bon": "bốn", "tu": "tư", "nam": "năm",
    "sau": "sáu", "bay": "bảy", "tam": "tám", "chin": "chín", "muoi": "mười",
}  # fmt: skip
# Alone and without marks these are other words as well (nam giới, sau này, tạm, đầu năm).
_NEEDS_CLASSIFIER = frozenset({"nhat", "nhi", "tu", "nam", "sau", "bay", "tam", "chin"})
_CHOICE = re.compile(
    r"(?:(?:da|vang|um|oke?|thi|cho|toi|minh|em|con|chau|xin|muon|hoi|chon|lay|bam|xem|la|y) )*"
    r"(?P<classifier>(?:(?:cai|so|thu|muc|cau|dong|nut|phan|viec|phuong an|dap an|lua chon|option) ){0,3})"
    r"(?P<number>\d{1,2}|" + "|".join(_NUMBER_WORDS) + r")"
    r"(?: (?:tien|tren cung))?(?: (?:nhe|nha|a|ah|di|do|thoi|ban|ad|em|oi|luon|giup|voi|nghe|hen))*"
)


def parse_choice_number(text: str) -> int | None:
    """Return the number of the choice that the whole text names ("2.", "số hai", "cái đầu tiên"), else None."""
    if len(text) > 60:
        return None
    marked = " ".join(words(text))
    match = _CHOICE.fullmatch(fold(marked))
    if match is None or ("muc" in match["classifier"] and "mục" not in marked):  # mức 2 is a level of the account
        return None
    name = match["number"]
    if name.isdecimal():
        return int(name) or None
    spoken_plainly = match["classifier"] or (name in marked.split() and name not in _NEEDS_CLASSIFIER)
    accented = _SPOKEN.get(name) in marked.split()
    if has_marks(marked) and not accented and name not in marked.split():
        return None  # "bà", "tự đi": other words than ba and tư
    return _NUMBER_WORDS[name] if spoken_plainly or accented else None
