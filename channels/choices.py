"""Finds the choice that a typed message means: its number, its place in the list, its title or a part of that."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.payloads import PayloadError, parse_payload
from bot.text import fold, parse_choice_number, words
from channels.records import Offer

LONGEST_TITLE = 80
"""Letters; a longer message is a question of its own and needs no look at the offers."""

_BESIDE = frozenset(
    ("choose_none", "guide_back", "guide_resume", "ask_human", "feedback_good", "feedback_bad", "case_anew")
)
"""Ways out that stand behind the real choices: "the last one" means none of them."""

_POLITE = r"(?:(?:da|vang|um|u|oke?|thi|cho|toi|tui|minh|em|con|chau|bac|xin|muon|hoi|chon|lay|bam|xem|la|y|ve) )*"
_POINTS = r"(?:(?:cai|viec|vu|muc|thu tuc|phan|cau|dong|nut|lua chon|phuong an) )"
_AFTER = r"(?: (?:nhe|nha|a|ah|di|do|day|ay|thoi|ban|ad|em|oi|luon|giup|voi|nghe|hen|co|nay|kia))*"
_LAST = re.compile(_POLITE + _POINTS + r"(?:cuoi(?: cung)?|sau cung|chot|sau chot|duoi cung)" + _AFTER)
_MIDDLE = re.compile(_POLITE + _POINTS + r"(?:o )?(?:giua|chinh giua)" + _AFTER)
_PART = re.compile(_POLITE + _POINTS + r"?(?P<part>.+?)" + _AFTER)

_ASKS = frozenset({"nao", "gi", "sao", "dau", "may", "ai", "khong", "chua", "bao"})
"""A message with one of these is a question of its own, whatever titles have its words."""

_SAYS_LITTLE = frozenset(
    (
        "dang ky",
        "lam lai",
        "cap lai",
        "cap doi",
        "thu tuc",
        "lan dau",
        "cho con",
        "tren mang",
        "viec nay",
        "cai nao",
        "co cai",
    )
)
_DENIES = frozenset({"khong", "chua"})
"""A title with one of these is meant only as a whole: "có tài khoản" is no part of "Chưa có tài khoản"."""
_SHORTEST_PART = 2
_LONGEST_SKIP = 3
"""Words of a title that a part may leave out between two of its own."""


def may_mean_choice(text: str) -> bool:
    """Tell whether the text is short enough to be a number or a title."""
    return len(text) <= LONGEST_TITLE


def chosen(text: str, offered: Sequence[Offer]) -> Offer | None:
    """Return the choice among those last offered that the text names, None when it names none.

    A part of a title chooses only when it fits one choice alone and asks nothing by itself.
    """
    if not may_mean_choice(text):
        return None
    number = parse_choice_number(text)
    if number is not None:
        return next((offer for offer in offered if offer.position == number), None)
    said = _plain(text)
    exact = next((offer for offer in offered if said and _plain(offer.title) == said), None)
    return exact or _by_place(said, offered) or _by_part(said, offered)


def _by_place(said: str, offered: Sequence[Offer]) -> Offer | None:
    real = [offer for offer in offered if not _is_beside(offer)]
    if real and _LAST.fullmatch(said):
        return real[-1]
    if len(real) % 2 and len(real) > 1 and _MIDDLE.fullmatch(said):
        return real[len(real) // 2]
    return None


def _by_part(said: str, offered: Sequence[Offer]) -> Offer | None:
    found = _PART.fullmatch(said)
    part = found["part"] if found else ""
    letters = part.split()
    if len(letters) < _SHORTEST_PART or part in _SAYS_LITTLE or not _ASKS.isdisjoint(letters):
        return None
    titles = [(offer, _plain(offer.title).split()) for offer in offered]
    fitting = {
        offer.payload: offer for offer, title in titles if _DENIES.isdisjoint(title) and _has_part(title, letters)
    }
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def _has_part(title: Sequence[str], part: Sequence[str]) -> bool:
    """Are the words in the title, in this order and near each other?"""
    for start, word in enumerate(title):
        if word != part[0]:
            continue
        place = start
        for wanted in part[1:]:
            ahead = title[place + 1 : place + 2 + _LONGEST_SKIP]
            if wanted not in ahead:
                break
            place += 1 + list(ahead).index(wanted)
        else:
            return True
    return False


def _is_beside(offer: Offer) -> bool:
    try:
        return parse_payload(offer.payload).intent in _BESIDE
    except PayloadError:
        return True


def _plain(text: str) -> str:
    return fold(" ".join(words(text)))
