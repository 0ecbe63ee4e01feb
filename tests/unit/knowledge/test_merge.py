"""Curated entries and imported records of one procedure, side by side."""

from __future__ import annotations

import pytest

from knowledge.merge import Conflict, Pair, conflicts, pair
from knowledge.model import AspectText, Entry


def curated(entry_id: str, *codes: str, **aspects: str) -> Entry:
    texts = {name: (AspectText(text),) for name, text in aspects.items()}
    return Entry(entry_id, "procedure", entry_id, entry_id, "curated", "2026-11-22", codes=codes, aspects=texts)


def record(code: str, **aspects: str) -> Entry:
    texts = {name: (AspectText(text),) for name, text in aspects.items()}
    return Entry(f"tthc-{code}", "procedure", code, code, "imported", "2026-07-20", codes=(code,), aspects=texts)


def test_record_with_the_same_code_stands_behind_the_curated_entry() -> None:
    """The curated entry is searched, its records fill it; a record of another code is searched by itself."""
    entry, other = curated("tam-tru", "1.000001", "1.000002"), curated("topic")
    first, second, alone = record("1.000001"), record("1.000002"), record("1.000003")
    assert pair([alone, second, entry, first, other]) == [
        Pair(entry, (first, second)),
        Pair(other),
        Pair(alone),
    ]


def test_variants_of_one_procedure_share_its_record() -> None:
    """A code that two curated entries have puts its record behind both."""
    one, two, behind = curated("a", "1.000001"), curated("b", "1.000001"), record("1.000001")
    assert pair([one, two, behind]) == [Pair(one, (behind,)), Pair(two, (behind,))]


@pytest.mark.parametrize(
    ("aspect", "ours", "theirs"),
    [
        ("fee", "7.000 đồng nộp trực tuyến, 15.000 đồng trực tiếp.", "7,000 VNĐ; 20.000 đồng"),
        ("fee", "Miễn phí.", "50.000 đồng"),
        ("fee", "Không thu tiền.", "- Trực tiếp: 8.000đ"),
        ("time", "3 ngày làm việc.", "7 Ngày làm việc"),
        ("time", "8 giờ", "8 ngày"),
    ],
)
def test_different_values_are_a_conflict(aspect: str, ours: str, theirs: str) -> None:
    """Where both state a sum or a duration and they differ, a person gets to see both."""
    pairs = pair([curated("a", "1.000001", **{aspect: ours}), record("1.000001", **{aspect: theirs})])
    assert conflicts(pairs) == [Conflict("a", "tthc-1.000001", aspect, ours, theirs)]


@pytest.mark.parametrize(
    ("aspect", "ours", "theirs"),
    [
        ("fee", "7.000 đồng.", "7,000 VNĐ"),
        ("fee", "Không thu.", "Miễn phí"),
        ("fee", "Do Hội đồng nhân dân tỉnh quy định.", "8.000 đồng"),
        ("fee", "35.000đ đến hết 31/12/2026, theo 64/2025/TT-BTC.", "35.000 đồng"),
        ("time", "3 ngày làm việc; cần xác minh thì 10 ngày.", "3 ngày"),
        ("time", "Trong ngày 15/8/2026.", "7 ngày"),
        ("steps", "Nộp trong 3 ngày.", "Nộp trong 7 ngày."),
    ],
)
def test_same_or_silent_values_are_no_conflict(aspect: str, ours: str, theirs: str) -> None:
    """Other words for the same value, one more case, or no value at all are no conflict."""
    pairs = pair([curated("a", "1.000001", **{aspect: ours}), record("1.000001", **{aspect: theirs})])
    assert conflicts(pairs) == []


def test_record_agrees_with_any_dated_text() -> None:
    """A record that says what holds before or after a change of the fee is no conflict."""
    texts = (AspectText("7.000 đồng", valid_until="2026-12-31"), AspectText("15.000 đồng", valid_from="2027-01-01"))
    entry = Entry("a", "procedure", "a", "a", "curated", "2026-11-22", codes=("1.000001",), aspects={"fee": texts})
    assert conflicts(pair([entry, record("1.000001", fee="15.000 đồng")])) == []
    assert len(conflicts(pair([entry, record("1.000001", fee="20.000 đồng")]))) == 1
