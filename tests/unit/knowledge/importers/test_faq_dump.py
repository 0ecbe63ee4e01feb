"""Questions and answers that come as JSON lines, invented ones and the real sets."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.content_file import load_content
from knowledge.importers import ImportFileError
from knowledge.importers.batch import ImportBatch
from knowledge.importers.review import Known, known_of, reviewed
from knowledge.starter import CONTENT
from tests.conftest import SHARED
from tests.unit.knowledge.importers.files import jsonl_file, read

with_sets = pytest.mark.skipif(not SHARED.exists(), reason="the real sets lie beside the checkout only")


@pytest.fixture(scope="module")
def known() -> Known:
    """What the starter knowledge makes known."""
    return known_of(load_content(CONTENT))


def test_answers_of_others_are_said_with_a_caution(tmp_path: Path) -> None:
    """Nobody of ours read such a set: its answers say what to ask again, and its key words become no names."""
    record = {"question": "Câu hỏi 3: Thả đèn ở đâu?", "answer_html": "<b>Ở xã</b>,.", "keywords": ["le phi"]}
    (entry,) = read(jsonl_file(tmp_path / "a.jsonl", record), "2026-10-01", "Bộ thử").entries
    assert (entry.title, entry.answer[0].text) == ("Thả đèn ở đâu?", "Ở xã.")
    assert (entry.confidence, entry.answer[0].confidence, entry.aliases) == ("medium", "medium", (entry.title,))
    assert "nơi nhận hồ sơ" in (entry.confirm or "")


def test_wrong_lines_are_refused_with_their_number(tmp_path: Path) -> None:
    """A line that is no JSON, no object, without an answer or of wrong types is listed; the others are read."""
    good = {"question": "Thả đèn ở đâu?", "answer": "Ở xã."}
    lines = [good, "{oops", [1], {"question": "Gì?"}, {**good, "question": 5}, {**good, "match_ma_thu_tuc": "x"}]
    batch = read(jsonl_file(tmp_path / "a.jsonl", *lines), "2026-10-01")
    assert [number for number, _ in batch.refused] == [2, 3, 4, 5, 6]
    assert len(batch.entries) == 1


def test_unknown_set_needs_its_day(tmp_path: Path) -> None:
    """A date that nobody knows is asked for, never made up."""
    with pytest.raises(ImportFileError, match="--checked-on"):
        read(jsonl_file(tmp_path / "a.jsonl", {"question": "Thả đèn ở đâu?", "answer": "Ở xã."}))


def read_set(name: str, known: Known) -> ImportBatch:
    """Read a real set and hold it against the starter knowledge."""
    return reviewed(read(SHARED / "data" / name), known, lambda done, total: None)


@with_sets
@pytest.mark.parametrize(
    ("name", "entries", "refused"),
    [("faq_congan_phutho_2026/faq_long.jsonl", 85, 0), ("faq_congan_phutho_2026/faq_short.jsonl", 92, 2)],
)
def test_police_sets_are_read_whole(name: str, entries: int, refused: int, known: Known) -> None:
    """Every line is an entry or refused; most wait for a person, because editors wrote on these matters."""
    batch = read_set(name, known)
    assert (len(batch.entries), len(batch.refused)) == (entries, refused)
    assert all("câu hỏi này đã có" in why for _, why in batch.refused)
    assert 0.5 < len(batch.held) / len(batch.entries) < 0.9
    for entry in batch.entries:
        text = entry.answer[0].text
        assert not any(mark in text for mark in ("**", "<b", "<br", ",.", ",,", "*   ")), entry.id


@with_sets
def test_set_of_bodies_that_ended_is_held_whole(known: Known) -> None:
    """All 74 answers of 2018 to 2021 wait for a person; 56 of them are linked to a procedure by its code."""
    batch = read_set("faq_dvcqg_thuysan_74/faq.jsonl", known)
    assert (len(batch.entries), len(batch.held), len(batch.refused)) == (74, 74, 0)
    assert sum(bool(entry.codes or entry.related) for entry in batch.entries) == 56
