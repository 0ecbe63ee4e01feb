"""A table of questions and answers becomes entries; what is wrong in a row is said with row and column."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from knowledge.importers import ImportFileError
from tests.unit.knowledge.importers.files import HEADER, ROW, csv_file, read, with_cell, xlsx_file


def test_row_becomes_a_topic_with_its_source_and_dates(tmp_path: Path) -> None:
    """Question is title and alias, answer is plain text, source, link and both days are kept."""
    (entry,) = read(csv_file(tmp_path / "a.csv", ROW)).entries
    assert (entry.kind, entry.origin, entry.title) == ("topic", "imported", "Thả đèn trời ở đâu?")
    assert entry.aliases == ("Thả đèn trời ở đâu?", "xin thả đèn trời", "giấy phép đèn trời")
    assert entry.answer[0].text == "Nộp ở tổ lễ hội.\nMất 3 ngày làm việc."
    assert (entry.sources[0].title, entry.sources[0].url) == ("Trang của tỉnh", "https://tinh.gov.vn/den-troi")
    assert (entry.checked_on, entry.review_by, entry.field) == ("2026-10-01", "2027-03-31", "Lễ hội")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_separator_of_spreadsheets_is_read(tmp_path: Path, separator: str) -> None:
    """Comma, semicolon and tab: what Excel writes depends on the machine's language."""
    assert len(read(csv_file(tmp_path / "a.csv", ROW, separator=separator)).entries) == 1


def test_spreadsheet_and_csv_give_the_same_entry(tmp_path: Path) -> None:
    """The same table as .xlsx and as .csv, with a byte order mark and whatever it is called, is the same entry."""
    table = csv_file(tmp_path / "a.csv", ROW)
    marked = tmp_path / "renamed.xlsx"
    marked.write_bytes(b"\xef\xbb\xbf" + table.read_bytes())
    sheet = xlsx_file(tmp_path / "b.csv", ROW)
    assert read(table).entries == read(marked).entries == read(sheet).entries


def test_dates_and_codes_that_excel_changed_are_read(tmp_path: Path) -> None:
    """A date cell, a day-first date and a code that became a number keep their meaning."""
    row = [*with_cell(7, "1/10/2026")[:3], 1.0041, *with_cell(7, "1/10/2026")[4:8], datetime(2027, 3, 31)]  # noqa: DTZ001
    (entry,) = read(xlsx_file(tmp_path / "a.xlsx", row)).entries
    assert (entry.checked_on, entry.review_by) == ("2026-10-01", "2027-03-31")
    assert entry.codes == ("1.004100",)


@pytest.mark.parametrize(
    ("place", "cell", "why"),
    [
        (0, "", "thiếu câu hỏi"),
        (1, "  ", "thiếu câu trả lời"),
        (5, "", "thiếu nguồn"),
        (7, "", "thiếu ngày kiểm tra"),
        (7, "31/2/2026", "cột “ngày kiểm tra”: “31/2/2026” không phải ngày có thật"),
        (7, "2027-01-01", "chưa tới"),
        (8, "2020-01-01", "ngày xem lại sớm hơn ngày kiểm tra"),
        (3, "1.0041", "mã thủ tục “1.0041” sai dạng"),
        (2, "phí", "cách hỏi “phí” ngắn quá"),
        (0, "Hỏi gì " * 90, "câu hỏi dài"),
        (1, "x" * 20_001, "cột “trả lời” dài 20001 ký tự"),
        (1, "=1+1", "cột “trả lời” bắt đầu như một công thức"),
        (0, "＝HYPERLINK(1)", "cột “câu hỏi” bắt đầu như một công thức"),
        (2, "@SUM(A1)", "cột “từ khóa/cách hỏi khác” bắt đầu như một công thức"),
        (5, "+cmd|' /C calc'!A0", "cột “nguồn” bắt đầu như một công thức"),
        (1, "-2+3", "cột “trả lời” bắt đầu như một công thức"),
        (1, "Xem <script>alert(1)</script>", "mã chạy được trên trang web (<script>)"),
        (1, "<b onclick=x()>a</b>", "mã chạy được"),
        (1, '<a href="java script:x()">a</a>', "mã chạy được"),
        (1, "Nộp ở tổ\x07 lễ hội", "ký tự điều khiển"),
        (1, "Gọi 0912 345 678 để hỏi", "có số điện thoại giống của một người"),
        (1, "Xem https://example.com/a để biết", "đường dẫn “example.com/a” không thuộc"),
        (6, "http://tinh.gov.vn.evil.example/", "không thuộc các trang được dẫn"),
        (6, "javascript:alert(1)", "không thuộc các trang được dẫn"),
    ],
)
def test_wrong_row_is_refused_with_its_number(tmp_path: Path, place: int, cell: str, why: str) -> None:
    """Row 3 of the table is refused in words that an editor can act on; the rows around it are read."""
    after = with_cell(0, "Thả diều ở đâu?")
    batch = read(csv_file(tmp_path / "a.csv", ROW, with_cell(place, cell), with_cell(2, "", after)))
    assert [number for number, _ in batch.refused] == [3]
    assert why in batch.refused[0][1]
    assert "0912" not in batch.refused[0][1]
    assert [entry.title for entry in batch.entries] == ["Thả đèn trời ở đâu?", "Thả diều ở đâu?"]


