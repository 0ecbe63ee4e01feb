"""What is exported imports again unchanged, and no spreadsheet runs a cell of it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from knowledge.export import ExportError, csv_bytes, export_entries, xlsx_bytes
from knowledge.export_rows import Table
from knowledge.importers import ImportFileError
from knowledge.importers.cells import RISKY, checked_cell, safe_cell
from knowledge.model import Entry
from tests.unit.knowledge.importers.files import csv_file, curated, read, with_cell

ANSWERS = (
    "- Nộp ở xã\n- Gọi 1900 0368",
    "+84 24 3999 9999 là số của xã",
    'Đơn giản, "dễ"; không mất gì',
    "'Trích' lời",
)


def questions(tmp_path: Path) -> tuple[Entry, ...]:
    """Return entries whose texts are hard on spreadsheets."""
    rows = [
        with_cell(0, f"Thả đèn kiểu {n} ở đâu?", with_cell(2, "", with_cell(1, text))) for n, text in enumerate(ANSWERS)
    ]
    rows.append(with_cell(8, "", with_cell(6, "", with_cell(2, "thả đèn số hai; đèn xanh"))))
    return read(csv_file(tmp_path / "in.csv", *rows)).entries


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_export_imports_again_unchanged(tmp_path: Path, form: str) -> None:
    """Every entry of the exported table is read back equal in every field, in either format."""
    entries = questions(tmp_path)
    assert len(entries) == len(ANSWERS) + 1
    count = export_entries(entries, tmp_path / f"out.{form}", force=False)
    again = read(tmp_path / f"out.{form}")
    assert (count, again.refused) == (len(entries), ())
    assert again.entries == entries


TRICKY = st.text(alphabet=st.sampled_from(f"{RISKY}'ab 1\n,;\""), max_size=12)


@given(TRICKY)
def test_no_cell_begins_as_a_formula(text: str) -> None:
    """I6: no cell of a CSV or spreadsheet begins with = + - @, tab, CR, NUL or a full-width twin."""
    table = Table(("a",), ((text,),))
    rows = list(csv.reader(io.StringIO(csv_bytes(table).decode("utf-8-sig"), newline="")))
    cell = rows[1][0] if rows[1] else ""
    assert not cell.startswith(tuple(RISKY))
    sheet = load_workbook(io.BytesIO(xlsx_bytes(table))).active
    assert sheet is not None
    assert sheet["A2"].data_type != "f"
    assert not str(sheet["A2"].value or "").startswith(tuple(RISKY))


@given(TRICKY)
def test_made_safe_cell_gives_its_text_back(text: str) -> None:
    """The mark that makes a cell safe is taken off again when the table is read."""
    plain = text.replace("\0", "").strip()
    if not any(char in plain for char in "\t\r"):
        assert checked_cell("a", safe_cell(text)) == plain


def test_telephones_stay_readable(tmp_path: Path) -> None:
    """A hot-line is written with its digits and spaces, not as a number that loses its zeros."""
    entries = questions(tmp_path)
    export_entries(entries, tmp_path / "out.csv", force=False)
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert "1900 0368" in text
    assert "'+84 24 3999 9999" in text


def test_other_entries_are_exported_for_reading_only(tmp_path: Path) -> None:
    """The table of editors' entries says so when somebody imports it, instead of making questions of them."""
    entry = curated("tha-den", "Thả đèn", codes=("9.000001",), fee="Phí 50.000đ.")
    assert export_entries([entry, *questions(tmp_path)], tmp_path / "out.csv", "", "entries", force=False) == 1
    assert "Phí 50.000đ." in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    with pytest.raises(ImportFileError, match="bảng để đọc"):
        read(tmp_path / "out.csv")


def test_yaml_holds_every_field(tmp_path: Path) -> None:
    """The YAML export gives every entry back as it was."""
    entries = (curated("tha-den", "Thả đèn", fee="Phí 50.000đ."), *questions(tmp_path))
    export_entries(entries, tmp_path / "out.yml", force=False)
    bodies = yaml.safe_load_all((tmp_path / "out.yml").read_text(encoding="utf-8"))
    again = [Entry.from_json(json.dumps(body)) for body in bodies]
    assert tuple(again) == entries


def test_file_that_is_there_is_kept(tmp_path: Path) -> None:
    """An existing file is replaced only when asked, and no half-written file is left beside it."""
    target = tmp_path / "out.csv"
    target.write_text("mine")
    with pytest.raises(ExportError, match="there already"):
        export_entries([], target, force=False)
    assert target.read_text() == "mine"
    export_entries([], target, force=True)
    assert "câu hỏi" in target.read_text(encoding="utf-8-sig")
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(("name", "words"), [("out.pdf", "csv, xlsx or yaml"), ("no/folder/out.csv", "cannot write")])
def test_export_that_cannot_be_written_says_why(tmp_path: Path, name: str, words: str) -> None:
    """An unknown format and a folder that is not there are one clear line."""
    with pytest.raises(ExportError, match=words):
        export_entries([], tmp_path / name, force=False)
