"""Walks a guide: where the resident stands, what can be chosen there, one step on, one step back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from knowledge.guide.model import Facts, Guide, GuideChoice, GuideStep

LONGEST_TRAIL = 40
"""Steps remembered for going back; who has walked a loop more often starts from the newest."""


class WalkError(ValueError):
    """The position does not fit this guide: it was edited, or the choice is not there."""


@dataclass(frozen=True)
class Position:
    """Where a resident stands in a guide. Kept in a slot of the conversation, so it is plain data."""

    guide: str
    """Id of the guide's entry."""
    stamp: str
    """Content hash of the guide as it was when this step was shown."""
    at: str
    trail: tuple[str, ...] = ()
    """Steps shown before this one, the oldest first."""
    facts: Facts = field(default_factory=dict)
    misses: int = 0
    """Answers in a row that fitted none of the choices."""

    def to_slot(self) -> dict[str, Any]:
        """Return plain data for the conversation's memory."""
        return {
            "guide": self.guide,
            "stamp": self.stamp,
            "at": self.at,
            "trail": list(self.trail),
            "facts": dict(self.facts),
            "misses": self.misses,
        }

    @classmethod
    def from_slot(cls, data: Mapping[str, Any]) -> Position:
        """Read what `to_slot` wrote."""
        return cls(
            data["guide"], data["stamp"], data["at"], tuple(data["trail"]), dict(data["facts"]), data.get("misses", 0)
        )


def begin(entry_id: str, stamp: str, guide: Guide, facts: Facts) -> Position:
    """Stand at the first step; steps whose answer is known already are passed."""
    return Position(entry_id, stamp, _arrive(guide, guide.start, facts), facts=dict(facts))


def step_at(guide: Guide, position: Position) -> GuideStep:
    """Return the step. Raises WalkError when the guide no longer has it."""
    try:
        return guide.by_id[position.at]
    except KeyError:
        raise WalkError(f"{position.guide} has no step {position.at!r}") from None


def choices_at(step: GuideStep, facts: Facts) -> Sequence[GuideChoice]:
    """Return the choices that hold for what is known."""
    return [choice for choice in step.choices if _may_hold(choice.when, facts)]


def choose(guide: Guide, position: Position, number: int) -> Position:
    """Take the choice of this number (from 1). Raises WalkError when there is none."""
    choices = choices_at(step_at(guide, position), position.facts)
    if not 1 <= number <= len(choices):
        raise WalkError(f"{position.at!r} has no choice {number}")
    taken = choices[number - 1]
    facts = {**position.facts, **taken.learns}
    trail = (*position.trail, position.at)[-LONGEST_TRAIL:]
    return replace(position, at=_arrive(guide, taken.to, facts), trail=trail, facts=facts, misses=0)


def back(guide: Guide, position: Position) -> Position | None:
    """Return to the step before and forget what was learnt there; None at the first step."""
    known = [name for name in position.trail if name in guide.by_id]
    if not known:
        return None
    before = guide.by_id[known[-1]]
    learnt = {name for choice in before.choices for name in choice.learns}
    facts = {name: value for name, value in position.facts.items() if name not in learnt}
    return replace(position, at=before.id, trail=tuple(known[:-1]), facts=facts, misses=0)


def progress(guide: Guide, position: Position) -> tuple[int, int]:
    """Return this step's number and how many the ordinary way has.

    The second number may change when the resident turns off the ordinary way: it is never below the first.
    """
    number = len(position.trail) + 1
    return number, number + _ahead(guide, position)


def _arrive(guide: Guide, step_id: str, facts: Facts) -> str:
    passed: set[str] = set()
    while step_id not in passed:
        passed.add(step_id)
        jump = next((one for one in guide.by_id[step_id].jumps if _holds(one.when, facts)), None)
        if jump is None:
            return step_id
        step_id = jump.to
    return step_id  # jumps that lead in a circle: show the step rather than hang


def _holds(when: Facts, facts: Facts) -> bool:
    return all(facts.get(name) == value for name, value in when.items())


def _may_hold(when: Facts, facts: Facts) -> bool:
    return all(facts.get(name, value) == value for name, value in when.items())


def _ahead(guide: Guide, position: Position) -> int:
    """Count the steps that still ask something on the ordinary way: the first choice of each step."""
    step, facts = guide.by_id[position.at], dict(position.facts)
    seen: set[str] = set()
    while step.end is None and step.id not in seen:
        seen.add(step.id)
        first = choices_at(step, facts)[0]
        facts |= first.learns
        step = guide.by_id[_arrive(guide, first.to, facts)]
    return max(0, len(seen) - 1)
