"""A table of offices becomes entries that no search finds, row by row, with a reason for every row that does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine

from knowledge.importers.batch import ImportBatch, ImportFileError
from knowledge.importers.offices import is_offices_csv, read_offices
from knowledge.model import Entry
from knowledge.places.office_kinds import kind_called, kind_for, office_kinds
from knowledge.search.catalogue import Catalogue
from knowledge.store import KnowledgeStore

HEADER = "tỉnh,xã/phường,loại,tên,địa chỉ,giờ làm việc,điện thoại,nguồn,ngày kiểm tra"
GOOD = "Hà Nội,Phường Hồng Hà,Công an cấp xã,Công an phường thử,Số 0 phố Thử,8h–17h,024 0000 0000,Trang thử,22/11/2026"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where a test writes its table."""
    return tmp_path / "co-quan.csv"


def read(file: Path, *rows: str, header: str = HEADER, checked_on: str | None = None) -> ImportBatch:
    """Read a table of these rows."""
    file.write_text("\n".join([header, *rows]), encoding="utf-8")
    return read_offices(file, lambda done, total: None, checked_on)


def why(file: Path, row: str) -> str:
    """Return why the only row was refused."""
    batch = read(file, row)
    assert batch.entries == ()
    ((line, reason),) = batch.refused
    assert line == 2
    return reason


def test_sound_row_becomes_an_office(file: Path) -> None:
    """Address, hours and phone are its lines; its id says where and what it is."""
    (office,) = read(file, GOOD).entries
    assert (office.id, office.kind, office.checked_on) == ("co-quan.00097.cong-an-xa", "office", "2026-11-22")
    assert office.answer[0].text == "Địa chỉ: Số 0 phố Thử\nGiờ làm việc: 8h–17h\nĐiện thoại: 024 0000 0000"
    assert Entry.from_json(office.to_json()) == office


@pytest.mark.parametrize(
    "header",
    [
        HEADER.upper(),
        "Tinh,Xa phuong,Loai,Ten,Dia chi,Gio lam viec,Dien thoai,Nguon,Ngay kiem tra",
        f"\ufeff{HEADER}",
        HEADER.replace(",", ";"),
    ],
)
def test_header_is_recognised_as_people_write_it(file: Path, header: str) -> None:
    """Marks, capitals, the mark of a spreadsheet and its separator do not matter."""
    file.write_text(header, encoding="utf-8")
    assert is_offices_csv(file)


def test_other_files_are_no_offices(file: Path) -> None:
    """A table of questions, a dump and a file that is not there are left to other readers."""
    file.write_text("câu hỏi,câu trả lời\n", encoding="utf-8")
    assert not is_offices_csv(file)
    assert not is_offices_csv(file.with_name("khong-co.csv"))


def test_missing_column_refuses_the_file(file: Path) -> None:
    """A table without a column that is needed is refused as a whole, and the columns are named."""
    with pytest.raises(ImportFileError, match="nguồn"):
        read(file, GOOD, header=HEADER.replace(",nguồn", ""))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("Phường Hồng Hà", "Phường Phúc Xá"), "nay là phường Hồng Hà"),
        (("Phường Hồng Hà", "Xã Bbbb"), "không thấy xã, phường"),
        (("Hà Nội", "Xứ Lạ"), "không biết tỉnh"),
        (("Công an cấp xã", "Quán nước"), "không biết loại"),
        (("Phường Hồng Hà", ""), "thêm xã/phường"),
        (("Công an cấp xã", "Công an tỉnh"), "để trống xã/phường"),
        (("Số 0 phố Thử", ""), "thiếu “địa chỉ”"),
        (("Trang thử", ""), "thiếu “nguồn”"),
        (("Trang thử", "https://example.com/x"), "không thuộc các trang"),
        (("22/11/2026", "31/2/2026"), "không có thật"),
        (("22/11/2026", ""), "thiếu ngày kiểm tra"),
        (("024 0000 0000", "gọi anh Ba"), "điện thoại"),
        (("Công an phường thử", '=HYPERLINK("x")'), "công thức"),
        (("Công an phường thử", "@SUM(1)"), "công thức"),
        (("Số 0 phố Thử", "<script>x</script>"), "mã chạy được"),
        (("Số 0 phố Thử", "Số 0\x07"), "ký tự điều khiển"),
        (("Số 0 phố Thử", "a" * 400), "tối đa 300"),
        (("22/11/2026", "22/11/2026,thừa"), "ngoài các cột"),
    ],
)
def test_row_that_cannot_be_used_is_refused_with_what_to_write(
    file: Path, change: tuple[str, str], expected: str
) -> None:
    """Every fault names its column or its value; nothing hostile gets in."""
    assert expected in why(file, GOOD.replace(*change, 1))


