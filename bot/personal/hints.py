"""Reads the words around a number, which tell what it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

SECRETS = {"otp": "otp", "code": "otp", "pin": "pin", "password": "password", "mk": "password"}
"""Keywords of secrets and their kinds. "mk" is a password, or it is mình; a "code" is an OTP, or any other code."""

_BANKS = (
    "vietcombank|vcb|techcombank|tcb|bidv|agribank|viett?inbank|mb ?bank|mb|acb|sacombank|tpbank|vpbank|vib|shb"
    "|hdbank|ocb|msb|seabank|lpbank|lienvietpostbank|eximbank|scb|kienlongbank|momo"
)
_BEFORE = re.compile(
    r"(?<![a-z])(?:(?P<otp>otp|ma xac (?:thuc|nhan|minh)|(?:ma )?2fa|ma bao mat|ma kich hoat|(?:verification )?code"
    r"|(?:doc|gui|nhap|bao|hoi|dua|cho|cung cap)(?: [a-z]+){0,3} ma(?: so)?|doc (?:cho [a-z]+ )?(?:day )?so)"
    r"|(?P<code>ma(?: so)?(?=(?: cua [a-z]+)? la[ :]| ?:))"
    r"|(?P<pin>(?:ma )?pin|pas?s? ?code|puk|ma khoa)"
    r"|(?P<password>mat ?khau|mat ma|pass ?word|pass|pwd|pw)|(?P<mk>mk)"
    rf"|(?P<account>stk|so tk|so tai khoan|account number)|(?P<weak_account>tai khoan|tk|account|ngan hang|{_BANKS})"
    r"|(?P<card>so the|the (?:atm|tin dung|ghi no|visa|ngan hang|napas)|visa|master ?card|atm|napas)"
    r"|(?P<old_id>cmnd|cmtnd|cmt|chung minh(?: nhan dan| thu)?|giay to tuy than)"
    r"|(?P<id>cccd|can cuoc|dinh danh|sdd|cc)"
    r"|(?P<phone>sdt|so dt|dt|dien thoai|zalo|phone|tel|mobile|di dong|lien he|so may|alo)"
    r"|(?P<tax>mst|ma so thue|ma thue)"
    r"|(?P<insurance>bhxh|bhyt|bao hiem(?: xa hoi| y te)?|so so)"
    r"|(?P<money>le phi|phi|gia|tien|luong|phat)"
    r"|(?P<official>goi|tong dai|hotline|duong day nong|nam|luat|nghi dinh|thong tu|quyet dinh|cong van|dieu|khoan"
    r"|thu tuc|tthc|ho so|bien nhan|van ban|so nha|mau|bieu))(?![a-z])"
)
_AFTER = re.compile(
    r"(?P<currency> ?(?:d|vnd|k|usd|trieu|ty|nghin|ngan(?! hang)"
    r"|dong(?! (?:y|thoi|bo|chi|nghiep|bao|phuc)(?![a-z])))(?![a-z]))"
    r"|(?P<unit> ?(?:phut|giay|ngay|thang|nam|tuan|lan|nguoi|ban|tuoi|ky tu|chu so|so|trang|km|m2?)(?![a-z])| ?%)"
    rf"|[ ,(]{{0,3}}(?:ngan hang |nh |tai )?(?P<account>{_BANKS})(?![a-z])"
    r"|[ (]{1,3}(?:(?:do |day )?(?:la|lam|is|chinh la) )?(?:(?:cai|so|your|the|ma|mot) ){0,2}"
    r"(?:(?P<otp>otp|xac (?:thuc|nhan|minh)|(?:verification )?code)"
    r"|(?P<pin>pin|pass ?code)|(?P<password>mat ?khau|password|pass|mk))(?![a-z])"
)
_SHORT = frozenset({*SECRETS, "account", "weak_account", "phone"})
_TOLD = re.compile(r"(?: la|[:=>])$")
_SENTENCE_ENDS = (". ", "? ", "! ", "; ", "\n")
_WINDOW = 60
_NEAR = 12


class Hint(NamedTuple):
    """What stands around a number."""

    keyword: str
    """The kind that the nearest word before it names, "official" for a state number, "money", or "" for none."""
    keyword_end: int
    after: str
    """What the word behind it names: a kind, "currency", "unit" or ""."""
    is_told: bool
    """"là" or a colon leads from the keyword's clause to the number."""
    is_attached: bool
    """Letters touch it on both sides, as in EE123456789VN."""

    def is_near(self, start: int, reach: int = _NEAR) -> bool:
        """Tell whether the keyword ends at most `reach` letters before `start`."""
        return start - self.keyword_end <= reach

    def speaks_of_short_numbers(self) -> bool:
        """Tell whether four to eight digits may be personal here."""
        return self.keyword in _SHORT or self.after in _SHORT

    def seen_from(self, start: int, is_last: bool) -> Hint:
        """Return the hint for a part of the number: words too far away, or not directly behind, are not its words."""
        is_heard = self.is_near(start, _WINDOW)
        if is_heard and is_last:
            return self
        return self._replace(keyword=self.keyword if is_heard else "", after=self.after if is_last else "")


class Surroundings:
    """The words of a shadow that tell what numbers are."""

    def __init__(self, shadow: str) -> None:
        self._shadow = shadow
        self._ends: list[int] = []
        self._kinds: list[str] = []
        for match in _BEFORE.finditer(shadow):
            kind = match.lastgroup or ""
            is_of_a_secret = kind == "weak_account" and self._kinds[-1:] and self._kinds[-1] in SECRETS
            if is_of_a_secret and match.start() - self._ends[-1] <= _NEAR:
                kind = self._kinds[-1]  # "OTP của ngân hàng"
            self._ends.append(match.end())
            self._kinds.append(kind)

    def hint(self, start: int, end: int) -> Hint:
        """Read what stands before `start`, in the same sentence, and right behind `end`."""
        before = self._shadow[max(0, start - _WINDOW) : start]
        words_end = start - len(before) + len(before.rstrip(" \n\"'([<"))
        keyword, keyword_end = self._keyword(words_end)
        is_told = keyword != "" and _TOLD.search(self._shadow, max(0, words_end - 3), words_end) is not None
        after = _AFTER.match(self._shadow, end)
        touches = self._shadow[start - 1 : start].isalpha() and self._shadow[end : end + 1].isalpha()
        return Hint(keyword, keyword_end, (after.lastgroup or "") if after else "", is_told, touches)

    def _keyword(self, words_end: int) -> tuple[str, int]:
        """Return the last keyword before the place, and where it ends, if the sentence goes on from there."""
        place = bisect_right(self._ends, words_end) - 1
        if place < 0 or words_end - self._ends[place] > _WINDOW:
            return "", 0
        between = self._shadow[self._ends[place] : words_end]
        if any(stop in between for stop in _SENTENCE_ENDS):
            return "", 0
        return self._kinds[place], self._ends[place]
