"""The papers of a case follow from the rules; what is not known is shown as a condition."""

import pytest

from knowledge.checklist.compute import compute, next_fact
from knowledge.checklist.model import (
    UNKNOWN,
    CaseFact,
    CaseNote,
    CasePaper,
    Checklist,
    FactChoice,
    checklist_from_plain,
)
from knowledge.model import to_plain

HOME = CaseFact(
    "cho-o", "Bạn đăng ký vào chỗ ở nào?", (FactChoice("nha-minh", "Nhà của mình"), FactChoice("o-nho", "Ở nhờ, thuê"))
)
CHILD = CaseFact(
    "tuoi",
    "Người đăng ký là trẻ em?",
    (FactChoice("tre", "Trẻ em"), FactChoice("lon", "Người lớn")),
    {"cho-o": ("o-nho",)},
)
CHECKLIST = Checklist(
    "2026-11-22",
    (HOME, CHILD),
    (
        CasePaper("Tờ khai"),
        CasePaper("Hợp đồng thuê", when={"cho-o": ("o-nho",)}),
        CasePaper("Giấy tờ nhà", unless={"cho-o": ("o-nho",)}),
    ),
    notes=(CaseNote("Trẻ em được miễn lệ phí.", {"tuoi": ("tre",)}),),
)


@pytest.mark.parametrize(
    ("known", "papers"),
    [
        ({"cho-o": "o-nho", "tuoi": "lon"}, ["Tờ khai", "Hợp đồng thuê"]),
        ({"cho-o": "nha-minh"}, ["Tờ khai", "Giấy tờ nhà"]),
    ],
)
def test_a_known_case_gets_exactly_its_papers(known: dict[str, str], papers: list[str]) -> None:
    """Nothing more and nothing less than the rules say."""
    outcome = compute(CHECKLIST, known)
    assert [paper.name for paper in outcome.papers] == papers
    assert outcome.open_papers == ()


def test_an_unknown_fact_shows_both_cases() -> None:
    """Who does not know gets the sure papers, and the others with their condition."""
    outcome = compute(CHECKLIST, {"cho-o": UNKNOWN})
    assert [paper.name for paper in outcome.papers] == ["Tờ khai"]
    said = [(one.paper.name, one.cases, one.is_unless) for one in outcome.open_papers]
    assert said == [("Hợp đồng thuê", ("ở nhờ, thuê",), False), ("Giấy tờ nhà", ("ở nhờ, thuê",), True)]


def test_facts_are_asked_in_order_and_only_where_they_matter() -> None:
    """The second fact is asked in its case alone; a fact skipped is not asked again."""
    assert next_fact(CHECKLIST, {}) == HOME
    assert next_fact(CHECKLIST, {"cho-o": "o-nho"}) == CHILD
    assert next_fact(CHECKLIST, {"cho-o": "nha-minh"}) is None
    assert next_fact(CHECKLIST, {"cho-o": UNKNOWN}) is None


def test_notes_belong_to_their_case() -> None:
    """A note is said only where its case is certain."""
    assert compute(CHECKLIST, {"cho-o": "o-nho", "tuoi": "tre"}).notes == CHECKLIST.notes
    assert compute(CHECKLIST, {"cho-o": "o-nho", "tuoi": UNKNOWN}).notes == ()


def test_checklist_survives_the_store() -> None:
    """A checklist as plain data is read back equal."""
    assert checklist_from_plain(to_plain(CHECKLIST)) == CHECKLIST
