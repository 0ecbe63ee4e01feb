"""P2: of 500 lines that look personal and are not, none is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.privacy import Masked, mask

HERE = Path(__file__).parent
TRAPS: dict[str, list[str]] = yaml.safe_load((HERE / "privacy_traps.yml").read_text(encoding="utf-8"))
FIRST: list[str] = yaml.safe_load((HERE / "privacy_lines.yml").read_text(encoding="utf-8"))["must_keep"]
LEAST = 500


def test_there_are_500_different_traps() -> None:
    """The guarantee is measured on 500 lines, none of them twice."""
    assert len({*FIRST, *(line for lines in TRAPS.values() for line in lines)}) >= LEAST


@pytest.mark.parametrize("kind", TRAPS)
def test_official_and_plain_lines_stay(kind: str) -> None:
    """Codes, laws, hot-lines, fees, dates, counts and plain talk come out as they went in."""
    assert [(line, mask(line).text) for line in TRAPS[kind] if mask(line) != Masked(line, ())] == []
