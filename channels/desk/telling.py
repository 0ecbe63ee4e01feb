"""What `congdanso desk` and `congdanso gaps` print: plain lines, times in Vietnam's time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from channels.desk.gap_list import GapGroup
from channels.desk.staff import Ticket
from channels.erasure import VIETNAM

REASONS = {"asked": "asked for a person", "failures": "not understood twice", "feedback": "found the answer wrong"}

_BESIDE = ("→ handoff", "→ smalltalk")


def ticket_line(ticket: Ticket) -> str:
    """Return one line for the list; its end is the last turn that was about something."""
    lines = ticket.summary.splitlines()
    about = next((line for line in reversed(lines) if not line.endswith(_BESIDE)), lines[-1])
    parts = [ticket.code.ljust(6), ticket.state.ljust(8), _time(ticket.created_at), REASONS[ticket.reason]]
    return "  ".join([*parts, about])


def ticket_page(ticket: Ticket) -> str:
    """Return everything known of a ticket."""
    rows = [
        ("ticket", ticket.code),
        ("state", ticket.state),
        ("reason", REASONS[ticket.reason]),
        ("channel", ticket.channel),
        ("entry", ticket.entry or "-"),
        ("told contact", ticket.contact),
        ("created", _time(ticket.created_at)),
        ("answered", _time(ticket.answered_at)),
        ("closed", _time(ticket.closed_at)),
    ]
    lines = [f"{name:<13} {value}" for name, value in rows]
    lines += [
        "",
        "last turns (masked words → what the bot did)",
        *(f"  {line}" for line in ticket.summary.splitlines()),
    ]
    if ticket.answer:
        lines += ["", "last answer of the staff", *(f"  {line}" for line in ticket.answer.splitlines())]
    return "\n".join(lines)


def gaps_page(groups: Sequence[GapGroup]) -> str:
    """Return the counts and one line a question, the most frequent first."""
    kinds: dict[str, int] = {}
    for group in groups:
        for kind, count in group.kinds.items():
            kinds[kind] = kinds.get(kind, 0) + count
    counted = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())) or "none"
    head = f"open gaps: {sum(group.count for group in groups)} ({counted}), {len(groups)} questions"
    return "\n".join([head, *(_gap_line(group) for group in groups)])


def gap_data(group: GapGroup) -> dict[str, Any]:
    """Return one question as JSON."""
    about = {"entries": list(group.entries), "aspects": list(group.aspects), "reasons": group.reasons}
    counts = {"question": group.question, "count": group.count, "kinds": group.kinds}
    return {**counts, **about, "last_at": group.last_at.astimezone(VIETNAM).isoformat(timespec="seconds")}


def _gap_line(group: GapGroup) -> str:
    why = ", ".join([*group.kinds, *group.reasons])
    about = " ".join([*group.entries, *group.aspects])
    return f"{group.count:>4} x  {group.question}  [{why}]" + (f"  {about}" if about else "")


def _time(when: datetime | None) -> str:
    return when.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M") if when else "-"
