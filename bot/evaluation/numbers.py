"""Asks a sample of aspects of entries and holds every value said against the entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from bot.evaluation.asking import Advance, Bot, said
from bot.evaluation.judging import ANSWERED, CheckNumbers
from bot.evaluation.metrics import Share
from bot.payloads import PayloadError, parse_payload


class Sampled(Protocol):
    """One aspect of one entry with a question for it (knowledge.witness.Sampled)."""

    @property
    def entry(self) -> str:
        """Id of the entry."""

    @property
    def aspect(self) -> str:
        """What is asked about it."""

    @property
    def text(self) -> str:
        """The question."""


@dataclass(frozen=True)
class NumberTurn:
    """What became of one question of the sample."""

    entry: str
    aspect: str
    text: str
    answered: str | None
    """The entry that was answered about; None: no answer."""
    answered_aspect: str | None
    reply: str
    said: tuple[str, ...]
    foreign: tuple[str, ...]

    @property
    def reached(self) -> bool:
        """Was the aspect asked for answered, of the entry asked for?"""
        return self.answered == self.entry and self.answered_aspect == self.aspect


@dataclass(frozen=True)
class NumberReport:
    """All questions of one sample."""

    turns: tuple[NumberTurn, ...]

    @property
    def exact(self) -> Share:
        """Answers whose every value is the entry's, of all answers that say a value."""
        counted = [turn for turn in self.turns if turn.said]
        return Share(sum(not turn.foreign for turn in counted), len(counted))

    @property
    def values(self) -> Share:
        """Values that are the entry's, of all values said."""
        total = sum(len(turn.said) for turn in self.turns)
        return Share(total - sum(len(turn.foreign) for turn in self.turns), total)

    @property
    def reached(self) -> Share:
        """Questions that led to the entry and aspect asked for."""
        return Share(sum(turn.reached for turn in self.turns), len(self.turns))

    @property
    def silent(self) -> Share:
        """Answers that reached the aspect and said none of its values."""
        reached = [turn for turn in self.turns if turn.reached]
        return Share(sum(not turn.said for turn in reached), len(reached))

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain data."""
        shares = {"exact": self.exact, "values": self.values, "reached": self.reached, "silent": self.silent}
        return {
            **{name: {"share": one.value, "count": one.count, "of": one.total} for name, one in shares.items()},
            "turns": [asdict(turn) for turn in self.turns],
        }


def check_sample(sample: Sequence[Sampled], bot: Bot, check: CheckNumbers, advance: Advance) -> NumberReport:
    """Ask every question, follow the right choice where choices are offered, compare by value. Raises BotError."""
    turns = []
    for done, one in enumerate(sample, 1):
        turns.append(_ask(one, bot, check))
        advance(done, len(sample))
    return NumberReport(tuple(turns))


def _ask(one: Sampled, bot: Bot, check: CheckNumbers) -> NumberTurn:
    answer = bot.ask(one.text)
    payload = _choice(answer, one.entry) if answer["outcome"]["code"] == "clarify" else None
    if payload:
        answer = bot.choose(payload, answer["conversation"])
    outcome, reply = answer["outcome"], said(answer)
    if outcome["code"] not in ANSWERED or not outcome["entry"]:
        return NumberTurn(one.entry, one.aspect, one.text, None, None, reply, (), ())
    found = check(outcome["entry"], outcome["aspect"] or "overview", reply)
    values = (found.said, found.foreign) if found else ((), ())
    return NumberTurn(one.entry, one.aspect, one.text, outcome["entry"], outcome["aspect"], reply, *values)


def _choice(answer: dict[str, Any], entry: str) -> str | None:
    payloads = [choice["payload"] for reply in answer["replies"] for choice in reply["choices"]]
    return next((payload for payload in payloads if _entry(payload) == entry), None)


def _entry(payload: str) -> str | None:
    try:
        return parse_payload(payload).entry
    except PayloadError:
        return None
