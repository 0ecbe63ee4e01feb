"""Finds what an outside text rests on that no longer holds: bodies that ended, documents that were replaced."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.domains import content_rules
from knowledge.importers.reasons import reason

_LISTS = Path(__file__).with_name("outdated.yml")
_SENTENCE_END = re.compile(r"[.;!?](?:\s|$)|\n")
_KINDS = {"NĐ": r"(?:nghị định|nđ)", "TT": r"(?:thông tư|tt)", "QH": r"luật[^.;\n]{0,60}?"}


@dataclass(frozen=True)
class _Body:
    pattern: re.Pattern[str]
    since: str
    now: str


@dataclass(frozen=True)
class _Law:
    pattern: re.Pattern[str]
    name: str
    now: str


def why_outdated(text: str, checked_on: str) -> str:
    """Return why a person must look at a text before it is said; empty: nothing speaks against it."""
    for body in _bodies():
        found = _named_today(body.pattern, text)
        if found:
            now = reason("held_body_now", now=body.now) if body.now else ""
            return reason("held_body", words=found, since=body.since, now=now)
    for law in _laws():
        if law.pattern.search(text):
            return reason("held_law", law=law.name, now=law.now) if law.now else reason("held_law_ended", law=law.name)
    if checked_on < str(_lists()["before"]):
        return reason("held_old", checked_on=checked_on)
    return ""


def _named_today(pattern: re.Pattern[str], text: str) -> str:
    """Return the words that name a body in a sentence which does not speak of the change itself."""
    if not pattern.search(text):
        return ""
    for sentence in _SENTENCE_END.split(text):
        found = pattern.search(sentence)
        if found and not _change().search(sentence):
            return found[0]
    return ""


@cache
def _bodies() -> tuple[_Body, ...]:
    district = _Body(_any_of(content_rules()["abolished_words"]), "1/7/2025", "")
    named = (_Body(_any_of(item["words"]), item["since"], item["now"]) for item in _lists()["bodies"])
    return (district, *named)


@cache
def _laws() -> tuple[_Law, ...]:
    return tuple(_law(item) for item in _lists()["laws"])


def _law(item: dict[str, str]) -> _Law:
    number, year = item["number"].split("/")
    series = item["series"]
    digits = rf"(?<![\d/])0*{number}/{year}"
    kind = _KINDS[series[:2]]
    pattern = rf"{digits}/{re.escape(series)}(?![\w-])|{kind}\s*(?:số\s*)?{digits}(?![\d/])"
    return _Law(re.compile(pattern, re.IGNORECASE), f"{item['number']}/{series}", item["now"])


@cache
def _change() -> re.Pattern[str]:
    return _any_of(_lists()["change_words"])


def _any_of(words: list[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


@cache
def _lists() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(_LISTS.read_text(encoding="utf-8"))
    return data
