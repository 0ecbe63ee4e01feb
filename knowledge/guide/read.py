"""Reads the steps of a guide out of its content file; every fault is noted with its line, in an editor's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

import yaml
from yaml import MappingNode, Node, ScalarNode

from knowledge.content_sheet import Fields, Sheet
from knowledge.domains import is_official
from knowledge.guide.check import faults
from knowledge.guide.model import Ending, Guide, GuideChoice, GuideLink, GuideStep, Jump

LONGEST_NAME = 16
LONGEST_STEP = 320
LONGEST_END = 600
LONGEST_SAY = 24
LONGEST_WARNING = 170
MOST_CHOICES = 4
STEP_FIELDS = ("ask", "do", "say", "warning", "choices", "next", "stuck", "end", "jump", "links", "entries")


@dataclass(frozen=True)
class _Ready:
    say: str
    words: tuple[str, ...]


def read_guide(sheet: Sheet, fields: Fields) -> Guide | None:
    """Return the guide of a content file; None when a fault was noted that leaves nothing to walk."""
    if "steps" not in fields or "start" not in fields:
        return None
    node = fields["steps"][1]
    if not isinstance(node, MappingNode):
        sheet.note(sheet.line(node), "want_mapping", field="steps", example="steps: {buoc-mot: {ask: …}}")
        return None
    lines: dict[str, int] = {}
    steps = []
    for key, value in node.value:
        name = str(key.value) if isinstance(key, ScalarNode) else ""
        if name in lines:
            sheet.note(sheet.line(key), "twice", field=name, other=lines[name])
        elif not name or len(name) > LONGEST_NAME:
            sheet.note(sheet.line(key), "guide_step_name", name=name, most=LONGEST_NAME)
        lines[name] = sheet.line(key)
        steps.append(_step(sheet, name, value))
    entries = tuple(item.value for item in sheet.texts(fields, "entries"))
    guide = Guide(sheet.text(fields, "start") or "", tuple(steps), entries)
    for fault in faults(guide):
        sheet.note(lines.get(fault.step, sheet.line(node)), fault.key, step=fault.step, value=fault.value)
    return guide


def _step(sheet: Sheet, name: str, node: Node) -> GuideStep:
    got = sheet.fields(node, STEP_FIELDS, (), parent="steps")
    end = cast(Ending | None, sheet.choice(got, "end", get_args(Ending)))
    kind = next((field for field in ("ask", "do", "say") if field in got), None)
    if kind is None or (kind == "say") != (end is not None):
        sheet.note(sheet.line(node), "guide_step_kind", step=name)
    text = sheet.text(got, kind, most=LONGEST_END if end else LONGEST_STEP) if kind else None
    return GuideStep(
        id=name,
        text=text or "",
        choices=_choices(sheet, got, kind),
        warning=sheet.text(got, "warning", most=LONGEST_WARNING),
        links=tuple(_links(sheet, got)),
        entries=tuple(item.value for item in sheet.texts(got, "entries")),
        end=end,
        jumps=tuple(_jumps(sheet, got)),
    )


def _choices(sheet: Sheet, got: Fields, kind: str | None) -> tuple[GuideChoice, ...]:
    if kind == "do":
        onward, stuck = sheet.text(got, "next"), sheet.text(got, "stuck")
        ready = _ready()
        ways = [("done", onward), ("stuck", stuck)]
        return tuple(GuideChoice(ready[name].say, to, ready[name].words) for name, to in ways if to)
    nodes = sheet.items(got, "choices")
    if len(nodes) > MOST_CHOICES:
        sheet.note(sheet.line(nodes[0]), "guide_many_choices", most=MOST_CHOICES)
    return tuple(_choice(sheet, node) for node in nodes)


def _choice(sheet: Sheet, node: Node) -> GuideChoice:
    got = sheet.fields(node, ("say", "words", "to", "set", "when"), ("say", "to"), parent="choices")
    return GuideChoice(
        say=sheet.text(got, "say", most=LONGEST_SAY) or "",
        to=sheet.text(got, "to") or "",
        words=tuple(item.value for item in sheet.texts(got, "words")),
        learns=_facts(sheet, got, "set"),
        when=_facts(sheet, got, "when"),
    )


def _jumps(sheet: Sheet, got: Fields) -> list[Jump]:
    found = []
    for node in sheet.items(got, "jump"):
        one = sheet.fields(node, ("when", "to"), ("when", "to"), parent="jump")
        found.append(Jump(_facts(sheet, one, "when"), sheet.text(one, "to") or ""))
    return found


def _links(sheet: Sheet, got: Fields) -> list[GuideLink]:
    found = []
    for node in sheet.items(got, "links"):
        one = sheet.fields(node, ("title", "url"), ("title", "url"), parent="links")
        url = sheet.text(one, "url") or ""
        if url and not is_official(url):
            sheet.note(sheet.line(node), "guide_strange_link", url=url)
        found.append(GuideLink(sheet.text(one, "title") or "", url))
    return found


def _facts(sheet: Sheet, got: Fields, name: str) -> dict[str, str]:
    if name not in got:
        return {}
    node = got[name][1]
    if not isinstance(node, MappingNode):
        sheet.note(sheet.line(node), "want_mapping", field=name, example=f"{name}: {{nfc: khong}}")
        return {}
    return {str(key.value): sheet.scalar(value, str(key.value)) or "" for key, value in node.value}


@cache
def _ready() -> Mapping[str, _Ready]:
    path = Path(__file__).with_name("wording.vi.yml")
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: _Ready(data[name]["say"], tuple(data[name]["words"])) for name in ("done", "stuck")}
