"""The shadow of a text: its plain lower-case letters and digits, each remembering where it came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

HIDDEN = "\x02"
"""Stands in the shadow for what is masked."""
OFFICIAL = "\x03"
"""Stands in the shadow for what must stay readable: codes, laws, dates, hot-lines."""

_TWINS = str.maketrans("đðоοᴏіӏ‐‑‒–—―−‧•∙⋅・", "ddoooil-------·····")
_BLANK_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\ufffd")
_PLAIN_LETTERS = frozenset("oOlIi|оОοΟіІӏｏＯｌＩｉ")
_DIGIT_LIKE = re.compile(
    r"(?<![a-z0-9])(?:[oil|]*\d[0-9oil|]*|o{2,4})(?:[ .\-](?:[oil|]*\d[0-9oil|]*|o{2,4}))*(?![a-z0-9])"
)
_LETTER_DIGITS = str.maketrans("oil|", "0111")
_FEWEST_DIGITS = 9
_LONGEST_SHOWN = 4
"""Letters that one character may stand for; longer ones (U+FDFA stands for eighteen) hold no digit."""


class Shadow:
    """`letters` is what the finders read; what is found is cut out of the text itself at `origin`."""

    def __init__(self, text: str, opaque: re.Pattern[str]) -> None:
        """Cast the shadow of the text; each match of `opaque` becomes one hidden letter."""
        self._text = text
        self._origins: list[int] = []
        shown: list[str] = []
        done = 0
        for mark in opaque.finditer(text):
            shown += [*self._cast(done, mark.start()), HIDDEN]
            self._origins.append(mark.start())
            done = mark.end()
        self.letters = self._read_letters_as_digits("".join([*shown, *self._cast(done, len(text))]))

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the shadow starts and ends in the text, combining marks included."""
        following = self._origins[end] if end < len(self._origins) else len(self._text)
        return self._origins[start], max(following, self._origins[end - 1] + 1)

    def _cast(self, start: int, end: int) -> Iterator[str]:
        for place in range(start, end):
            letters = _shown(self._text[place])
            self._origins.extend([place] * len(letters))
            yield letters

    def _read_letters_as_digits(self, letters: str) -> str:
        """Read O, l and I as 0 and 1 where they stand among digits, as in OO1O99O12345."""
        pieces: list[str] = []
        done = 0
        for match in _DIGIT_LIKE.finditer(letters):
            if self._is_number_with_letters(match.start(), match[0]):
                pieces += [letters[done : match.start()], match[0].translate(_LETTER_DIGITS)]
                done = match.end()
        return "".join([*pieces, letters[done:]])

    def _is_number_with_letters(self, start: int, run: str) -> bool:
        letters = [place for place, letter in enumerate(run, start) if letter in "oil|"]
        size = len(letters) + sum(letter.isdigit() for letter in run)
        if not letters or size < _FEWEST_DIGITS or len(letters) * 2 > size:
            return False
        # "ở" is a word, "O" may be a nought: a marked letter is never a digit.
        return all(self._text[self._origins[place]] in _PLAIN_LETTERS for place in letters)


@lru_cache(maxsize=8192)
def _shown(letter: str) -> str:
    """Return the plain lower-case letters and digits that one character shows; "" when it shows nothing."""
    if letter.isspace():
        return "\n" if letter in "\n\r\x85\u2028\u2029" else " "
    shown = []
    for part in "" if letter in _BLANK_LETTERS else unicodedata.normalize("NFKD", letter).lower():
        category = unicodedata.category(part)
        if category[0] in "MC" and category not in ("Mc", "Cn"):
            continue
        shown.append(" " if category == "Zs" else str(unicodedata.decimal(part, part)))
    return "".join(shown).translate(_TWINS) if len(shown) <= _LONGEST_SHOWN else " "
