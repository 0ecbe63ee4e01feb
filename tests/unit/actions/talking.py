"""Turns, an invented library and the stages in their order, for the tests of what is said beside the answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions.base import Done, Turn
from actions.stages.stage import Stage
from bot.replies import Outcome, Reply, TurnResult
from knowledge.model import AspectText, Entry

TURN = Turn(text="x", intent="ask_fee", chosen_entry=None, entry=None, previous_entry=None, aspect=None, turn_id="t1")


def entry(name: str, **fields: Any) -> Entry:
    """Return an invented entry."""
    return Entry(
        id=name, kind="procedure", title=name, short_title=name, origin="curated", checked_on="2026-11-20",
        answer=(AspectText("Ba dòng."),), **fields,
    )  # fmt: skip


class SmallLibrary:
    """Looks up the entries it was made of."""

    def __init__(self, *entries: Entry) -> None:
        self._entries = {one.id: one for one in entries}

    def entry(self, entry_id: str) -> Entry | None:
        """Return the entry."""
        return self._entries.get(entry_id)


def said(code: str, about: str | None = None, aspect: str | None = None, **slots: Any) -> Done:
    """Return what an action may have said."""
    return Done(TurnResult(Outcome(code, about, aspect=aspect), (Reply("Lời đáp."),)), slots)


def after(turn: Turn, done: Done, **changes: Any) -> Turn:
    """Return the next turn, with the memory that the turn before left."""
    kept = {
        name: value for name, value in done.slots.items() if name in ("misses", "talk", "guide", "case", "checklist")
    }
    kept["misses"] = kept.get("misses", turn.misses) or 0
    return replace(turn, **kept, **changes)


def payloads(done: Done) -> list[str]:
    """Return the payloads of all choices, in the order a resident counts them."""
    return [choice.payload for reply in done.result.replies for choice in reply.choices]


def finish(stages: tuple[Stage, ...], turn: Turn, done: Done) -> Done:
    """Let the stages add to what was said."""
    for stage in stages:
        done = stage.finish(turn, done)
    return done