def test_markup_is_taken_off(file: Path) -> None:
    """Tags of form are no text."""
    (office,) = read(file, GOOD.replace("Công an phường thử", "<b>Công an</b> phường thử")).entries
    assert office.title == "Công an phường thử"


def test_same_office_twice_is_refused_and_another_one_is_numbered(file: Path) -> None:
    """The line of the first one is named; a second address of a kind has an id of its own."""
    batch = read(file, GOOD, GOOD, GOOD.replace("phường thử", "điểm hai"))
    assert [one.id for one in batch.entries] == ["co-quan.00097.cong-an-xa", "co-quan.00097.cong-an-xa.2"]
    ((line, reason),) = batch.refused
    assert (line, "dòng 2" in reason) == (3, True)


def test_office_of_a_province_needs_no_commune(file: Path) -> None:
    """Its id says the province; a phone may begin with +84; the day may come from the command."""
    row = "TP. Hà Nội,,Công an tỉnh,Công an thử,Số 0 phố Thử,,+84 24 0000 0000,https://hanoi.gov.vn/,"
    (office,) = read(file, row, checked_on="2026-11-20").entries
    assert (office.id, office.checked_on) == ("co-quan.t01.cong-an-tinh", "2026-11-20")
    assert office.sources[0].url == "https://hanoi.gov.vn/"


def test_office_checked_before_the_two_levels_is_held(file: Path) -> None:
    """What was true of a district's time is looked at by a person first."""
    batch = read(file, GOOD.replace("22/11/2026", "1/6/2025"))
    assert list(batch.held) == ["co-quan.00097.cong-an-xa"]


def test_second_import_tells_the_difference(file: Path) -> None:
    """Offices have versions like other entries: unchanged ones are the same, a new phone is a change."""
    store = KnowledgeStore(create_engine("sqlite://"))
    store.migrate()
    store.save(read(file, GOOD).entries, publish=True)
    assert store.save(read(file, GOOD).entries, publish=True).same == ("co-quan.00097.cong-an-xa",)
    changed = read(file, GOOD.replace("024 0000 0000", "024 0000 0001"))
    assert store.save(changed.entries, publish=True, dry_run=True).changed == ("co-quan.00097.cong-an-xa",)


def test_no_search_finds_an_office(file: Path) -> None:
    """An office answers no question about a procedure, not even by its own name."""
    (office,) = read(file, GOOD).entries
    catalogue = Catalogue.of([office])
    assert list(catalogue.findable()) == []
    assert catalogue.called("Công an phường thử") is None
    assert catalogue.found_as(office.id) is None
    assert catalogue.entries[office.id] == office


def test_kinds_are_recognised_by_every_name_they_have() -> None:
    """An id, the long name and every other name lead to one kind, and no name to two."""
    for kind in office_kinds().values():
        assert all(kind_called(name) is kind for name in (kind.id, kind.name, *kind.also))
    assert kind_called("Quán nước") is None


@pytest.mark.parametrize(
    ("field", "level", "place", "expected"),
    [
        ("Đăng ký, quản lý cư trú", "Cấp xã", "Công an cấp Xã", "cong-an-xa"),
        ("Hộ tịch", "Cấp xã", "Phòng Tư pháp cấp huyện", "pvhcc-xa"),
        ("Thực hiện chính sách BHXH", "Cấp tỉnh, Cấp xã", "Bảo hiểm xã hội cấp huyện", "bhxh-co-so"),
        ("Thuế", "Cấp bộ, Cấp tỉnh, Cấp xã", "Cục Thuế, Thuế cơ sở", "thue-co-so"),
        ("Nghĩa vụ quân sự", "Cấp Xã", "", "quan-su-xa"),
        ("Lý lịch tư pháp", "Cấp bộ, Cấp tỉnh", "", "cong-an-tinh"),
        ("Hải quan", "Cấp xã", "Chi cục Hải quan khu vực", None),
        ("Hàng không", "Cấp bộ", "Cục Hàng không", None),
    ],
)
def test_kind_of_office_follows_field_level_and_the_district_that_is_named(
    field: str, level: str, place: str, expected: str | None
) -> None:
    """The table of kinds decides; where it has no row the official text stays alone."""
    entry = Entry("x", "procedure", "x", "x", "imported", "2026-06-10", field=field, level=level)
    kind = kind_for(entry, place)
    assert (kind.id if kind else None) == expected
