"""Makes an entry out of one question and answer, whatever file it came in, or says what is wrong with it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.privacy import PLACEHOLDERS, mask
from bot.text import fold
from knowledge.domains import is_allowed
from knowledge.importers.batch import ImportBatch
from knowledge.importers.cleaning import one_line, short_title
from knowledge.importers.outdated import why_outdated
from knowledge.importers.plain_text import ActiveHtmlError, plain_lines
from knowledge.importers.reasons import reason
from knowledge.model import AspectText, Confidence, Entry, Source

LONGEST_QUESTION = 500
LONGEST_ALIAS = 200
MOST_ALIASES = 50
FAQ_PREFIX = "faq-"
"""How the ids of imported questions and answers begin."""
RECORD_PREFIX = "tthc-"

_NUMBERED = re.compile(r"^(?:câu(?: hỏi)?|hỏi)\s*(?:\d{1,4}\s*[:.)]|:)\s*", re.IGNORECASE)
_CODE = re.compile(r"\d{1,2}\.\d{6}")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\"'<>)\]}]+", re.IGNORECASE)
_LANDLINE = re.compile(r"(?<![\d.])(?:\(?02\d{1,2}\)?|\+?84[ .-]?2\d{1,2})(?:[ .-]?\d){7,8}(?![\d.]?\d)")
"""A telephone on a desk: it belongs to an office."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class FaqRow:
    """One question and answer as it was read."""

    line: int
    question: str
    answer: str
    aliases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    field: str = ""
    source: str = ""
    url: str = ""
    checked_on: str = ""
    review_by: str = ""
    confidence: Confidence = "high"
    procedure_title: str = ""
    """Title of the procedure it is about, where the file names one."""


class RowError(ValueError):
    """A row cannot be imported; the text (Vietnamese) says what to write."""


def batch_of(rows: Sequence[FaqRow], refused: Sequence[tuple[int, str]], lines: int, today: date) -> ImportBatch:
    """Return the entries of sound rows; rows that are not are refused, texts that no longer hold are held."""
    entries: dict[str, Entry] = {}
    places: dict[str, int] = {}
    held: dict[str, str] = {}
    about: dict[str, str] = {}
    wrong = list(refused)
    for row in rows:
        try:
            entry = entry_of(row, today)
        except RowError as error:
            wrong.append((row.line, str(error)))
            continue
        if entry.id in entries:
            wrong.append((row.line, reason("question_twice", line=places[entry.id])))
            continue
        entries[entry.id], places[entry.id] = entry, row.line
        why = why_outdated("\n".join([entry.title, *(text.text for text in entry.answer)]), entry.checked_on)
        if why:
            held[entry.id] = why
        if row.procedure_title:
            about[entry.id] = one_line(row.procedure_title)
    return ImportBatch(tuple(entries.values()), held, tuple(sorted(wrong)), lines, places, about)


def entry_of(row: FaqRow, today: date) -> Entry:
    """Return the entry of one row: question as title and alias, answer as one text. Raises RowError."""
    plain = _plain_row(row)
    _check(plain, today)
    question = plain.question
    return Entry(
        id=faq_id(question),
        kind="topic",
        title=question,
        short_title=short_title(question),
        origin="imported",
        checked_on=plain.checked_on,
        codes=plain.codes,
        aliases=tuple(dict.fromkeys((question, *plain.aliases))),
        field=plain.field or None,
        answer=(AspectText(plain.answer, plain.confidence),),
        sources=(Source(plain.source, plain.url or None, plain.checked_on),),
        review_by=plain.review_by or None,
        confidence=plain.confidence,
        confirm=None if plain.confidence == "high" else reason("confirm_imported"),
    )


def faq_id(question: str) -> str:
    """Return the id of a question: the same question is the same entry, in whatever file it comes."""
    words = " ".join(re.findall(r"\w+", question.casefold()))
    return FAQ_PREFIX + hashlib.sha256(words.encode()).hexdigest()[:12]


def _plain_row(row: FaqRow) -> FaqRow:
    question = _NUMBERED.sub("", one_line(_plain("câu hỏi", row.question)))
    return replace(
        row,
        question=question,
        answer=_plain("trả lời", row.answer),
        aliases=tuple(one_line(_plain("từ khóa/cách hỏi khác", item)) for item in row.aliases),
        field=one_line(_plain("lĩnh vực", row.field)),
        source=one_line(_plain("nguồn", row.source)),
    )


def _plain(column: str, text: str) -> str:
    if _CONTROL.search(text):
        raise RowError(reason("bad_cell", column=column))
    try:
        return plain_lines(text)
    except ActiveHtmlError as error:
        raise RowError(reason("active_html", column=column, tag=error.tag)) from None


def _check(row: FaqRow, today: date) -> None:
    if not re.search(r"\w", row.question):
        raise RowError(reason("no_question"))
    if not re.search(r"\w", row.answer):
        raise RowError(reason("no_answer"))
    if len(row.question) > LONGEST_QUESTION:
        raise RowError(reason("question_too_long", length=len(row.question), limit=LONGEST_QUESTION))
    if not row.source:
        raise RowError(reason("no_source"))
    _check_aliases(row.aliases)
    for code in row.codes:
        if not _CODE.fullmatch(code):
            raise RowError(reason("bad_code_cell", code=code[:30]))
    _check_dates(row, today)
    _check_addresses(row)
    _check_private(row)


def _check_aliases(aliases: Sequence[str]) -> None:
    if len(aliases) > MOST_ALIASES:
        raise RowError(reason("many_aliases", count=len(aliases), limit=MOST_ALIASES))
    for alias in aliases:
        if len(fold(alias).split()) < 2:
            raise RowError(reason("short_alias", alias=alias[:30]))
        if len(alias) > LONGEST_ALIAS:
            raise RowError(reason("question_too_long", length=len(alias), limit=LONGEST_ALIAS))


def _check_dates(row: FaqRow, today: date) -> None:
    if not row.checked_on:
        raise RowError(reason("no_checked_on"))
    if row.checked_on > today.isoformat():
        raise RowError(reason("future_date", column="ngày kiểm tra", value=row.checked_on))
    if row.review_by and row.review_by < row.checked_on:
        raise RowError(reason("review_before"))


def _check_addresses(row: FaqRow) -> None:
    for address in (*_ADDRESS.findall("\n".join([row.answer, row.source])), *([row.url] if row.url else [])):
        whole = address.rstrip(".,;:!?")
        if not is_allowed(f"https://{whole}" if whole.lower().startswith("www.") else whole):
            raise RowError(reason("bad_link", host=re.sub(r"^https?://", "", whole, flags=re.IGNORECASE)[:60]))


def _check_private(row: FaqRow) -> None:
    text = "\n".join([row.question, row.answer, row.source, *row.aliases])
    kinds = mask(_LANDLINE.sub(" ", _ADDRESS.sub(" ", text))).kinds
    if kinds:
        names = ", ".join(PLACEHOLDERS.get(kind, kind).strip("[]") for kind in kinds)
        raise RowError(reason("private_data", kinds=names))
