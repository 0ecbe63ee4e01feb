"""Makes an entry out of one imported record, whatever the format it came in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.importers.cleaning import one_line, says_nothing, short_title
from knowledge.importers.ways import fee_texts, time_texts
from knowledge.importers.wording import shortened, wording
from knowledge.model import AspectText, Entry, LegalBasis, Paper, Source, SubmissionWay

PORTAL = "Cổng Dịch vụ công quốc gia"
LONGEST_PAPER = 220
SHORTEST_NOTE, LONGEST_NOTE = 40, 250

_FILE_NAME = re.compile(r"(?=[A-ZĐ\d])(?=.*[A-Za-zÀ-ỹ]{2})[\wÀ-ỹ .()-]{3,26}")
"""A form's file name that a resident can look for on the source page; longer ones are letters without vowels."""
_ONLINE_WORDS = re.compile(r"trực tuyến|trên mạng|điện tử|cổng|http|www|tài khoản|vneid|hệ thống", re.IGNORECASE)
_OTHER_WORDS = re.compile(
    r"bưu chính|bưu điện|nộp (?:hồ sơ )?trực tiếp|\d+ (?:ngày|giờ)|một cửa|^hoặc|qua cổng dịch vụ công quốc gia",
    re.IGNORECASE,
)
_RESULT_NUMBER = re.compile(r"\s*Mã:\s?[\w.]+-KQ\d+")
_STEPS_HEAD = re.compile(r"^[-+*\s]*trình tự thực hiện\s*:?\s*", re.IGNORECASE)
_BULLET_INSIDE = re.compile(r"(?<=[.;:])[ ]+(?=[-+*]\s)")
_BEFORE_HOW = re.compile(r"^.*cách (?:thức )?thực hiện\s*:\s*", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.;])\s+|\n")
LEAST_REPEATED = 40
"""Characters from which a line that was there before is a repetition of the source, not a new remark."""


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
    title = one_line(record.title).lstrip(" .,;:-–*+")
    aspects = {
        "documents": _text(_paper_lines(record.papers)),
        "fee": fee_texts(record.ways),
        "time": time_texts(record.ways),
        "place": _text(_place(record)),
        "steps": _text(_steps(record.steps)),
        "conditions": _text(record.conditions),
        "online": _text(_online(record.ways)),
        "result": _text(_RESULT_NUMBER.sub("", record.result)),
    }
    return Entry(
        id=f"tthc-{record.code}",
        kind="procedure",
        title=title,
        short_title=short_title(title),
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
    return () if says_nothing(text) else (AspectText(_once(text)),)


def _steps(text: str) -> str:
    """Return the steps, a bullet a line, without the heading that the portal repeats."""
    return _BULLET_INSIDE.sub("\n", _STEPS_HEAD.sub("", text)).strip()


def _once(text: str) -> str:
    """Drop lines that the source repeats."""
    kept: list[str] = []
    for line in text.split("\n"):
        if len(line) < LEAST_REPEATED or not any(line in earlier for earlier in kept):
            kept.append(line)
    return "\n".join(kept)


def _paper_lines(papers: Sequence[Paper]) -> str:
    lines: list[str] = []
    case: str | None = None
    for paper in _notes_last(papers):
        if paper.applies_if and paper.applies_if != case:
            lines.append(f"{shortened(paper.applies_if, LONGEST_PAPER)}:")
        case = paper.applies_if
        name = shortened(paper.name, LONGEST_PAPER)
        details = ", ".join(_details(paper))
        lines.append(f"- {name} ({details})" if details else f"- {name}")
    return "\n".join(lines)


def _details(paper: Paper) -> list[str]:
    words = wording()
    counts = [(paper.originals, words["originals"]), (paper.copies, words["copies"])]
    said = [str(text).format(count=count) for count, text in counts if count]
    form = paper.form or ""
    return [*said, str(words["form"]).format(name=form)] if _FILE_NAME.fullmatch(form) else said


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
    notes = dict.fromkeys(note for way in online if way.note for note in _online_notes(way.note))
    return "\n".join([str(wording()["online"]).format(portal=PORTAL), *notes])


def _online_notes(note: str) -> list[str]:
    """Return the sentences of a remark that say how to hand in online; time and other ways have their own aspects."""
    sentences = (_BEFORE_HOW.sub("", part).strip(" -+*;.") for part in _SENTENCES.split(note))
    return [
        f"{sentence[:1].upper()}{sentence[1:]}."
        for sentence in sentences
        if SHORTEST_NOTE <= len(sentence) <= LONGEST_NOTE
        and _ONLINE_WORDS.search(sentence)
        and not _OTHER_WORDS.search(sentence)
    ]
