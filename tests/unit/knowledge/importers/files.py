"""Makes the files that the import tests read: tables, spreadsheets, dumps, all invented."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from knowledge.importers.batch import ImportBatch
from knowledge.importers.known import Origin
from knowledge.importers.recognise import read_file
from knowledge.model import AspectText, Entry, Source

TODAY = date(2026, 11, 22)
HEADER = (
    "câu hỏi",
    "trả lời",
    "từ khóa/cách hỏi khác",
    "mã thủ tục",
    "lĩnh vực",
    "nguồn",
    "đường dẫn",
    "ngày kiểm tra",
    "xem lại trước ngày",
)
ROW = (
    "Thả đèn trời ở đâu?",
    "Nộp ở tổ lễ hội.\nMất 3 ngày làm việc.",
    "xin thả đèn trời; giấy phép đèn trời",
    "",
    "Lễ hội",
    "Trang của tỉnh",
    "https://tinh.gov.vn/den-troi",
    "2026-10-01",
    "2027-03-31",
)


def with_cell(place: int, cell: str, row: Sequence[str] = ROW) -> tuple[str, ...]:
    """Return the row with another text in one cell."""
    return (*row[:place], cell, *row[place + 1 :])


def csv_file(path: Path, *rows: Sequence[str], header: Sequence[str] = HEADER, separator: str = ",") -> Path:
    """Write a CSV table."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([header, *rows])
    path.write_bytes(text.getvalue().encode())
    return path


def xlsx_file(path: Path, *rows: Sequence[Any], header: Sequence[str] = HEADER) -> Path:
    """Write a spreadsheet."""
    book = Workbook()
    for row in (header, *rows):
        book.active.append(list(row))
    book.save(path)
    return path


def jsonl_file(path: Path, *records: Any) -> Path:
    """Write JSON lines; a string is written as it is."""
    lines = (item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in records)
    path.write_text("\n".join(lines))
    return path


def read(path: Path, checked_on: str = "", source: str = "") -> ImportBatch:
    """Read a file in this process."""
    return read_file(path, lambda done, total: None, Origin(checked_on, source), TODAY)


def curated(entry_id: str, title: str, *aliases: str, codes: tuple[str, ...] = (), **aspects: str) -> Entry:
    """Return an entry of an editor."""
    return Entry(
        id=entry_id,
        kind="procedure",
        title=title,
        short_title=title,
        origin="curated",
        checked_on="2026-11-22",
        codes=codes,
        aliases=aliases,
        answer=(AspectText(f"{title}: bạn nộp ở công an xã."),),
        aspects={name: (AspectText(text),) for name, text in aspects.items()},
        sources=(Source("Nguồn thử"),),
    )
