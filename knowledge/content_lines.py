"""What must hold in every line of a content file as it is typed, whatever it says."""

from __future__ import annotations

import re
import unicodedata

from knowledge.content_sheet import Sheet
from knowledge.domains import is_allowed

WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>)\]}]+", re.IGNORECASE)
"""An address in running text; its numbers are nobody's."""

_DIGITS = re.compile(r"(?<![\w.,/+-])\+?\d{2,}(?:[ .-]\d{3,})*(?![\w/])")
_MONEY = re.compile(r"[1-9]\d{0,2}(?:[ .]\d{3})+")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def check_lines(sheet: Sheet) -> None:
    """Look at the file as it is typed: tabs, decomposed or hidden characters, numbers and mails of people."""
    for number, line in enumerate(sheet.lines, start=1):
        if "\t" in line:
            sheet.note(number, "tab")
        if not unicodedata.is_normalized("NFC", line):
            sheet.note(number, "not_nfc")
        hidden = {char for char in line if char != "\t" and _is_hidden(char)}
        if hidden:
            codes = ", ".join(sorted(f"U+{ord(char):04X}" for char in hidden))
            sheet.note(number, "invisible", codes=codes)
        _check_private(sheet, number, line)


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp") or (
        unicodedata.category(char) == "Zs" and char != " "
    )


def _check_private(sheet: Sheet, number: int, line: str) -> None:
    prose = WEB_ADDRESS.sub(" ", line)
    for found in _DIGITS.finditer(prose):
        if _is_private(found[0]):
            shown = f"{found[0].lstrip('+')[:3]}…"
            sheet.note(number, "private_number", shown=shown)
    if any(not is_allowed(f"https://{mail.split('@')[1]}") for mail in _MAIL.findall(prose)):
        sheet.note(number, "private_mail")


def _is_private(written: str) -> bool:
    digits = re.sub(r"\D", "", written)
    if re.fullmatch(r"(?:84|0)[35789]\d{8}", digits) or len(digits) in (12, 16):
        return not _MONEY.fullmatch(written)
    return len(digits) == 9 and written == digits
