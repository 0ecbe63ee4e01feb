"""What the bot reads out of the real dump: never a number that the portal's record does not state."""

from __future__ import annotations

import gzip
import json
import re
from functools import cache
from typing import Any

import pytest

from knowledge.importers import read_dump
from knowledge.importers.dump import ImportBatch
from knowledge.importers.record import LONGEST_PAPER, Record, entry_of
from knowledge.model import Paper, SubmissionWay
from tests.conftest import SHARED

DUMP = SHARED / "data" / "tthc_dvcqg_2026" / "procedures.jsonl.gz"
with_dump = pytest.mark.skipif(not DUMP.exists(), reason="the real dump lies beside the checkout only")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def record(**fields: Any) -> Record:
    """Return an invented record; what is not given is empty."""
    texts = ("field", "level", "audience", "agency", "place", "steps", "conditions", "result")
    empty = {"papers": (), "ways": (), "legal_basis": (), **dict.fromkeys(texts, "")}
    return Record(code="9.000001", title=". Thủ tục việc thử", url=None, **{**empty, **fields})


def said(**fields: Any) -> dict[str, str]:
    """Return what each aspect of the record says."""
    entry = entry_of(record(**fields), "2026-06-10")
    return {name: "\n".join(item.text for item in texts) for name, texts in entry.aspects.items()}


def test_papers_are_said_with_counts_and_form() -> None:
    """A paper has its copies in readable form, no count of zero, and the name of its form."""
    papers = (
        Paper("Tờ khai theo mẫu", originals=1, copies=0, form="Mau01.docx", applies_if="Nộp mới"),
        Paper("Bản vẽ", originals=0, copies=2, applies_if="Nộp mới"),
    )
    assert said(papers=papers)["documents"] == (
        "Nộp mới:\n- Tờ khai theo mẫu (1 bản chính, tệp mẫu: Mau01.docx)\n- Bản vẽ (2 bản sao)"
    )


def test_long_paper_is_cut_at_a_sentence_and_names_the_source() -> None:
    """A paper's text too long for a phone ends with a sentence and says where the rest is."""
    text = said(papers=(Paper(f"Giấy tờ về chỗ ở của người nộp hồ sơ này, theo mẫu kèm theo. {'Chữ dài. ' * 60}"),))[
        "documents"
    ]
    assert len(text) < LONGEST_PAPER + 40
    assert text.endswith("Chữ dài… (xem trang nguồn)")


def test_online_says_how_and_leaves_time_and_other_ways_out() -> None:
    """The remark of the online channel gives only the sentences about handing in online."""
    note = "Nộp trên cổng dịch vụ của ngành bằng tài khoản định danh. Thời hạn 5 ngày. Hoặc nộp trực tiếp."
    lines = said(ways=(SubmissionWay("Trực tuyến", note=note),))["online"].splitlines()
    assert lines[1:] == ["Nộp trên cổng dịch vụ của ngành bằng tài khoản định danh."]


def test_line_that_the_source_repeats_is_said_once() -> None:
    """A long line that stands twice in the source is read once."""
    line = "Cơ quan tiếp nhận kiểm tra hồ sơ rồi hẹn ngày trả kết quả cho người nộp."
    assert said(steps=f"Bước 1. {line}\n{line}\nXong.")["steps"] == f"Bước 1. {line}\nXong."


def test_title_begins_with_a_letter() -> None:
    """Stray signs before a title are dropped."""
    assert entry_of(record(), "2026-06-10").short_title == "Việc thử"


@cache
def dump() -> tuple[ImportBatch, dict[str, dict[str, str]]]:
    """Return the entries of the real dump and its raw records by code."""
    rows = map(json.loads, gzip.decompress(DUMP.read_bytes()).decode("utf-8").splitlines())
    return read_dump(DUMP, lambda done, total: None), {row["ma_thu_tuc"]: row for row in rows}


@with_dump
def test_every_number_of_a_fee_or_time_is_in_the_record() -> None:
    """Over the whole dump, each number said in a fee or a time stands in the record's own cell."""
    batch, raw = dump()
    strangers = {}
    for entry in batch.entries:
        cell = raw[entry.codes[0]]["cach_thuc_thuc_hien"] or ""
        known = {plain(number) for number in NUMBER.findall(cell)} | glued(cell)
        for aspect in ("fee", "time"):
            for item in entry.aspects.get(aspect, ()):
                wrong = {plain(number) for number in NUMBER.findall(item.text)} - known
                if wrong and "chỉ đến hết" not in item.text:
                    strangers[f"{entry.id} {aspect}"] = wrong
    assert strangers == {}


@with_dump
def test_free_is_said_only_where_nothing_stands_in_brackets() -> None:
    """ "Miễn phí" alone is said only when the record says it without a rule in brackets."""
    batch, _ = dump()
    free = [way for entry in batch.entries for way in entry.ways if way.fee and said_free(way)]
    assert len(free) > 1_000
    assert {way.fee for way in free} == {"Miễn phí"}


@with_dump
def test_no_fee_below_the_least_plausible_is_said() -> None:
    """No sum below 1,000 dong is ever said: the portal means thousands there."""
    batch, _ = dump()
    texts = [item.text for entry in batch.entries for item in entry.aspects.get("fee", ())]
    small = [text for text in texts if re.search(r"(?<![\d.,])[1-9]\d{0,2}đ", text)]
    assert small == []


def said_free(way: SubmissionWay) -> bool:
    """Does the fee of this way become a plain "free"?"""
    texts = entry_of(record(ways=(way,)), "2026-06-10").aspects.get("fee", ())
    return [item.text for item in texts] == ["Miễn phí."]


def plain(number: str) -> str:
    """Return a number without separators of thousands and leading zeros."""
    return re.sub(r"[.,](?=\d{3}(?!\d))", "", number).lstrip("0").rstrip(".,") or "0"


def glued(cell: str) -> set[str]:
    """Return numbers that the flattened cell runs together with the next one: "15 ngày10,000"."""
    return {plain(part) for part in re.findall(r"\d{1,3}(?:[.,]\d{3})+|\d+", cell)}
