"""I5: whatever file is imported, it is read within its limits or refused in one sentence, and nothing is half done."""

from __future__ import annotations

import gzip
import io
import json
import re
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import psutil
import pytest
from openpyxl import Workbook

from knowledge.importers import ImportBatch, ImportFileError
from knowledge.importers.apart import _start, read_apart
from knowledge.importers.known import Origin
from knowledge.importers.limits import LARGEST_FILE, LARGEST_UNPACKED, MOST_ROWS
from tests.unit.knowledge.importers.files import HEADER, ROW, TODAY, csv_file, read, with_cell, xlsx_file

MEGABYTE = 1024 * 1024
RECORD = {"ma_thu_tuc": "9.000001", "ten_thu_tuc": "Thủ tục thử", "nguon_thu_muc": "bo-thu", "linh_vuc": "Thử"}


def apart(path: Path, seconds: float = 60, memory: int = 1024 * MEGABYTE) -> ImportBatch:
    """Read in a process of its own, as the command does."""
    return read_apart(
        path, lambda done, total: None, Origin("2026-10-01", "Trang thử"), TODAY, seconds=seconds, memory=memory
    )


def repacked(raw: bytes, replace: Mapping[str, bytes] | None = None, more: Mapping[str, bytes] | None = None) -> bytes:
    """Return a spreadsheet with other or further parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (replace or {}).get(name, old.read(name)))
        for name, data in (more or {}).items():
            new.writestr(name, data)
    return target.getvalue()


def sheet(tmp_path: Path) -> bytes:
    """Return a sound spreadsheet."""
    return xlsx_file(tmp_path / "sound.xlsx", ROW).read_bytes()


def changed_sheet(raw: bytes, change: Callable[[str], str]) -> bytes:
    """Return a spreadsheet with another text of its first sheet."""
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return repacked(raw, {name: change(package.read(name).decode()).encode()})


ENTITIES = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'

PACKAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "zip bomb": (lambda raw: repacked(raw, more={"xl/bomb.xml": b" " * (LARGEST_UNPACKED + 1)}), "bung ra lớn hơn"),
    "nested zip": (lambda raw: repacked(raw, more={"xl/embeddings/a.xlsx": raw}), "tệp nén nằm trong tệp nén"),
    "parent folder": (lambda raw: repacked(raw, more={"../../etc/cron.d/a": b"x"}), "không an toàn"),
    "absolute name": (lambda raw: repacked(raw, more={"/etc/passwd": b"x"}), "không an toàn"),
    "backslash name": (lambda raw: repacked(raw, more={"xl\\..\\..\\a": b"x"}), "không an toàn"),
    "many parts": (lambda raw: repacked(raw, more={f"xl/a{n}.bin": b"x" for n in range(600)}), "không an toàn"),
    "macros": (lambda raw: repacked(raw, more={"xl/vbaProject.bin": b"x"}), "macro"),
    "link to another file": (
        lambda raw: repacked(raw, more={"xl/externalLinks/externalLink1.xml": b"<a/>"}),
        "liên kết",
    ),
    "connection": (lambda raw: repacked(raw, more={"xl/connections.xml": b"<a/>"}), "liên kết"),
    "billion laughs": (
        lambda raw: changed_sheet(raw, lambda text: ENTITIES + text.replace("Lễ hội", "&b;")),
        "khai báo XML lạ",
    ),
    "entity of a file": (
        lambda raw: changed_sheet(raw, lambda text: '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + text),
        "khai báo XML lạ",
    ),
    "declaration in two-byte letters": (
        lambda raw: repacked(raw, {"xl/workbook.xml": (ENTITIES + "<a/>").encode("utf-16")}),
        "khai báo XML lạ",
    ),
    "no workbook": (lambda raw: repacked(raw, {"xl/workbook.xml": b""}), "bị hỏng"),
    "broken XML": (lambda raw: changed_sheet(raw, lambda text: text[: len(text) // 2]), "bị hỏng"),
    "cut in the middle": (lambda raw: raw[: len(raw) // 2], "bị hỏng"),
    "broken sum": (
        lambda raw: raw.replace(b"\x14\x00\x00\x00\x08\x00", b"\x14\x00\x01\x00\x08\x00"),
        "mật khẩu|bị hỏng",
    ),
    "row number too large": (
        lambda raw: changed_sheet(raw, lambda text: text.replace('r="2"', 'r="1048576"').replace('2"', '1048576"')),
        "hơn 20.000 dòng",
    ),
}


@pytest.mark.parametrize("name", PACKAGES)
def test_hostile_spreadsheet_is_refused(tmp_path: Path, name: str) -> None:
    """A spreadsheet that is a trap is refused in a sentence that says what is wrong with it."""
    change, words = PACKAGES[name]
    path = tmp_path / "a.xlsx"
    path.write_bytes(change(sheet(tmp_path)))
    with pytest.raises(ImportFileError, match=words):
        read(path)


def test_ordinary_zip_is_no_spreadsheet(tmp_path: Path) -> None:
    """A zip of files, also one with a zip inside, is not opened."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.writestr("a.csv", "x")
    with pytest.raises(ImportFileError, match=r"không phải bảng tính"):
        read(tmp_path / "a.zip")


