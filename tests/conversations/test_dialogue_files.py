"""The dialogues themselves: enough of each sort, about things that exist, and read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.conversations.dialogues import STYLES, DialogueError, Line, load_dialogues
from tests.conversations.twins import as_typed

DIALOGUES = load_dialogues()
LINES = [line for dialogue in DIALOGUES for line in dialogue.lines]
CONTENT = ROOT / "knowledge" / "content"


def test_there_are_enough_dialogues_of_every_sort() -> None:
    """At least 150 dialogues, 60 follow-ups, 40 switches, and 45 dialogues that hold one of both."""
    kinds = [line.kind for line in LINES]
    both = [dialogue for dialogue in DIALOGUES if any(line.kind for line in dialogue.lines)]
    assert len(DIALOGUES) >= 150
    assert (kinds.count("follow-up") >= 60, kinds.count("switch") >= 40, len(both) >= 45) == (True, True, True)


def test_every_entry_that_is_expected_exists() -> None:
    """A dialogue that waits for an entry nobody has written could never pass."""
    known = {path.stem for path in CONTENT.glob("*/*.yml")}
    named = {entry for line in LINES for entry in line.entry or () if entry}
    assert not named - known


def test_every_guide_is_walked() -> None:
    """Each guide is begun by at least one dialogue."""
    guides = {path.stem for path in (CONTENT / "guides").glob("*.yml")}
    walked = {line.entry[0] for line in LINES if line.entry and line.outcome == ("guide",)}
    assert not guides - walked


def test_twins_differ_from_the_text_and_are_the_same_at_every_call() -> None:
    """The unmarked twin has no marks, the hurried one other spellings; a line switched off is said as it is."""
    line = Line(resident="Đăng ký tạm trú cần giấy tờ gì", outcome=("answered",))
    unmarked, hurried = (as_typed(line, style, "seed") for style in STYLES[1:])
    assert unmarked == "dang ky tam tru can giay to gi"
    assert hurried not in (line.resident, unmarked)
    assert hurried == as_typed(line, "teencode", "seed")
    off = Line(resident="Bờ", outcome=("answered",), no_twin={"khong-dau": "dấu phân biệt"})
    assert as_typed(off, "khong-dau", "seed") == "Bờ"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{resident: a, outcome: answered, entri: x}", "unknown entri"),
        ("{resident: a}", "outcome"),
        ("{resident: a, outcome: fine}", "outcome"),
        ("{resident: a, tap: b, outcome: answered}", "either"),
        ("{resident: a, outcome: answered, aspect: price}", "aspect"),
        ("{resident: a, outcome: answered, kind: followup}", "kind"),
        ("{resident: a, outcome: answered, no_twin: {teencode: ''}}", "reason"),
    ],
)
def test_mistake_in_a_file_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    """Whoever writes a dialogue learns which line is wrong, instead of a test that looks at nothing."""
    (tmp_path / "sai.yml").write_text(f"- name: thu\n  lines:\n    - {line}\n", encoding="utf-8")
    with pytest.raises(DialogueError, match=complaint):
        load_dialogues(tmp_path)
