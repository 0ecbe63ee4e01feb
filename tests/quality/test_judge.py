"""Are the sets that judge and that teach whole, apart from each other, and do they expect only what exists?"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from bot.evaluation.questions import Conversation, Question, read_conversations
from bot.text import fold
from knowledge.content_file import load_content

HERE = Path(__file__).parent
JUDGE = HERE / "judge"
LEARN = HERE / "learn"
CONTENT = HERE.parent.parent / "knowledge" / "content"
SHARED = HERE.parent.parent.parent / "shared"
DUMP = SHARED / "data" / "tthc_dvcqg_2026" / "procedures.jsonl.gz"
DEV = SHARED / "data" / "eval_dev_chat"
REFUSED = {"out_of_scope", "no_answer"}
STYLES = {"marked", "unmarked", "teencode", "typo", "southern", "central", "elder", "short", "formal"}

with_shared = pytest.mark.skipif(not DUMP.exists(), reason="the procedure dump is not beside this checkout")


@cache
def conversations() -> tuple[Conversation, ...]:
    """Return all conversations of both halves."""
    return (*half(JUDGE), *half(LEARN))


def half(folder: Path) -> tuple[Conversation, ...]:
    """Return the conversations of one half."""
    return tuple(one for path in sorted(folder.glob("*.jsonl")) for one in read_conversations(path))


def turns() -> Iterator[Question]:
    """Return all turns of the set."""
    return (turn for one in conversations() for turn in one.turns)


@cache
def dump_codes() -> frozenset[str]:
    """Return the codes of the national records."""
    with gzip.open(DUMP, "rt", encoding="utf-8") as lines:
        return frozenset(json.loads(line)["ma_thu_tuc"] for line in lines)


@cache
def topics() -> frozenset[str]:
    """Return the ids of the topics of the facts."""
    files = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in (SHARED / "facts").glob("*.yaml"))
    return frozenset(topic["id"] for loaded in files for topic in loaded.get("topics", ()))


def test_no_id_and_no_text_is_there_twice() -> None:
    """Every conversation has its own id and every turn its own words, also when typed without marks."""
    ids = Counter(one.id for one in conversations())
    texts = Counter(" ".join(fold(turn.text).lower().split()) for turn in turns())
    assert [key for counts in (ids, texts) for key, count in counts.items() if count > 1] == []


def test_every_conversation_names_its_style_first() -> None:
    """The first slice is the style of writing and the last the area, so that figures can be told apart by both."""
    assert [one.id for one in conversations() if one.slices[0] not in STYLES or len(one.slices) < 2] == []


def test_the_set_is_large_enough_to_judge() -> None:
    """The half that only judges has over 300 questions in scope, 100 to refuse, scam stories and emergencies."""
    judging = half(JUDGE)
    first = Counter(one.turns[0].expect.behavior for one in judging)
    refused = sum(first[behavior] for behavior in REFUSED)
    assert len(judging) - refused >= 330
    assert refused >= 100
    assert sum(len(one.turns) > 1 for one in judging) >= 25
    assert first["scam_warning"] >= 20
    assert first["emergency"] >= 8


def test_answers_are_expected_of_entries_that_exist() -> None:
    """Every entry that a row names is in the content of this repository, and every answer names what is right."""
    known = {entry.id for entry in load_content(CONTENT)}
    assert {name for turn in turns() for name in turn.expect.entries} - known == set()
    assert [turn.text for turn in turns() if turn.expect.behavior == "answer" and not turn.expect.wants_entry] == []


@with_shared
def test_codes_and_topics_exist() -> None:
    """Every code that a row names is in the dump and every topic in the facts."""
    assert {code for turn in turns() for code in turn.expect.codes} - dump_codes() == set()
    assert {topic for turn in turns() for topic in turn.expect.topics} - topics() == set()


@with_shared
def test_second_judgement_covers_the_rows_that_need_one() -> None:
    """Each row of the development questions that was out of scope or lacks a code of the dump is judged again."""
    rows = [json.loads(line) for path in DEV.glob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()]
    wanted = {row["id"] for row in rows if row["behavior"] == "out_of_scope" or not row["gold_in_tthc_dvcqg_2026"]}
    judged = yaml.safe_load((HERE / "dev_chat_judgement.yml").read_text(encoding="utf-8"))
    assert set(judged) == wanted
    assert {code for row in judged.values() for code in row["codes"]} - dump_codes() == set()
    assert {topic for row in judged.values() for topic in row["topics"]} - topics() == set()
