"""What must hold inside one entry, beyond the form of its file."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import PurePath

from yaml import Node

from knowledge.content_lines import WEB_ADDRESS
from knowledge.content_schema import Draft, Variant
from knowledge.content_sheet import Located, Sheet
from knowledge.domains import content_rules, is_allowed, is_web_address

FEWEST_ALIASES = 8
MOST_ANSWER_LINES = 3
LONGEST_ANSWER_LINE = 180

_CODE = re.compile(r"\d\.\d{6}")
_SENTENCE_END = re.compile(r"[.;!?](?:\s|$)|\n")
_OPEN_END = "9999-12-31"


def check_draft(draft: Draft) -> None:
    """Look at what the entry says."""
    _check_name(draft)
    _check_codes(draft)
    _check_aliases(draft)
    _check_answer(draft)
    _check_addresses(draft)
    _check_confidence(draft)
    _check_dates(draft)
    for aspect, variants in draft.variants.items():
        _check_variants(draft.sheet, aspect, variants)
    _check_abolished(draft)


def _check_name(draft: Draft) -> None:
    stem = PurePath(draft.sheet.file).stem
    if draft.entry.id and draft.entry.id != stem:
        draft.sheet.note(draft.line("id"), "id_not_file_name", id=draft.entry.id, stem=stem)


def _check_codes(draft: Draft) -> None:
    seen: set[str] = set()
    for code, line in draft.codes:
        if not _CODE.fullmatch(code):
            draft.sheet.note(line, "bad_code", code=code)
        elif code in seen:
            draft.sheet.note(line, "code_twice_here", code=code)
        seen.add(code)


def _check_aliases(draft: Draft) -> None:
    written = draft.sheet.items(draft.fields, "aliases")
    if written and len(written) < FEWEST_ALIASES:
        draft.sheet.note(draft.line("aliases"), "few_aliases", count=len(written), least=FEWEST_ALIASES)
    first: dict[str, int] = {}
    for alias, line in draft.aliases:
        other = first.setdefault(same_words(alias), line)
        if other != line:
            draft.sheet.note(line, "alias_twice_here", alias=alias, other=other)


def same_words(text: str) -> str:
    """Return what two ways of asking have in common when only capitals and spaces differ."""
    return " ".join(text.casefold().split())


def _check_answer(draft: Draft) -> None:
    for variant in draft.variants.get("answer", ()):
        lines = [line.strip() for line in variant.said.text.split("\n") if line.strip()]
        if len(lines) > MOST_ANSWER_LINES:
            at = draft.sheet.line_of(variant.node, lines[MOST_ANSWER_LINES])
            draft.sheet.note(at, "answer_lines", count=len(lines), most=MOST_ANSWER_LINES)
        for line in lines:
            if len(line) > LONGEST_ANSWER_LINE:
                at = draft.sheet.line_of(variant.node, line[:40])
                draft.sheet.note(at, "answer_long_line", length=len(line), most=LONGEST_ANSWER_LINE)


def _check_addresses(draft: Draft) -> None:
    in_prose = [
        Located(url.rstrip(".,;"), draft.sheet.line_of(node, url))
        for node, text in _prose(draft)
        for url in WEB_ADDRESS.findall(text)
    ]
    for url, line in (*draft.urls, *in_prose):
        if not is_web_address(url):
            draft.sheet.note(line, "url_scheme", url=url)
        elif not is_allowed(url):
            draft.sheet.note(line, "url_domain", host=url.split("/")[2])


def _check_confidence(draft: Draft) -> None:
    entry = draft.entry
    if entry.confirm:
        return
    if entry.confidence != "high":
        draft.sheet.note(draft.line("confidence"), "confirm_needed", confidence=entry.confidence)
        return
    for aspect, variants in draft.variants.items():
        for variant in variants:
            if variant.said.confidence != "high":
                at = draft.sheet.line(variant.node)
                draft.sheet.note(at, "confirm_needed_for", aspect=aspect, confidence=variant.said.confidence)


def _check_dates(draft: Draft) -> None:
    entry, note = draft.entry, draft.sheet.note
    checked = entry.checked_on
    if checked and entry.review_by and entry.review_by < checked:
        note(draft.line("review_by"), "review_before_check", review_by=entry.review_by, checked_on=checked)
    if checked and entry.valid_until and entry.valid_until < checked:
        note(draft.line("valid_until"), "until_before_check", valid_until=entry.valid_until, checked_on=checked)
    laws = draft.sheet.items(draft.fields, "legal_basis")
    for node, law in zip(laws, entry.legal_basis, strict=True):
        if law.effective_from and law.effective_to and law.effective_to < law.effective_from:
            note(draft.sheet.line(node), "backwards", first=law.effective_from, last=law.effective_to)


def _check_variants(sheet: Sheet, aspect: str, variants: list[Variant]) -> None:
    for variant in variants:
        first, last = variant.said.valid_from, variant.said.valid_until
        if first and last and last < first:
            sheet.note(sheet.line(variant.node), "backwards", first=first, last=last)
            return
    in_order = sorted(variants, key=lambda item: item.said.valid_from or "")
    for earlier, later in pairwise(in_order):
        begins, ends = later.said.valid_from or "", earlier.said.valid_until or _OPEN_END
        if begins <= ends:
            key = "overlap" if begins else "overlap_undated"
            sheet.note(sheet.line(later.node), key, aspect=aspect, day=begins)


def _check_abolished(draft: Draft) -> None:
    for node, text in _prose(draft):
        for sentence in _SENTENCE_END.split(text):
            found = _abolished().search(sentence)
            if found and not _change().search(sentence):
                at = draft.sheet.line_of(node, found[0])
                draft.sheet.note(at, "abolished", words=found[0])


def _prose(draft: Draft) -> list[tuple[Node, str]]:
    """Return what the bot may say as fact: not the residents' words, not the names of laws, not the history."""
    entry = draft.entry
    named = {
        "title": entry.title,
        "short_title": entry.short_title,
        "audience": entry.audience,
        "confirm": entry.confirm,
    }
    fields = [(draft.fields[name][1], text) for name, text in named.items() if text and name in draft.fields]
    return fields + [(item.node, item.said.text) for variants in draft.variants.values() for item in variants]


@cache
def _abolished() -> re.Pattern[str]:
    return _any_of(content_rules()["abolished_words"])


@cache
def _change() -> re.Pattern[str]:
    return _any_of(content_rules()["change_words"])


def _any_of(words: list[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
