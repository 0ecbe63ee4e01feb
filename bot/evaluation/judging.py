"""Says of one turn what it counts as: right, right within one tap, a false answer, and what was said wrongly."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from bot.evaluation.asking import AskedTurn
from bot.evaluation.questions import Expect
from bot.replies import ASPECTS

ANSWERED = frozenset({"answered", "answered_partly", "guide"})
REFUSED = frozenset({"out_of_scope", "no_answer", "smalltalk", "handoff"})
"""Ways to end a turn without claiming to know: what a question from outside should lead to."""
MOST_CHOICES = 3
"""A resident finds the right one with one tap among at most so many."""


class Numbers(Protocol):
    """The values of one answer held against its entry (knowledge.entry_values.Checked)."""

    @property
    def said(self) -> tuple[str, ...]:
        """Every value, in the words of the answer."""

    @property
    def foreign(self) -> tuple[str, ...]:
        """Those that the entry does not state."""


CheckNumbers = Callable[[str, str, str], Numbers | None]
"""Called with (entry, aspect, text); None: the entry is not known here."""


@dataclass(frozen=True)
class Verdict:
    """What became of the question for an entry."""

    right: bool
    one_tap: bool
    false_answer: bool


@dataclass(frozen=True)
class Judged:
    """One turn with everything that is counted of it."""

    asked: AskedTurn
    verdict: Verdict
    aspect_right: bool | None
    """None: no aspect was expected, or the entry was already wrong."""
    breaches: tuple[str, ...]
    """What was said and must not be, or must be and was not."""
    numbers: Numbers | None

    @property
    def expect(self) -> Expect:
        """What the question file asks for."""
        return self.asked.question.expect

    @property
    def code(self) -> str:
        """How the turn ended."""
        return str(self.asked.outcome["code"])

    @property
    def failed(self) -> bool:
        """Is there anything to look into?"""
        foreign = bool(self.numbers and self.numbers.foreign)
        return not self.verdict.right or self.aspect_right is False or bool(self.breaches) or foreign


def judge_turn(asked: AskedTurn, check_numbers: CheckNumbers | None) -> Judged:
    """Judge one turn against what was expected."""
    expect, outcome = asked.question.expect, asked.outcome
    verdict = judge(expect, outcome)
    counted = verdict.right and expect.wants_entry and expect.aspect is not None
    return Judged(
        asked,
        verdict,
        outcome["aspect"] == expect.aspect if counted else None,
        tuple(_breaches(expect, asked.reply)),
        _numbers(asked, check_numbers),
    )


def judge(expect: Expect, outcome: dict[str, Any]) -> Verdict:
    """Judge how a turn ended."""
    answered = outcome["code"] in ANSWERED
    if expect.behavior in ("out_of_scope", "no_answer"):
        # for a matter that is in scope but not loaded, choices are honest too: nothing is claimed
        honest = outcome["code"] in REFUSED or (expect.behavior == "no_answer" and outcome["code"] == "clarify")
        return Verdict(honest, honest, answered)
    if expect.behavior not in ("answer", "clarify"):
        met = outcome["code"] == expect.behavior
        return Verdict(met, met, False)
    if not expect.wants_entry:
        met = outcome["code"] == "clarify" if expect.behavior == "clarify" else answered
        return Verdict(met, met, False)
    return _judge_entry(expect, outcome, answered)


def _judge_entry(expect: Expect, outcome: dict[str, Any], answered: bool) -> Verdict:
    warned = outcome["code"] == "scam_warning"  # a warning that is about the wanted entry answers the question too
    right = (answered or warned) and is_wanted(expect, outcome)
    candidates = outcome["candidates"][:MOST_CHOICES]
    offered = outcome["code"] == "clarify" and any(is_wanted(expect, one) for one in candidates)
    at_once = right or (offered and expect.behavior == "clarify")
    return Verdict(at_once, right or offered, answered and not right)


def is_wanted(expect: Expect, found: dict[str, Any]) -> bool:
    """Is this entry (an outcome or a candidate) one of those that are right?"""
    return (
        found.get("procedure") in expect.codes
        or found.get("topic") in expect.topics
        or found.get("entry") in expect.entries
    )


def _breaches(expect: Expect, reply: str) -> list[str]:
    text = _plain(reply)
    missing = [f"does not say: {words}" for words in expect.must_include if _plain(words) not in text]
    return missing + [f"says: {words}" for words in expect.must_not_include if _plain(words) in text]


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


def _numbers(asked: AskedTurn, check_numbers: CheckNumbers | None) -> Numbers | None:
    outcome = asked.outcome
    if check_numbers is None or outcome["code"] not in ANSWERED or not outcome["entry"]:
        return None
    if len(asked.answers) > 1:
        return _several(asked, check_numbers)
    return check_numbers(outcome["entry"], outcome["aspect"] or "overview", asked.reply)


@dataclass(frozen=True)
class _Together:
    said: tuple[str, ...]
    foreign: tuple[str, ...]


def _several(asked: AskedTurn, check_numbers: CheckNumbers) -> Numbers | None:
    """Hold each answer of one turn against the one aspect, of an entry that was in question, that fits it best."""
    entries = [asked.outcome["entry"], *(item["entry"] for item in asked.outcome["candidates"])]
    said: list[str] = []
    foreign: list[str] = []
    for text in asked.answers:
        checks = [check_numbers(entry, aspect, text) for entry in dict.fromkeys(entries) for aspect in ASPECTS]
        best = min((one for one in checks if one is not None), key=lambda one: len(one.foreign), default=None)
        if best is None:
            return None
        said += best.said
        foreign += best.foreign
    return _Together(tuple(said), tuple(foreign))
