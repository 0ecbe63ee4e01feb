"""Finds the values that a Vietnamese text states: sums, times, ages, counts, shares and dates, in one normal form.

Two texts say the same when their values are equal: "35 nghìn" and "35.000đ", "02 bản chính" and "2 bản chính".
"7 ngày" and "7 ngày làm việc" are not the same. A number that stands for no quantity (a document, a code, a
phone, an article) is no value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from knowledge.number_masks import blank
from knowledge.number_words import NUMERAL, SPELLED, read_number

Kind = Literal["money", "duration", "count", "percent", "date", "age", "clock", "size"]

_RANGE = r"\s*(?:-|–|—|đến dưới|đến hết|đến|tới|hoặc|hay|và)\s*"
_WORDS = rf"(?:{NUMERAL}|{SPELLED})"
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "k": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_SCALE = "|".join(_SCALES)
_DONG = r"(?:đồng(?! (?:sở hữu|thời|bộ|bào|ý|chủ|phạm))|việt nam đồng|vnđ|vnd|đ)(?!\w)"
_SPACED = r"(?<!\d)\d{1,3}(?: \d{3}){1,4}(?!\d)"

_FREE = re.compile(
    r"miễn phí|miễn lệ phí|miễn thu|không thu (?:phí|lệ phí|tiền)|không mất (?:phí|lệ phí|tiền)"
    r"|không phải (?:nộp|đóng|trả) (?:phí|lệ phí|tiền)"
)
_MONEY = re.compile(
    rf"(?:(?P<low>{_WORDS}|{_SPACED})\s*(?P<lowscale>{_SCALE})?\s*(?:{_DONG})?{_RANGE})?"
    rf"(?P<sum>{_WORDS}|{_SPACED})\s*"
    rf"(?:(?P<scale>{_SCALE})(?!\w)(?:\s+(?:(?P<half>rưỡi)|(?P<rest>\d{{1,3}})\s+(?P<restscale>nghìn|ngàn|triệu)))?"
    rf"(?:\s*{_DONG})?|(?P<dong>{_DONG})|(?P<usd>usd|đô la mỹ|đô la)(?!\w))"
)
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
        r"(?<![\d/.-])(?P<day>\d{1,2})([/.-])(?P<month>\d{1,2})\2(?P<year>(?:19|20)\d\d)(?!\d)",
        r"(?:ngày |mùng )?(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})(?:\s+năm\s+(?P<year>\d{4}))?(?!\d)"
        r"(?! (?:bản|bộ|ảnh|tờ|lần|ngày|người))",
        r"(?<![\d/.-])(?P<month>\d{1,2})/(?P<year>(?:19|20)\d\d)(?![\d/])",
        r"tháng\s+(?P<month>\d{1,2})(?:\s+năm\s+(?P<year>\d{4}))(?!\d)",
        r"(?<![\d/.,-])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/])",
        r"năm\s+(?P<year>(?:19|20)\d\d)(?!\d)",
    )
)
_CLOCK = re.compile(
    r"(?<![\d.,])(?P<hour>\d{1,2})\s*(?:giờ|h|g|:)\s*(?P<minute>[0-5]\d)(?:\s*phút)?(?!\d)"
    r"|(?<![\d.,])(?P<hour2>\d{1,2})\s*(?:giờ|h)\s*(?=sáng|trưa|chiều|tối|đêm|ngày)"
)
_SIZE = re.compile(rf"(?P<a>{NUMERAL})\s*(?:cm|mm)?\s*[x×]\s*(?P<b>{NUMERAL})(?:\s*(?P<unit>cm|mm))?(?!\w)")
_PERCENT = re.compile(rf"(?:(?P<low>{NUMERAL})\s*%?{_RANGE})?(?P<number>{NUMERAL})\s*(?:%|phần trăm)")
_TIME_UNIT = r"ngày làm việc|ngày|giờ làm việc|giờ|h|phút|tuần|tháng|năm"
_COUNT_UNIT = (
    r"bản chính|bản sao|bản chụp|bản gốc|bản photo|bản|bộ hồ sơ|bộ|tấm ảnh|ảnh|tấm|tờ|loại giấy tờ|loại"
    r"|lần|người|thành viên|trang|chữ số|số"
)
_MEASURED: tuple[tuple[Kind, str, str], ...] = (
    ("duration", _TIME_UNIT, _RANGE),
    ("age", r"tuổi|tháng tuổi", rf"(?:{_RANGE}|,\s+)"),
    ("count", _COUNT_UNIT, _RANGE),
)
_SAME_UNIT = {
    "h": "giờ",
    "tấm ảnh": "ảnh",
    "bản chụp": "bản sao",
    "bản photo": "bản sao",
    "loại giấy tờ": "loại",
    "bộ hồ sơ": "bộ",
}


@dataclass(frozen=True, order=True)
class Value:
    """One quantity in normal form; equal values are the same quantity."""

    kind: Kind
    amount: str
    """A plain decimal number; for dates and clock times the ISO form, with -- for a year that is not said."""
    unit: str = ""


@dataclass(frozen=True)
class Stated:
    """A value with the words that state it."""

    value: Value
    words: str


def values(text: str) -> frozenset[Value]:
    """Return the values that a text states."""
    return frozenset(item.value for item in stated(text))


def stated(text: str) -> tuple[Stated, ...]:
    """Return the values with their words, kind by kind."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    left = blank(plain).lower()
    found: list[Stated] = []
    # each reader takes its words away: "30 tháng 6 năm 2027" is a date and no six years
    for read in (_sizes, _dates, _clocks, _money, _percents, *(_measured(*row) for row in _MEASURED)):
        taken: list[re.Match[str]] = []
        for match, amounts in read(left):
            taken.append(match)
            found += [Stated(value, plain[match.start() : match.end()].strip()) for value in amounts]
        for match in taken:
            left = left[: match.start()] + " " * len(match[0]) + left[match.end() :]
    return tuple(found)


