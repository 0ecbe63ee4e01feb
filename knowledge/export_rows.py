"""What an export says of each entry: the columns of questions and answers, and those of a table for reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.answer import aspect_name
from knowledge.importers.faq import FAQ_PREFIX, RECORD_PREFIX
from knowledge.importers.recognise import READING_COLUMN
from knowledge.importers.table import column_names
from knowledge.model import AspectText, Entry

_ASPECTS = ("documents", "fee", "time", "place", "steps", "conditions", "online", "result")
_READING = (READING_COLUMN, "loại", "nguồn gốc", "tên", "tên ngắn", "mã thủ tục", "lĩnh vực", "cấp", "trả lời")
_AFTER = ("căn cứ pháp lý", "nguồn", "ngày kiểm tra", "xem lại trước ngày")


@dataclass(frozen=True)
class Table:
    """Header and rows of texts."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def faq_table(entries: Iterable[Entry]) -> Table:
    """Return the imported questions and answers in the columns of the import."""
    chosen = (entry for entry in entries if entry.id.startswith(FAQ_PREFIX) and entry.kind == "topic")
    return Table(tuple(column_names().values()), tuple(_faq_row(entry) for entry in chosen))


def entry_table(entries: Iterable[Entry]) -> Table:
    """Return every other entry, one a row, for reading in a spreadsheet; the import refuses this table."""
    header = (*_READING, *(aspect_name(name).lower() for name in _ASPECTS), *_AFTER)
    chosen = (entry for entry in entries if not entry.id.startswith(FAQ_PREFIX))
    return Table(header, tuple(_entry_row(entry) for entry in chosen))


def _faq_row(entry: Entry) -> tuple[str, ...]:
    source = entry.sources[0] if entry.sources else None
    linked = [other.removeprefix(RECORD_PREFIX) for other in entry.related if other.startswith(RECORD_PREFIX)]
    cells = {
        "question": entry.title,
        "answer": _joined(entry.answer),
        "aliases": "\n".join(alias for alias in entry.aliases if alias != entry.title),
        "codes": "; ".join((*entry.codes, *linked)),
        "field": entry.field or "",
        "source": source.title if source else "",
        "url": (source.url if source else None) or "",
        "checked_on": entry.checked_on,
        "review_by": entry.review_by or "",
        "confidence": entry.confidence,
    }
    return tuple(cells[field] for field in column_names())


def _entry_row(entry: Entry) -> tuple[str, ...]:
    laws = "\n".join(f"{item.article}, {item.title}" if item.article else item.title for item in entry.legal_basis)
    sources = "\n".join(f"{item.title} {item.url or ''}".strip() for item in entry.sources)
    names = (entry.id, entry.kind, entry.origin, entry.title, entry.short_title, "; ".join(entry.codes))
    aspects = (_joined(entry.aspects.get(name, ())) for name in _ASPECTS)
    said = (entry.field or "", entry.level or "", _joined(entry.answer), *aspects)
    return (*names, *said, laws, sources, entry.checked_on, entry.review_by or "")


def _joined(texts: Iterable[AspectText]) -> str:
    return "\n".join(item.text for item in texts)
