"""Questions about old and new units, and the office of today in answers on the place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from actions.action_answer import ActionAnswer
from actions.action_new_unit import ActionNewUnit
from actions.base import Turn
from actions.place_talk import PlaceTalk
from bot.payloads import parse_payload
from knowledge.model import AspectText, Entry, Source
from knowledge.places.resolver import Places
from knowledge.search.result import Hit, SearchResult

DAY = date(2026, 11, 22)
PLACES = Places()
TURN = Turn(text="x", intent="ask_new_unit", chosen_entry=None, entry=None, previous_entry=None, aspect=None)


def entry(name: str, **fields: Any) -> Entry:
    """Return an invented entry of a record that still names the district."""
    place = fields.pop("place", "Công an cấp huyện")
    return Entry(
        id=name, kind="procedure", title=name, short_title=f"Việc {name}", origin=fields.pop("origin", "imported"),
        checked_on="2026-06-10", aspects={"place": (AspectText(place),)}, sources=(Source("Nguồn thử"),), **fields,
    )  # fmt: skip


OFFICE = Entry(
    id="co-quan.00097.cong-an-xa", kind="office", title="Công an phường Hồng Hà", short_title="Công an phường Hồng Hà",
    origin="imported", checked_on="2026-11-01", sources=(Source("Trang thử của phường"),),
    answer=(AspectText("Địa chỉ: Số 0 phố Thử\nĐiện thoại: 024 0000 0000"),),
)  # fmt: skip


class ScriptedLibrary:
    """A few entries, one office, and a search that finds what the test says."""

    def __init__(self) -> None:
        self.entries = {
            "a": entry("a", level="Cấp xã"),
            "curated": entry("curated", origin="curated", field="Căn cước", level="xã", place="Công an xã bất kỳ."),
            "other": entry("other", place="Cục Hàng hải", level="Cấp bộ"),
            "tinh-cu-nay-thuoc-dau": entry("tinh-cu-nay-thuoc-dau", topic="t"),
        }
        self.offices = {OFFICE.id: OFFICE}
        self.found = SearchResult((), 0.0, 0.0, "unknown", (), False)

    def entry(self, entry_id: str) -> Entry | None:
        """Return the entry."""
        return self.entries.get(entry_id)

    def office(self, entry_id: str) -> Entry | None:
        """Return the office."""
        return self.offices.get(entry_id)

    def records(self, entry_id: str) -> tuple[Entry, ...]:
        """There are no imported records."""
        return ()

    def search(self, query: str, in_hand: str | None = None) -> SearchResult:
        """Find what the test says."""
        return self.found

    def finds(self, entry_id: str) -> None:
        """From now on every search surely finds this entry."""
        self.found = SearchResult((Hit(entry_id, 0.9, 0.9, None, None, ()),), 0.5, 1.0, "answer", (), False)


@pytest.fixture
def library() -> ScriptedLibrary:
    """Return a fresh library."""
    return ScriptedLibrary()


@pytest.fixture
def answer(library: ScriptedLibrary) -> ActionAnswer:
    """Return the answering action over that library."""
    return ActionAnswer(library, lambda: DAY, "nơi thử", PlaceTalk(PLACES, library))  # type: ignore[arg-type]


@pytest.fixture
def new_unit(library: ScriptedLibrary, answer: ActionAnswer) -> ActionNewUnit:
    """Return the action under test."""
    return ActionNewUnit(PlaceTalk(PLACES, library), answer)  # type: ignore[arg-type]


def test_whole_commune_is_answered_and_remembered(new_unit: ActionNewUnit) -> None:
    """The commune of today stays in the slot; the answer has its source and its day."""
    done = new_unit.speak(replace(TURN, text="phường Bến Nghé quận 1 giờ là phường nào"))
    (reply,) = done.result.replies
    assert done.result.outcome.code == "answered"
    assert "phường Sài Gòn" in reply.text
    assert reply.sources[0].checked_on == "2026-11-22"
    assert PLACES.commune(done.slots["place"] or "").name == "Phường Sài Gòn"  # type: ignore[union-attr]


def test_split_commune_offers_its_parts_and_a_tap_settles_it(new_unit: ActionNewUnit) -> None:
    """Each part is a choice with a payload of ours; the tapped one is answered and remembered."""
    done = new_unit.speak(replace(TURN, text="xa tan lap huyen dan phuong gio la gi"))
    assert done.result.outcome.code == "clarify"
    choices = done.result.replies[0].choices
    payload = parse_payload(choices[1].payload)
    assert payload.intent == "ask_new_unit"
    tapped = new_unit.speak(replace(TURN, text="", chosen_entry=payload.entry))
    assert tapped.result.outcome.code == "answered"
    assert tapped.slots["place"] == (payload.entry or "").removeprefix("place.new.")


def test_name_of_many_waits_for_its_district(new_unit: ActionNewUnit, answer: ActionAnswer) -> None:
    """After "which of them?" the district alone is enough, however the message is understood."""
    asked = new_unit.speak(replace(TURN, text="xã Tân Lập giờ là xã nào"))
    assert asked.result.outcome.code == "clarify"
    reply = replace(TURN, text="đan phượng hà nội", place=asked.slots["place"])
    for done in (new_unit.speak(reply), answer.speak(replace(reply, intent="nlu_fallback"))):
        assert "Xã Tân Lập, huyện Đan Phượng" in done.result.replies[0].text


def test_waiting_name_does_not_catch_another_question(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """Who asks about a procedure meanwhile is answered about the procedure."""
    library.finds("other")
    done = answer.speak(replace(TURN, text="đăng ký tàu ở hà nội", intent="ask_procedure", place="?xã tân lập"))
    assert done.result.outcome.entry == "other"
    assert done.slots["place"] is None


def test_province_is_answered_with_the_entry_that_explains_it(new_unit: ActionNewUnit) -> None:
    """The outcome names the published entry on provinces, so that statistics and follow-ups know the subject."""
    outcome = new_unit.speak(replace(TURN, text="kon tum giờ là tỉnh chi")).result.outcome
    assert (outcome.code, outcome.entry, outcome.topic) == ("answered", "tinh-cu-nay-thuoc-dau", "t")


def test_procedure_taken_for_a_unit_is_still_answered(new_unit: ActionNewUnit, library: ScriptedLibrary) -> None:
    """A message that names no unit goes the way of every question first."""
    library.finds("a")
    assert new_unit.speak(replace(TURN, text="sáp nhập rồi làm lại thẻ")).result.outcome.entry == "a"


def test_no_name_is_asked_for_and_an_unknown_name_is_said_to_be_unknown(new_unit: ActionNewUnit) -> None:
    """Nothing is guessed; both say who can tell."""
    nameless = new_unit.speak(replace(TURN, text="xã tôi giờ là xã nào")).result
    unknown = new_unit.speak(replace(TURN, text="xã Bbbb Xxxx giờ là xã nào")).result
    assert (nameless.outcome.code, unknown.outcome.code) == ("clarify", "no_answer")
    assert all("VNeID" in result.replies[0].text for result in (nameless, unknown))


def test_unit_taken_for_a_procedure_is_still_answered(answer: ActionAnswer) -> None:
    """When search knows nothing and the message surely asks what became of a unit, it is told."""
    done = answer.speak(replace(TURN, text="phường Bến Nghé quận 1 giờ là phường nào", intent="ask_procedure"))
    assert "phường Sài Gòn" in done.result.replies[0].text


def test_district_office_of_a_record_is_answered_with_the_office_of_today_first(
    answer: ActionAnswer, library: ScriptedLibrary
) -> None:
    """Today's office stands before the official line, which still names the district, and before its note."""
    library.finds("a")
    text = answer.speak(replace(TURN, intent="ask_place")).result.replies[0].text
    lines = text.split("\n")
    assert lines[1].startswith("Nay bạn đến: Công an xã, phường, đặc khu")
    assert lines[2] == "Công an cấp huyện"
    assert "cấp này đã bỏ" in lines[3]


