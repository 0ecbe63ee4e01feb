"""Values said in a text: found, in one normal form, and not confused with what only looks like a value."""

from __future__ import annotations

import time

import pytest

from knowledge.numbers import Value, stated, values


def kinds(text: str) -> set[tuple[str, str, str]]:
    """Return the values of a text as plain tuples."""
    return {(value.kind, value.amount, value.unit) for value in values(text)}


def money(*amounts: str) -> set[tuple[str, str, str]]:
    return {("money", amount, "đồng") for amount in amounts}


@pytest.mark.parametrize(
    "text",
    [
        "35.000đ",
        "35.000 đồng",
        "35,000 VNĐ",
        "35 000 đồng",
        "35 nghìn",
        "35 ngàn đồng",
        "35k",
        "ba mươi lăm nghìn đồng",
        "35.000 (ba mươi lăm nghìn) đồng/lần",
        "Mức 35.000 Đồng",
    ],
)
def test_one_sum_is_the_same_in_every_spelling(text: str) -> None:
    """A sum is one value, however it is written."""
    assert kinds(text) == money("35000")


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("1,2 triệu", ["1200000"]),
        ("1.2 triệu đồng", ["1200000"]),
        ("1 tỷ 200 triệu", ["1200000000"]),
        ("1 triệu rưỡi", ["1500000"]),
        ("15.000đ–28.000đ", ["15000", "28000"]),
        ("15.000 - 28.000 đồng", ["15000", "28000"]),
        ("từ 1 đến 2 triệu đồng", ["1000000", "2000000"]),
        ("500 nghìn đến 2 triệu đồng", ["500000", "2000000"]),
        ("2 nghìn đồng/trang, từ trang thứ 3 là 1 nghìn đồng/trang", ["2000", "1000"]),
        ("Miễn phí", ["0"]),
        ("không thu lệ phí", ["0"]),
        ("0 đồng", ["0"]),
    ],
)
def test_sums_are_read_with_scale_and_range(text: str, amounts: list[str]) -> None:
    """Thousands, millions, halves and both ends of a range are read."""
    assert kinds(text) == money(*amounts)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("7 ngày làm việc", {("duration", "7", "ngày làm việc")}),
        ("không quá 07 (bảy) ngày làm việc", {("duration", "7", "ngày làm việc")}),
        ("7 ngày", {("duration", "7", "ngày")}),
        ("3–5 ngày làm việc", {("duration", "3", "ngày làm việc"), ("duration", "5", "ngày làm việc")}),
        ("24 giờ", {("duration", "24", "giờ")}),
        ("trong 24h", {("duration", "24", "giờ")}),
        ("nửa ngày", {("duration", "0.5", "ngày")}),
        ("mười lăm ngày", {("duration", "15", "ngày")}),
        ("2 năm 6 tháng", {("duration", "2", "năm"), ("duration", "6", "tháng")}),
        ("02 bản chính", {("count", "2", "bản chính")}),
        ("1 bản chính, 2 bản chụp", {("count", "1", "bản chính"), ("count", "2", "bản sao")}),
        ("2 ảnh 4x6 cm", {("count", "2", "ảnh"), ("size", "4x6", "")}),
        ("giảm 50%", {("percent", "50", "%")}),
        ("2,5 phần trăm", {("percent", "2.5", "%")}),
        ("từ 14 đến dưới 16 tuổi", {("age", "14", "tuổi"), ("age", "16", "tuổi")}),
        ("ở tuổi 14: khi đủ 25, 40, 60 tuổi", {("age", "25", "tuổi"), ("age", "40", "tuổi"), ("age", "60", "tuổi")}),
        ("8 giờ sáng", {("clock", "08:00", "")}),
        ("17 giờ 30", {("clock", "17:30", "")}),
    ],
)
def test_quantities_are_read_with_their_unit(text: str, found: set[tuple[str, str, str]]) -> None:
    """Times, counts, shares, ages and sizes keep what they are counted in."""
    assert kinds(text) == found


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("đến hết 31/12/2026.", "2026-12-31"),
        ("31-12-2026", "2026-12-31"),
        ("2026-12-31", "2026-12-31"),
        ("ngày 31 tháng 12 năm 2026", "2026-12-31"),
        ("tháng 12/2026", "2026-12"),
        ("tháng 12 năm 2026", "2026-12"),
        ("từ ngày 1/7", "---07-01"),
        ("từ năm 2026", "2026"),
    ],
)
def test_dates_have_one_form(text: str, iso: str) -> None:
    """A date is one value, and never so many months or years."""
    assert values(text) == {Value("date", iso)}


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định 13/2023/NĐ-CP",
        "Luật Cư trú 68/2020/QH14",
        "Nghị định số 10/2026",
        "Nghị quyết 66.22/2026/NQ-CP",
        "Quyết định 58/QĐ-TTg",
        "42-NQ/TW",
        "mã 1.004194 và 2.000815.000.00.00.H29",
        "gọi 1900 0368",
        "gọi 113",
        "điện thoại 0900.000.000",
        "(024) 0000 0000",
        "tờ khai CT01, mẫu TK1-TS",
        "mẫu số 06 đồng thời gửi kèm",
        "theo khoản 2 Điều 27",
        "tài khoản mức 2",
        "01 đồng sở hữu",
        "3 đồng bào",
        "hằng năm ngày lễ",
        "xem https://dichvucong.gov.vn/35.000đ",
        "4.500.000 (bốn triệu năm trăm nghìn)…",
        "1. Nộp hồ sơ. 2. Nhận kết quả.",
    ],
)
def test_what_only_looks_like_a_value_is_none(text: str) -> None:
    """Documents, codes, phones, forms, articles and list marks are no quantities."""
    assert values(text) == frozenset()


def test_list_mark_does_not_join_the_value_behind_it() -> None:
    """The mark of a list line is not part of the number that follows."""
    assert kinds("3. 5 ngày làm việc") == {("duration", "5", "ngày làm việc")}


def test_days_and_working_days_differ() -> None:
    """Seven working days are not seven days."""
    assert values("7 ngày").isdisjoint(values("7 ngày làm việc"))


def test_value_keeps_the_words_of_the_text() -> None:
    """A value is reported in the words that say it, marks and capitals as written."""
    assert [item.words for item in stated("Lệ phí: 400.000 Đồng, trong 3 Ngày làm việc")] == [
        "400.000 Đồng",
        "3 Ngày làm việc",
    ]


def test_letters_in_parts_are_read_like_whole_ones() -> None:
    """A text in decomposed letters states the same values."""
    import unicodedata

    assert values(unicodedata.normalize("NFD", "7 ngày làm việc, 35.000 đồng")) == values(
        "7 ngày làm việc, 35.000 đồng"
    )


@pytest.mark.parametrize("piece", ["1", "1 - ", "1.000", "a ", "(0", "1/", "100 000 ", "A1-", "1 đến "])
def test_no_text_takes_long_to_read(piece: str) -> None:
    """The time to read a text does not run away, whatever an import brings."""
    begin = time.process_time()
    stated("1 (" + piece * 1_500)
    assert time.process_time() - begin < 5
