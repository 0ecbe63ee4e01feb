"""The portal's flattened tables come apart where that is certain, and stay whole where it is not."""

from __future__ import annotations

import pytest

from knowledge.importers.flattened import legal_texts, papers, submission_ways
from knowledge.model import SubmissionWay

HEAD = "Hình thức nộpThời gianPhí, lệ phíMô tả"


def test_rows_with_channel_time_fee_and_note_are_split() -> None:
    """Each row gives its channel, time, fee and note in the official words."""
    ways = submission_ways(f"{HEAD}Trực tiếp3 Ngày làm việc10,000 Việt Nam ĐồngNộp tại xã.Trực tuyến5 NgàyMiễn phí")
    assert ways == (
        SubmissionWay("Trực tiếp", "3 Ngày làm việc", "10,000 Việt Nam Đồng", "Nộp tại xã."),
        SubmissionWay("Trực tuyến", "5 Ngày", "Miễn phí", None),
    )


def test_fee_keeps_its_bracket_with_brackets_inside() -> None:
    """The bracket after a fee belongs to the fee, nested brackets included, and the note begins after it."""
    (way,) = submission_ways(f"{HEAD}Trực tiếp1 NgàyMiễn phí(5.000 đồng (năm nghìn) mỗi bản)Ghi chú")
    assert (way.fee, way.note) == ("Miễn phí (5.000 đồng (năm nghìn) mỗi bản)", "Ghi chú")


@pytest.mark.parametrize("cell", ["Trực tuyến7Miễn phí", "Trực tuyếnKhông Miễn phí", "Trực tuyếnMiễn phí"])
def test_time_without_unit_is_no_time(cell: str) -> None:
    """A number without a unit may be days, working days or hours, so no time is stated."""
    (way,) = submission_ways(f"{HEAD}{cell}")
    assert (way.time, way.fee) == (None, "Miễn phí")


def test_time_and_fee_run_together_give_neither() -> None:
    """In "710 VNĐ" nobody can tell the days from the dong, so neither is stated."""
    (way,) = submission_ways(f"{HEAD}Trực tiếp710 VNĐ")
    assert (way.time, way.fee) == (None, None)


def test_nothing_published_gives_no_fee() -> None:
    """ "Không có thông tin" is never turned into a value."""
    (way,) = submission_ways(f"{HEAD}Trực tiếp5 NgàyKhông có thông tin")
    assert way.fee is None


def test_papers_keep_case_form_and_counts() -> None:
    """Every paper has its case, the file of its form and its numbers of originals and copies."""
    head = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
    found = papers(
        f"* Trường hợp nộp mới:{head}Tờ khai theo mẫuMau01.docx1 bản chính- Giấy tờ nhà0 bản chính,2 bản sao"
        f"Trường hợp cấp lại:{head}Đơn đề nghị1 bản chính"
    )
    assert [(p.name, p.originals, p.copies, p.form, p.applies_if) for p in found] == [
        ("Tờ khai theo mẫu", 1, None, "Mau01.docx", "Trường hợp nộp mới"),
        ("Giấy tờ nhà", 0, 2, None, "Trường hợp nộp mới"),
        ("Đơn đề nghị", 1, None, None, "Trường hợp cấp lại"),
    ]


def test_legal_texts_are_told_apart_by_their_numbers() -> None:
    """Names and numbers that run together come apart, each text once."""
    cell = (
        "Tên văn bản pháp lýMã văn bản"
        "Luật Hộ tịch60/2014/QH13Nghị định số 1/2015/NĐ-CP1/2015/NĐ-CPVề lệ phí2/2016/TT-BTC"
    )
    assert [item.title for item in legal_texts(cell)] == [
        "Luật Hộ tịch (60/2014/QH13)",
        "Nghị định số 1/2015/NĐ-CP",
        "Về lệ phí (2/2016/TT-BTC)",
    ]


def test_year_and_number_that_run_together_come_apart() -> None:
    """A year at the end of a name is not read as part of the number, nor a part of an office's letters as another."""
    cell = (
        "Luật Doanh nghiệp 202076/2025/QH15Nghị quyết số66.7/2025/NQ-CPThông tư 4/2026/TT-BNNMT về đất4/2026/TT-BNNMT"
    )
    assert [item.title for item in legal_texts(cell)] == [
        "Luật Doanh nghiệp 2020 (76/2025/QH15)",
        "Nghị quyết số (66.7/2025/NQ-CP)",
        "Thông tư 4/2026/TT-BNNMT về đất",
    ]


def test_form_with_marks_is_split_off_the_name() -> None:
    """A form's file name with marks and spaces does not stay stuck to the paper's name."""
    head = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
    (paper,) = papers(f"Giấy tờ:{head}Giấy đề nghị theo quy địnhMẫu số 69 - giấy đề nghị.docx1 bản chính")
    assert (paper.name, paper.form) == ("Giấy đề nghị theo quy định", "Mẫu số 69 - giấy đề nghị.docx")
