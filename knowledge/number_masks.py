"""Blanks what looks like a value and is none: document numbers, codes, phone numbers, form names, articles."""

from __future__ import annotations

import re

_LAW = r"luật|bộ luật|nghị định|thông tư|nghị quyết|quyết định|pháp lệnh|văn bản|nđ|tt|nq|qđ|công văn"
_PART = r"điều|khoản|điểm|mục|chương|phần|phụ lục|mẫu|mẫu số|biểu|bước|mức|mức độ|cấp độ|hạng|quý"
_NUMBER_WORD = (
    r"(?:không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|ngàn|triệu|tỷ|linh|lẻ|rưỡi)"
)
_MONEY_UNIT = r"(?:đồng|vnđ|vnd|usd|đ|k|nghìn|ngàn|triệu|tỷ|tỉ|%)(?!\w)"

_MASKS = tuple(
    re.compile(pattern)
    for pattern in (
        # the same number again in words: 03 (ba) ngày làm việc
        rf"(?i:(?<=\d)\s?\({_NUMBER_WORD}(?: {_NUMBER_WORD})*\))",
        r"\S+@\S+|https?://\S+|\bwww\.\S+",
        # 13/2023/NĐ-CP, 66.22/2026/NQ-CP, 68/2020/QH14, 58/QĐ-TTg, 42-NQ/TW
        r"(?<![\d/])\d+(?:\.\d+)?(?:/\d{4})?[/-](?=[A-ZĐ]{2})[A-ZĐ][\wĐđ]*(?:[-/][\wĐđ]+)*",
        # Luật 118/2025, Nghị định số 58/2026: a number and a year, no month
        rf"(?i:\b(?:{_LAW})\s+(?:số\s+)?\d+(?:\.\d+)?/\d{{4}})",
        # 1.004194, 2.000815.000.00.00.H29
        r"(?<![\d.,])[1-9]\.\d{6}(?!\d)(?:\.\w+)*",
        # 1900 0368, 1800-1234; 0912.345.678, (024) 3868 1111, +84 912 345 678
        r"(?<!\d)1[89]00[ .-]?\d{2,4}(?:[ .-]?\d{2,4})?(?!\d)",
        r"(?<![\d.,])(?:\+84|\(0\d{2,3}\)|0\d{2,3})[ .-]?\d{3,4}[ .-]?\d{3,4}(?!\d)",
        r"(?i:\b(?:tổng đài|hotline|đường dây nóng|điện thoại|gọi|số máy|đt)(?:\s+số)?:?\s+\d{3,5})(?![.,]?\d)"
        rf"(?!\s*(?i:{_MONEY_UNIT}))",
        # form names: CT01, TK1-TS, mẫu số 06a; levels of an account: mức 2
        r"\b[A-ZĐ]{1,6}\d+\w*(?:-\w+)*",
        rf"(?i:\b(?:{_PART})\s+(?:số\s+)?\d{{1,3}}[a-zđ]?)(?![\d.,]*\d)(?!\s*(?i:{_MONEY_UNIT}))\b",
    )
)


def blank(text: str) -> str:
    """Return the text with such places as spaces, at the same length, so that what is left keeps its position."""
    for mask in _MASKS:
        text = mask.sub(lambda found: " " * len(found[0]), text)
    return text
