"""Reads questions and answers that come as JSON lines: question, answer (text, Markdown or HTML), topic, codes."""

from __future__ import annotations

from datetime import date
from typing import Any

from knowledge.importers.batch import Advance, ImportBatch
from knowledge.importers.dump import Lines, first_objects, json_object
from knowledge.importers.faq import FaqRow, batch_of
from knowledge.importers.known import Origin
from knowledge.importers.reasons import reason

_ANSWERS = ("answer", "answer_md", "answer_html", "reference_answer")
_TEXTS = ("question", *_ANSWERS, "topic", "source", "url", "expected_procedure_title")


def is_faq_dump(lines: Lines) -> bool:
    """Do the first lines hold questions with answers?"""
    return any("question" in record and any(name in record for name in _ANSWERS) for record in first_objects(lines))


def read_faq_dump(lines: Lines, advance: Advance, origin: Origin, today: date) -> ImportBatch:
    """Read the lines. Nobody of ours read these answers: they are said with "hỏi lại …".

    Key words of such files are left out: "lệ phí" alone would draw every question on fees to one answer.
    """
    rows: list[FaqRow] = []
    refused: list[tuple[int, str]] = []
    for done, (number, line) in enumerate(lines, 1):
        advance(done, len(lines))
        record, why = json_object(line)
        why = why or _wrong_type(record or {})
        if record is None or why:
            refused.append((number, why))
            continue
        rows.append(_row(number, record, origin))
    return batch_of(rows, refused, len(lines), today)


def _wrong_type(record: dict[str, Any]) -> str:
    for name in _TEXTS:
        if not isinstance(record.get(name), str | None):
            return reason("not_text_value", field=name)
    codes = record.get("match_ma_thu_tuc") or []
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        return reason("not_text_value", field="match_ma_thu_tuc")
    return ""


def _row(number: int, record: dict[str, Any], origin: Origin) -> FaqRow:
    def get(name: str) -> str:
        return record.get(name) or ""

    return FaqRow(
        line=number,
        question=get("question"),
        answer=next((get(name) for name in _ANSWERS if get(name)), ""),
        codes=tuple(record.get("match_ma_thu_tuc") or ()),
        source=get("source") or origin.source,
        url=get("url"),
        checked_on=origin.checked_on,
        confidence="medium",
        procedure_title=get("expected_procedure_title"),
    )
