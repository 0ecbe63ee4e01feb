"""Rules of bot.text: what residents type becomes plain words, whatever keyboard or font it came from."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import (
    clean,
    fold,
    has_marks,
    parse_choice_number,
    place_tone_marks,
    squeeze_repeats,
    strip_command,
    words,
)

SENTENCE = "Tôi muốn đăng ký tạm trú ở phường, thuê nhà của ông Thuý"
SLASHES = "/\\\u2044\u2215\u2216\u29f5\u29f8\u29f9\u2571\u2572\u27cb\u27cd\u2afb\u2afd\uff0f\uff3c\ufe68\u2f03"
ODD = st.text(
    alphabet=st.sampled_from([*SLASHES, *" \n\t\u00a0\u200b\u200f\u202e\ufeff\u0338\u0301\ud800\u2800", "a", "\u2100"])
)


def test_composed_and_decomposed_letters_are_one():
    """NFC and NFD writing of one sentence give the same result in every step."""
    decomposed = unicodedata.normalize("NFD", SENTENCE)
    for step in (clean, fold, words, place_tone_marks):
        assert step(decomposed) == step(SENTENCE)
    assert has_marks(decomposed)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  đăng\u00a0ký \n\t tạm   trú ", "đăng ký tạm trú"),
        ("VN\u200be\u2060I\ufeffD", "VNeID"),
        ("\u202eabc\u202c \u200fd\u200e", "abc d"),
        ("ＶＮｅＩＤ　mức２", "VNeID mức2"),
        ("𝐕𝐍𝐞𝐈𝐃 𝟐", "VNeID 2"),
        ("mức ② và 2️⃣", "mức 2 và 2"),
        ("a\U000e0041\U000e0042b", "ab"),
        ("lạ\ud800 \udfffthật", "lạ thật"),
        ("Ðăng ký", "Đăng ký"),
        ("e\u0301\u0302m", "ếm"),
        ("x\u0338\u0336y", "xy"),
        ("so\u00ad\u00adft", "soft"),
        ("\u3164\u2800", ""),
        ("xin chào 🙂", "xin chào 🙂"),
        ("", ""),
    ],
)
def test_clean_leaves_plain_unicode(typed: str, plain: str):
    """Invisible and decorated characters become what a reader sees, on one line with single spaces."""
    assert clean(typed) == plain


@given(st.text())
def test_clean_settles(text: str):
    """Cleaning twice is cleaning once, and the result can always be stored."""
    once = clean(text)
    assert clean(once) == once
    assert once == once.strip()
    once.encode()


def test_fold_takes_all_marks():
    """Folding gives what a person without a Vietnamese keyboard types."""
    assert fold("ĐĂNG KÝ Thường Trú ở Ướt Ượng ỹ") == "dang ky thuong tru o uot uong y"
    assert fold("vneid 2") == "vneid 2"


@pytest.mark.parametrize(
    ("text", "marked"), [("dang ky", False), ("đi", True), ("hỏi", True), ("café", True), ("", False)]
)
def test_has_marks(text: str, marked: bool):
    """A text has marks when one letter has; the tokeniser segments words only then."""
    assert has_marks(text) is marked


@pytest.mark.parametrize(
    ("typed", "placed"),
    [
        ("hoà", "hòa"),
        ("HOÀ", "HÒA"),
        ("thuỷ", "thủy"),
        ("Thuý", "Thúy"),
        ("khoẻ", "khỏe"),
        ("hoá", "hóa"),
        ("uỷ", "ủy"),
        ("tuỳ thân", "tùy thân"),
        ("tòan", "toàn"),
        ("hòang", "hoàng"),
        ("qúa", "quá"),
        ("gìa", "già"),
        ("quý", "quý"),
        ("giá", "giá"),
        ("gì", "gì"),
        ("giếng", "giếng"),
        ("quốc", "quốc"),
        ("huỳnh", "huỳnh"),
        ("khuỷu", "khuỷu"),
        ("ngoài", "ngoài"),
        ("cứu", "cứu"),
        ("rượu", "rượu"),
        ("mía", "mía"),
        ("người", "người"),
        ("café", "café"),
        ("dang ky", "dang ky"),
    ],
)
def test_tone_marks_sit_in_one_place(typed: str, placed: str):
    """Old, new and misplaced tone marks become the old style; right ones and foreign words stay."""
    assert place_tone_marks(typed) == placed


@pytest.mark.parametrize(
    ("typed", "short"),
    [
        ("điiii", "đi"),
        ("okkkk", "ok"),
        ("đượccc rồiiii", "được rồi"),
        ("cứuuu", "cứu"),
        ("ạaaa", "ạ"),
        ("nhaa", "nha"),
        ("CCCD", "CCCD"),
        ("cccd", "cccd"),
        ("STTTT", "STTTT"),
        ("Phụ lục III", "Phụ lục III"),
        ("www.vneid.gov.vn", "www.vneid.gov.vn"),
        ("1111", "1111"),
        ("app zoo coffee", "app zoo coffee"),
    ],
)
def test_held_keys_are_squeezed(typed: str, short: str):
    """Letters held for feeling are one letter; digits, CCCD, Roman numbers and real words stay."""
    assert squeeze_repeats(typed) == short


def test_words_keep_codes_whole():
    """A procedure code, a law or a date is one word; the rest is cut and lower-cased."""
    assert words("Mã 1.004194, theo 13/2023/NĐ-CP và 68/2020/QH14 (QĐ 12/QĐ-UBND) từ 1/7/2025: 10.000đ") == [
        *("mã", "1.004194", "theo", "13/2023/nđ-cp", "và", "68/2020/qh14", "qđ", "12/qđ-ubnd", "từ", "1/7/2025"),
        *("10.000", "đ"),
    ]
    assert words("1/làm sao? 2.tôi") == ["1", "làm", "sao", "2", "tôi"]
    assert words("🙂 !!") == []


@pytest.mark.parametrize(
    "prefix",
    [
        "/",
        " /",
        "\n/",
        "／",
        "\u200b/",
        "∕",
        "⁄",
        "\\",
        "//",
        "\u202e/\u200f",
        "/\u0338",
        "\ud800/",
        "/ / /",
        "﻿/",
        "⧸",
        "╱",
    ],
)
@pytest.mark.parametrize("command", ["restart", 'ask_fee{"x":"y"}'])
def test_typed_text_is_never_a_command(prefix: str, command: str):
    """No spelling of a leading slash survives, and the words after it do."""
    assert strip_command(prefix + command) == command


@given(ODD, st.text(max_size=5))
def test_no_mix_of_slashes_and_blanks_survives(prefix: str, rest: str):
    """Whatever stands before it, the text that Rasa strips and normalises does not begin with a slash."""
    stripped = strip_command(prefix + rest)
    for seen in (clean(stripped), unicodedata.normalize("NFKC", stripped).strip()):
        assert not seen or seen[0] not in SLASHES
    assert (prefix + rest).endswith(stripped)


def test_slashes_inside_stay():
    """Only leading slashes go."""
    assert strip_command("13/2023/NĐ-CP là gì/") == "13/2023/NĐ-CP là gì/"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("2", 2),
        ("2.", 2),
        ("(2)", 2),
        ("２", 2),
        ("②", 2),
        ("2️⃣", 2),
        ("số 2", 2),
        ("so 2 nhe", 2),
        ("số hai", 2),
        ("so hai", 2),
        ("cái thứ hai", 2),
        ("cai thu 2 di ad", 2),
        ("cho em cái số 3 nhé ạ", 3),
        ("chọn 1", 1),
        ("cái đầu tiên", 1),
        ("cái đầu", 1),
        ("thứ nhất", 1),
        ("mục 2", 2),
        ("ba", 3),
        ("năm", 5),
        ("sáu", 6),
        ("hai", 2),
        ("mức 2", None),
        ("muc 2", None),
        ("2 ngày", None),
        ("nam", None),
        ("sau", None),
        ("113", None),
        ("0", None),
        ("", None),
        ("tôi có 2 con", None),
        ("2" * 100, None),
    ],
)
def test_a_bare_number_is_a_choice(typed: str, number: int | None):
    """A choice is read only when the whole message is one; a level, a count or a hot-line is none."""
    assert parse_choice_number(typed) == number


@given(st.text())
def test_nothing_typed_breaks_a_step(text: str):
    """No text, however odd, raises."""
    for step in (fold, has_marks, place_tone_marks, squeeze_repeats, words, strip_command, parse_choice_number):
        step(text)


@pytest.mark.parametrize("text", ["luu tru", "huu tri", "cuu thuong"])
def test_double_u_without_marks_is_kept(text: str):
    """ "luu" is lưu without its mark, not a key held down."""
    assert squeeze_repeats(text) == text
