"""Masks personal numbers, secrets and addresses in what residents write, before any disk, log or model sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.personal.effort import Effort
from bot.personal.emails import find_emails
from bot.personal.found import Found
from bot.personal.lettered import find_lettered_numbers
from bot.personal.numbers import find_numbers
from bot.personal.official import OFFICIAL_SHAPES
from bot.personal.passwords import find_passwords
from bot.personal.shadow import HIDDEN, OFFICIAL, Shadow
from bot.personal.spelled import find_spelled_numbers

PLACEHOLDERS = {
    "id": "[số định danh]",
    "old_id": "[số CMND]",
    "phone": "[số điện thoại]",
    "otp": "[mã OTP]",
    "pin": "[mã PIN]",
    "password": "[mật khẩu]",
    "card": "[số thẻ]",
    "account": "[số tài khoản]",
    "email": "[email]",
    "plate": "[biển số]",
    "passport": "[số hộ chiếu]",
    "social_insurance": "[mã số bảo hiểm]",
    "health_insurance": "[mã thẻ BHYT]",
    "tax_code": "[mã số thuế]",
    "number": "[dãy số]",
}
"""What stands in the text instead of each kind; stored texts hold them, so they never change."""

UNMASKABLE = "[không che được]"

_OWN_MARKS = re.compile("|".join(map(re.escape, (*PLACEHOLDERS.values(), UNMASKABLE))))
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_MOST_ROUNDS = 6


class Masked(NamedTuple):
    """A text without personal data, and the kinds that were found, in order of first appearance."""

    text: str
    kinds: tuple[str, ...]


class _Span(NamedTuple):
    """A part of the original text that is personal."""

    start: int
    end: int
    kind: str


def mask(text: str) -> Masked:
    """Return the text with every personal item replaced by its placeholder; all else stays as it was written.

    Masking twice changes nothing. Never raises and fails closed: when anything goes wrong the whole text is given up
    for "[không che được]", kind "unmaskable".
    """
    try:
        return _mask_until_stable(text)
    except Exception:  # noqa: BLE001 - whatever went wrong, the raw text must not get past this line
        return Masked(UNMASKABLE, ("unmaskable",))


def _mask_until_stable(text: str) -> Masked:
    """Mask until a reading finds nothing: what one reading took out may have hidden the reason for something else."""
    kinds: dict[str, None] = {}
    effort = Effort()
    for _ in range(_MOST_ROUNDS):
        found = _read(text, effort)
        if not found:
            return Masked(_LONE_SURROGATES.sub("", text), tuple(kinds))
        kinds.update(dict.fromkeys(kind for _, _, kind in found))
        text = _cut_out(text, found)
    raise ArithmeticError("the text does not settle")


def _read(text: str, effort: Effort) -> list[_Span]:
    """Find everything personal, in order of the text; what has the strongest shape is looked for first."""
    shadow = Shadow(text, _OWN_MARKS)
    found: list[_Span] = []
    _hide(shadow, find_emails(shadow.letters, effort), found)
    _hide(shadow, find_passwords(shadow.letters, effort), found)
    for pattern in OFFICIAL_SHAPES:
        shadow.letters = pattern.sub(lambda match: OFFICIAL * len(match[0]), shadow.letters)
    _hide(shadow, find_lettered_numbers(shadow.letters), found)
    _hide(shadow, find_spelled_numbers(shadow.letters, effort), found)
    _hide(shadow, find_numbers(shadow.letters, effort), found)
    return sorted(found)


def _hide(shadow: Shadow, items: Iterable[Found], found: list[_Span]) -> None:
    """Note the items, which come in order and apart, and take them out of the shadow."""
    pieces: list[str] = []
    done = 0
    for item in items:
        pieces += [shadow.letters[done : item.start], HIDDEN * (item.end - item.start)]
        done = item.end
        found.append(_Span(*shadow.origin(item.start, item.end), item.kind))
    shadow.letters = "".join([*pieces, shadow.letters[done:]])


def _cut_out(text: str, found: Sequence[_Span]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end, kind in found:
        if end <= done:
            continue
        pieces += [text[done : max(start, done)], PLACEHOLDERS[kind]]
        done = end
    return "".join([*pieces, text[done:]])
