"""Imported questions and answers never speak before an entry of an editor, and never say what no longer holds."""

from __future__ import annotations

import pytest

from knowledge.importers.batch import ImportBatch
from knowledge.importers.faq import FaqRow, batch_of
from knowledge.importers.outdated import why_outdated
from knowledge.importers.review import known_of, reviewed
from knowledge.model import Entry
from knowledge.search.index import SearchIndex
from tests.unit.knowledge.importers.files import TODAY, curated

LANTERN = curated(
    "tha-den-troi",
    "Thả đèn trời",
    "giấy phép thả đèn trời",
    "xin thả đèn lễ hội",
    codes=("9.000001",),
    fee="Phí 50.000đ.",
    time="3 ngày làm việc.",
)
KITE = Entry(
    "tthc-9.000002", "procedure", "Thả diều sáo", "Thả diều sáo", "imported", "2026-06-10", codes=("9.000002",)
)


def review(*rows: FaqRow) -> ImportBatch:
    """Read rows as a file and hold them against two invented entries."""
    batch = batch_of(rows, (), len(rows), TODAY)
    return reviewed(batch, known_of([LANTERN, KITE]), lambda done, total: None)


def row(question: str, answer: str = "Hỏi tổ lễ hội.", line: int = 2, **more: object) -> FaqRow:
    """Return a sound row."""
    return FaqRow(line, question, answer, source="Trang thử", checked_on="2026-10-01", **more)  # type: ignore[arg-type]


def why(*rows: FaqRow) -> str:
    """Return the reason for which the first row is held; empty: it is not."""
    batch = review(*rows)
    return batch.held.get(batch.entries[0].id, "")


def test_question_of_its_own_is_free() -> None:
    """A matter that no editor wrote about may be published."""
    assert why(row("Nuôi ong mật cần khai báo gì?")) == ""


def test_name_of_a_curated_entry_is_held() -> None:
    """A question or other way of asking that is the name of an entry would take its answers away."""
    assert "đã là tên của bài “Thả đèn trời” (tha-den-troi)" in why(row("Giấy phép thả đèn trời?"))
    assert "tha-den-troi" in why(row("Nuôi ong mật ở đâu?", aliases=("xin tha den le hoi",)))


def test_matter_of_a_curated_entry_is_held() -> None:
    """What an editor's entry answers already waits, with the name of the entry."""
    assert "bài “Thả đèn trời” (tha-den-troi) đã trả lời việc này" in why(row("Xin giấy phép thả đèn trời nộp ở đâu?"))


@pytest.mark.parametrize(
    ("answer", "figure"),
    [("Phí 20k.", "20k"), ("Trả sau 10 ngày làm việc.", "10 ngày làm việc"), ("Miễn phí.", "Miễn phí")],
)
def test_other_fee_or_time_than_the_curated_entry_is_held(answer: str, figure: str) -> None:
    """A sum or time that the curated entry of the same matter does not state is named for a person to compare."""
    reason = why(row("Xin giấy phép thả đèn trời nộp ở đâu?", answer))
    assert f"“{figure}”" in reason
    assert "tha-den-troi" in reason


def test_same_figures_in_other_letters_are_no_difference() -> None:
    """50 nghìn is 50.000đ: said in other words it is not reported as a contradiction."""
    assert "đã trả lời" in why(row("Xin giấy phép thả đèn trời nộp ở đâu?", "Phí 50 nghìn, 03 ngày làm việc."))


def test_codes_link_to_the_known_procedure() -> None:
    """The code of a curated entry lets that entry speak; the code of a record is kept as a related entry."""
    (first, second) = review(
        row("Bay đèn buổi tối thì sao?", codes=("9.000001",)),
        row("Diều to cỡ nào phải xin?", codes=("9.000002",), line=3),
    ).entries
    assert (first.codes, first.related) == (("9.000001",), ())
    assert (second.codes, second.related) == ((), ("tthc-9.000002",))
    index = SearchIndex.build([LANTERN, KITE, first, second])
    assert index.catalogue.speaker(first).id == LANTERN.id
    assert index.search("bay đèn buổi tối thì sao").hits[0].entry_id == LANTERN.id


def test_title_of_a_procedure_links_to_it() -> None:
    """A file that names the procedure by its title is linked as by its code."""
    (entry,) = review(row("Diều to cỡ nào phải xin?", procedure_title="THẢ DIỀU SÁO")).entries
    assert entry.related == ("tthc-9.000002",)


def test_linked_answer_with_another_fee_is_held() -> None:
    """A link to a curated entry does not hide that the answer contradicts it."""
    assert "“10.000đ”" in why(row("Bay đèn buổi tối thì sao?", "Phí 10.000đ.", codes=("9.000001",)))


@pytest.mark.parametrize(
    "question",
    ["Nộp ở đâu?", "Căn cứ pháp lý?", "can can giay to gi", "Hồ sơ bị thiếu thì sao?", "Nuôi ong thủ tục này?"],
)
def test_question_without_a_matter_is_held(question: str) -> None:
    """A question that names no matter would be taken for every procedure's follow-up."""
    assert "không nói về việc gì" in why(row(question))


def test_one_name_for_two_questions_of_a_file_is_held() -> None:
    """The second of two questions with the same way of asking is held, with the first one's title and id."""
    rows = (row("Nuôi ong mật?", aliases=("nuôi ong rừng",)), row("Lấy mật rừng?", aliases=("Nuôi ong rừng",), line=3))
    batch = review(*rows)
    first, second = batch.entries
    assert first.id not in batch.held
    assert first.id in batch.held[second.id]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nộp tại UBND huyện nơi ở.", "UBND huyện"),
        ("Do Sở NN&PTNT cấp.", "nay là Sở Nông nghiệp và Môi trường"),
        ("Gửi Bộ Nông nghiệp và Phát triển nông thôn.", "Bộ Nông nghiệp và Môi trường"),
        ("Theo Thông tư số 55/2021/TT-BCA.", "116/2026/TT-BCA"),
        ("Theo TT 55/2021.", "116/2026/TT-BCA"),
        ("Theo Nghị định 13/2023.", "356/2025/NĐ-CP"),
        ("Phí theo Thông tư 63/2023/TT-BTC.", "hết hiệu lực"),
    ],
)
def test_what_no_longer_holds_is_named(text: str, words: str) -> None:
    """A body that ended or a document that was replaced is named, with what stands in its place."""
    assert words in why_outdated(text, "2026-10-01")


@pytest.mark.parametrize(
    "text",
    [
        "Cấp huyện không còn từ 1/7/2025, bạn nộp ở xã.",
        "Theo Nghị định 55/2021/NĐ-CP và Thông tư 116/2026/TT-BCA.",
        "Nộp ở quầy 13/2023.",
        "Theo Thông tư 155/2021/TT-BCA.",
    ],
)
def test_the_change_itself_and_other_documents_may_be_named(text: str) -> None:
    """A sentence on the change, and another document of the same number, are not held."""
    assert why_outdated(text, "2026-10-01") == ""


def test_answers_from_before_the_two_levels_are_held() -> None:
    """What was checked before the district level ended waits for a person, whatever it says."""
    assert "2025-06-30" in why_outdated("Hỏi tổ lễ hội.", "2025-06-30")
    assert why_outdated("Hỏi tổ lễ hội.", "2025-07-01") == ""
