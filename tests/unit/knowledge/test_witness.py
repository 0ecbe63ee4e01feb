"""What an evaluation asks the knowledge: values by the entry's fields, reasons of the search, a repeatable sample."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.database import make_engine
from knowledge.errors import KnowledgeError
from knowledge.model import AspectText, Entry
from knowledge.store import KnowledgeStore
from knowledge.witness import Witness

DAY = date(2026, 11, 22)


def entry(number: int, fee: str, valid_until: str | None = None) -> Entry:
    return Entry(
        f"viec-{number}",
        "procedure",
        f"Việc thử số {number}",
        f"Việc thử {number}",
        "curated",
        "2026-11-20",
        aspects={"fee": (AspectText(fee),), "place": (AspectText("Ủy ban nhân dân cấp xã."),)},
        valid_until=valid_until,
    )


@pytest.fixture
def store(tmp_path: Path) -> KnowledgeStore:
    """A knowledge database with three entries that state a fee, one of them past its date."""
    store = KnowledgeStore(make_engine(f"sqlite:///{tmp_path / 'knowledge.db'}"))
    store.migrate()
    fees = [entry(1, "15.000đ."), entry(2, "30.000đ."), entry(3, "9.000đ.", valid_until="2026-01-01")]
    store.save([*fees, entry(4, "Tùy nơi.")], publish=True)
    return store


@pytest.fixture
def witness(store: KnowledgeStore) -> Iterator[Witness]:
    """A witness of that database."""
    witness = Witness(store, "off", DAY)
    yield witness
    witness.close()


def test_numbers_are_held_against_the_published_entry(witness: Witness) -> None:
    """A value of another entry is foreign; an entry that is not published here is not judged."""
    checked = witness.numbers("viec-1", "fee", "15.000đ, không phải 30.000đ")
    assert checked is not None
    assert checked.foreign == ("30.000đ",)
    assert witness.numbers("viec-9", "fee", "15.000đ") is None


def test_sample_holds_only_served_aspects_that_state_a_value(witness: Witness) -> None:
    """An entry past its date and an aspect without a value cannot be sampled; a summary states its parts' values."""
    found = {(one.entry, one.aspect) for one in witness.sample(99, 1)}
    assert found == {(name, aspect) for name in ("viec-1", "viec-2") for aspect in ("overview", "fee")}


def test_same_seed_gives_the_same_sample(store: KnowledgeStore, witness: Witness) -> None:
    """A sample can be asked again."""
    assert witness.sample(1, 5) == Witness(store, "off", DAY).sample(1, 5)
    assert len({witness.sample(1, seed)[0].entry for seed in range(20)}) == 2


def test_reasons_are_the_searchs_own(witness: Witness) -> None:
    """The first line says the band, later ones name what was found."""
    reasons = witness.why("việc thử số 1", None)
    assert reasons[0].startswith("band: ")
    assert any("viec-1" in line for line in reasons)


def test_unreadable_knowledge_is_an_error(tmp_path: Path) -> None:
    """A database without tables is told, not taken for an empty one."""
    empty = Witness(KnowledgeStore(make_engine(f"sqlite:///{tmp_path / 'none.db'}")), "off", DAY)
    with pytest.raises(KnowledgeError):
        empty.read()
