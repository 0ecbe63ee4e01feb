"""Finds the codes of forms (CT01, TK1-TS, 14-HSB) in what an entry says: people hold the paper and ask by its code."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.model import Entry

MOST_FORMS = 8
_CODE = re.compile(
    r"(?<![\w/-])(?:[A-ZĐ]{1,4}\d{1,2}[a-zđ]?-[A-ZĐ]{2,4}|\d{1,2}[A-Za-zđ]?-[A-ZĐ]{2,4}|[A-ZĐ]{2,4}\d{1,2}[a-zđ]?)(?![\w/-])"
)
"""Two letters at least, or a hyphen: A4 is a paper size, B2 a driving licence, 23/2008/QH12 a law."""


def forms_in(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the codes that the texts of an entry name, in the order they come."""
    texts = (item.text for entry in entries for items in entry.aspects.values() for item in items)
    found = dict.fromkeys(code for text in texts for code in _CODE.findall(text))
    return tuple(found)[:MOST_FORMS]
