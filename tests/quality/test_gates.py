"""The figures of gates.yml hold, asked of really running processes through the HTTP contract."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from bot.client import BotClient
from bot.database import make_engine
from bot.evaluation import Conversation, broken, by_slice, evaluate, read_conversations, read_gates
from bot.evaluation.questions import read_rows
from knowledge.content_file import load_content
from knowledge.store import KnowledgeStore
from knowledge.witness import Witness
from tests.conftest import ROOT, SHARED, RunningBot, start_bot, stop_bot
from tests.quality import dev_chat, own_questions, title_200

HERE = Path(__file__).parent
JUDGE = HERE / "judge"
DATA = SHARED / "data"
DUMP = DATA / "tthc_dvcqg_2026" / "procedures.jsonl.gz"
GATES = HERE / "gates.yml"

pytestmark = pytest.mark.journey

full = pytest.mark.skipif(
    os.environ.get("CONGDANSO_FULL_GATES") != "1" or not DUMP.exists(),
    reason="minutes: set CONGDANSO_FULL_GATES=1 with the procedure dump beside this checkout",
)
SETS: dict[str, Callable[[], list[Conversation]]] = {
    "judge": lambda: read_conversations(JUDGE),
    "dev_chat": lambda: read_rows("dev_chat", dev_chat.convert(DATA / "eval_dev_chat")),
    "title_200": lambda: read_rows("title_200", title_200.convert(DATA / "eval_dev_title_200")),
    "own_questions": lambda: read_rows("own_questions", own_questions.convert()),
}


@cache
def starter_names() -> frozenset[str]:
    """Return codes, topics and ids of the entries of the repository."""
    entries = load_content(ROOT / "knowledge" / "content")
    return frozenset(name for entry in entries for name in (entry.id, entry.topic, *entry.codes) if name)


def within_starter(conversations: list[Conversation]) -> list[Conversation]:
    """Leave out conversations about what only a dump brings: without it there is no right answer to them."""
    return [
        one
        for one in conversations
        if all(
            (turn.expect.codes | turn.expect.topics | turn.expect.entries) & starter_names()
            for turn in one.turns
            if turn.expect.wants_entry
        )
    ]


def breaches(name: str, knowledge: str, conversations: list[Conversation], bot: RunningBot) -> list[str]:
    """Ask the set and return the gates that do not hold."""
    gates = read_gates(GATES, name, knowledge)
    store = KnowledgeStore(make_engine(f"sqlite:///{bot.var / 'knowledge.db'}"))
    with closing(Witness(store, "off", datetime.now(UTC).date())) as witness:
        report = evaluate(
            name, conversations, BotClient(bot.url, timeout=60), lambda done, total: None, witness.numbers
        )
    return broken(gates, by_slice(report.judged))


def test_judge_set_with_the_starter_knowledge(running_bot: RunningBot) -> None:
    """With the entries of the repository alone, no figure on half of the judging questions falls."""
    sample = within_starter(read_conversations(JUDGE))[::2]
    assert breaches("judge_sample", "starter", sample, running_bot) == []


@pytest.fixture(scope="module")
def full_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBot]:
    """A bot with the procedure dump imported."""
    var = tmp_path_factory.mktemp("full")
    command = [sys.executable, str(ROOT / "cli.py"), "import", str(DUMP), "--publish"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "VAR_DIR": str(var)}, check=True, timeout=900)
    bot = start_bot(var)
    yield bot
    stop_bot(bot)


@full
@pytest.mark.parametrize("name", sorted(SETS))
def test_sets_with_the_dump_imported(full_bot: RunningBot, name: str) -> None:
    """Among all procedures of the portal dump, no figure of any set falls."""
    assert breaches(name, "full", SETS[name](), full_bot) == []
