"""What is told about a unit: the new name, or what to ask back; always a next step."""

from __future__ import annotations

from knowledge.places.resolver import Places
from knowledge.places.telling import Told, tell
from knowledge.places.wording import sources

PLACES = Places()


def told(text: str) -> Told:
    """Return what is told about what the message names."""
    return tell(PLACES.read(text), PLACES)


def test_whole_unit_has_one_answer() -> None:
    """A commune that went whole into another is that one today, and the commune is settled."""
    answer = told("phường Bến Nghé quận 1")
    assert (answer.code, answer.commune.name) == ("answered", "Phường Sài Gòn")  # type: ignore[union-attr]
    assert answer.text.startswith("Phường Bến Nghé, quận 1, thành phố Hồ Chí Minh nay là phường Sài Gòn")


def test_split_unit_is_asked_back() -> None:
    """The name of a split commune does not decide: the parts are offered, and who can tell is named."""
    answer = told("xã Tân Lập huyện Đan Phượng")
    assert (answer.code, answer.commune) == ("clarify", None)
    assert {unit.name for unit in answer.offers} == {"Xã Hoài Đức", "Xã Ô Diên"}
    assert all(words in answer.text for words in ("VNeID", "UBND", "1022"))


def test_at_most_three_parts_are_offered_and_the_rest_is_counted() -> None:
    """More than three choices are not read on a small phone."""
    split = next(unit for unit in PLACES.units.old_communes.values() if len(unit.now) > 3)
    answer = told(f"{split.name}, {split.within.name}, {split.province.name}")  # type: ignore[union-attr]
    assert answer.offers == split.now[:3]
    assert f"và {len(split.now) - 3} nơi nữa" in answer.text


def test_few_of_one_name_are_offered() -> None:
    """Up to three units of one name are choices with their district and province."""
    answer = told("phường Phú Mỹ")
    assert (answer.code, len(answer.offers)) == ("clarify", 3)


def test_many_of_one_name_are_asked_for_their_province() -> None:
    """Of twenty communes of one name none is guessed; the provinces are named with an example of a full name."""
    answer = told("xã Tân Lập")
    assert (answer.code, answer.offers) == ("clarify", ())
    assert "Hà Nội" in answer.text
    assert "huyện" in answer.text


def test_district_is_said_to_have_ended_with_what_is_there_now() -> None:
    """The answer names the day, the communes of today and what to say next."""
    text = told("huyện Củ Chi giờ ra sao").text
    assert "không còn từ 1/7/2025" in text
    assert "xã Tân An Hội" in text
    assert "Bạn nói tên xã, phường cũ" in text


def test_district_that_became_one_unit_is_that_unit() -> None:
    """An island district is a special zone today."""
    answer = told("Côn Đảo giờ là gì")
    assert answer.commune.name == "Đặc khu Côn Đảo"  # type: ignore[union-attr]


def test_old_province_is_told_where_it_went() -> None:
    """Only the province asked: the new province and everything it was made of."""
    assert "nay thuộc tỉnh Thái Nguyên" in told("tỉnh Bắc Kạn giờ là tỉnh nào").text
    assert "tỉnh Hải Dương cũ" in told("Hải Phòng mới gồm những tỉnh nào").text
    assert "không ghép" in told("tỉnh Cao Bằng nhập với ai").text


def test_new_unit_is_told_what_it_was_made_of() -> None:
    """Asked about a new name: the communes of before, by their districts, parts marked as parts."""
    answer = told("phường Sài Gòn gồm những phường nào")
    assert "Quận 1: phường Bến Nghé" in answer.text
    assert "một phần phường Đa Kao" in answer.text


def test_older_name_is_explained() -> None:
    """Who says a name that was merged earlier learns so before the new name."""
    assert told("phường 5 quận 10").text.startswith("Tên bạn viết đã nhập vào phường 8 từ trước.")


def test_every_kind_of_unit_can_be_told() -> None:
    """No unit of the tables makes the teller fail or say nothing: every fortieth is asked about by its full name."""
    units = PLACES.units
    for unit in [*units.old_communes.values(), *units.communes.values(), *units.districts.values()][::40]:
        above = f", {unit.within.name}, {unit.province.name}" if unit.within else ""
        assert told(f"{unit.name}{above}").text


def test_sources_name_the_resolution_and_a_day() -> None:
    """Every answer about units shows where it comes from and when it was checked."""
    assert "202/2025/QH15" in sources()[0].title
    assert all(line.checked_on == "2026-11-22" for line in sources())
