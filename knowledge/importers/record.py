"""Makes an entry out of one imported record, whatever the format it came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.importers.cleaning import one_line, says_nothing, short_title
from knowledge.importers.fees import fee_texts, time_texts
from knowledge.model import AspectText, Entry, LegalBasis, Paper, Source, SubmissionWay

PORTAL = "Cổng Dịch vụ công quốc gia"
LONGEST_PAPER = 400


@dataclass(frozen=True)
class Record:
    """What both formats have in common, cleaned."""

    code: str
    title: str
    field: str
    level: str
    audience: str
    agency: str
    place: str
    steps: str
    conditions: str
    result: str
    url: str | None
    papers: Sequence[Paper]
    ways: Sequence[SubmissionWay]
    legal_basis: Sequence[LegalBasis]


def entry_of(record: Record, checked_on: str) -> Entry:
    """Return the entry; what the record does not say stays out, so that it is "chưa có thông tin"."""
    aspects = {
        "documents": _text(_paper_lines(record.papers)),
        "fee": fee_texts(record.ways),
        "time": time_texts(record.ways),
        "place": _text(_place(record)),
        "steps": _text(record.steps),
        "conditions": _text(record.conditions),
        "online": _text(_online(record.ways)),
        "result": _text(record.result),
    }
    return Entry(
        id=f"tthc-{record.code}",
        kind="procedure",
        title=one_line(record.title),
        short_title=short_title(record.title),
        origin="imported",
        checked_on=checked_on,
        codes=(record.code,),
        field=record.field or None,
        level=record.level or None,
        audience=record.audience or None,
        aspects={name: texts for name, texts in aspects.items() if texts},
        papers=tuple(record.papers),
        ways=tuple(record.ways),
        legal_basis=tuple(record.legal_basis),
        sources=(Source(f"{PORTAL} – {record.code}", record.url, checked_on),),
    )


def _text(text: str) -> tuple[AspectText, ...]:
    return () if says_nothing(text) else (AspectText(text),)


def _paper_lines(papers: Sequence[Paper]) -> str:
    lines: list[str] = []
    case: str | None = None
    for paper in _notes_last(papers):
        if paper.applies_if and paper.applies_if != case:
            lines.append(f"{paper.applies_if}:")
        case = paper.applies_if
        name = paper.name if len(paper.name) <= LONGEST_PAPER else paper.name[:LONGEST_PAPER].rsplit(" ", 1)[0] + "…"
        counts = [f"{n} {kind}" for n, kind in ((paper.originals, "bản chính"), (paper.copies, "bản sao")) if n]
        lines.append(f"- {name} ({', '.join(counts)})" if counts else f"- {name}")
    return "\n".join(lines)


def _notes_last(papers: Sequence[Paper]) -> list[Paper]:
    # rows with 0 originals and no copies are remarks, not papers; within a case they come after the papers
    cases = list(dict.fromkeys(paper.applies_if for paper in papers))
    return sorted(papers, key=lambda paper: (cases.index(paper.applies_if), paper.originals == 0 and not paper.copies))


def _place(record: Record) -> str:
    named = [one_line(text).strip(" .") for text in (record.place, record.agency) if not says_nothing(text)]
    # the two fields often say the same in other letters; the shorter agency is said once
    distinct = [text for number, text in enumerate(named) if text.lower() not in (n.lower() for n in named[:number])]
    return "; ".join(distinct)


def _online(ways: Sequence[SubmissionWay]) -> str:
    online = [way for way in ways if way.way == "Trực tuyến"]
    if not online:
        return ""
    notes = dict.fromkeys(way.note for way in online if way.note and len(way.note) <= LONGEST_PAPER)
    return "\n".join([f"Nộp được trên mạng, tại {PORTAL} (dichvucong.gov.vn).", *notes])
