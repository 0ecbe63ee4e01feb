"""The converters give questions that the evaluation reads, and keep apart what we have from what we do not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.questions import Conversation, read_rows
from tests.conftest import SHARED
from tests.quality import dev_chat, own_questions, title_200

CHAT = SHARED / "data" / "eval_dev_chat"
TITLES = SHARED / "data" / "eval_dev_title_200"


def row(
    name: str, behavior: str = "answer", gold: tuple[str, ...] = (), fields: tuple[str, ...] = ()
) -> dict[str, Any]:
    return {
        "id": name, "behavior": behavior, "gold_in_tthc_dvcqg_2026": list(gold), "asked_fields": list(fields),
        "question": f"câu thử {name}",
    }  # fmt: skip


def chat(folder: Path, *rows: dict[str, Any], judgement: dict[str, Any] | None = None) -> list[Conversation]:
    """Convert invented rows in the form of the set."""
    for name, lines in (("chat_labelled", rows), ("nodiacritics_labelled", ())):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return read_rows("chat", dev_chat.convert(folder, judgement or {}))


def test_rows_of_one_conversation_become_its_turns(tmp_path: Path) -> None:
    """Rows that share the part before # are one conversation; only its first turn can be an answerable first turn."""
    found = chat(tmp_path, row("c#1", gold=("9.1",)), row("c#2", gold=("9.1",)), row("d"))
    assert [(one.id, len(one.turns)) for one in found] == [("c", 2), ("d", 1)]
    assert [turn.slices for turn in found[0].turns] == [("answerable",), ()]


def test_row_without_a_gold_code_in_the_dump_wants_no_sure_answer(tmp_path: Path) -> None:
    """What is not loaded must not be answered as if sure."""
    assert chat(tmp_path, row("d"))[0].turns[0].expect.behavior == "no_answer"


def test_our_judgement_replaces_the_label(tmp_path: Path) -> None:
    """A row judged again has our behavior, with its topics and codes beside the gold ones."""
    ours = {"d": {"behavior": "answer", "topics": ["t"], "codes": ["9.2"], "note": "x"}}
    turn = chat(tmp_path, row("d", "out_of_scope"), judgement=ours)[0].turns[0]
    assert (turn.expect.behavior, turn.expect.topics, turn.expect.codes) == ("answer", {"t"}, {"9.2"})
    assert turn.slices == ("judged again",)


def test_aspect_is_expected_only_where_one_alone_was_asked(tmp_path: Path) -> None:
    """A question for two things has no single aspect."""
    one, two = chat(tmp_path, row("a", gold=("9.1",), fields=("fee",)), row("b", gold=("9.1",), fields=("fee", "time")))
    assert (one.turns[0].expect.aspect, two.turns[0].expect.aspect) == ("fee", None)


def test_own_questions_are_asked_in_both_styles() -> None:
    """Each of our development questions is asked with and without marks, and every id is its own."""
    found = read_rows("own", own_questions.convert())
    assert len({one.id for one in found}) == len(found)
    assert {one.slices for one in found} == {("marked",), ("unmarked",)}
    assert {turn.expect.behavior for one in found for turn in one.turns} == {"answer", "out_of_scope", "no_answer"}


@pytest.mark.skipif(not TITLES.exists(), reason="the title questions are not beside this checkout")
def test_titles_outside_the_dump_want_no_sure_answer() -> None:
    """28 titles are in the dump, our judgement adds some that an entry answers all the same; the rest is refused."""
    assert sum(one.turns[0].expect.wants_entry for one in read_rows("titles", title_200.convert(TITLES, {}))) == 28
    judged = title_200.read_judgement()
    found = read_rows("titles", title_200.convert(TITLES))
    assert sum(one.turns[0].expect.wants_entry for one in found) == 28 + len(judged)
    assert set(judged) <= {one.id for one in found}


@pytest.mark.skipif(not CHAT.exists(), reason="the development questions are not beside this checkout")
def test_development_questions_convert_whole() -> None:
    """All 149 turns are there, 94 of them first turns whose procedure is in the dump; every judged id exists."""
    found = read_rows("chat", dev_chat.convert(CHAT))
    turns = [turn for one in found for turn in one.turns]
    assert len(turns) == 149
    assert sum("answerable" in turn.slices for turn in turns) == 94
    assert sum("judged again" in turn.slices for turn in turns) == len(dev_chat.read_judgement())
