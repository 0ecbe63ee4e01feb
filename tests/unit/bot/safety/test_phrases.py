"""How a phrase of the tables is read and found."""

from __future__ import annotations

import pytest

from bot.lexicon_file import load_lexicon
from bot.safety.phrasebook import Phrasebook
from bot.safety.phrases import GAP, PhraseError, parse_phrase
from bot.safety.reading import read


def groups_in(text: str, **groups: list[str]) -> set[str]:
    """Return the groups that a text has."""
    book = Phrasebook(groups)
    return {name for reading in read(text, load_lexicon()) for name in book.find(reading)}


def test_gap_holds_few_words_of_one_sentence() -> None:
    """ "…" stands for no more than a few words, and a sentence ends it."""
    book = {"sign": ["đọc … otp"]}
    assert groups_in("đọc cho tôi cái mã otp", **book)
    assert not groups_in(f"đọc {'một ' * (GAP + 1)}otp", **book)
    assert not groups_in("tôi đọc báo. otp là gì", **book)
    assert groups_in("nó kêu đọc... cái mã otp", **book)


def test_group_stands_for_each_of_its_phrases() -> None:
    """A group may be part of a phrase of a later group."""
    book = {"who": ["công an", "cán bộ xã"], "call": ["<who> … gọi"]}
    assert groups_in("cán bộ xã hôm qua gọi tôi", **book) == {"who", "call"}
    assert groups_in("tôi gọi công an", **book) == {"who"}


def test_number_stands_for_any_number() -> None:
    """ "<number>" is 20, 20.000 or the 20 of 20tr."""
    book = {"sign": ["mất <number> tr"]}
    assert groups_in("mất 20tr rồi", **book)
    assert not groups_in("mất mấy tr", **book)


def test_phrase_that_needs_its_marks() -> None:
    """ "=" counts only with marks; else a text without marks is understood."""
    assert groups_in("chay nha roi", sign=["cháy nhà"])
    assert not groups_in("chay nha roi", sign=["=cháy nhà"])
    assert groups_in("cháy nhà rồi", sign=["=cháy nhà"])


def test_abbreviations_are_read_both_ways() -> None:
    """What the lexicon writes out is read as it was typed as well."""
    assert groups_in("nó bảo ck cho nó", sign=["=ck cho"])
    assert groups_in("k bít lm s", sign=["không biết"])


@pytest.mark.parametrize("text", ["", "…", "… gọi", "gọi …", "gọi , xin", "="])
def test_phrase_without_a_shape_is_refused(text: str) -> None:
    """A phrase begins and ends with a word or a group."""
    with pytest.raises(PhraseError):
        parse_phrase(text)


def test_unknown_group_is_refused() -> None:
    """A group is used only after it was told what it is."""
    with pytest.raises(PhraseError, match="nobody"):
        Phrasebook({"sign": ["<nobody> gọi"]})