def test_a_million_empty_rows_are_refused_quickly(tmp_path: Path) -> None:
    """A small spreadsheet with a million rows of nothing is stopped by counting, in a few seconds."""
    rows = "".join(f'<row r="{number}"/>' for number in range(3, 1_000_000))
    path = tmp_path / "a.xlsx"
    path.write_bytes(changed_sheet(sheet(tmp_path), lambda text: text.replace("</sheetData>", f"{rows}</sheetData>")))
    assert path.stat().st_size < LARGEST_FILE
    begin = time.monotonic()
    with pytest.raises(ImportFileError, match=r"hơn 20\.000 dòng"):
        apart(path)
    assert time.monotonic() - begin < 30


def test_stated_size_hides_no_rows(tmp_path: Path) -> None:
    """A spreadsheet that states fewer rows than it has loses none of them."""
    raw = xlsx_file(tmp_path / "b.xlsx", ROW, with_cell(0, "Thả diều ở đâu?", with_cell(2, ""))).read_bytes()
    path = tmp_path / "a.xlsx"
    path.write_bytes(changed_sheet(raw, lambda text: re.sub(r'<dimension ref="[^"]+"', '<dimension ref="A1:B2"', text)))
    assert len(read(path).entries) == 2


def test_more_rows_than_allowed_are_refused_as_csv_and_as_lines(tmp_path: Path) -> None:
    """20,000 rows are the limit in every format."""
    table = tmp_path / "a.csv"
    table.write_text(",".join(HEADER) + "\n" + "a,b\n" * (MOST_ROWS + 1))
    lines = tmp_path / "a.jsonl"
    lines.write_text('{"question": "a", "answer": "b"}\n' * (MOST_ROWS + 1))
    for path in (table, lines):
        with pytest.raises(ImportFileError, match=r"hơn 20\.000 dòng"):
            read(path, "2026-10-01", "Trang thử")


FILES: dict[str, tuple[bytes, str]] = {
    "too large": (b"a" * (LARGEST_FILE + 1), "lớn hơn 5 MB"),
    "gzip bomb": (gzip.compress(b"{" * (LARGEST_UNPACKED + 1)), "bung ra lớn hơn 50 MB"),
    "gzip in gzip": (gzip.compress(gzip.compress(b"{}")), "nằm trong tệp nén"),
    "cut gzip": (gzip.compress(json.dumps(RECORD).encode() * 50)[:-5], "tệp nén bị hỏng"),
    "UTF-16": ("câu hỏi,trả lời\na,b".encode("utf-16"), "UTF-16"),
    "UTF-16 without mark": ("câu hỏi,trả lời\na,b".encode("utf-16-le"), "ký tự NUL"),
    "CP1258": ("cau hoi,tra loi\na,Đă Nă".encode("cp1258"), "dòng 2 không phải bảng mã UTF-8"),
    "NUL": (b"cau hoi,tra loi\na,b\nc,\0d", "dòng 3 có ký tự NUL"),
    "open quote": (b'cau hoi,tra loi\na,b\n"c,d\ne,f', "dòng 3 viết sai"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "Excel đời cũ"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "NUL|không phải bảng mã UTF-8"),
    "nothing": (b"", "không có dòng nào"),
    "white space": (b" \n\n ", "không có dòng nào"),
    "only a header": (b"cau hoi,tra loi\n", "không có dòng nào"),
    "a page": (b"<html><script>alert(1)</script></html>", "không nhận ra định dạng"),
    "one long line": (b"a" * (4 * MEGABYTE), "không nhận ra định dạng"),
    "deep JSON": (b'{"question":' * 100_000, "không nhận ra định dạng"),
}


@pytest.mark.parametrize("name", FILES)
def test_hostile_file_is_refused_with_the_place(tmp_path: Path, name: str) -> None:
    """Size, packing, encoding and form: every fault is one sentence that names file and line."""
    data, words = FILES[name]
    path = tmp_path / "tệp.csv"
    path.write_bytes(data)
    with pytest.raises(ImportFileError, match=words) as refused:
        read(path, "2026-10-01", "Trang thử")
    assert str(refused.value).startswith("tệp.csv")
    assert "\n" not in str(refused.value)


