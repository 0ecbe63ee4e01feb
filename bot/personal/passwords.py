"""Finds passwords that are more than a number, beside a word that says so; those of digits alone are numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.personal.effort import Effort
from bot.personal.found import Found
from bot.personal.shadow import HIDDEN

_KEYWORD = r"(?:mat ?khau|mat ma|password|pass ?word|pass|pwd|pw|mk)(?![a-z0-9])"
_ANNOUNCED = re.compile(rf"(?<![a-z0-9]){_KEYWORD}")
_POINTED_BACK = re.compile(rf"(?<=\s)(?:la|lam) (?:cai )?{_KEYWORD}")
_WRITTEN_LINK = r"\s*(?:[:=]|->|=>)+\s*"
_SPOKEN_LINK = r"\s+la(?:\s*[:=]\s*|\s+)"
_WORD = r"[^\s\x02\x03]{3,64}"
_NEXT_WORD = re.compile(
    r"(?: (?:cua|em|e|toi|tui|minh|con|anh|chi|bac|vneid|app|dang nhap|zalo|wifi|facebook|fb|mail|email|gmail|dvc|moi"
    rf"|cu|hien tai|tai khoan|tk|ngan hang|dich vu cong|nha)(?![a-z0-9]))*(?P<link>{_WRITTEN_LINK}|{_SPOKEN_LINK}|\s+)"
    rf"(?P<value>{_WORD})"
)
_LINKED_WORD = re.compile(rf"(?: [a-z0-9]{{1,12}}){{0,6}}?(?:{_WRITTEN_LINK}|{_SPOKEN_LINK})(?P<value>{_WORD})")
_QUOTED = re.compile(
    rf"(?: [a-z0-9]{{1,12}}){{0,6}}?(?:{_WRITTEN_LINK}|{_SPOKEN_LINK}|\s+)[\"“‘'](?P<value>[^\"”’'\n]{{4,40}})[\"”’']"
)
_STRONG = re.compile(r"[^\s\x02\x03]{6,40}")
_WINDOW = 60
_COUNTED = re.compile(r" ?(?:ky tu|chu so|chu cai|so|lop|lan|phut|ngay|thang|buoc)(?![a-z])")
_QUOTES = "\"'“”‘’«»()[]<>"
_SIGNS = frozenset("@#$%^&*!_+~")
_SYLLABLE = re.compile(r"(?:ngh?|gh|gi|qu|kh|nh|ph|th|tr|ch|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|nh|ng|[cmnpt])?")
_PLAIN_WORDS = frozenset(
    {"vneid", "vssid", "passcode", "password", "email", "gmail", "facebook", "zalo", "wifi", "login", "link"}
    | {"quen", "khong", "duoc", "giup", "nhap", "thay", "thieu", "dang", "truoc", "nhung", "khac", "hoac"}
)
_LONGEST_LINE_END = 200
_LONGEST_CLAUSE = 160


def find_passwords(shadow: str, effort: Effort) -> Iterator[Found]:
    """Yield what follows "mật khẩu:" or stands before "là mật khẩu", unless it is plain speech."""
    done = 0
    keywords = [*_ANNOUNCED.finditer(shadow), *_POINTED_BACK.finditer(shadow)]
    for keyword in sorted(keywords, key=lambda match: match.start()):
        if keyword.start() < done:
            continue
        effort.spend(3)
        points_back = keyword[0][0] == "l"
        found = _before(shadow, keyword.start(), done) if points_back else _after(shadow, keyword)
        for item in [found] if found else _strong_words(shadow, keyword.end()):
            done = item.end
            yield item


def _strong_words(shadow: str, start: int) -> Iterator[Found]:
    """Yield words of letters, digits and signs, as in "đổi mk từ Abc@123 sang Xyz@789"."""
    for match in _STRONG.finditer(shadow, start, start + _WINDOW):
        value = match[0].strip(_QUOTES + ".,;:?!")
        if len(value) >= 6 and not _SIGNS.isdisjoint(value) and _has_letter(value) and _has_digit(value):
            begin = match.start() + match[0].index(value)
            yield Found(begin, begin + len(value), "password")


def _after(shadow: str, keyword: re.Match[str]) -> Found | None:
    end = keyword.end() + _LONGEST_CLAUSE
    quoted = _QUOTED.match(shadow, keyword.end(), end)
    if quoted and _has_digit(quoted["value"]):
        return Found(*quoted.span("value"), "password")
    found = _next_word(shadow, keyword, _NEXT_WORD.match(shadow, keyword.end(), end))
    return found or _next_word(shadow, keyword, _LINKED_WORD.match(shadow, keyword.end(), end))


def _next_word(shadow: str, keyword: re.Match[str], match: re.Match[str] | None) -> Found | None:
    """Return the word that was matched, without quotes and full stop, when it can be a password."""
    if match is None:
        return None
    value = match["value"].lstrip(_QUOTES)
    start = match.end() - len(value)
    value = value.rstrip(_QUOTES + ".,;:?!")
    end = start + len(value)
    if len(value) < 4 or value.isdecimal() or _COUNTED.match(shadow, end):
        return None
    if match.re is _LINKED_WORD:
        return Found(start, end, "password") if _is_mixed(value) else None
    is_written = bool(set(match["link"]) & set(":=>"))
    is_linked = is_written or "la" in match["link"]
    is_secret = _is_loose_secret(value, keyword[0]) or (
        is_linked and _is_linked_secret(value, is_written, shadow[end : end + _LONGEST_LINE_END])
    )
    return Found(start, end, "password") if is_secret else None


def _is_loose_secret(value: str, keyword: str) -> bool:
    """Tell whether the word after the keyword is a password though nothing links the two."""
    fewest = 6 if keyword == "mk" else 5  # "mk" is also "mình"
    return len(value) >= fewest and _is_mixed(value)


def _is_linked_secret(value: str, written: bool, rest: str) -> bool:
    """Tell whether the word after "là" or, `written`, after a colon is a password."""
    if _is_mixed(value) or _has_digit(value):
        return True
    if not value.isalpha() or value in _PLAIN_WORDS:
        return False
    last_of_line = not rest.split("\n", 1)[0].strip(_QUOTES + " .,;!")
    return _SYLLABLE.fullmatch(value) is None or (written and last_of_line)


def _before(shadow: str, end: int, floor: int) -> Found | None:
    before = shadow[max(floor, end - 66) : end].rstrip()
    words = before.replace(HIDDEN, " ").split()
    value = words[-1].strip(_QUOTES + ",;:") if words else ""
    if len(value) < 4 or not _is_mixed(value):
        return None
    start = shadow.rindex(value, max(floor, end - 66), end)
    return Found(start, start + len(value), "password")


def _is_mixed(value: str) -> bool:
    """Tell whether letters stand together with digits or with the signs that passwords are made of."""
    return _has_letter(value) + _has_digit(value) + (not _SIGNS.isdisjoint(value)) >= 2 and not value.startswith("@")


def _has_letter(value: str) -> bool:
    return any(letter.isalpha() for letter in value)


def _has_digit(value: str) -> bool:
    return any(letter.isdecimal() for letter in value)
