"""What a guide is made of: steps, the choices that lead on, and the facts learnt on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

Ending = Literal["done", "office", "hotline"]
Facts = Mapping[str, str]
"""What is known of the resident's case: fact -> value, both as written in the content."""


@dataclass(frozen=True)
class GuideLink:
    """A page of an official body, shown with a step."""

    title: str
    url: str


@dataclass(frozen=True)
class GuideChoice:
    """One way on from a step."""

    say: str
    """What the button says."""
    to: str
    words: tuple[str, ...] = ()
    """What residents type instead."""
    learns: Facts = field(default_factory=dict)
    when: Facts = field(default_factory=dict)
    """Shown only where these facts hold; a fact that is not known counts as holding."""


@dataclass(frozen=True)
class Jump:
    """A way past a step whose answer is known already."""

    when: Facts
    to: str


@dataclass(frozen=True)
class GuideStep:
    """One message of a guide. A step without `end` has choices; one with `end` has none."""

    id: str
    text: str
    choices: tuple[GuideChoice, ...] = ()
    warning: str | None = None
    links: tuple[GuideLink, ...] = ()
    entries: tuple[str, ...] = ()
    """Answers offered after the last step."""
    end: Ending | None = None
    jumps: tuple[Jump, ...] = ()

    def targets(self) -> Iterable[str]:
        """Yield the ids of all steps that may come next."""
        yield from (choice.to for choice in self.choices)
        yield from (jump.to for jump in self.jumps)


@dataclass(frozen=True)
class Guide:
    """A decision tree; loops are allowed as long as each has a way out (knowledge.guide.check)."""

    start: str
    steps: tuple[GuideStep, ...]
    entries: tuple[str, ...] = ()
    """Entries whose answers offer this guide; the first is its home."""

    @cached_property
    def by_id(self) -> Mapping[str, GuideStep]:
        """Find a step by its id."""
        return {step.id: step for step in self.steps}


def guide_from_plain(data: Mapping[str, Any]) -> Guide:
    """Build a guide from the plain dicts and lists of a stored entry."""
    return Guide(data["start"], tuple(_step(item) for item in data["steps"]), tuple(data.get("entries", ())))


def _step(data: Mapping[str, Any]) -> GuideStep:
    return GuideStep(
        id=data["id"],
        text=data["text"],
        choices=tuple(_choice(item) for item in data.get("choices", ())),
        warning=data.get("warning"),
        links=tuple(GuideLink(**item) for item in data.get("links", ())),
        entries=tuple(data.get("entries", ())),
        end=data.get("end"),
        jumps=tuple(Jump(**item) for item in data.get("jumps", ())),
    )


def _choice(data: Mapping[str, Any]) -> GuideChoice:
    return GuideChoice(**{**data, "words": tuple(data.get("words", ()))})
