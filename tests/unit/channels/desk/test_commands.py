"""`congdanso desk` and `congdanso gaps`: one line when it works, one clear line and a status when it does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.database import make_engine
from bot.ticket_code import ticket_code
from channels.journal import Journal
from cli import app
from tests.unit.channels.noting import converse, outcome, result, ticket_result


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Journal:
    """The journal that the commands find by their settings."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    journal = Journal(make_engine(f"sqlite:///{tmp_path / 'journal.db'}"))
    journal.migrate()
    return journal


def call(*arguments: str) -> tuple[int, str]:
    """Run a command; return its status and what it printed."""
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.output


def opened(journal: Journal) -> str:
    """Open a ticket after a question; return its code."""
    turn = converse(journal, "phí nuôi ong", result(outcome("no_answer")))
    asking = converse(journal, "gặp cán bộ", ticket_result("K7Q2"), turn.conversation)
    return ticket_code(asking.id)


def test_ticket_is_listed_shown_answered_and_closed(journal: Journal) -> None:
    """The whole way of a ticket by commands."""
    code = opened(journal)
    assert call("desk", "list")[1].split()[:2] == [code, "open"]
    status, page = call("desk", "show", code.lower())
    assert status == 0
    assert "phí nuôi ong → no_answer" in page
    assert call("desk", "reply", code, "Mời bạn đến UBND xã.")[0] == 0
    assert "Mời bạn đến UBND xã." in call("desk", "show", code)[1]
    assert call("desk", "close", code)[0] == 0
    assert "no ticket waits" in call("desk", "list")[1]
    assert code in call("desk", "list", "--all")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "ZZZZ"), "no ticket has that code"),
        (("close", "ZZZZ"), "no ticket has that code"),
        (("reply", "ZZZZ", "a"), "no ticket has that code"),
    ],
)
def test_unknown_code_is_one_clear_line(journal: Journal, arguments: tuple[str, ...], said: str) -> None:
    """Status 1 and what is wrong."""
    status, line = call("desk", *arguments)
    assert status == 1
    assert said in line
    assert line.count("\n") == 1


def test_refused_answer_is_one_clear_line(journal: Journal) -> None:
    """A person's number in the answer stops it; the line does not repeat it."""
    status, line = call("desk", "reply", opened(journal), "CCCD 000099999917")
    assert status == 1
    assert "take it out" in line
    assert "0000" not in line


def test_gaps_are_printed_and_given_as_json(journal: Journal) -> None:
    """The same list for people and for programs."""
    opened(journal)
    assert "1 x  phí nuôi ong  [no_answer]" in call("gaps")[1]
    (row,) = json.loads(call("gaps", "--json", "--days", "1")[1])
    assert (row["question"], row["count"], row["kinds"]) == ("phí nuôi ong", 1, {"no_answer": 1})


def test_commands_work_before_the_bot_ever_ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty journal is made, not complained about."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "new"))
    assert call("desk", "list")[0] == 0
    assert call("gaps")[0] == 0
