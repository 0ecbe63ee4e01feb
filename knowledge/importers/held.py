"""Finds records that carry another procedure's text; a person decides about them, nobody is answered with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

from knowledge.importers.reasons import reason

_ABOLISHED = Path(__file__).with_name("abolished.yml")

LEAST_TEXT = 100
"""Characters: shorter texts are alike by chance ("Không có thông tin")."""

HOME_SHARE = 0.3
"""A field of which an agency has less than this share, while another has most of it, is not that agency's."""


def reasons_to_hold(reader: Any, records: Collection[dict[str, Any]]) -> dict[str, str]:
    """Return entry id -> reason for each record that must not be published unseen."""
    held: dict[str, str] = {}
    for record in records:
        title = reader.title_of(record).lower()
        if "cấp huyện)" in title:
            held[_id(reader, record)] = reason("held_district")
        elif title.startswith("công bố danh mục và quy trình nội bộ"):
            held[_id(reader, record)] = reason("held_not_procedure")
    held |= _foreign_fields(reader, records) | _shared_texts(reader, records)
    return held | _abolished(reader, records)


def _abolished(reader: Any, records: Collection[dict[str, Any]]) -> dict[str, str]:
    held = {}
    for item in yaml.safe_load(_ABOLISHED.read_text(encoding="utf-8")):
        begins = tuple(item["titles"])
        for record in records:
            if reader.code_of(record) in item["codes"]:
                held[_id(reader, record)] = reason("held_abolished", decision=item["decision"])
            elif reader.title_of(record).lower().startswith(begins):
                held[_id(reader, record)] = reason("held_merged", decision=item["decision"])
    return held


def _shared_texts(reader: Any, records: Collection[dict[str, Any]]) -> dict[str, str]:
    groups = defaultdict(list)
    for record in records:
        text = reader.text_of(record)
        if len(text) >= LEAST_TEXT:
            groups[(reader.title_of(record).lower(), text)].append(record)
    held: dict[str, str] = {}
    for group in (group for group in groups.values() if len(group) > 1):
        codes = sorted(reader.code_of(record) for record in group)
        why = reason("held_shared_text", count=len(codes), codes=", ".join(codes))
        held |= {_id(reader, record): why for record in group}
    return held


def _foreign_fields(reader: Any, records: Collection[dict[str, Any]]) -> dict[str, str]:
    homes: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        homes[reader.field_of(record)][reader.agency_of(record)] += 1
    held = {}
    for record in records:
        field, agency = reader.field_of(record), reader.agency_of(record)
        share = homes[field][agency] / homes[field].total()
        if len(homes[field]) > 1 and share < HOME_SHARE:
            held[_id(reader, record)] = reason("held_foreign_field", field=field, agency=agency)
    return held


def _id(reader: Any, record: dict[str, Any]) -> str:
    return f"tthc-{reader.code_of(record)}"
