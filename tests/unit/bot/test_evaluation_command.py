"""`congdanso evaluate` answers every expected mistake with one clear line and an exit status other than 0."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import app

NOBODY = "http://127.0.0.1:9"
LINE = '{"id": "a", "turns": [{"text": "câu thử", "expect": {"behavior": "answer"}}]}\n'


@pytest.fixture
def questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with one question, and no knowledge on this machine."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    path = tmp_path / "set.jsonl"
    path.write_text(LINE, encoding="utf-8")
    return path


def refused(*arguments: str) -> str:
    """Run the command, which must fail, and return what it says."""
    result = CliRunner().invoke(app, ["evaluate", *arguments])
    assert result.exit_code == 1, result.output
    assert "Traceback" not in result.output
    return result.output


def test_nothing_to_do_is_told(questions: Path) -> None:
    """Without a file and without --numbers there is nothing to ask."""
    assert "name a file of questions, or --numbers N" in refused("--url", NOBODY)


def test_bot_that_does_not_run_is_told(questions: Path) -> None:
    """Nobody at the address: the line says how to start a bot, and no report is written."""
    assert "no bot answers" in refused(str(questions), "--url", NOBODY, "--out", str(questions.parent / "out"))
    assert not (questions.parent / "out").exists()


def test_bad_line_is_told_before_anything_is_asked(questions: Path) -> None:
    """The line names file and line of the mistake."""
    questions.write_text(LINE + "{}\n", encoding="utf-8")
    assert "set.jsonl, line 2" in refused(str(questions), "--url", NOBODY)


def test_set_without_gates_is_told_before_anything_is_asked(questions: Path) -> None:
    """Asking for gates where there are none is a mistake, not a success."""
    gates = questions.with_name("gates.yml")
    gates.write_text("- {set: other, knowledge: full, metric: top_1, least: 0.5}", encoding="utf-8")
    assert "no gate for the set" in refused(str(questions), "--url", NOBODY, "--gates", str(gates))


def test_numbers_need_knowledge(questions: Path) -> None:
    """A sample cannot be drawn from a database that is not there."""
    assert "congdanso:" in refused("--numbers", "3", "--url", NOBODY)
