"""Opens a file that somebody handed in: its bytes within the limits, unpacked, as text without traps."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

from knowledge.importers.batch import ImportFileError
from knowledge.importers.limits import LARGEST_FILE, LARGEST_UNPACKED, MOST_ROWS
from knowledge.importers.reasons import reason

_GZIP = b"\x1f\x8b"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How UTF-16 and UTF-32 begin."""
_MEGABYTE = 1024 * 1024


def read_whole(path: Path) -> bytes:
    """Return the bytes of an ordinary file of allowed size."""
    try:
        if path.exists() and not path.is_file():
            raise ImportFileError(reason("not_a_file", file=path.name))
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise ImportFileError(reason("cannot_open", file=path.name, reason=error.strerror)) from None
    if len(raw) > LARGEST_FILE:
        raise ImportFileError(reason("too_large", file=path.name, limit=LARGEST_FILE // _MEGABYTE))
    return raw


def unpacked(path: Path, raw: bytes) -> bytes:
    """Return what a gzip file holds, or the bytes as they are; never more than the limit is unpacked."""
    if not raw.startswith(_GZIP) and path.suffix != ".gz":
        return raw
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as file:
            data = file.read(LARGEST_UNPACKED + 1)
    except (EOFError, OSError, zlib.error):
        raise ImportFileError(reason("broken_gzip", file=path.name)) from None
    if len(data) > LARGEST_UNPACKED:
        raise ImportFileError(reason("too_large_unpacked", file=path.name, limit=LARGEST_UNPACKED // _MEGABYTE))
    if data.startswith(_GZIP):
        raise ImportFileError(reason("nested", file=path.name))
    return data


def as_text(path: Path, data: bytes) -> str:
    """Return UTF-8 text, its mark at the beginning left out; another encoding or a NUL is refused with its line."""
    if data.startswith(_WIDE):
        raise ImportFileError(reason("wide_encoding", file=path.name))
    nul = data.find(b"\0")
    if nul >= 0:
        raise ImportFileError(reason("nul", file=path.name, line=_line_of(data, nul)))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportFileError(reason("not_utf8", file=path.name, line=_line_of(data, error.start))) from None
    if not text.strip():
        raise ImportFileError(reason("empty", file=path.name))
    return text


def numbered_lines(path: Path, text: str) -> list[tuple[int, str]]:
    """Return the lines that hold something, each with its number in the file."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    refuse_too_many(path.name, len(lines))
    return lines


def refuse_too_many(name: str, rows: int) -> None:
    """Raise ImportFileError when a file has more rows than may be imported at once."""
    if rows > MOST_ROWS:
        raise ImportFileError(reason("too_many_rows", file=name, limit=f"{MOST_ROWS:,}".replace(",", ".")))


def _line_of(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1
