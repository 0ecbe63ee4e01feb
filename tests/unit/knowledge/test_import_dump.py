"""A dump is read whole or not at all; what cannot be read or trusted is named with its reason."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.importers import ImportFileError, read_dump
from tests.conftest import SHARED


def row(code: str = "9.000001", **fields: Any) -> dict[str, Any]:
    """Return an invented procedure of the portal's shape."""
    return {
        "ma_thu_tuc": code, "ten_thu_tuc": f"Thủ tục thử {code}", "nguon_thu_muc": "bo-thu", "linh_vuc": "Thử",
        "trinh_tu_thuc_hien": f"Bước 1 của {code}. " * 10, "thanh_phan_ho_so": "", "cach_thuc_thuc_hien": "", **fields,
    }  # fmt: skip


def write(path: Path, *rows: Any) -> Path:
    """Write rows as JSON lines; a string is written as it is."""
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows))
    return path


def read(path: Path) -> Any:
    """Read with an invented date and no progress bar."""
    return read_dump(path, lambda done, total: None, checked_on="2026-06-10")


def test_bad_lines_are_refused_with_line_and_reason(tmp_path: Path) -> None:
    """Every line that cannot be read is listed with its number; the others are read."""
    path = write(
        tmp_path / "d.jsonl",
        row(),
        "{oops",
        row(ma_thu_tuc=""),
        row("abc"),
        row("9.000002", ten_thu_tuc=" "),
        row("9.000003", linh_vuc=5),
        [1],
        row(),
    )
    batch = read(path)
    assert [entry.codes[0] for entry in batch.entries] == ["9.000001"]
    assert dict(batch.refused) == {
        2: "dòng không phải JSON hợp lệ",
        3: "thiếu mã thủ tục",
        4: "mã thủ tục sai dạng (cần dạng 1.004194)",
        5: "thiếu tên thủ tục",
        6: "trường linh_vuc phải là chữ",
        7: "dòng không phải một thủ tục (cần một đối tượng JSON)",
        8: "mã 9.000001 đã có ở dòng 1 của tệp này",
    }


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.jsonl.gz", gzip.compress(b"{}" * 500)[:-9], "tệp nén bị hỏng"),
        ("b.jsonl.gz", b"not gzip", "tệp nén bị hỏng"),
        ("c.jsonl", b"", "tệp không có dòng nào"),
        ("d.jsonl", b'{"name": "x"}', "không nhận ra định dạng"),
        ("e.jsonl", b"\xff\xfe\x00", "UTF-16"),
    ],
)
def test_broken_file_is_refused_whole(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    """A file that is broken, empty or of an unknown kind is refused in one Vietnamese sentence."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ImportFileError, match=words):
        read(tmp_path / name)


def test_unknown_dump_needs_its_date(tmp_path: Path) -> None:
    """A date that nobody knows is asked for, never made up."""
    with pytest.raises(ImportFileError, match="--checked-on"):
        read_dump(write(tmp_path / "d.jsonl", row()), lambda done, total: None)


def test_one_text_under_two_codes_is_held_back(tmp_path: Path) -> None:
    """Records with the same title and text under several codes wait for a person."""
    same = {"ten_thu_tuc": "Một việc", "trinh_tu_thuc_hien": "Bước chung. " * 20}
    batch = read(write(tmp_path / "d.jsonl", row("9.000001", **same), row("9.000002", **same), row("9.000003")))
    assert set(batch.held) == {"tthc-9.000001", "tthc-9.000002"}
    assert "2 mã (9.000001, 9.000002)" in batch.held["tthc-9.000001"]


def test_field_of_another_agency_is_held_back(tmp_path: Path) -> None:
    """A record whose field nearly always belongs to another agency waits for a person."""
    rows = [row(f"9.00000{n}") for n in range(1, 5)]
    batch = read(write(tmp_path / "d.jsonl", *rows, row("9.000009", nguon_thu_muc="bo-khac")))
    assert set(batch.held) == {"tthc-9.000009"}


def test_district_procedures_are_held_back(tmp_path: Path) -> None:
    """The district level ended on 1 July 2025: its procedures are not answered with."""
    batch = read(write(tmp_path / "d.jsonl", row(ten_thu_tuc="Trình báo (thực hiện tại cấp huyện)"), row("9.000002")))
    assert set(batch.held) == {"tthc-9.000001"}


def test_abolished_codes_are_held_back(tmp_path: Path) -> None:
    """A code that a later decision abolished is not answered with, although the portal still shows it."""
    batch = read(write(tmp_path / "d.jsonl", row("1.014061"), row("9.000002")))
    assert "5230" in batch.held["tthc-1.014061"]
    assert set(batch.held) == {"tthc-1.014061"}


def test_page_furniture_and_nothing_are_left_out(tmp_path: Path) -> None:
    """The portal's buttons and its ways of saying "nothing" never become an answer."""
    result = "Giấy phépMã: KQ.G01.000001Từ khóaKhông có thông tinMô tảKhông có thông tinChọn cơ quan thực hiệnNộp hồ sơ"
    (entry,) = read(
        write(tmp_path / "d.jsonl", row(ket_qua_xu_ly=result, yeu_cau_dieu_kien="Không có thông tin"))
    ).entries
    assert entry.aspects["result"][0].text == "Giấy phép"
    assert "conditions" not in entry.aspects
    assert entry.sources[0].date == entry.checked_on == "2026-06-10"


@pytest.mark.skipif(not SHARED.exists(), reason="the real dump lies beside the checkout only")
def test_real_dump_is_read_whole() -> None:
    """All 2,642 procedures of the real dump are read; suspicious ones are held, none is refused."""
    batch = read_dump(SHARED / "data/tthc_dvcqg_2026/procedures.jsonl.gz", lambda done, total: None)
    assert (batch.lines, len(batch.entries), len(batch.refused)) == (2642, 2642, 0)
    assert 20 <= len(batch.held) <= 40
    assert {"tthc-1.002544", "tthc-3.000226"} <= set(batch.held)


@pytest.mark.skipif(not SHARED.exists(), reason="the real dump lies beside the checkout only")
def test_real_defence_dump_is_read_whole() -> None:
    """All 207 procedures of the Ministry of National Defence are read."""
    batch = read_dump(SHARED / "data/tthc_bqp_2025/procedures.jsonl.gz", lambda done, total: None)
    assert (len(batch.entries), len(batch.refused)) == (207, 0)