def test_lists_and_office_numbers_are_no_formulas(tmp_path: Path) -> None:
    """A list with dashes, a hot-line and the telephone on an office's desk are ordinary text."""
    answer = "- Nộp ở tổ lễ hội\n- Hỏi 1900 0368, 113 hoặc 024 3999 9999"
    (entry,) = read(csv_file(tmp_path / "a.csv", with_cell(1, answer))).entries
    assert entry.answer[0].text == answer


def test_formula_in_a_spreadsheet_is_refused_with_its_row(tmp_path: Path) -> None:
    """A cell that Excel calculates is refused even where its last value was text."""
    batch = read(xlsx_file(tmp_path / "a.xlsx", ROW, with_cell(1, "=CONCAT(A1;A2)"), with_cell(5, "=NOW()")))
    assert [(number, "công thức" in why) for number, why in batch.refused] == [(3, True), (4, True)]


def test_same_question_twice_is_refused_with_the_first_row(tmp_path: Path) -> None:
    """Two answers to one question: the second row is refused and names the first."""
    batch = read(csv_file(tmp_path / "a.csv", ROW, with_cell(0, "thả  đèn trời ở đâu", with_cell(1, "Khác."))))
    assert batch.refused == ((3, "câu hỏi này đã có ở dòng 2 – gộp hai câu trả lời thành một dòng"),)


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    """Empty rows and line breaks inside a cell do not shift the numbers that are said."""
    batch = read(csv_file(tmp_path / "a.csv", ROW, ("",) * 9, with_cell(1, "", ROW)))
    assert [number for number, _ in batch.refused] == [4]


def test_text_outside_the_named_columns_is_not_lost(tmp_path: Path) -> None:
    """A cell right of the header refuses its row instead of being left out silently."""
    batch = read(csv_file(tmp_path / "a.csv", (*ROW, "thêm")))
    assert batch.refused == ((2, "có chữ ở ô thứ 10, ngoài các cột có tên"),)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ((*HEADER[:8], "ghi chú riêng"), "không biết cột “ghi chú riêng”"),
        ((*HEADER[:8], "Nguồn"), "cột “Nguồn” có hai lần"),
        (("tên", "tuổi"), "không nhận ra định dạng"),
        (("mã bài", "loại"), "bảng để đọc do lệnh export ghi ra"),
    ],
)
def test_wrong_header_refuses_the_file(tmp_path: Path, header: tuple[str, ...], words: str) -> None:
    """A column that nobody knows is named, with the columns there are."""
    with pytest.raises(ImportFileError, match=words):
        read(csv_file(tmp_path / "a.csv", ROW[: len(header)], header=header))


def test_header_may_be_typed_without_marks(tmp_path: Path) -> None:
    """Capitals, marks and underscores of the header make no difference."""
    header = (
        "CAU HOI",
        "Tra_loi",
        "Cách hỏi khác",
        "Mã TTHC",
        "linh vuc",
        "Nguon",
        "link",
        "Kiem tra ngay",
        "Hạn rà lại",
    )
    assert len(read(csv_file(tmp_path / "a.csv", ROW, header=header)).entries) == 1


def test_day_and_source_may_be_given_for_the_whole_file(tmp_path: Path) -> None:
    """What a table does not say is taken from the command, never made up."""
    table = csv_file(tmp_path / "a.csv", ROW[:2], header=HEADER[:2])
    (entry,) = read(table, checked_on="2026-10-02", source="Trang của xã").entries
    assert (entry.checked_on, entry.sources[0].title) == ("2026-10-02", "Trang của xã")


def test_two_sheets_of_questions_are_not_guessed_between(tmp_path: Path) -> None:
    """A spreadsheet with two tables of questions is refused, with both names; a sheet of remarks is passed over."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Hướng dẫn điền"])
    for name in ("Một", "Hai"):
        sheet = book.create_sheet(name)
        sheet.append(list(HEADER))
        sheet.append(list(ROW))
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(ImportFileError, match=r"Một, Hai"):
        read(tmp_path / "a.xlsx")
    del book["Hai"]
    book.save(tmp_path / "b.xlsx")
    assert len(read(tmp_path / "b.xlsx").entries) == 1