Reading = Iterator[tuple[re.Match[str], list[Value]]]


def _sizes(text: str) -> Reading:
    for match in _SIZE.finditer(text):
        amount = f"{_plain(read_number(match['a']))}x{_plain(read_number(match['b']))}"
        yield match, [Value("size", amount)]


def _dates(text: str) -> Reading:
    left = text
    for pattern in _DATES:
        for match in pattern.finditer(left):
            parts = {"year": None, "month": None, "day": None, **match.groupdict()}
            if _is_date(parts):
                left = left[: match.start()] + " " * len(match[0]) + left[match.end() :]
                yield match, [Value("date", _iso(parts))]


def _is_date(parts: dict[str, str | None]) -> bool:
    return 1 <= int(parts["month"] or 1) <= 12 and 1 <= int(parts["day"] or 1) <= 31


def _iso(parts: dict[str, str | None]) -> str:
    year = parts["year"] or "--"
    return "-".join([year, *(f"{int(parts[name] or 0):02}" for name in ("month", "day") if parts[name])])


def _clocks(text: str) -> Reading:
    for match in _CLOCK.finditer(text):
        hour, minute = int(match["hour"] or match["hour2"]), int(match["minute"] or 0)
        if hour <= 24:
            yield match, [Value("clock", f"{hour:02}:{minute:02}")]


def _money(text: str) -> Reading:
    for match in _FREE.finditer(text):
        yield match, [Value("money", "0", "đồng")]
    for match in _MONEY.finditer(text):
        unit = "USD" if match["usd"] else "đồng"
        scale = _SCALES.get(match["scale"] or "", 1)
        amounts = [_sum(match)]
        if match["low"]:
            amounts.append(_amount(match["low"]) * _SCALES.get(match["lowscale"] or "", scale))
        yield match, [Value("money", _plain(amount), unit) for amount in amounts]


def _sum(match: re.Match[str]) -> Decimal:
    scale = _SCALES.get(match["scale"] or "", 1)
    total = _amount(match["sum"]) * scale
    if match["half"]:
        total += Decimal(scale) / 2
    if match["rest"]:
        total += Decimal(match["rest"]) * _SCALES[match["restscale"]]
    return total


def _amount(text: str) -> Decimal:
    return read_number(text.replace(" ", "") if text[0].isdigit() else text)


def _percents(text: str) -> Reading:
    for match in _PERCENT.finditer(text):
        numbers = [match[name] for name in ("low", "number") if match[name]]
        yield match, [Value("percent", _plain(read_number(number)), "%") for number in numbers]


def _measured(kind: Kind, units: str, joint: str) -> Callable[[str], Reading]:
    pattern = re.compile(rf"(?<![\d.,/])(?P<numbers>{_WORDS}(?:{joint}{_WORDS}){{0,7}})\s*(?P<unit>{units})(?!\w)")
    number = re.compile(_WORDS)

    def read(text: str) -> Reading:
        for match in pattern.finditer(text):
            unit = _SAME_UNIT.get(match["unit"], match["unit"])
            found = [read_number(one) for one in number.findall(match["numbers"])]
            yield match, [Value(kind, _plain(amount), unit) for amount in found]

    return read


def _plain(amount: Decimal) -> str:
    text = f"{amount.normalize():f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
