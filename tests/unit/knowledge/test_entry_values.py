"""The values of an entry are read from its own fields, and what an answer says is held against them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from knowledge.entry_values import check_numbers, entry_values
from knowledge.model import AspectText, Entry, LegalBasis, Paper, SubmissionWay
from knowledge.numbers import values

DAY = date(2026, 11, 22)

CURATED = Entry(
    "dang-ky-thu",
    "procedure",
    "Đăng ký thử",
    "Đăng ký thử",
    "curated",
    "2026-11-20",
    answer=(AspectText("Nộp ở xã. Lệ phí 15.000đ."),),
    aspects={
        "fee": (
            AspectText("Nộp trực tiếp 15.000đ.", valid_until="2026-12-31"),
            AspectText("Nộp trực tiếp 30.000đ.", valid_from="2027-01-01"),
        )
    },
    review_by="2027-02-28",
    confirm="hỏi lại sau 5 ngày",
    legal_basis=(LegalBasis("Luật thử 1/2020/QH14", "Điều 3"),),
)
RECORD = Entry(
    "tthc-9.999999",
    "procedure",
    "Đăng ký thử",
    "Đăng ký thử",
    "imported",
    "2026-11-20",
    papers=(Paper("Tờ khai có ảnh 4x6 cm", originals=2, copies=0, applies_if="Người đủ 14 tuổi"),),
    ways=(SubmissionWay("Trực tiếp", "7 Ngày làm việc", "Miễn phí (Lệ phí: 135.000 đồng/lần)", "Trả trong 8 ngày"),),
    aspects={"steps": (AspectText("Bước 1: nộp. Bước 2: chờ 10 ngày."),)},
)


def record(fee: str) -> Entry:
    return replace(RECORD, ways=(SubmissionWay("Trực tiếp", None, fee),))


def test_values_of_an_aspect_hold_on_the_day() -> None:
    """Only texts that are true on the day count."""
    assert entry_values(CURATED, [], "fee", DAY) == values("15.000đ")
    assert entry_values(CURATED, [], "fee", date(2027, 1, 1)) == values("30.000đ")


def test_record_speaks_only_where_the_curated_entry_is_silent() -> None:
    """A record's time fills a gap; its fee does not stand beside a curated fee."""
    assert entry_values(CURATED, [RECORD], "fee", DAY) == values("15.000đ")
    assert entry_values(CURATED, [RECORD], "time", DAY) == values("7 ngày làm việc, 8 ngày")


def test_papers_are_read_with_their_counts() -> None:
    """Counts of papers come from their own columns; none of a kind is no value."""
    assert entry_values(RECORD, [], "documents", DAY) == values("ảnh 4x6 cm, 14 tuổi, 2 bản chính")


@pytest.mark.parametrize(
    ("official", "stated"),
    [
        ("Miễn phí", "miễn phí"),
        ("Miễn phí (Lệ phí: 135.000 đồng/lần)", "135.000đ"),
        ("Miễn phí (do Hội đồng nhân dân cấp tỉnh quy định)", ""),
        ("Miễn phí (Không thu lệ phí)", "miễn phí"),
        ("50 VNĐ (thu 25.000 đồng mỗi hồ sơ)", "25.000đ"),
        ("1,025 VNĐ (1.025.000 đồng/lần)", "1.025.000đ"),
        ("15,000,000 VNĐ (Miễn phí đến 30/6/2026)", "15.000.000đ, miễn phí, 30/6/2026"),
        ("50 VNĐ", ""),
        ("200,000 Việt Nam Đồng (Phí cấp phép)", "200.000đ"),
        ("10 USD", "10 USD"),
        ("10,000 Việt Nam Đồng; Miễn phí", "10.000đ, miễn phí"),
    ],
)
def test_portal_fee_states_only_what_is_certain(official: str, stated: str) -> None:
    """The form's "free" and sums in thousands state nothing; what the brackets say does."""
    assert entry_values(record(official), [], "fee", DAY) == values(stated)


def test_end_of_one_text_and_start_of_the_next_are_no_value() -> None:
    """A text that ends in "06 tháng" before "1 bản chính" is half a year and one paper, not the sixth of January."""
    paper = replace(RECORD, papers=(Paper("Ảnh chụp trong 06 tháng", originals=1),))
    assert entry_values(paper, [], "documents", DAY) == values("6 tháng") | values("1 bản chính")


def test_value_of_the_entry_passes_in_another_spelling() -> None:
    """An answer may say the entry's value in its own way."""
    checked = check_numbers(CURATED, [], "fee", DAY, "Phí là 15 nghìn đồng.")
    assert (checked.said, checked.foreign) == (("15 nghìn đồng",), ())


def test_foreign_value_is_named() -> None:
    """A value that the entry does not have on that aspect is reported in its words."""
    checked = check_numbers(CURATED, [], "fee", DAY, "Phí là 15.000đ, từ năm sau 30.000đ.")
    assert checked.foreign == ("30.000đ",)


def test_names_notes_and_dates_may_stand_beside_every_aspect() -> None:
    """What to confirm and the review date belong to every answer about the entry."""
    text = "Phí 15.000đ. Nên hỏi lại sau 5 ngày. Rà soát từ 28/2/2027."
    assert check_numbers(CURATED, [], "fee", DAY, text).foreign == ()


def test_silence_on_an_aspect_allows_the_overview() -> None:
    """Where nothing is known on an aspect, the overview's values may be said, others not."""
    assert check_numbers(CURATED, [], "result", DAY, "Lệ phí 15.000đ.").foreign == ()
    assert check_numbers(CURATED, [], "result", DAY, "Có trong 9 ngày.").foreign == ("9 ngày",)
