"""Short ways to lead a conversation through the journal, for the tests of tickets, feedback and gaps."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, select

from bot.replies import Candidate, Choice, Outcome, Record, Reply, TurnResult
from channels.journal import Journal
from channels.records import Incoming, Turn


def outcome(code: str, entry: str | None = None, aspect: str | None = None, *candidates: str) -> Outcome:
    """Return an outcome about an entry, with candidates by id."""
    return Outcome(
        code, entry, aspect=aspect, candidates=tuple(Candidate(name, None, None, name, 0.5) for name in candidates)
    )


def result(about: Outcome, *choices: tuple[str, str], records: tuple[Record, ...] = ()) -> TurnResult:
    """Return one reply with choices (title, payload)."""
    return TurnResult(about, (Reply("Lời đáp.", tuple(Choice(*choice) for choice in choices)),), records)


def converse(journal: Journal, said: str, ended: TurnResult, conversation: str | None = None, **incoming: Any) -> Turn:
    """Let a resident say something (or take the payload "=…") and close the turn with that result."""
    payload = said.removeprefix("=") if said.startswith("=") else None
    event = Incoming(
        incoming.pop("channel", "web"),
        text=None if payload else said,
        payload=payload,
        conversation=conversation,
        **incoming,
    )
    turn = journal.claim_next(journal.receive(event).turn.conversation)
    assert turn is not None
    journal.finish(turn, ended)
    return turn


def rows(journal: Journal, table: Table) -> list[dict[str, Any]]:
    """Return all rows of a table."""
    with journal.engine.connect() as connection:
        return [row._asdict() for row in connection.execute(select(table).order_by(table.c.number))]


def ticket_result(code: str = "K7Q2", reason: str = "asked", **data: Any) -> TurnResult:
    """Return what the hand-off says."""
    record = Record("ticket", {"code": code, "reason": reason, "contact": "UBND xã thử", **data})
    return TurnResult(Outcome("handoff"), (Reply(f"Mã yêu cầu là {code}. Đọc mã {code} khi gọi."),), (record,))


def feedback_result(verdict: str, entry: str = "a", **data: Any) -> TurnResult:
    """Return what the bot says to a verdict."""
    record = Record("feedback", {"entry": entry, "version": "v1", "aspect": "fee", "verdict": verdict, **data})
    return result(outcome("smalltalk"), records=(record,))
