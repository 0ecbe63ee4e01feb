"""Finds numbers that begin with letters or hold them: health insurance cards, passports, number plates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.personal.found import Found

_BENEFIT = (
    "dn|hx|ch|nn|hc|xk|ht|tb|no|ct|xb|tn|cs|qn|ca|cy|cc|ck|cb|kc|hd|te|bt|hn|xd|ts|tc|tq|ta|ty|hg|ls|pv|cn|hs|sv|gb|gd"
)
"""First letters of health insurance cards: who the holder is."""
_CLEAR = "[a-ceflnrsuvxyz]"
"""Series of plates that are not also units (50k, 30h, 20d)."""
_NO_YEAR = r"(?!(?:19|20)\d\d(?!\d))"
_PLATE = "|".join(
    (
        r"[1-9]\d ?-? ?[a-z]{1,2}\d?(?: ?[\-.] ?| )?\d{3}\.\d\d",  # 29A-123.45, 59X1 234.56
        r"[1-9]\d-?[a-z]{1,2}\d? ?- ?\d{5}",  # 29A-12345
        rf"[1-9]\d-?{_CLEAR}\d? ?- ?{_NO_YEAR}\d{{4}}",  # 29A-1234
        rf"[1-9]\d-?[a-z]\d ?-? ?{_NO_YEAR}\d{{4,5}}",  # 59X1 2345
        r"[1-9]\d-?[a-z]{1,2}\d{5,6}",  # 30A12345, 59X123456
        rf"[1-9]\d-?{_CLEAR} \d{{5}}",  # 30A 12345
        r"[1-9]\d[ \-]?(?:ng|nn|qt|cv)[ \-]?\d{3}[ \-]?\d\d",  # 80-NG-123-45
    )
)
_GAP = r"[^\d\n\x02\x03]{0,25}?"
_LETTERED = re.compile(
    rf"(?<![a-z0-9])(?:(?P<health_insurance>(?:[a-z]{{2}}|(?:{_BENEFIT})[ .\-])\d(?:[ .\-]?\d){{12}}(?!\d))"
    r"|(?P<passport>[a-z]\d{7,8}(?![a-z0-9]))"
    rf"|(?P<plate>(?:{_PLATE})(?![a-z0-9]|[.,]\d))"
    rf"|(?:ho chieu|passport|hc)(?![a-z]){_GAP}(?<![a-z])(?P<said_passport>[a-z][ .\-]?\d(?:[ .\-]?\d){{6,7}}(?!\d))"
    rf"|(?:bien so(?: xe)?|bks|bsx|bien kiem soat|bien xe|bien)(?![a-z]){_GAP}"
    r"(?P<said_plate>\d\d[ .\-]{0,3}[a-z]{1,2}\d?[ .\-]{0,3}\d{3}[ .\-]?\d{1,3}(?!\d)"
    r"|[a-z]{2}[ \-]?\d\d[ \-]\d\d(?!\d))"
    r"|(?:cvv|cvc)2?(?![a-z])[^\d\n\x02\x03]{0,12}(?P<said_pin>\d{3,4})(?!\d))"
)


def find_lettered_numbers(shadow: str) -> Iterator[Found]:
    """Yield what has one of the shapes, or nearly one beside the word for it."""
    for match in _LETTERED.finditer(shadow):
        kind = match.lastgroup or ""
        yield Found(*match.span(kind), kind.removeprefix("said_"))
