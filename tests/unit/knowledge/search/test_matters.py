"""Messages that name two matters at once."""

from __future__ import annotations

import pytest

from bot.text import fold
from tests.unit.knowledge.search.library import build, curated, record

INDEX = build(
    record("9.000060", "Khai báo tạm vắng", "Đăng ký, quản lý cư trú"),
    record("9.000061", "Liên thông đăng ký khai sinh, đăng ký thường trú cho trẻ"),
    curated("doi-ten-ho", "Đổi tên và địa chỉ hộ kinh doanh"),
)


@pytest.mark.parametrize(
    ("text", "first", "also"),
    [
        ("xóa tạm trú ở quê và đăng ký thường trú ở chỗ mới", "9.000011", "9.000012"),
        ("em muốn đăng ký tạm trú mới, với lại khai báo tạm vắng ở chỗ cũ", "9.000009", "9.000060"),
        ("vừa phải đi khai tử vừa làm chứng thực di chúc", "9.000004", "9.000018"),
    ],
)
def test_first_matter_is_answered_and_the_other_offered(text: str, first: str, also: str) -> None:
    """Of two matters the first said is answered, and the second stands ready as a choice."""
    for typed in (text, fold(text)):
        found = INDEX.search(typed)
        assert found.band == "answer", found.why
        assert found.hits[0].entry_id == f"tthc-{first}"
        assert [hit.entry_id for hit in found.also] == [f"tthc-{also}"]
        assert "the others are offered beside it" in found.why[-1]


def test_joined_words_of_one_name_are_one_matter() -> None:
    """ "đổi tên và địa chỉ hộ kinh doanh" is one procedure, though "và" stands in it."""
    found = INDEX.search("muốn đổi tên và địa chỉ hộ kinh doanh")
    assert found.hits[0].entry_id == "doi-ten-ho"
    assert found.also == ()


def test_circumstances_are_no_matter() -> None:
    """A story before the wish is not a second question."""
    assert INDEX.search("con lấy vợ, giờ muốn tách hộ khẩu ra riêng").also == ()


def test_compared_matters_are_offered() -> None:
    """Who asks how two things differ chooses between them: neither is answered alone."""
    for text in ("đăng ký tạm trú và đăng ký thường trú khác nhau thế nào", "tạm trú với thường trú khác gì nhau"):
        found = INDEX.search(text)
        assert found.band == "offer", found.why
        assert {hit.entry_id for hit in found.hits[:2]} == {"tthc-9.000009", "tthc-9.000012"}


def test_entry_that_does_several_matters_at_once_is_offered_with_each() -> None:
    """One procedure for both is offered beside the two: who names two may want either way."""
    found = INDEX.search("đăng ký khai sinh xong làm luôn đăng ký thường trú cho bé")
    assert found.band == "offer", found.why
    assert found.hits[0].entry_id == "tthc-9.000061"
    assert {"tthc-9.000001", "tthc-9.000012"} <= {hit.entry_id for hit in found.hits[:3]}
