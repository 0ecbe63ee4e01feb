"""What the search makes of a question before it looks anything up."""

from __future__ import annotations

import pytest

from tests.unit.knowledge.search.library import content, read


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("đăng ký khai sinh cần giấy tờ gì", ["dang", "ky", "khai", "sinh"]),
        ("cho mình hỏi tách hộ phí bao nhiêu vậy ad", ["tach", "ho"]),
        ("cho minh hoi tach ho phi bao nhieu vay ad", ["tach", "ho"]),
        ("dạ em muốn gia hạn tạm trú thì mất mấy ngày ạ", ["gia", "han", "tam", "tru"]),
        ("thông báo lưu trú theo luật nào", ["thong", "bao", "luu", "tru"]),
        ("chứng thực di chúc ở đâu", ["chung", "thuc", "di", "chuc"]),
        ("chung thuc di chuc o dau", ["chung", "thuc", "di", "chuc"]),
    ],
)
def test_aspects_and_filler_are_set_aside(text: str, words: list[str]) -> None:
    """Only the words that name the procedure are searched, with marks and without."""
    assert content(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "phí bao nhiêu",
        "phi bao nhieu",
        "còn thời gian?",
        "con thoi gian",
        "thế có mất phí không",
        "nộp ở đâu vậy ạ",
        "cần giấy tờ gì",
        "mất mấy ngày",
        "",
        "   ",
        "???",
        "😀😀",
    ],
)
def test_question_without_a_procedure_is_empty(text: str) -> None:
    """A question that holds nothing but an aspect and filler names no procedure."""
    assert read(text).is_empty


def test_residents_words_get_an_official_reading() -> None:
    """ "báo tử" is also read as "đăng ký khai tử", and the reason is kept."""
    readings = read("báo tử cho ông").readings
    official = [reading for reading in readings if "khai tử" in reading.because]
    assert official
    assert {"khai", "tu"} <= {term.word.folded for term in official[0].terms}


def test_words_that_stand_apart_are_still_one_saying() -> None:
    """ "căn cước của mẹ bị rớt mất" is read as a lost card though other words stand in between."""
    because = [reading.because for reading in read("căn cước của mẹ tôi bị mất").readings]
    assert any("cấp lại thẻ căn cước" in one for one in because)


def test_words_with_two_meanings_make_a_doubtful_reading() -> None:
    """ "làm lại khai sinh" may be a copy or a new registration: no such reading is sure."""
    readings = [reading for reading in read("làm lại khai sinh").readings if reading.because]
    assert readings
    assert all(reading.doubtful for reading in readings if "làm lại khai sinh" in reading.because)


def test_what_is_denied_is_not_searched() -> None:
    """A clause that begins with "không phải" says what is not meant."""
    query = read("đăng ký tạm trú, không phải gia hạn")
    assert {"gia", "han"} <= query.negated
    assert "han" not in {term.word.folded for term in query.readings[0].terms}


def test_question_that_ends_with_khong_denies_nothing() -> None:
    """ "…, không cần công chứng phải không" asks; it does not deny."""
    assert not read("tách hộ, không cần công chứng phải không").negated


def test_the_wish_outweighs_its_circumstances() -> None:
    """What stands after "muốn" is the matter; what stands before tells how it came."""
    terms = {term.word.folded: term.weight for term in read("con trai kết hôn muốn tách hộ").readings[0].terms}
    assert terms["tach"] > terms["hon"]


def test_mistyped_words_are_corrected_and_noted() -> None:
    """A misspelt pair becomes the pair that sounds the same, and operators can see it."""
    query = read("đăng kí tạm chú")
    assert "chu → tru" in query.respelled
    assert {"tam", "tru"} <= {term.word.folded for term in query.readings[0].terms}


def test_double_vowel_of_unmarked_text_is_kept() -> None:
    """ "luu tru" without marks is lưu trú, not a key held down."""
    assert content("luu tru") == ["luu", "tru"]


def test_endless_text_is_read_in_part() -> None:
    """A text of 200,000 characters is cut before it is read."""
    assert len(read("tách hộ " * 25_000).said) < 1_000
