"""What the terminal chat prints is numbered as the journal counts."""

from __future__ import annotations

import pytest

from bot.terminal import show_answer


def test_choices_are_numbered_through_all_replies_of_a_turn(capsys: pytest.CaptureFixture[str]) -> None:
    """A number that is typed means the line that carries it, also behind a second reply."""
    replies = [
        {"text": "Một.", "choices": [{"title": "A", "payload": "a"}, {"title": "B", "payload": "b"}], "sources": []},
        {"text": "Hai.", "choices": [{"title": "C", "payload": "c"}], "sources": []},
    ]
    show_answer({"replies": replies, "outcome": {"code": "answered"}})
    printed = capsys.readouterr().out
    assert [line.strip() for line in printed.splitlines() if line.startswith("  ")][:3] == ["1. A", "2. B", "3. C"]
