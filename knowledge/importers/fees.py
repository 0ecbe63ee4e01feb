"""Says a fee or a time of the portal only where it is unambiguous; a wrong fee is worse than none.

Traps of the portal's data: "Miễn phí(…)" often states a real fee in the brackets; "50 VNĐ(25.000 đồng)" mixes
thousands with dong; a unit may be missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from knowledge.importers.cleaning import says_nothing
from knowledge.model import AspectText, SubmissionWay

LEAST_PLAUSIBLE_FEE = 1_000
"""Dong. Smaller sums are thousands written short: no fee of the state is below it, save 0."""

_AMOUNT = re.compile(
    r"^(?P<sum>[\d.,]+)\s?(?P<currency>Việt Nam Đồng|VNĐ|USD|Đồng)(?: \((?P<bracket>.*)\))?$", re.DOTALL
)
_FREE = re.compile(r"^Miễn phí(?: \((?P<bracket>.*)\))?$", re.DOTALL)
_TIME_WORDS = re.compile(r"\bngày\b|\bgiờ\b|\btháng\b", re.IGNORECASE)
_MONEY = re.compile(r"\d[\d.,]*\s?(?:đồng|đ\b|vnđ|%)", re.IGNORECASE)


def fee_line(official: str) -> str | None:
    """Return what may be said of one official fee, or None where nothing sure can be said."""
    parts = [_one_fee(part) for part in _split(official)]
    return "; ".join(dict.fromkeys(part for part in parts if part)) or None


def _split(official: str) -> list[str]:
    return [part for part in re.split(r";\s(?=Miễn phí|[\d.,]+\s?(?:Việt Nam Đồng|VNĐ|USD))", official) if part]


def _one_fee(official: str) -> str | None:
    free = _FREE.match(official)
    if free:
        bracket = (free["bracket"] or "").strip().removeprefix("- ")
        if not bracket:
            return "Miễn phí"
        return None if says_nothing(bracket) else bracket  # the bracket is the rule; "free" is only the form's default
    amount = _AMOUNT.match(official)
    if amount is None:
        return None
    bracket = (amount["bracket"] or "").strip().removeprefix("- ")
    if bracket and _MONEY.search(bracket):
        return bracket  # the words state the sum themselves: never beside a number that may be in thousands
    value = _value(amount["sum"])
    if value is None or (0 < value < LEAST_PLAUSIBLE_FEE and amount["currency"] != "USD"):
        return None if says_nothing(bracket) else bracket
    unit = "USD" if amount["currency"] == "USD" else "đồng"
    said = f"{value:,}".replace(",", ".") + f" {unit}"
    if bracket.lower().startswith(f"{unit}/".lower()):  # "1,500,000 VNĐ(đồng/lần)"
        return f"{said}{bracket[len(unit) :]}"
    return f"{said} ({bracket})" if bracket and not says_nothing(bracket) else said


def _value(text: str) -> int | None:
    if not re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+|\d+", text):
        return None
    return int(re.sub(r"[.,]", "", text))


def fee_texts(ways: Iterable[SubmissionWay]) -> tuple[AspectText, ...]:
    """Return the fee aspect: one line a way, or one line for all when they agree."""
    return _by_way([(way.way, fee_line(way.fee) if way.fee else None, way.fee) for way in ways])


def time_texts(ways: Iterable[SubmissionWay]) -> tuple[AspectText, ...]:
    """Return the time aspect in the official words, one line a way, or one line for all when they agree."""
    rows = list(ways)
    if any(way.time for way in rows):
        return _by_way([(way.way, way.time.lower() if way.time else None, way.time) for way in rows])
    # no value that can be told apart: the portal's own remark may still state the time in words
    return _by_way(
        [(way.way, way.note if way.note and _TIME_WORDS.search(way.note) else None, way.note) for way in rows]
    )


def _by_way(rows: Sequence[tuple[str, str | None, str | None]]) -> tuple[AspectText, ...]:
    said = [(way, text) for way, text, _ in rows if text]
    if not said:
        return ()
    official = "; ".join(dict.fromkeys(f"{way}: {raw}" for way, _, raw in rows if raw))
    texts = {text for _, text in said}
    if len(texts) == 1 and len(said) == len(rows):
        return (AspectText(said[0][1], official=official),)
    lines = dict.fromkeys(f"- {way}: {text}" for way, text in said)
    return (AspectText("\n".join(lines), official=official),)
