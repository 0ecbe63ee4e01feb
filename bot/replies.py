"""What an action says to a channel: replies, choices, sources and the outcome, in one wire form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import yaml

ASPECTS = (
    "overview",
    "documents",
    "fee",
    "time",
    "place",
    "steps",
    "conditions",
    "legal_basis",
    "online",
    "result",
)
"""What can be asked about an entry, in reading order."""

OUTCOME_CODES: frozenset[str] = frozenset(
    yaml.safe_load((Path(__file__).parent / "outcomes.yml").read_text(encoding="utf-8"))
)
"""The closed list of ways a turn may end (bot/outcomes.yml)."""

MOST_CHOICES = 3
"""How many entries a clarification offers at most; more is not read on a small phone."""

RECORD_VALUES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "ticket": {"reason": ("asked", "failures", "feedback")},
    "feedback": {"verdict": ("good", "bad")},
    "gap": {"kind": ("no_answer", "negative", "abandoned")},
}
"""What a turn may note for the staff beside its answer, and the closed lists that such a record keeps to."""


class WireError(ValueError):
    """An action sent something that is not a reply; retrying the same turn will not help."""


@dataclass(frozen=True)
class Choice:
    """A button or a numbered line; `payload` comes back when it is taken (see bot.payloads)."""

    title: str
    payload: str


@dataclass(frozen=True)
class Link:
    """A page of an official body."""

    title: str
    url: str


@dataclass(frozen=True)
class SourceLine:
    """Where an answer comes from and the day it was checked (ISO date)."""

    title: str
    url: str | None
    checked_on: str


@dataclass(frozen=True)
class Reply:
    """One message bubble."""

    text: str
    choices: tuple[Choice, ...] = ()
    links: tuple[Link, ...] = ()
    sources: tuple[SourceLine, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """An entry that the search considered, with its score in 0..1."""

    entry: str
    topic: str | None
    procedure: str | None
    title: str
    score: float


@dataclass(frozen=True)
class Outcome:
    """How the turn ended and what it was about."""

    code: str
    entry: str | None = None
    topic: str | None = None
    procedure: str | None = None
    aspect: str | None = None
    confidence: float | None = None
    candidates: tuple[Candidate, ...] = ()

    def __post_init__(self) -> None:
        if self.code not in OUTCOME_CODES:
            raise WireError(f"unknown outcome code {self.code!r}")
        if self.aspect is not None and self.aspect not in ASPECTS:
            raise WireError(f"unknown aspect {self.aspect!r}")


@dataclass(frozen=True)
class Record:
    """A side note of a turn, for the staff: the journal stores it in the transaction that closes the turn."""

    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)
    """Plain values by name: ticket: code, reason, contact, entry; feedback: entry, version, aspect, verdict, reason;
    gap: kind, entry, aspect, reason."""

    def __post_init__(self) -> None:
        if self.kind not in RECORD_VALUES:
            raise WireError(f"unknown kind of record {self.kind!r}")
        for name, allowed in RECORD_VALUES[self.kind].items():
            if self.data.get(name) not in allowed:
                raise WireError(f"a record of a {self.kind} without a {name} of the list")
        needed = {"ticket": "code", "feedback": "entry"}.get(self.kind)
        if needed is not None and not self.data.get(needed):
            raise WireError(f"a record of a {self.kind} without its {needed}")


@dataclass(frozen=True)
class TurnResult:
    """Everything one turn produced."""

    outcome: Outcome
    replies: tuple[Reply, ...] = field(default_factory=tuple)
    records: tuple[Record, ...] = ()
    """For the journal alone: no channel shows them."""

    def to_wire(self) -> dict[str, Any]:
        """Return plain dicts and lists: the body of Rasa's `custom` message and of the outbox rows."""
        wire = asdict(self)
        if not self.records:
            del wire["records"]
        return wire

    @classmethod
    def from_wire(cls, data: Mapping[str, Any]) -> TurnResult:
        """Read what `to_wire` wrote. Raises WireError on any other shape."""
        try:
            replies = tuple(_reply(item) for item in data["replies"])
            records = tuple(_record(item) for item in data.get("records") or ())
            return cls(_outcome(data["outcome"]), replies, records)
        except (KeyError, TypeError, AttributeError) as error:
            raise WireError(f"not a turn result: {error}") from error


def _outcome(data: Mapping[str, Any]) -> Outcome:
    candidates = tuple(Candidate(**item) for item in data.get("candidates") or ())
    return Outcome(**{**data, "candidates": candidates})


def _reply(data: Mapping[str, Any]) -> Reply:
    return Reply(
        text=data["text"],
        choices=tuple(Choice(**item) for item in data.get("choices") or ()),
        links=tuple(Link(**item) for item in data.get("links") or ()),
        sources=tuple(SourceLine(**item) for item in data.get("sources") or ()),
    )


def _record(data: Mapping[str, Any]) -> Record:
    if not isinstance(data["data"], Mapping):
        raise TypeError("the data of a record is a mapping")
    return Record(data["kind"], data["data"])
