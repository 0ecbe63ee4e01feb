"""Hears "xóa cuộc trò chuyện" typed in any way: the one wish that works on every channel without the bot's help."""

from __future__ import annotations

import re

from bot.text import fold, words

LONGEST = 80
"""Letters; a longer message asks how something is erased, or tells a story."""

_WHO = r"cho|toi|tui|em|minh|con|chau|bac|ban|bot|ad|oi"
_HELP = r"giup|gium|dum|ho|ngay|luon|di|het"
_PLEASE = rf"(?:(?:da|vang|um|u|ok|thoi|lam on|xin|vui long|hay|nho|muon|can|yeu cau|{_WHO}|{_HELP}) )*"
_ERASE = r"(?:xoa bo|xoa sach|xoa het|xoa|huy bo|quen|delete|clear) "
_ALL = rf"(?:(?:sach|toan bo|tat ca|moi|cac|nhung|noi dung|cai|{_WHO}|{_HELP}) )*"
_NAMES = (
    r"(?:lich su )?(?:cuoc )?(?:tro chuyen|hoi thoai|noi chuyen)",
    r"(?:lich su |doan |cuoc )?chat",
    r"doan hoi thoai",
    r"(?:lich su )?tin nhan",
    r"lich su",
    r"(?:du lieu|thong tin)(?: ca nhan)? cua (?:toi|tui|em|minh|con|chau)(?: o day| trong nay)?",
    r"(?:gi|dieu|chuyen|cau) (?:toi|tui|em|minh|con|chau) (?:da |vua |moi )?(?:noi|nhan|hoi|ke|gui)",
    r"xoadulieu",
)
_TALK = f"(?:{'|'.join(_NAMES)})"
_SINCE = r"hom nay|tu nay gio|nay gio|truoc do|vua roi"
_THIS = rf"(?: (?:nay|do|cua toi|cua tui|cua em|cua minh|voi ban|o day|trong nay|{_SINCE}))*"
_COURTESY = rf"(?: (?:nhe|nha|nghe|a|ah|voi|lien|lap tuc|{_WHO}|{_HELP}))*"
_WISH = re.compile(rf"{_PLEASE}(?:{_ERASE}{_ALL}{_TALK}{_THIS}{_COURTESY}|xoadulieu|xoa du lieu)")


def wants_erasure(text: str) -> bool:
    """Tell whether the whole message is the wish to have this conversation erased; a question how to is none."""
    return len(text) <= LONGEST and _WISH.fullmatch(fold(" ".join(words(text)))) is not None
