"""A file of questions is read whole, or refused with the line and what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation import EvaluationError, read_conversations


def written(folder: Path, *rows: Any) -> Path:
    """Write rows as JSON lines."""
    path = folder / "set.jsonl"
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def row(name: str = "a", **expect: Any) -> dict[str, Any]:
    return {"id": name, "turns": [{"text": "câu hỏi", "expect": {"behavior": "answer", **expect}}], "slice": ["short"]}


def test_everything_expected_is_read(tmp_path: Path) -> None:
    """Codes, topic and topics, entries, aspect and words all reach the judgement."""
    expect = row(codes=["1.1"], topic="t1", topics=["t2"], entries=["e"], aspect="fee", must_include=["15.000"])
    conversation = read_conversations(written(tmp_path, expect))[0]
    found = conversation.turns[0].expect
    assert (found.codes, found.topics, found.entries) == ({"1.1"}, {"t1", "t2"}, {"e"})
    assert (found.aspect, found.must_include, conversation.slices) == ("fee", ("15.000",), ("short",))


def test_answer_without_an_entry_wants_none(tmp_path: Path) -> None:
    """A row whose procedure is not loaded is told apart from one that has it."""
    assert not read_conversations(written(tmp_path, row(topic=None)))[0].turns[0].expect.wants_entry


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{not json", "line 2"),
        ({"id": "b"}, "line 2: needs id and turns"),
        ({"id": "b", "turns": []}, "line 2: turns is empty"),
        ("[]", "line 2"),
        (row("b", behavior="answr"), "unknown behavior 'answr'"),
        (row("b", aspect="price"), "unknown aspect 'price'"),
        (row("a"), "the id a is there twice"),
    ],
)
def test_bad_line_is_named(tmp_path: Path, bad: Any, said: str) -> None:
    """The error names the line and what is wrong with it, and no question is asked."""
    with pytest.raises(EvaluationError, match=said):
        read_conversations(written(tmp_path, row("a"), bad))


def test_missing_and_empty_files_are_told(tmp_path: Path) -> None:
    """A file that is not there or holds nothing is no perfect score."""
    with pytest.raises(EvaluationError, match="cannot read"):
        read_conversations(tmp_path / "none.jsonl")
    with pytest.raises(EvaluationError, match="holds no question"):
        read_conversations(written(tmp_path, ""))


def test_folder_is_one_set(tmp_path: Path) -> None:
    """All files of a folder are asked as one set, in the order of their names; ids are unique over all of them."""
    for name in ("b", "a"):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row(name)), encoding="utf-8")
    (tmp_path / "README.md").write_text("no question", encoding="utf-8")
    assert [one.id for one in read_conversations(tmp_path)] == ["a", "b"]
    (tmp_path / "c.jsonl").write_text(json.dumps(row("a")), encoding="utf-8")
    with pytest.raises(EvaluationError, match="the id a is there twice"):
        read_conversations(tmp_path)
