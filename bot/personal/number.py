"""One number as it was typed: its digits, how they are grouped, and what the words around it say."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from bot.personal.hints import Hint
from bot.personal.official import HOT_LINES, is_year

USUAL_SIZES = frozenset(
    {
        *((3, 3, 3, 3), (3, 3, 6), (3, 9), (6, 6), (4, 4, 4), (3, 1, 2, 6), (4, 8)),
        *((4, 3, 3), (3, 3, 4), (3, 4, 3), (4, 2, 2, 2), (2, 4, 4), (2, 2, 2, 2, 2), (5, 5), (4, 6), (3, 7)),
        *((2, 3, 3, 3), (2, 9), (2, 2, 3, 4), (3, 4, 4), (3, 8), (4, 3, 4), (4, 7), (2, 3, 4, 2)),
        *((4, 4, 4, 4), (4, 4, 4, 4, 3), (4, 6, 5)),
    }
)
"""How people group the digits of identity numbers, phones and cards."""
_PERSONAL = frozenset({"id", "old_id", "phone", "account", "card", "tax", "insurance"})


class Number(NamedTuple):
    """Consecutive groups of digits that may be one number."""

    start: int
    end: int
    groups: tuple[str, ...]
    separators: str
    """The sign between each two groups; a space where there is none."""
    has_plus: bool
    hint: Hint

    @property
    def digits(self) -> str:
        """All digits, without what separates them."""
        return "".join(self.groups)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many digits each group has."""
        return tuple(map(len, self.groups))

    @property
    def is_tight(self) -> bool:
        """Tell whether nothing separates the digits."""
        return len(self.groups) == 1

    def is_listing(self) -> bool:
        """Tell whether the groups are years, hot-lines, a day, sums or fractions rather than one number."""
        groups = self.groups
        if self.is_tight:
            return groups[0] in HOT_LINES
        opens_with_zero = groups[0][0] == "0" and (len(groups[0]) > 2 or max(self.sizes) == 1)
        if not opens_with_zero and not set("/,").isdisjoint(self.separators) and not self.is_money():
            return True
        is_day = self.sizes[:3] == (2, 2, 4) and is_year(groups[2]) and groups[0] <= "31" and groups[1] <= "12"
        are_sums = all(len(group) > 3 and group[0] != "0" and group.endswith("000") for group in groups)
        return is_day or are_sums or _are_houses(groups) or all(map(is_year, groups)) or HOT_LINES.issuperset(groups)

    def is_money(self) -> bool:
        """Tell whether it is written as a sum or several: 10.000, 1,000,000, 100 000 đồng, 50.000 - 70.000."""
        is_said = not self.has_plus and (self.hint.after == "currency" or self.hint.keyword == "money")
        if self.is_tight:
            digits = self.groups[0]
            return digits[0] != "0" and (digits.endswith("000000") or (is_said and digits.endswith("000")))
        if self.hint.keyword in _PERSONAL and not is_said:
            return False
        if set(self.separators) == {" "}:
            return is_said and _is_sum(self.groups)
        return all(_is_sum(part) for part in self._parts_between_dots())

    def _parts_between_dots(self) -> list[list[str]]:
        """Split the groups where anything but a dot or a comma separates them."""
        parts = [[self.groups[0]]]
        for separator, group in zip(self.separators, self.groups[1:], strict=True):
            if separator in ".,":
                parts[-1].append(group)
            else:
                parts.append([group])
        return parts

    def passes_luhn(self) -> bool:
        """Tell whether the last digit checks the others, as on every bank card of 13 to 19 digits."""
        digits = self.digits
        if not 13 <= len(digits) <= 19:
            return False
        doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
        return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _are_houses(groups: tuple[str, ...]) -> bool:
    """Tell whether the groups are neighbouring house numbers: 333-335-337."""
    if any(not 2 <= len(group) <= 4 or group[0] == "0" for group in groups):
        return False
    return all(0 < int(later) - int(earlier) <= 10 for earlier, later in pairwise(groups))


def _is_sum(groups: list[str] | tuple[str, ...]) -> bool:
    """Tell whether the groups are thousands: 1 to 3 digits, then 3 at a time."""
    first, *others = groups
    return len(first) <= 3 and first[0] != "0" and bool(others) and all(len(group) == 3 for group in others)
