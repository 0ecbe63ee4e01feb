"""Reads a record of the National Public Service Portal whose tables were flattened to text."""

from __future__ import annotations

import re
from typing import Any

from knowledge.importers.cleaning import clean, one_line, says_nothing, without_furniture
from knowledge.importers.flattened import legal_texts, papers, submission_ways
from knowledge.importers.record import Record, entry_of
from knowledge.model import Entry

_RESULT_CODE = re.compile(r"Mã:\s?KQ\.[A-Z]?\d{2}\.\d{6}|Mã:\s?KQ\.[\w]+")


def code_of(record: dict[str, Any]) -> str:
    """Return the national code, or nothing."""
    return (record.get("ma_thu_tuc") or "").strip()


def title_of(record: dict[str, Any]) -> str:
    """Return the title, or nothing."""
    return one_line(record.get("ten_thu_tuc") or "")


def wrong_field(record: dict[str, Any]) -> str | None:
    """Return the name of a field that is not text, if there is one."""
    return next((name for name, value in record.items() if not isinstance(value, str | None)), None)


def agency_of(record: dict[str, Any]) -> str:
    """Return the agency whose folder the record was in."""
    return record.get("nguon_thu_muc") or ""


def field_of(record: dict[str, Any]) -> str:
    """Return the field (lĩnh vực)."""
    return one_line(record.get("linh_vuc") or "")


def text_of(record: dict[str, Any]) -> str:
    """Return what makes two records the same text under two codes."""
    return "\n".join(one_line(record.get(name) or "") for name in ("trinh_tu_thuc_hien", "thanh_phan_ho_so"))


def to_entry(record: dict[str, Any], checked_on: str) -> Entry:
    """Return the entry of a sound record."""

    def get(name: str) -> str:
        return clean(without_furniture(record.get(name) or ""))

    handling, deciding = get("co_quan_thuc_hien"), get("co_quan_co_tham_quyen")
    return entry_of(
        Record(
            code=code_of(record),
            title=title_of(record),
            field=field_of(record),
            level=get("cap_thuc_hien"),
            audience=get("doi_tuong_thuc_hien"),
            agency=deciding if says_nothing(handling) else handling,
            place=get("dia_chi_tiep_nhan"),
            steps=get("trinh_tu_thuc_hien"),
            conditions=get("yeu_cau_dieu_kien"),
            result="\n".join(part.strip() for part in _RESULT_CODE.split(get("ket_qua_xu_ly")) if part.strip()),
            url=record.get("detail_url") or None,
            papers=papers(record.get("thanh_phan_ho_so") or ""),
            ways=submission_ways(record.get("cach_thuc_thuc_hien") or ""),
            legal_basis=legal_texts(record.get("can_cu_phap_ly") or ""),
        ),
        checked_on,
    )
