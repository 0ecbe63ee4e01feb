"""What one entry is: the immutable body of a version, the same for curated text and imported records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Literal

from knowledge.checklist.model import Checklist, checklist_from_plain
from knowledge.guide.model import Guide, guide_from_plain
from knowledge.source import Confidence as Confidence
from knowledge.source import Source as Source

Kind = Literal["procedure", "topic", "guide", "notice", "office"]
Origin = Literal["curated", "imported"]


@dataclass(frozen=True)
class LegalBasis:
    """A legal document, with the days between which it holds (ISO dates)."""

    title: str
    article: str | None = None
    effective_from: str | None = None
    effective_to: str | None = None


@dataclass(frozen=True)
class AspectText:
    """What is said about one aspect, and on which days it is true (ISO dates, both inclusive; None: open)."""

    text: str
    confidence: Confidence = "high"
    valid_from: str | None = None
    valid_until: str | None = None
    official: str | None = None
    """The official line beside a parsed value, for imported records."""

    def holds_on(self, day: date) -> bool:
        """Is this text true on that day?"""
        iso = day.isoformat()
        return (self.valid_from or "") <= iso <= (self.valid_until or "9999-12-31")


@dataclass(frozen=True)
class Paper:
    """One paper of a file to hand in; None: the source does not say."""

    name: str
    originals: int | None = None
    copies: int | None = None
    form: str | None = None
    applies_if: str | None = None


@dataclass(frozen=True)
class SubmissionWay:
    """One way to hand in (Trực tiếp, Trực tuyến, Dịch vụ bưu chính), in the official words."""

    way: str
    time: str | None = None
    fee: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Entry:
    """One thing the bot knows. Everything optional may be missing: then it is "chưa có thông tin"."""

    id: str
    kind: Kind
    title: str
    short_title: str
    origin: Origin
    checked_on: str
    topic: str | None = None
    codes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    field: str | None = None
    level: str | None = None
    audience: str | None = None
    popularity: int = 0
    """0 (never asked) to 5 (asked every day): a prior of the search, set by editors."""
    group: str | None = None
    """Variants of one procedure share a group; the ordinary case is the one with the highest popularity."""
    answer: tuple[AspectText, ...] = ()
    """The three lines that come first."""
    aspects: Mapping[str, tuple[AspectText, ...]] = None  # type: ignore[assignment]
    papers: tuple[Paper, ...] = ()
    ways: tuple[SubmissionWay, ...] = ()
    legal_basis: tuple[LegalBasis, ...] = ()
    sources: tuple[Source, ...] = ()
    review_by: str | None = None
    valid_until: str | None = None
    owner: str | None = None
    confidence: Confidence = "high"
    confirm: str | None = None
    """What to confirm and where, said whenever the confidence is not high."""
    related: tuple[str, ...] = ()
    history: str | None = None
    """What older texts said and no longer holds."""
    guide: Guide | None = None
    """Of kind guide alone: the steps to walk."""
    checklist: Checklist | None = None
    """The papers by case (content/checklists), where a case decides."""

    def __post_init__(self) -> None:
        if self.aspects is None:
            object.__setattr__(self, "aspects", {})

    def to_json(self) -> str:
        """Return the body as canonical JSON: equal entries give equal text.

        What is missing is left out, so that a new optional field does not change every stored body.
        """
        return json.dumps(to_plain(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def content_hash(self) -> str:
        """SHA-256 of the body: says "same" or "changed" at the next import."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @classmethod
    def from_json(cls, text: str) -> Entry:
        """Read what `to_json` wrote."""
        data = json.loads(text)
        for name in ("codes", "aliases", "related"):
            data[name] = tuple(data.get(name, ()))
        data["answer"] = _texts(data.get("answer", ()))
        data["aspects"] = {name: _texts(items) for name, items in data.get("aspects", {}).items()}
        for name, part in _PARTS.items():
            data[name] = tuple(part(**item) for item in data.get(name, ()))
        data["guide"] = guide_from_plain(data["guide"]) if data.get("guide") else None
        data["checklist"] = checklist_from_plain(data["checklist"]) if data.get("checklist") else None
        return cls(**data)


_PARTS: Mapping[str, type[Paper | SubmissionWay | LegalBasis | Source]] = {
    "papers": Paper,
    "ways": SubmissionWay,
    "legal_basis": LegalBasis,
    "sources": Source,
}


def to_plain(value: Any) -> Any:
    """Return dataclasses as plain dicts and lists; what is missing or at its default is left out."""
    if is_dataclass(value):
        pairs = ((item.name, getattr(value, item.name), item.default) for item in fields(value))
        return {
            name: to_plain(content)
            for name, content, default in pairs
            if content != default and content not in ((), {}, None)
        }
    if isinstance(value, Mapping):
        return {name: to_plain(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    return value


def _texts(items: Iterable[Mapping[str, Any]]) -> tuple[AspectText, ...]:
    return tuple(AspectText(**item) for item in items)
