"""Overlays put imported procedures into residents' words and leave what the portal says alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.content_file import load_content
from knowledge.model import AspectText, Entry
from knowledge.overlay import Overlay, OverlayError, load_overlays

RECORD = Entry(
    id="tthc-9.000001",
    kind="procedure",
    title="Thủ tục rất dài",
    short_title="Rất dài",
    origin="imported",
    checked_on="2026-06-10",
    codes=("9.000001",),
    aspects={"fee": (AspectText("Miễn phí"),)},
)


def test_overlay_changes_words_and_nothing_else() -> None:
    """Title for buttons, aliases, popularity and group come from the overlay; the aspects stay the portal's."""
    laid = Overlay("Việc quen", ("làm việc quen",), 3, "nhom").over(RECORD)
    assert (laid.short_title, laid.aliases, laid.popularity, laid.group) == ("Việc quen", ("làm việc quen",), 3, "nhom")
    assert (laid.title, laid.aspects) == (RECORD.title, RECORD.aspects)


def test_code_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    """Two overlays for one code would depend on the order of files."""
    row = '- {code: "9.000001", short_title: a, popularity: 1, aliases: [b]}\n'
    (tmp_path / "a.yml").write_text(row + row)
    with pytest.raises(OverlayError, match=r"9\.000001"):
        load_overlays(tmp_path)


@pytest.mark.parametrize(
    "text", ["- {code: '9.000001'}", "- [", "- {code: '9.000001', short_title: a, aliases: 5, popularity: x}"]
)
def test_broken_overlay_is_refused(tmp_path: Path, text: str) -> None:
    """A file that cannot be used stops the start and is named."""
    (tmp_path / "a.yml").write_text(text)
    with pytest.raises(OverlayError, match=r"a\.yml"):
        load_overlays(tmp_path)


def test_shipped_overlays_are_sound() -> None:
    """Every overlay has at least eight aliases and a short title for a button, and no alias leads to two places."""
    overlays = load_overlays()
    taken = {alias.casefold() for entry in load_content(Path("knowledge/content")) for alias in entry.aliases}
    for code, overlay in overlays.items():
        assert len(overlay.aliases) >= 8, code
        assert len(overlay.short_title) <= 60, code
        assert 0 <= overlay.popularity <= 5, code
        for alias in overlay.aliases:
            assert alias.casefold() not in taken, (code, alias)
            taken.add(alias.casefold())
    titles = [overlay.short_title for overlay in overlays.values()]
    assert len(titles) == len(set(titles))
