"""Says a fee of the portal only where it is unambiguous, in few letters; a wrong fee is worse than none.

Traps of the portal's data: "Miễn phí(…)" often states a real fee in the brackets; "50 VNĐ(25.000 đồng)" mixes
thousands with dong; a sum beside a temporary rule may be the sum before or during it.
"""

from __future__ import annotations

import re

from knowledge.importers.cleaning import says_nothing
from knowledge.importers.periods import is_only_exempt, last_days
from knowledge.importers.wording import shortened, wording

LEAST_PLAUSIBLE_FEE = 1_000
"""Dong. Smaller sums are thousands written short: no fee of the state is below it, save 0."""
LONGEST_FEE = 450
"""Characters of one fee; beyond it the source page is the better place to read."""

_PARTS = re.compile(r";\s(?=Miễn phí|[\d.,]+\s?(?:Việt Nam Đồng|VNĐ|USD))")
_AMOUNT = re.compile(
    r"^(?P<sum>[\d.,]+)\s?(?P<currency>Việt Nam Đồng|VNĐ|USD|Đồng)(?: \((?P<bracket>.*)\))?$", re.DOTALL
)
_FREE = re.compile(r"^Miễn phí(?: \((?P<bracket>.*)\))?$", re.DOTALL)
_MONEY = re.compile(r"\d[\d.,]*\s?(?:đồng|đ\b|vnđ|usd|%|(?:triệu|nghìn|ngàn)(?: đồng)?\b)", re.IGNORECASE)
_BROKEN_SUM = re.compile(r"(?<![\d.,])0+[.,]\d{3}")
_RULE = re.compile(
    r"(?<!chưa )quy định|thông tư|nghị quyết|nghị định|hội đồng nhân dân|không thu|miễn|theo ", re.IGNORECASE
)
_UNIT = re.compile(
    r"^(?:(?:đồng|đông|đ|vnđ|vnd)\b\s*)?(?P<per>/\s?[^().;:,]{1,40}?)?(?=\s*(?:[(.;,]|Miễn|$))", re.IGNORECASE
)
_DONG = re.compile(r"(?<=\d)\s?(?:Việt Nam Đồng|VNĐ|VND|đồng|đ)(?![\wÀ-ỹ])", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:mức thu\s+|mức\s+)?(?:lệ phí|phí)\s*:\s*(?:(?=\d[\d.]*đ)|(?:0\s*)?đồng\s*(?=\())"
    r"|^(?:lệ phí|phí)\s*:\s*(?:0\s*)?đồng\s+",
    re.IGNORECASE,
)
_SUM_THEN_WORDS = re.compile(r"^(?P<sum>\d[\d.]*đ)\s*\((?P<words>.*?)\)?\.?$", re.DOTALL)
_OTHER_AT_END = re.compile(r"(?<=\))\s*(?:\d+ ngày|[-–]\s?Nộp hồ sơ).*$", re.DOTALL)
_DENIES = re.compile(r"không được quy định|không thu|chưa quy định", re.IGNORECASE)
_ABOVE = re.compile(r"(?:mức phí|mức lệ phí|mức thu)[^.;]{0,20} nêu trên", re.IGNORECASE)
"""A rule in brackets that speaks of the sum before them."""


def fee_line(official: str) -> str | None:
    """Return what may be said of one official fee, or None where nothing sure can be said."""
    parts = [_one_fee(part) for part in _PARTS.split(official) if part]
    return "\n".join(dict.fromkeys(part for part in parts if part)) or None


def _one_fee(official: str) -> str | None:
    free, amount = _FREE.match(official), _AMOUNT.match(official)
    bracket = _opened(((free or amount or {"bracket": ""})["bracket"] or "").strip())
    if _BROKEN_SUM.search(bracket):
        return None  # "0.000đ/giấy": the first digits are lost
    if free:
        # the bracket is the rule; "free" is only the form's default
        return _words(bracket) if bracket else f"{wording()['free']}."
    if amount is None:
        return None
    return _sum_and_words(amount["sum"], amount["currency"], bracket)


def _sum_and_words(written: str, currency: str, bracket: str) -> str | None:
    value = _value(written)
    too_small = value is None or (0 < value < LEAST_PLAUSIBLE_FEE and currency != "USD")
    explained = not too_small and _ABOVE.search(bracket) is not None
    temporary = bool(last_days(bracket)) and not is_only_exempt(bracket)
    if too_small or _DENIES.search(bracket) or (not explained and (temporary or _MONEY.search(bracket))):
        return _words(bracket)  # the words state the rule themselves: never beside a number that may be another
    unit = wording()["currency"]["usd" if currency == "USD" else "dong"]
    said = f"{value:,}".replace(",", ".") + unit
    per = _UNIT.match(bracket)
    if per:
        said, bracket = said + (per["per"] or "").rstrip(), bracket[per.end() :].strip(" .;,")
    if says_nothing(bracket):
        return f"{said}."
    if explained:
        return f"{said}. {_words(bracket)}"
    inner = _opened(bracket)
    return f"{said} ({_tidy(shortened(inner, LONGEST_FEE)).rstrip('.:;, ')})."


def _words(bracket: str) -> str | None:
    """Return the official words of a rule, or None where they say nothing about the fee."""
    if says_nothing(bracket) or not (_MONEY.search(bracket) or _RULE.search(bracket)):
        return None
    text = _tidy(bracket)
    both = _SUM_THEN_WORDS.match(text)
    if both and both["words"].count("(") == both["words"].count(")"):
        text = _one_of(both["sum"], _opened(both["words"]))
    if re.match(r"(?:Thông tư|Nghị quyết|Nghị định|Quyết định)\b", text):
        text = str(wording()["under_rule"]).format(text=text)
    text = shortened(text[:1].upper() + text[1:], LONGEST_FEE).rstrip(" ;,:-")
    return text if text[-1:] in (".", ")") else f"{text}."


def _one_of(first: str, words: str) -> str:
    # "400.000đ (Mức thu lệ phí: 400.000đ/trường hợp. Miễn …)": the sum is said once, with its unit
    again = re.sub(r"^[^\d:]{0,40}:\s*(?=\d)", "", words)
    return again if again.startswith(first) else f"{first}. {words[:1].upper()}{words[1:]}"


def _tidy(text: str) -> str:
    text = _DONG.sub(wording()["currency"]["dong"], _OTHER_AT_END.sub("", text))
    text = re.sub(r"\d{1,3}(?:,\d{3})+(?=đ)", lambda found: found[0].replace(",", "."), text)
    text = re.sub(r"đ\s*/\s*", "đ/", text)
    text = re.sub(r"(?<=[.;:])\s+-\s+", " ", text)
    text = re.sub(r"(đ/\S+) Đồng\b", r"\1", text)
    text = re.sub(r"(?:\s|^)[*+](?=\s)", " ", text)
    return _opened(re.sub(r"\s+", " ", _LABEL.sub("", text)).strip())


def _opened(text: str) -> str:
    """Drop list signs at the start and brackets that hold the whole text."""
    text = text.strip().lstrip("-+*•– ").strip()
    while text.startswith("(") and _closes_at_end(text):
        text = text.rstrip(" .;")[1:-1].strip().lstrip("-+*•– ").strip()
    return text


def _closes_at_end(text: str) -> bool:
    depth, whole = 0, text.rstrip(" .;")
    for index, letter in enumerate(whole):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return index == len(whole) - 1
    return False


def _value(text: str) -> int | None:
    if not re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+|\d+", text):
        return None
    return int(re.sub(r"[.,]", "", text))
