"""What a message names: any typing, any order, and never a unit that was not meant."""

from __future__ import annotations

import pytest

from knowledge.places.resolver import Places

PLACES = Places()


def named(text: str) -> list[tuple[str, str]]:
    """Return the level and the official name of everything the message may name."""
    return [(unit.level, unit.name) for unit in PLACES.read(text).units]


@pytest.mark.parametrize(
    "text",
    [
        "xã Tân Lập huyện Đan Phượng Hà Nội cũ giờ là xã nào",
        "tan lap dan phuong ha noi",
        "x. tân lập, h. đan phượng",
        "HÀ NỘI - ĐAN PHƯỢNG - XÃ TÂN LẬP",
        "xa tan lap huyen dan phuong tp ha noi gio thuoc dau",
    ],
)
def test_commune_is_found_however_it_is_typed(text: str) -> None:
    """With marks or none, abbreviated, in any order, with or without the words for its level."""
    assert named(text) == [("old_commune", "Xã Tân Lập")]
    assert PLACES.read(text).units[0].within.name == "Huyện Đan Phượng"  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["p5 q3 sg", "phường 5 quận 3 tphcm", "P.05, Q.3, TP.HCM", "f5 q3 hcm"])
def test_numbered_ward_is_found_in_its_district(text: str) -> None:
    """A number is a name only after the word for a ward or a district."""
    (unit,) = PLACES.read(text).units
    assert (unit.name, unit.within.name) == ("Phường 5", "Quận 3")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tinh bac kan gio la tinh nao", ("old_province", "Tỉnh Bắc Kạn")),
        ("kon tum giờ là tỉnh chi", ("old_province", "Tỉnh Kon Tum")),
        ("h. cu chi gio ra sao", ("district", "Huyện Củ Chi")),
        ("thị trấn củ chi giờ là xã gì", ("old_commune", "Thị trấn Củ Chi")),
        ("tx.dĩ an bình dương", ("district", "Thành phố Dĩ An")),
        ("xã Đan Phượng mới gồm những xã nào", ("commune", "Xã Đan Phượng")),
        ("phường Sài Gòn lập từ đâu", ("commune", "Phường Sài Gòn")),
    ],
)
def test_level_is_the_one_that_was_meant(text: str, expected: tuple[str, str]) -> None:
    """The word before the name decides; without it the larger unit of before is meant."""
    assert named(text) == [expected]


def test_name_that_the_last_years_took_in_leads_to_what_took_it_in() -> None:
    """A ward that was merged before July 2025 is still asked about by its name."""
    assert ("district", "Thành phố Thủ Đức") in named("quận 2 giờ là gì")
    assert named("phường 5 quận 10") == [("old_commune", "Phường 8")]


def test_marks_that_were_typed_must_agree() -> None:
    """ "Hương Vân" and "Hương Văn" are two communes of one district."""
    assert named("phường Hương Vân Hương Trà") == [("old_commune", "Phường Hương Vân")]
    assert len(named("phuong huong van huong tra")) == 2


@pytest.mark.parametrize(
    "text", ["xã tôi giờ tên là gì vậy", "là gì", "phường nào", "bao giờ xong", "", "p", "🙂", "xã"]
)
def test_question_without_a_name_names_nothing(text: str) -> None:
    """The words of the question itself are no names, although La Gi is a town."""
    assert named(text) == []


@pytest.mark.parametrize("text", ["thống nhất xong rồi", "việc thành công không", "hòa bình", "làm ở trung tâm"])
def test_word_of_every_day_is_no_commune_in_any_other_question(text: str) -> None:
    """Outside the questions about units a name counts only after a word such as "xã"."""
    assert PLACES.read(text, typed_only=True).units == ()


def test_commune_of_today_is_known_by_its_old_name_too() -> None:
    """Where one old commune is one new one, both names give the office; where not, none is guessed."""
    assert PLACES.commune_in("làm căn cước ở phường Bến Nghé quận 1").name == "Phường Sài Gòn"  # type: ignore[union-attr]
    assert PLACES.commune_in("làm căn cước ở phường Hồng Hà, Hà Nội").name == "Phường Hồng Hà"  # type: ignore[union-attr]
    assert PLACES.commune_in("xã Tân Lập huyện Đan Phượng") is None
    assert PLACES.commune_in("làm căn cước ở đâu") is None


def test_message_is_left_without_the_place_it_names() -> None:
    """What is searched is the procedure alone; a message without a place stays whole."""
    assert PLACES.without_place("làm căn cước ở xã Ô Diên, Hà Nội thì nộp ở đâu") == "làm căn cước ở thì nộp ở đâu"
    assert PLACES.without_place("làm căn cước ở xã thì nộp ở đâu") is None
