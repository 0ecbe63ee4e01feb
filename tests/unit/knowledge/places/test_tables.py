"""The tables say of every unit of before where it went, and the reader stays small and quick."""

from __future__ import annotations

import csv
import gzip
import io
import tracemalloc
from pathlib import Path

import pytest

from bot.text import clean, place_tone_marks
from knowledge.places.mentions import names
from knowledge.places.units import DATA, name_key, read_units

EXPORT = Path(__file__).parents[4].parent / "shared" / "data" / "admin_units_2025"
UNITS = read_units(names())
with_export = pytest.mark.skipif(not EXPORT.exists(), reason="../shared/data/admin_units_2025 is not there")


def test_numbers_of_units_are_the_official_ones() -> None:
    """34 provinces and 3,321 communes of July 2025; 63 provinces and 10,040 communes before."""
    counts = (UNITS.provinces, UNITS.communes, UNITS.old_provinces, UNITS.districts, UNITS.old_communes)
    assert [len(group) for group in counts] == [34, 3321, 63, 696, 10040]


def test_every_unit_of_before_is_somewhere_today_and_every_new_one_came_from_somewhere() -> None:
    """No resident is told that a unit vanished, or that a new one came from nothing."""
    assert all(unit.now for unit in (*UNITS.old_provinces.values(), *UNITS.old_communes.values()))
    assert set(UNITS.formed_from) == {*UNITS.provinces.values(), *UNITS.communes.values()}


def test_old_commune_stays_within_what_its_province_became() -> None:
    """No commune is told that it moved to a province that its own province did not join."""
    strays = [
        unit.code for unit in UNITS.old_communes.values() for new in unit.now if new.province not in unit.province.now
    ]
    assert strays == []


def test_provinces_since_2026_bear_their_new_name() -> None:
    """Đồng Nai is a city under the government since 30/4/2026."""
    assert UNITS.provinces["75"].name == "Thành phố Đồng Nai"


def test_names_are_marked_and_written_one_way() -> None:
    """Every name is composed Unicode with the tone where the rest of the program puts it."""
    for table in ("provinces", "communes", "districts", "old_communes"):
        text = (DATA / f"{table}.tsv").read_text(encoding="utf-8")
        for line in text.splitlines():
            cells = line.split("\t")
            assert cells == [place_tone_marks(clean(cell)) for cell in cells]


def test_part_of_a_split_commune_is_not_given_to_a_namesake_far_away() -> None:
    """Thạnh Quới of Vĩnh Thạnh is not Thạnh Quới of Mỹ Xuyên, a hundred kilometres off in the same new city."""
    assert [new.code for new in UNITS.old_communes["31246"].now] == ["31246"]


@with_export
def test_names_are_those_of_the_export() -> None:
    """The tables have the units and the names of the data they were made from."""
    old = {row["wardCode"]: row["ward"] for row in _rows("units_legacy") if row["wardCode"]}
    new = {row["wardCode"]: row["ward"] for row in _rows("units_2025")}
    assert {code: unit.name for code, unit in UNITS.communes.items()} == {
        k: place_tone_marks(v) for k, v in new.items()
    }
    ours = {code: unit.name for code, unit in UNITS.old_communes.items() if not code.startswith("d")}
    assert ours == {code: place_tone_marks(clean(name)) for code, name in old.items()}


def test_tables_take_little_memory() -> None:
    """Under 30 MB, whatever else the process holds."""
    tracemalloc.start()
    units = read_units(names())
    assert len(units.by_name) > 5_000
    assert len(units.formed_from) > 3_000
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert used < 30 * 1024 * 1024


def test_name_key_drops_marks_spaces_and_signs() -> None:
    """Spellings of one name have one key."""
    assert name_key("Bà Rịa - Vũng Tàu") == name_key("bariavungtau") == "bariavungtau"


def _rows(name: str) -> list[dict[str, str]]:
    data = gzip.decompress((EXPORT / f"{name}.csv.gz").read_bytes()).decode("utf-8")
    return list(csv.DictReader(io.StringIO(data)))
