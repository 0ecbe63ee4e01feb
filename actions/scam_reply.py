"""Makes the reply to a scam story: the fixed warning, and the entries that explain it one tap away."""

from __future__ import annotations

from actions.base import Done, Turn
from bot.messages import message
from bot.payloads import Payload
from bot.replies import Choice, Outcome, Reply, SourceLine, TurnResult
from bot.safety.warnings import ENTRY_PREFIX, REPORT_PATTERN, scam_entries, scam_text
from knowledge.library import Library
from knowledge.model import Entry

MOST_SOURCES = 2


def scam_reply(library: Library, turn: Turn, pattern: str | None, harm: str | None) -> Done:
    """Return the warning; what is not published is not offered, and "where do I report it?" is then about the story."""
    entries = [entry for name in scam_entries(pattern) if (entry := library.entry(name)) is not None]
    choices = tuple(Choice(_title(entry), str(Payload("ask_procedure", entry.id))) for entry in entries)
    about = entries[0] if entries else None
    sources = tuple(SourceLine(item.title, item.url, about.checked_on) for item in about.sources) if about else ()
    reply = Reply(scam_text(pattern, harm), choices=choices, sources=sources[:MOST_SOURCES])
    outcome = Outcome("scam_warning", entry=about.id if about else None, topic=about.topic if about else None)
    return Done(TurnResult(outcome, (reply,)), _remember(turn, about))


def _title(entry: Entry) -> str:
    is_report = entry.id == f"{ENTRY_PREFIX}{REPORT_PATTERN}"
    return message("scam_report_title") if is_report else entry.short_title


def _remember(turn: Turn, entry: Entry | None) -> dict[str, str | None]:
    if entry is None:
        return {}
    slots: dict[str, str | None] = {"entry": entry.id, "aspect": "overview"}
    return slots | ({"previous_entry": turn.entry} if turn.entry and turn.entry != entry.id else {})
