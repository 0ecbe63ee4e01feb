"""Cuts runs of digits into numbers and yields those that are personal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from bot.personal.effort import Effort
from bot.personal.found import Found
from bot.personal.hints import Hint, Surroundings
from bot.personal.kinds import is_branch_tax_code, kind_of
from bot.personal.number import USUAL_SIZES, Number

_RUN = re.compile(r"\(?\+?\d+(?:(?: {0,2}[\-_*|~/·()] ?[()]? ?| ?\. ?|,| {1,4})\d+)*")
_SUM = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*(?!\d)")
_GROUP = re.compile(r"\d+")
_FEWEST_DIGITS = 4
_FEWEST_ALONE = 9
"""Shorter numbers are personal only beside a word that says so."""
_MOST_DIGITS = 19
_MOST_DIGITS_CUT_SMALL = 12
_MOST_GROUPS = 6
"""A number cut into more groups than this is believed only when it opens like a citizen's number or a phone."""


class _Choice(NamedTuple):
    rank: int
    last: int
    found: Found


def find_numbers(shadow: str, effort: Effort) -> Iterator[Found]:
    """Yield personal numbers, in order. Raises TooMuchWorkError."""
    surroundings = Surroundings(shadow)
    for match in _RUN.finditer(shadow):
        if len(match[0]) >= _FEWEST_DIGITS:
            effort.spend()
            yield from _numbers_of(_Run.read(shadow, match, surroundings), effort)


class _Run(NamedTuple):
    """Groups of digits with nothing but separators between them."""

    shadow: str
    start: int
    groups: list[tuple[int, int]]
    """Where each group starts and ends."""
    totals: list[int]
    """How many digits stand before each group, and in all."""
    hint: Hint

    @classmethod
    def read(cls, shadow: str, match: re.Match[str], surroundings: Surroundings) -> _Run:
        groups = [group.span() for group in _GROUP.finditer(shadow, *match.span())]
        totals = [0, *accumulate(end - start for start, end in groups)]
        return cls(shadow, match.start(), groups, totals, surroundings.hint(*match.span()))

    def may_open_a_number(self, first: int) -> bool:
        """Tell, at little cost, whether a personal number may begin with the group."""
        if self.hint.speaks_of_short_numbers() or self.shadow[self.groups[first][0]] in "08":
            return True
        reach = min(first + _MOST_GROUPS, len(self.groups))
        return self.totals[reach] - self.totals[first] >= _FEWEST_ALONE


def _numbers_of(run: _Run, effort: Effort) -> Iterator[Found]:
    """Cut the run from the left, taking the likeliest number each time."""
    place = 0
    while place < len(run.groups):
        best: _Choice | None = None
        for last, number in _candidates(run, place) if run.may_open_a_number(place) else ():
            effort.spend()
            kind = kind_of(number)
            rank = _rank(number, is_whole=place == 0 and last == len(run.groups) - 1)
            if kind and (best is None or rank <= best.rank):
                best = _Choice(rank, last, Found(number.start, number.end, kind))
        if best:
            place = best.last
            yield best.found
        else:
            place = _end_of_sum(run, place)
        place += 1


def _end_of_sum(run: _Run, place: int) -> int:
    """Return the last group of the sum 4.000.000 that opens with the group, so that no number begins inside it."""
    sum_of_money = _SUM.match(run.shadow, run.groups[place][0])
    while sum_of_money and place + 1 < len(run.groups) and run.groups[place + 1][1] <= sum_of_money.end():
        place += 1
    return place


def _candidates(run: _Run, first: int) -> Iterator[tuple[int, Number]]:
    """Yield every number that may begin with the group `first`, and the place of its last group."""
    parts: list[str] = []
    separators = ""
    fewest = _FEWEST_DIGITS if run.hint.speaks_of_short_numbers() else _FEWEST_ALONE
    for last in range(first, len(run.groups)):
        start, end = run.groups[last]
        size = run.totals[last + 1] - run.totals[first]
        is_cut_small = last - first >= _MOST_GROUPS and (parts[0][0] not in "08" or size > _MOST_DIGITS_CUT_SMALL)
        if last > first and (size > _MOST_DIGITS or is_cut_small):
            return
        if last > first:
            separators += run.shadow[run.groups[last - 1][1] : start].strip(" ()")[:1] or " "
        parts.append(run.shadow[start:end])
        if size >= fewest:
            yield last, _number(run, first, last, tuple(parts), separators)


def _number(run: _Run, first: int, last: int, parts: tuple[str, ...], separators: str) -> Number:
    start, end = run.groups[first][0], run.groups[last][1]
    has_plus = first == 0 and "+" in run.shadow[run.start : start]
    hint = run.hint.seen_from(start, last == len(run.groups) - 1)
    if first == 0 and ")" in run.shadow[start:end]:
        start = run.start
    return Number(start - (has_plus and start != run.start), end, parts, separators, has_plus, hint)


def _rank(number: Number, is_whole: bool) -> int:
    """Return how unlikely the cut is: a branch's tax code, an unbroken number, the whole run, a usual grouping, any."""
    if is_branch_tax_code(number) or (
        is_whole and len(number.digits) == 12 and number.hint.keyword in ("id", "old_id")
    ):
        return 0
    if number.is_tight and len(number.digits) >= 10:
        return 1
    if is_whole:
        counts_something = number.hint.after == "unit" and len(number.groups[-1]) <= 3
        return 5 if counts_something else 2
    return 3 if number.is_tight or number.sizes in USUAL_SIZES else 4
