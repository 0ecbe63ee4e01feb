"""Reads a checklist's content file; every fault is noted with its line, in an editor's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from knowledge.checklist.model import (
    UNKNOWN,
    CaseFact,
    CaseNote,
    CasePaper,
    Checklist,
    FactChoice,
    NotNeeded,
    When,
)
from knowledge.content_sheet import Fields, Sheet
from knowledge.domains import is_allowed
from knowledge.source import Confidence, Source

FIELDS = ("entry", "checked_on", "facts", "papers", "no_need", "notes", "sources")
REQUIRED = ("entry", "checked_on", "facts", "papers", "sources")
FEWEST_FACTS = 2
MOST_FACTS = 4
MOST_CHOICES = 4
LONGEST_ASK = 120
LONGEST_SAY = 24
LONGEST_PAPER = 200


def read_checklist(sheet: Sheet, root: Node) -> tuple[str, Checklist]:
    """Return the id of the entry and its checklist; faults are noted in the sheet."""
    got = sheet.fields(root, FIELDS, REQUIRED)
    facts = tuple(_facts(sheet, got))
    checklist = Checklist(
        checked_on=sheet.day(got, "checked_on") or "",
        facts=facts,
        papers=tuple(_paper(sheet, node) for node in sheet.items(got, "papers")),
        no_need=tuple(_not_needed(sheet, node) for node in sheet.items(got, "no_need")),
        notes=tuple(_note(sheet, node) for node in sheet.items(got, "notes")),
        sources=tuple(_source(sheet, node) for node in sheet.items(got, "sources")),
    )
    _check_cases(sheet, got, checklist)
    return sheet.text(got, "entry") or "", checklist


def _facts(sheet: Sheet, got: Fields) -> list[CaseFact]:
    if "facts" not in got:
        return []
    node = got["facts"][1]
    if not isinstance(node, MappingNode):
        sheet.note(sheet.line(node), "want_mapping", field="facts", example="facts: {cho-o: {ask: …}}")
        return []
    if len(node.value) < FEWEST_FACTS:
        sheet.note(sheet.line(node), "checklist_few_facts", least=FEWEST_FACTS)
    if len(node.value) > MOST_FACTS:
        sheet.note(sheet.line(node), "checklist_many_facts", most=MOST_FACTS)
    return [_fact(sheet, str(key.value), value) for key, value in node.value if isinstance(key, ScalarNode)]


def _fact(sheet: Sheet, name: str, node: Node) -> CaseFact:
    got = sheet.fields(node, ("ask", "choices", "when"), ("ask", "choices"), parent="facts")
    choices = []
    pairs = got["choices"][1].value if "choices" in got and isinstance(got["choices"][1], MappingNode) else []
    if not 2 <= len(pairs) <= MOST_CHOICES:
        sheet.note(sheet.line(node), "checklist_choices", fact=name, most=MOST_CHOICES)
    for key, value in pairs:
        one = sheet.fields(value, ("say", "words"), ("say",), parent="choices")
        words = tuple(item.value for item in sheet.texts(one, "words"))
        choices.append(FactChoice(str(key.value), sheet.text(one, "say", most=LONGEST_SAY) or "", words))
    return CaseFact(name, sheet.text(got, "ask", most=LONGEST_ASK) or "", tuple(choices), _when(sheet, got, "when"))


def _paper(sheet: Sheet, node: Node) -> CasePaper:
    got = sheet.fields(node, ("name", "count", "note", "confidence", "when", "unless"), ("name",), parent="papers")
    return CasePaper(
        name=sheet.text(got, "name", most=LONGEST_PAPER) or "",
        count=sheet.text(got, "count"),
        note=sheet.text(got, "note"),
        confidence=cast(Confidence, sheet.choice(got, "confidence", get_args(Confidence)) or "high"),
        when=_when(sheet, got, "when"),
        unless=_when(sheet, got, "unless"),
    )


def _not_needed(sheet: Sheet, node: Node) -> NotNeeded:
    got = sheet.fields(node, ("name", "note"), ("name",), parent="no_need")
    return NotNeeded(sheet.text(got, "name", most=LONGEST_PAPER) or "", sheet.text(got, "note"))


def _note(sheet: Sheet, node: Node) -> CaseNote:
    got = sheet.fields(node, ("text", "when"), ("text",), parent="notes")
    return CaseNote(sheet.text(got, "text", most=LONGEST_PAPER) or "", _when(sheet, got, "when"))


def _source(sheet: Sheet, node: Node) -> Source:
    got = sheet.fields(node, ("title", "url", "date"), ("title",), parent="sources")
    url = sheet.text(got, "url")
    if url and not is_allowed(url):
        sheet.note(sheet.line(got["url"][1]), "checklist_strange_link", url=url)
    return Source(sheet.text(got, "title") or "", url, sheet.source_day(got, "date"))


def _when(sheet: Sheet, got: Fields, name: str) -> Mapping[str, tuple[str, ...]]:
    if name not in got:
        return {}
    node = got[name][1]
    if not isinstance(node, MappingNode):
        sheet.note(sheet.line(node), "want_mapping", field=name, example=f"{name}: {{cho-o: o-nho}}")
        return {}
    found = {}
    for key, value in node.value:
        values = value.value if isinstance(value, SequenceNode) else [value]
        found[str(key.value)] = tuple(sheet.scalar(one, str(key.value)) or "" for one in values)
    return found


def _check_cases(sheet: Sheet, got: Fields, checklist: Checklist) -> None:
    """Note cases that speak of a fact or a value that nobody asks for, and facts that decide nothing."""
    values = {fact.name: {choice.value for choice in fact.choices} for fact in checklist.facts}
    cases: list[When] = [fact.when for fact in checklist.facts]
    cases += [case for paper in checklist.papers for case in (paper.when, paper.unless)]
    cases += [note.when for note in checklist.notes]
    line = sheet.line(got["facts"][0]) if "facts" in got else 1
    for case in cases:
        for name, wanted in case.items():
            for value in wanted:
                if value not in values.get(name, set()):
                    sheet.note(line, "checklist_unknown_case", case=f"{name}: {value}")
    used = {name for case in cases for name in case}
    for name in values.keys() - used:
        sheet.note(line, "checklist_idle_fact", fact=name)
    if any(UNKNOWN in known for known in values.values()):
        sheet.note(line, "checklist_own_unknown", value=UNKNOWN)
