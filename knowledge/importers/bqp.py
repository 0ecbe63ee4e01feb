"""Reads a record of the Ministry of National Defence, whose tables were kept."""

from __future__ import annotations

import re
from typing import Any

from knowledge.importers.cleaning import clean, one_line, says_nothing
from knowledge.importers.record import Record, entry_of
from knowledge.model import Entry, LegalBasis, Paper, SubmissionWay

_COUNTS = re.compile(r"Bản chính:\s*(\d+)\s*Bản sao:\s*(\d+)")
_FEE_LABEL = re.compile(r"^(?:Phí|Lệ phí)\s*:\s*", re.IGNORECASE)


def code_of(record: dict[str, Any]) -> str:
    """Return the national code, or nothing."""
    return (record.get("thu_tuc_id") or "").strip()


def title_of(record: dict[str, Any]) -> str:
    """Return the title, or nothing."""
    return one_line((record.get("metadata") or {}).get("tên_thủ_tục") or "")


def wrong_field(record: dict[str, Any]) -> str | None:
    """Return the name of a part that has not the expected type, if there is one."""
    types = {"thu_tuc_id": str, "metadata": dict, "content": dict, "tables": dict}
    return next((name for name, kind in types.items() if not isinstance(record.get(name) or kind(), kind)), None)


def agency_of(record: dict[str, Any]) -> str:
    """Return the one agency of this format."""
    return "bo-quoc-phong"


def field_of(record: dict[str, Any]) -> str:
    """Return the field (lĩnh vực)."""
    return one_line((record.get("metadata") or {}).get("lĩnh_vực") or "")


def text_of(record: dict[str, Any]) -> str:
    """Return what makes two records the same text under two codes."""
    steps = one_line((record.get("content") or {}).get("trình_tự_thực_hiện") or "")
    return f"{steps}\n{(record.get('tables') or {}).get('thanh_phan_ho_so')}"


def to_entry(record: dict[str, Any], checked_on: str) -> Entry:
    """Return the entry of a sound record."""
    metadata, content, tables = (record.get(name) or {} for name in ("metadata", "content", "tables"))
    return entry_of(
        Record(
            code=code_of(record),
            title=title_of(record),
            field=field_of(record),
            level=clean(metadata.get("cấp_thực_hiện") or ""),
            audience=clean(content.get("đối_tượng_thực_hiện") or ""),
            agency=clean(content.get("cơ_quan_thực_hiện") or ""),
            place=clean(content.get("địa_chỉ_tiếp_nhận_hs") or ""),
            steps=re.sub(r" (?=Bước \d+:)", "\n", clean(content.get("trình_tự_thực_hiện") or "")),
            conditions=clean(content.get("yêu_cầu_điều_kiện_thực_hiện") or ""),
            result=clean(content.get("kết_quả_thực_hiện") or ""),
            url=None,
            papers=tuple(_paper(row) for row in tables.get("thanh_phan_ho_so") or ()),
            ways=tuple(_way(row) for row in tables.get("hinh_thuc_nop") or ()),
            legal_basis=tuple(_legal(row) for row in tables.get("can_cu_phap_ly") or ()),
        ),
        checked_on,
    )


def _paper(row: dict[str, str]) -> Paper:
    counts = _COUNTS.search(row.get("ghi_chu") or "")
    form = one_line(row.get("so_luong") or "")
    return Paper(
        name=one_line(row.get("ten_giay_to") or "").lstrip("-+*• ").rstrip(" ;,."),
        originals=int(counts[1]) if counts else None,
        copies=int(counts[2]) if counts else None,
        form=form or None,
    )


def _way(row: dict[str, str]) -> SubmissionWay:
    time = one_line(row.get("thoi_han_giai_quyet") or "")
    fee = _FEE_LABEL.sub("", one_line(row.get("phi_le_phi") or ""))
    return SubmissionWay(
        way=one_line(row.get("hinh_thuc") or ""),
        time=None if says_nothing(time) or not re.search(r"\d\s?\D", time) else time,
        fee=None if says_nothing(fee) else fee,
        note=one_line(row.get("mo_ta") or "") or None,
    )


def _legal(row: dict[str, str]) -> LegalBasis:
    day, month, year = [*re.findall(r"\d+", row.get("ngay_ban_hanh") or ""), "", "", ""][:3]
    issued = f" ({int(day)}/{int(month)}/{year})" if year else ""
    title = one_line(row.get("trich_yeu") or "") or one_line(row.get("so_ky_hieu") or "")
    return LegalBasis(title if "ngày" in title else f"{title}{issued}")
