"""Looks at a spreadsheet file before it is opened: its parts, their names and sizes, and what no table needs."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from knowledge.importers.batch import ImportFileError
from knowledge.importers.limits import LARGEST_UNPACKED, MOST_PARTS
from knowledge.importers.reasons import reason

_NEEDED = ("[Content_Types].xml", "xl/workbook.xml")
_ZIP = b"PK\x03\x04"
_MARKUP = (".xml", ".rels", ".vml")
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_EXTERNAL_CELLS = re.compile(
    rb"TargetMode\s*=\s*[\"']External[\"'][^>]*(?:externalLinkPath|oleObject|attachedTemplate)"
)


def refuse_unsafe(file: str, raw: bytes) -> None:
    """Raise ImportFileError unless this is a plain spreadsheet of allowed size; reads no more than the limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
            _check_parts(file, parts)
            for part in parts:
                _check_part(file, part.filename, package.read(part))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        if isinstance(error, ImportFileError):
            raise
        raise ImportFileError(reason("broken_xlsx", file=file)) from None


def _check_parts(file: str, parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        raise ImportFileError(reason("protected", file=file))
    if any(_is_unsafe(name) for name in names) or len(set(names)) < len(names) or len(parts) > MOST_PARTS:
        raise ImportFileError(reason("bad_part_name", file=file))
    if not set(_NEEDED) <= set(names):
        raise ImportFileError(reason("not_xlsx", file=file))
    # zipfile never gives more than the size that is written here, so the sum is a true bound
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise ImportFileError(reason("too_large_unpacked", file=file, limit=LARGEST_UNPACKED // 1024**2))
    lower = [name.lower() for name in names]
    if any("vbaproject" in name or "/macrosheets/" in name or "/activex/" in name for name in lower):
        raise ImportFileError(reason("has_macros", file=file))
    if any("/externallinks/" in name or name.endswith("connections.xml") for name in lower):
        raise ImportFileError(reason("has_external_links", file=file))


def _is_unsafe(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or not name.isprintable()


def _check_part(file: str, name: str, data: bytes) -> None:
    if data.startswith(_ZIP):
        raise ImportFileError(reason("nested", file=file))
    if not name.lower().endswith(_MARKUP):
        return
    # XML in two-byte letters would hide a declaration from this search
    if b"\0" in data or any(word in data.upper() for word in _DECLARATIONS):
        raise ImportFileError(reason("has_entities", file=file))
    if _EXTERNAL_CELLS.search(data):
        raise ImportFileError(reason("has_external_links", file=file))