def test_named_commune_makes_the_office_concrete(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """Name, address and phone of the imported office, with its source; the commune is remembered."""
    library.finds("a")
    done = answer.speak(replace(TURN, text="việc a nộp ở đâu tại phường Hồng Hà, Hà Nội", intent="ask_place"))
    (reply,) = done.result.replies
    assert "Nay bạn đến: Công an phường Hồng Hà." in reply.text
    assert "Địa chỉ: Số 0 phố Thử\nĐiện thoại: 024 0000 0000" in reply.text
    assert (reply.sources[0].title, reply.sources[0].checked_on) == ("Trang thử của phường", "2026-11-01")
    assert done.slots["place"] == "00097"


def test_name_of_a_commune_does_not_hide_the_procedure(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """When search is at a loss, the message is searched once more without the place it names."""
    asked: list[str] = []

    def search(query: str, in_hand: str | None = None) -> SearchResult:
        asked.append(query)
        return ScriptedLibrary.search(library, query, in_hand)

    library.search = search  # type: ignore[method-assign]
    answer.speak(replace(TURN, text="làm thẻ ở xã Ô Diên, Hà Nội", intent="ask_procedure"))
    answer.speak(replace(TURN, text="làm thẻ ở quê", intent="ask_procedure"))
    assert asked == ["làm thẻ ở xã Ô Diên, Hà Nội", "làm thẻ ở", "làm thẻ ở quê"]


def test_remembered_commune_gives_the_address_later(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """A curated entry says itself where to go; the address of the commune said before is added."""
    library.finds("curated")
    done = answer.speak(replace(TURN, text="nộp ở đâu", intent="ask_place", place="00097"))
    text = done.result.replies[0].text
    assert "Công an xã bất kỳ." in text
    assert "Số 0 phố Thử" in text
    assert "Nay bạn đến" not in text


def test_place_without_district_or_rule_stays_as_it_is(answer: ActionAnswer, library: ScriptedLibrary) -> None:
    """Where nothing is known to have changed, nothing is added; other aspects never are."""
    library.finds("other")
    text = answer.speak(replace(TURN, intent="ask_place", place="00097")).result.replies[0].text
    assert text.split("\n")[1:] == ["Cục Hàng hải"]
