"""Which fields a content file has, and how they become an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast, get_args

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from bot.replies import ASPECTS
from knowledge.content_sheet import Fields, Located, Sheet, is_empty
from knowledge.guide.read import read_guide
from knowledge.model import AspectText, Confidence, Entry, Kind, LegalBasis, Source

FIELDS = (
    "id",
    "kind",
    "topic",
    "codes",
    "title",
    "short_title",
    "field",
    "level",
    "audience",
    "popularity",
    "group",
    "aliases",
    "answer",
    "aspects",
    "legal_basis",
    "sources",
    "checked_on",
    "review_by",
    "valid_until",
    "owner",
    "confidence",
    "confirm",
    "history",
    "related",
)
"""In the order in which a file has them."""
REQUIRED = (
    "id",
    "kind",
    "title",
    "short_title",
    "aliases",
    "answer",
    "sources",
    "checked_on",
    "review_by",
    "owner",
    "confidence",
)
GUIDE_FIELDS = (
    "id",
    "kind",
    "topic",
    "title",
    "short_title",
    "aliases",
    "entries",
    "sources",
    "checked_on",
    "review_by",
    "owner",
    "confidence",
    "confirm",
    "start",
    "steps",
)
GUIDE_REQUIRED = tuple(name for name in GUIDE_FIELDS if name not in ("topic", "confirm"))
LEVELS = ("xã", "tỉnh", "bộ", "toàn quốc")
ENTRY_ASPECTS = tuple(name for name in ASPECTS if name != "overview")
VARIANT_FIELDS = ("text", "confidence", "valid_from", "valid_until")
LONGEST_ID = 46
"""A button carries an intent, a colon and this id in 64 bytes."""


@dataclass(frozen=True)
class Variant:
    """One text of an aspect, and where it stands."""

    said: AspectText
    node: Node


@dataclass(frozen=True)
class Draft:
    """A file that was read, sound or not: the rules look at it next. What could not be read is empty."""

    sheet: Sheet
    entry: Entry
    fields: Fields
    codes: tuple[Located, ...] = ()
    aliases: tuple[Located, ...] = ()
    related: tuple[Located, ...] = ()
    variants: Mapping[str, list[Variant]] = field(default_factory=dict)
    """Of each aspect; the short answer stands under "answer"."""
    urls: tuple[Located, ...] = ()

    def line(self, name: str) -> int:
        """Return the line of a field, or the first line of the file when the field is missing."""
        return self.sheet.line(self.fields[name][0]) if name in self.fields else 1


def read_draft(sheet: Sheet, root: Node) -> Draft:
    """Read every field that can be read; the faults are noted in the sheet."""
    is_guide = _has(root, "start")  # an entry that explains how is of kind guide too, and is read, not walked
    got = sheet.fields(root, *((GUIDE_FIELDS, GUIDE_REQUIRED) if is_guide else (FIELDS, REQUIRED)))
    codes, aliases, related = (sheet.texts(got, name) for name in ("codes", "aliases", "related"))
    variants = {"answer": _variants(sheet, got["answer"][1], "answer")} if "answer" in got else {}
    variants |= _aspects(sheet, got)
    sources, urls = _sources(sheet, got)
    entry = Entry(
        id=sheet.slug(got, "id", LONGEST_ID) or "",
        kind=cast(Kind, sheet.choice(got, "kind", get_args(Kind)) or "topic"),
        title=sheet.text(got, "title", most=300) or "",
        short_title=sheet.text(got, "short_title", most=60) or "",
        origin="curated",
        checked_on=sheet.day(got, "checked_on") or "",
        topic=sheet.text(got, "topic", most=60),
        codes=tuple(item.value for item in codes),
        aliases=tuple(item.value for item in aliases),
        field=sheet.text(got, "field", most=60),
        level=sheet.choice(got, "level", LEVELS),
        audience=sheet.text(got, "audience", most=200),
        popularity=sheet.number(got, "popularity", 0, 5) or 0,
        group=sheet.slug(got, "group", LONGEST_ID),
        answer=tuple(item.said for item in variants.get("answer", ())),
        aspects={name: tuple(item.said for item in said) for name, said in variants.items() if name != "answer"},
        legal_basis=_legal_basis(sheet, got),
        sources=sources,
        review_by=sheet.day(got, "review_by"),
        valid_until=sheet.day(got, "valid_until"),
        owner=sheet.slug(got, "owner", LONGEST_ID),
        confidence=_confidence(sheet, got),
        confirm=sheet.text(got, "confirm"),
        related=tuple(item.value for item in related),
        history=sheet.text(got, "history"),
        guide=read_guide(sheet, got) if is_guide else None,
    )
    return Draft(sheet, entry, got, codes, aliases, related, variants, urls)


def _has(root: Node, field: str) -> bool:
    return isinstance(root, MappingNode) and any(key.value == field for key, _ in root.value)


def _confidence(sheet: Sheet, got: Fields) -> Confidence:
    return cast(Confidence, sheet.choice(got, "confidence", get_args(Confidence)) or "high")


def _aspects(sheet: Sheet, got: Fields) -> dict[str, list[Variant]]:
    if "aspects" not in got:
        return {}
    named = sheet.fields(got["aspects"][1], ENTRY_ASPECTS, (), parent="aspects")
    return {name: _variants(sheet, node, name) for name, (_, node) in named.items()}


def _variants(sheet: Sheet, node: Node, name: str) -> list[Variant]:
    """Read a text, a text with its dates, or a list of such."""
    if isinstance(node, SequenceNode):
        return [variant for item in node.value for variant in _variant(sheet, item, name)]
    if isinstance(node, MappingNode):
        return _variant(sheet, node, name)
    text = sheet.scalar(node, name)
    return [Variant(AspectText(text), node)] if text else []


def _variant(sheet: Sheet, node: Node, name: str) -> list[Variant]:
    if isinstance(node, ScalarNode) or is_empty(node):
        sheet.note(sheet.line(node), "want_mapping", field=name, example="- text: …")
        return []
    got = sheet.fields(node, VARIANT_FIELDS, ("text",), parent=name)
    text = sheet.text(got, "text")
    days = sheet.day(got, "valid_from"), sheet.day(got, "valid_until")
    confidence = _confidence(sheet, got)
    return [Variant(AspectText(text, confidence, *days), got["text"][1])] if text else []


def _sources(sheet: Sheet, got: Fields) -> tuple[tuple[Source, ...], tuple[Located, ...]]:
    sources, urls = [], []
    for node in sheet.items(got, "sources"):
        one = sheet.fields(node, ("title", "url", "date"), ("title",), parent="sources")
        url = sheet.text(one, "url")
        if url:
            urls.append(Located(url, sheet.line(one["url"][1])))
        sources.append(Source(sheet.text(one, "title") or "", url, sheet.source_day(one, "date")))
    return tuple(sources), tuple(urls)


def _legal_basis(sheet: Sheet, got: Fields) -> tuple[LegalBasis, ...]:
    names = ("title", "article", "effective_from", "effective_to")
    found = []
    for node in sheet.items(got, "legal_basis"):
        one = sheet.fields(node, names, ("title",), parent="legal_basis")
        days = sheet.day(one, "effective_from"), sheet.day(one, "effective_to")
        found.append(LegalBasis(sheet.text(one, "title") or "", sheet.text(one, "article"), *days))
    return tuple(found)