def test_field_of_twenty_megabytes_refuses_its_row_alone(tmp_path: Path) -> None:
    """A packed dump with one endless field loses that line, by its number, and nothing else."""
    bad = json.dumps({**RECORD, "ma_thu_tuc": "9.000002", "trinh_tu_thuc_hien": "a" * (20 * MEGABYTE)})
    lines = [json.dumps(RECORD), bad, json.dumps({**RECORD, "ma_thu_tuc": "9.000003"})]
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    batch = apart(path)
    assert [entry.id for entry in batch.entries] == ["tthc-9.000001", "tthc-9.000003"]
    assert batch.refused == ((2, "dòng dài quá 1000000 ký tự"),)


def test_cell_of_four_megabytes_refuses_its_row_alone(tmp_path: Path) -> None:
    """A table with one endless cell loses that row, by its number and column, and nothing else."""
    batch = read(csv_file(tmp_path / "a.csv", ROW, with_cell(1, "a" * 4_000_000, with_cell(0, "Gì đó khác?"))))
    assert len(batch.entries) == 1
    assert re.match(r"cột “trả lời” dài 4000000 ký tự", batch.refused[0][1])


@pytest.mark.parametrize("text", ["a\\u0000b", "a\\ud800b", "a\\udfffb"])
def test_character_that_no_database_keeps_refuses_its_line(tmp_path: Path, text: str) -> None:
    """An escaped NUL or half a character would fail the whole save: its line is refused instead."""
    lines = [json.dumps(RECORD), json.dumps({**RECORD, "ma_thu_tuc": "9.000002"}).replace("Th\\u1eed", text)]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines))
    batch = read(path, "2026-10-01")
    assert (len(batch.entries), [number for number, _ in batch.refused]) == (1, [2])


def test_missing_and_repeated_codes_are_named(tmp_path: Path) -> None:
    """A dump loses no line silently: entries and refused lines together are all of its lines."""
    records = [RECORD, {**RECORD, "ma_thu_tuc": ""}, RECORD, {"ten_thu_tuc": "x"}, {**RECORD, "ma_thu_tuc": "9.000004"}]
    path = tmp_path / "a.jsonl"
    path.write_text("\n\n".join(json.dumps(record) for record in records))
    batch = read(path, "2026-10-01")
    assert [number for number, _ in batch.refused] == [3, 5, 7]
    assert "dòng 1" in dict(batch.refused)[5]
    assert len(batch.entries) + len(batch.refused) == batch.lines == len(records)


@pytest.mark.parametrize("cell", ["=1+1", '=HYPERLINK("http://evil.example")', "=cmd|' /C calc'!A0", "=WEBSERVICE(1)"])
def test_formula_is_refused_in_table_and_spreadsheet(tmp_path: Path, cell: str) -> None:
    """A formula in any cell refuses its row, in either format."""
    for path in (csv_file(tmp_path / "a.csv", with_cell(1, cell)), xlsx_file(tmp_path / "a.xlsx", with_cell(1, cell))):
        batch = read(path)
        assert batch.entries == ()
        assert "công thức" in batch.refused[0][1]


def test_folder_and_device_are_no_files(tmp_path: Path) -> None:
    """A folder, a device and a path that is not there are refused without reading."""
    for path in (tmp_path, Path("/dev/zero"), tmp_path / "none.csv"):
        with pytest.raises(ImportFileError, match=r"không phải một tệp thường|không mở được tệp"):
            read(path)


def test_reading_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    """The reading process is killed at its time, and the sentence says that nothing was written."""
    path = csv_file(tmp_path / "a.csv", *(with_cell(0, f"Thả đèn số {n} ở đâu?", ROW) for n in range(5000)))
    begin = time.monotonic()
    with pytest.raises(ImportFileError, match=r"chưa có gì được ghi"):
        apart(path, seconds=0.3)
    assert time.monotonic() - begin < 10


def test_reading_that_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    """The reading process has its own memory limit; this process goes on."""
    book = Workbook(write_only=True)
    page = book.create_sheet()
    page.append(list(HEADER))
    for number in range(5000):
        page.append([f"{number} " * 300])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(ImportFileError, match=r"quá nhiều bộ nhớ|máy đọc bị dừng"):
        apart(tmp_path / "a.xlsx", memory=64 * MEGABYTE)


def test_reading_process_gets_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that reads foreign files knows neither databases nor secrets of the program."""
    monkeypatch.setenv("KNOWLEDGE_DATABASE_URL", "postgresql://secret")
    with tempfile.TemporaryFile() as complaints, _start("{}", complaints) as process:
        environment = psutil.Process(process.pid).environ()
        process.kill()
    assert environment.keys() <= {"PYTHONPATH", "PYTHONIOENCODING", "PATH", "LC_CTYPE"}
    assert "PYTHONPATH" in environment
