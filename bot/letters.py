"""Puts the letters of a typed text in order: odd Unicode, marks, slashes, tone marks, held keys."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SHAPES = "\u0302\u0306\u031b"
_VIETNAMESE_MARKS = re.compile(f"[{_TONES}{_SHAPES}đĐ]")
_COMBINING = re.compile("[\u0300-\u036f]")
_TONE_BEFORE_SHAPE = re.compile(f"([{_TONES}]+)([{_SHAPES}]+)")
_LEFTOVER_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_SPACES = re.compile(r"\s+")
_LOOKALIKES = str.maketrans({"ð": "đ", "Ð": "Đ", "Ɖ": "Đ", "ɖ": "đ", "ı": "i", "\u2044": "/"})

INVISIBLE = (
    "\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufdfa\ufdfb"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff"
)
"""Inside of a character class: controls, format characters, blanks, tags, lone surrogates, private use."""
_INVISIBLE = re.compile(f"[{INVISIBLE}]")

_SLASHES = frozenset("/\\\u2044\u2215\u2216\u29f5\u29f8\u29f9\u2571\u2572\u27cb\u27cd\u2afb\u2afd\u2f03\u4e3f")


def clean(text: str) -> str:
    """Return one line of composed Unicode: nothing invisible, plain digits and letters, single spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text).translate(_LOOKALIKES))
        # Some keyboards write the tone before the circumflex or the horn, which Unicode never composes.
        text = unicodedata.normalize("NFC", _TONE_BEFORE_SHAPE.sub(r"\2\1", text))
        text = _LEFTOVER_MARKS.sub("", text).translate(_LOOKALIKES)
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def fold(text: str) -> str:
    """Return the text in lower case without Vietnamese marks (đ becomes d)."""
    if text.isascii():
        return text.lower()
    bare = _COMBINING.sub("", unicodedata.normalize("NFKD", text.translate(_LOOKALIKES).lower()))
    return bare.replace("đ", "d")


def has_marks(text: str) -> bool:
    """Tell whether the text carries Vietnamese diacritics or a đ."""
    if text.isascii():
        return False
    return _VIETNAMESE_MARKS.search(unicodedata.normalize("NFD", text.translate(_LOOKALIKES))) is not None


def strip_command(text: str) -> str:
    """Drop every leading slash, in any spelling, with the blanks around it, so that Rasa never sees a command.

    The rest of the text is kept as it is.
    """
    for place, letter in enumerate(text):
        seen = clean(letter)
        if seen and seen[0] not in _SLASHES:
            return text[place:]
    return ""


_SYLLABLE = re.compile(
    r"(?P<onset>qu|gi(?=[aăâeêoôơuưy])|ngh?|[ghknt]h|[ckp]h|tr|[bcdđghklmnprstvx])?"
    r"(?P<vowels>[aăâeêioôơuưy]{1,3})(?P<final>ch|ng|nh|[cmnpt])?"
)
_SHAPED_VOWELS = "ăâêôơư"
_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"[ivxlcm]+|www", re.IGNORECASE)
_LETTER_RUN = re.compile(
    r"([aăâeêioôơuưy])\1{2,}"  # a vowel held down
    r"|(?<=[aăâeêioôơuưy])([^\W\d_])\2{2,}$"  # a last consonant held down; CCCD and STTTT have no vowel before
    r"|(?<=.)([aăâêiôơuưy])\3$"  # nhaa, đii; zoo and coffee stay
)


def place_tone_marks(text: str) -> str:
    """Write every syllable's tone on the letter of the old style: hoà becomes hòa, thuỷ thủy; quý and giá stay."""
    if text.isascii():
        return text
    return _WORD.sub(lambda match: _place_tone(match[0]), unicodedata.normalize("NFC", text))


@lru_cache(maxsize=8192)
def _place_tone(word: str) -> str:
    if word.isascii():
        return word
    letters, tones = _split_tones(word)
    if len(tones) != 1 or len(word) > 7:
        return word
    shape = _SYLLABLE.fullmatch("".join(letters).lower())
    if shape is None:
        return word
    seat = shape.start("vowels") + _tone_seat(shape["vowels"], bool(shape["final"]))
    letters[seat] += tones[0]
    return unicodedata.normalize("NFC", "".join(letters))


def _split_tones(word: str) -> tuple[list[str], list[str]]:
    """Return the letters without tone (shape kept) and the tones found, in order."""
    letters: list[str] = []
    tones: list[str] = []
    for letter in word:
        parts = unicodedata.normalize("NFD", letter)
        tones += [part for part in parts if part in _TONES]
        letters.append(unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES)))
    return letters, tones


def _tone_seat(vowels: str, closed: bool) -> int:
    shaped = [place for place, vowel in enumerate(vowels) if vowel in _SHAPED_VOWELS]
    if shaped:
        return shaped[-1] if vowels.startswith("ươ") else shaped[0]
    if closed:
        return len(vowels) - 1
    return 1 if len(vowels) == 3 else 0


def squeeze_repeats(text: str) -> str:
    """Shorten letters held down for feeling: điiii becomes đi, okkkk ok. Digits, CCCD, III and www stay."""
    return _WORD.sub(lambda match: _squeeze(match[0]), text)


def _squeeze(word: str) -> str:
    if len(word) < 3 or _ROMAN.fullmatch(word):
        return word
    letters = _split_tones(word)[0]
    bare = "".join(letters).lower()
    if len(bare) != len(word):  # a letter of another script that composes differently
        return word
    keep = [True] * len(word)
    for run in _LETTER_RUN.finditer(bare):
        if run[0] == "uu":  # "luu tru", "huu tri": lưu and hưu without their marks
            continue
        _keep_one(keep, [word[place] != letters[place] for place in range(*run.span())], run.start())
    return "".join(letter for letter, kept in zip(word, keep, strict=True) if kept)


def _keep_one(keep: list[bool], toned: list[bool], start: int) -> None:
    """Keep the letter that bears the tone, else the first of the run."""
    kept = toned.index(True) if True in toned else 0
    for offset in range(len(toned)):
        keep[start + offset] = offset == kept
