"""A bot that answers by a script: what the evaluation asks of a real one, and a record of what it was asked."""

from __future__ import annotations

from typing import Any


def outcome(code: str, **values: Any) -> dict[str, Any]:
    """Return an outcome as the HTTP contract has it."""
    empty = {"entry": None, "topic": None, "procedure": None, "aspect": None, "confidence": None, "candidates": []}
    return {"code": code, **empty, **values}


def answer(result: dict[str, Any], text: str = "", payloads: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return an answer with one bubble."""
    choices = [{"title": payload, "payload": payload} for payload in payloads]
    return {"outcome": result, "replies": [{"text": text, "choices": choices, "links": [], "sources": []}]}


class ScriptedBot:
    """Gives `by_text[text]` for a message and `by_payload[payload]` for a choice; remembers both in `asked`."""

    def __init__(self, by_text: dict[str, dict[str, Any]], by_payload: dict[str, dict[str, Any]] | None = None) -> None:
        self.by_text = by_text
        self.by_payload = by_payload or {}
        self.asked: list[tuple[str, str | None]] = []

    def ask(self, text: str, conversation: str | None = None) -> dict[str, Any]:
        """Answer a message."""
        self.asked.append((text, conversation))
        known = conversation or f"conversation of {text}"
        return {"conversation": known, "turn": "1", "seconds": 0.01 * len(self.asked), **self.by_text[text]}

    def choose(self, payload: str, conversation: str) -> dict[str, Any]:
        """Answer a choice."""
        self.asked.append((payload, conversation))
        return {"conversation": conversation, "turn": "2", "seconds": 0.01, **self.by_payload[payload]}
