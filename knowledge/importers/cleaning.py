"""Cleans official text: Unicode form, tabs, page furniture, the portal's ways of saying "nothing"."""

from __future__ import annotations

import re
import unicodedata

_NOTHING = re.compile(r"^(không có thông tin|không quy định|không có|không|chưa có thông tin|\W*)\.?$", re.IGNORECASE)
_FURNITURE = re.compile(r"Từ khóa(?=.{0,600}?Mô tả).*$|Chọn cơ quan thực hiện.*$", re.DOTALL)
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad]")
SHORT_TITLE_LENGTH = 60


def clean(text: str) -> str:
    """Return NFC text with single spaces, its line breaks kept, without invisible characters."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text or "")).replace("\u00a0", " ")
    lines = (re.sub(r"[ \t\r\f\v]+", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """Return cleaned text on one line."""
    return clean(text).replace("\n", " ")


def says_nothing(text: str) -> bool:
    """Is it one of the portal's ways of saying that nothing is published?"""
    return bool(_NOTHING.match(text.strip()))


def without_furniture(text: str) -> str:
    """Drop the buttons and drop-down texts of the portal's page that ended up in the record."""
    return _FURNITURE.sub("", text).strip()


def short_title(title: str) -> str:
    """Return the title for a button: without "Thủ tục", first letter large, cut at a word."""
    text = re.sub(r"^thủ tục(?:\s*:)?\s+(?!hải quan)", "", one_line(title).rstrip(" .;,"), flags=re.IGNORECASE)
    text = text[:1].upper() + text[1:]
    if len(text) <= SHORT_TITLE_LENGTH:
        return text
    return text[: SHORT_TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"
