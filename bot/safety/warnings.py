"""What is said to a danger: fixed sentences (bot/messages.vi.yml), the number or what to do first."""

from __future__ import annotations

from bot.messages import message
from bot.replies import Outcome, Reply, TurnResult
from bot.safety.danger import Danger

ENTRY_PREFIX = "lua-dao-"
REPORT_PATTERN = "da-bi-lua"


def emergency_result(found: Danger) -> TurnResult:
    """Return the two lines of an emergency and nothing else: every further line is one more to read before dialling."""
    return TurnResult(Outcome("emergency"), (Reply(message(found.kind)),))


def scam_result(found: Danger) -> TurnResult:
    """Return the warning without choices, for when nothing else can be reached."""
    return TurnResult(Outcome("scam_warning"), (Reply(scam_text(found.pattern, found.harm)),))


def scam_text(pattern: str | None, harm: str | None) -> str:
    """Return at most four lines: what to do now, why it is a scam, whom to call."""
    now = "lent" if pattern == "thue-tai-khoan" and harm is None else harm or "nothing"
    why = message(f"scam_why_{(pattern or REPORT_PATTERN).replace('-', '_')}")
    return "\n".join((message(f"scam_now_{now}"), why, message("scam_channels")))


def scam_entries(pattern: str | None) -> tuple[str, ...]:
    """Return the ids of the entries to offer: the one on this story, and what to do after a loss."""
    names = dict.fromkeys((pattern or REPORT_PATTERN, REPORT_PATTERN))
    return tuple(f"{ENTRY_PREFIX}{name}" for name in names)
