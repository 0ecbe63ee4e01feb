"""Shapes of numbers that belong to the state, not to a person: they must stay readable."""

from __future__ import annotations

import re

_LAW = r"[a-z]+\d*(?:-[a-z]+\d*)*"

OFFICIAL_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        # the address of a page: its random id, the number of an article
        r"(?<![a-z0-9])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![a-z0-9])",
        r"(?<=[a-z0-9]-)(?:post)?\d{5,20}(?=\.(?:html?|chn|aspx))",
        # the code of a result: 000.00.00.G04-KQ0608, KQ.G12.000828
        r"(?<!\d)\d{3}\.\d\d\.\d\d\.[a-z]\d\d[.\-]kq\.?\d{3,6}(?!\d)",
        r"(?<![a-z0-9])[a-z]\d\d-kq\d{3,6}(?!\d)",
        r"(?<![a-z0-9])kq[.\-]?(?:[a-z]\d\d\.\d{6}|\d{3}\.\d\d\.\d\d-\d{3})(?!\d)",
        # a file code: 000.00.19.H29-250101-0001, H29.19-250101-0001
        r"(?<![a-z0-9])(?:\d{3}\.\d\d\.\d\d\.)?[a-z]\d\d(?:\.\d{1,3}){0,4}-\d{6}-\d{3,6}(?!\d)",
        # a procedure: 1.004194, 1.004194.000.00.00.H56
        r"(?<![\d.])\d\.\d{6}(?:\.\d{3}\.\d\d\.\d\d(?:\.h\d\d)?)?(?!\d|\.\d)",
        # a law: 13/2023/NĐ-CP, 134/2025/QH15, 154/2024, 12/QĐ-UBND
        rf"(?<![\d/])\d{{1,5}}/(?:19|20)\d\d(?:/{_LAW})?(?![\d/])",
        rf"(?<![\d/])\d{{1,5}}/{_LAW}(?![a-z0-9])",
        # a day: 1/7/2025, 01.07.2025, 2025-07-01
        r"(?<!\d)(?<!\d[/.\-])(?:0?[1-9]|[12]\d|3[01])([/.\-])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d(?!\d|[/.\-]\d)",
        r"(?<!\d)(?<!\d[/.\-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d|[/.\-]\d)",
        # a hot-line, 1900 0368 or 18001096, also right before a phone number
        r"(?<!\d)(?<!\d[ .\-])1[89]00[ .\-]?(?:\d{4}|\d\d[ .\-]\d\d|\d{6}|\d{3}[ .\-]\d{3}|\d\d[ .\-]\d\d[ .\-]\d\d)"
        r"(?!\d)(?![ .\-]?\d{1,3}(?!\d)|[ .\-][1-9]\d{3}(?!\d))",
    )
)
"""They are read in a shadow; each match is set aside before numbers are looked for."""

HOT_LINES = frozenset({"111", "112", "113", "114", "115", "156", "1022", "1900", "1800", "5656"})
"""Short numbers that everyone may call."""


def is_year(digits: str) -> bool:
    """Tell whether four digits are a year of this or the last century."""
    return len(digits) == 4 and digits[:2] in ("19", "20")
