"""Finds e-mail addresses, also with (at) or "a còng"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.personal.effort import Effort
from bot.personal.found import Found

_AT = re.compile(r" ?@ ?| ?[(\[]at?[)\]] ?| a cong ")
_MAILBOX = "abcdefghijklmnopqrstuvwxyz0123456789._%+-"
_LONGEST_MAILBOX = 64
_HOST = re.compile(
    r"(?:[a-z0-9\-]{1,63}(?:\.| cham )){1,6}[a-z]{2,24}(?![a-z0-9])"
    r"|(?:gmail|yahoo|hotmail|outlook|icloud)(?: ?\. ?com)?(?![a-z0-9])"
)


def find_emails(shadow: str, effort: Effort) -> Iterator[Found]:
    """Yield every address: a mailbox, an at sign in some writing, a host or a well-known provider."""
    done = 0
    for at in _AT.finditer(shadow):
        effort.spend()
        before = shadow[max(done, at.start() - _LONGEST_MAILBOX) : at.start()]
        name = len(before) - len(before.rstrip(_MAILBOX))
        host = _HOST.match(shadow, at.end())
        if name and host:
            done = host.end()
            yield Found(at.start() - name, done, "email")
