"""Puts the questions to a running bot through the HTTP contract, as residents reach it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.evaluation.questions import Conversation, Question

Advance = Callable[[int, int], None]
"""Called with (done, total)."""


class Bot(Protocol):
    """What the evaluation asks of a bot (bot.client.BotClient)."""

    def ask(self, text: str, conversation: str | None = None) -> dict[str, Any]:
        """Send a message; return the contract's answer with `seconds` added."""

    def choose(self, payload: str, conversation: str) -> dict[str, Any]:
        """Tap a choice that this conversation was offered."""


@dataclass(frozen=True)
class AskedTurn:
    """One turn: what was asked and what came back."""

    id: str
    number: int
    question: Question
    slices: tuple[str, ...]
    in_hand: str | None
    """The entry that the conversation was last about, before this turn."""
    outcome: dict[str, Any]
    reply: str
    """The texts of all bubbles."""
    seconds: float
    answers: tuple[str, ...] = ()
    """The texts of the bubbles that state something, with their sources: several where several things were asked."""


def ask_all(conversations: Sequence[Conversation], bot: Bot, advance: Advance) -> list[AskedTurn]:
    """Ask every conversation in turn. Raises BotError when the bot does not answer."""
    asked: list[AskedTurn] = []
    for done, conversation in enumerate(conversations, 1):
        asked += _ask(conversation, bot)
        advance(done, len(conversations))
    return asked


def _ask(conversation: Conversation, bot: Bot) -> Iterator[AskedTurn]:
    known: str | None = None
    in_hand: str | None = None
    for number, question in enumerate(conversation.turns, 1):
        answer = bot.ask(question.text, known)
        yield AskedTurn(
            conversation.id,
            number,
            question,
            (
                *conversation.slices,
                *question.slices,
                question.expect.behavior,
                "first turn" if number == 1 else "follow-up",
            ),
            in_hand,
            answer["outcome"],
            said(answer),
            answer["seconds"],
            tuple(reply["text"] for reply in answer["replies"] if reply["sources"]),
        )
        known = answer["conversation"]
        in_hand = answer["outcome"].get("entry") or in_hand


def said(answer: dict[str, Any]) -> str:
    """Return the texts of an answer, one bubble after the other."""
    return "\n".join(reply["text"] for reply in answer["replies"])
