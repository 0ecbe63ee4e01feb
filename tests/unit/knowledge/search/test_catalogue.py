"""Which entries can be found, and who speaks for whom."""

from __future__ import annotations

from knowledge.search.catalogue import Catalogue
from tests.unit.knowledge.search.library import curated, record

RECORD = record("9.100001", "Đăng ký tạm trú")
CURATED = curated("dang-ky-tam-tru", "Đăng ký tạm trú", codes=("9.100001",))


def test_curated_entry_absorbs_the_record_of_its_code() -> None:
    """A record whose code a curated entry carries is not found by itself any more."""
    catalogue = Catalogue.of([RECORD, CURATED])
    assert catalogue.found_as(RECORD.id) is None
    assert catalogue.found_as(CURATED.id) == (CURATED, (RECORD,))


def test_record_comes_back_when_its_curated_entry_goes() -> None:
    """A retired curated entry gives its records back, and the change names both."""
    catalogue, touched = Catalogue.of([RECORD, CURATED]).replaced([], [CURATED.id])
    assert catalogue.found_as(RECORD.id) == (RECORD, ())
    assert touched == {RECORD.id, CURATED.id}


def test_of_two_curated_entries_the_more_popular_speaks() -> None:
    """A code that two curated entries carry belongs to the one asked for more often."""
    rare = curated("tam-tru-cho-sinh-vien", "Tạm trú cho sinh viên", codes=("9.100001",), popularity=1)
    catalogue = Catalogue.of([rare, RECORD, CURATED])
    assert catalogue.speaker(RECORD) is CURATED
    assert catalogue.found_as(rare.id) == (rare, ())


def test_changed_codes_move_the_record() -> None:
    """An entry that loses a code loses the record as well."""
    moved = curated("dang-ky-tam-tru", "Đăng ký tạm trú")
    catalogue, touched = Catalogue.of([RECORD, CURATED]).replaced([moved], [])
    assert RECORD.id in touched
    assert catalogue.found_as(RECORD.id) == (RECORD, ())
