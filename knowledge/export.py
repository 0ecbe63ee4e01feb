"""Writes published entries to a file: a table that imports again, a table for reading, or everything as YAML."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import yaml
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from knowledge.export_rows import Table, entry_table, faq_table
from knowledge.importers.cells import safe_cell
from knowledge.model import Entry

_TABLES: dict[str, Callable[[Iterable[Entry]], Table]] = {"faq": faq_table, "entries": entry_table}
_PUBLIC = 0o644
"""What is published anyway may be read by everyone on the machine."""
_LONGEST_XLSX_CELL = 32_767
"""Characters that a cell of a spreadsheet can hold."""


class ExportError(RuntimeError):
    """The file cannot be written; the text says what to do."""


def export_entries(entries: Sequence[Entry], file: Path, form: str = "", what: str = "faq", *, force: bool) -> int:
    """Write the entries and return how many; the file is complete or not there. Raises ExportError."""
    form = form or file.suffix.removeprefix(".").lower().replace("yml", "yaml")
    if form not in ("csv", "xlsx", "yaml"):
        raise ExportError("the format must be csv, xlsx or yaml: use --format or such an ending")
    if file.exists() and not force:
        raise ExportError(f"{file} is there already: take another name, or --force to replace it")
    if form == "yaml":
        _write(file, _yaml_bytes(entries))
        return len(entries)
    if what not in _TABLES:
        raise ExportError("--what must be faq or entries")
    table = _TABLES[what](entries)
    _write(file, csv_bytes(table) if form == "csv" else xlsx_bytes(table))
    return len(table.rows)


def csv_bytes(table: Table) -> bytes:
    """Return a table as CSV that Excel opens in the right letters."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in (table.header, *table.rows):
        writer.writerow([safe_cell(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(table: Table) -> bytes:
    """Return a table as a spreadsheet whose cells are texts only."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("congdanso")
    for row in (table.header, *table.rows):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=_for_xlsx(safe_cell(text)))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _for_xlsx(text: str) -> str:
    if len(text) > _LONGEST_XLSX_CELL:
        raise ExportError(f"a text of {len(text)} characters does not fit a spreadsheet cell: export csv or yaml")
    return text


def _yaml_bytes(entries: Iterable[Entry]) -> bytes:
    bodies = (json.loads(entry.to_json()) for entry in entries)
    return yaml.safe_dump_all(bodies, allow_unicode=True, sort_keys=True, width=120, explicit_start=True).encode()


def _write(file: Path, data: bytes) -> None:
    """Write beside the target first: a full disk leaves what was there."""
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as half:
            try:
                half.write(data)
                half.flush()
                os.fsync(half.fileno())
                Path(half.name).chmod(_PUBLIC)
                Path(half.name).replace(file)
            except OSError:
                Path(half.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise ExportError(f"cannot write {file}: {error.strerror}") from None
