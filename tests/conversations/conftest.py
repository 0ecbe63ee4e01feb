"""One really running bot for all dialogues, on a fixed day, and each dialogue said once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.client import BotClient
from tests.conftest import RunningBot, start_bot, stop_bot
from tests.conversations.dialogues import Dialogue, load_dialogues
from tests.conversations.runner import Run, all_cases, run_all

DAY = "2026-11-22"
"""What the dialogues say of fees and dates holds on this day."""


class Runs:
    """What the bot answered: said once, and only what some test of this session looks at."""

    def __init__(self, client: BotClient, wanted: list[tuple[Dialogue, str]]) -> None:
        self._client = client
        self._wanted = wanted
        self._done: dict[str, Run] = {}

    def of(self, dialogue: Dialogue, style: str) -> Run:
        """Return the run of a dialogue in a style."""
        if not self._done:
            self._say(self._wanted)
        return self._done[f"{dialogue.id}@{style}"]

    def all(self) -> list[Run]:
        """Return every dialogue in every style."""
        missing = [case for case in all_cases(load_dialogues()) if f"{case[0].id}@{case[1]}" not in self._done]
        self._say(missing)
        return list(self._done.values())

    def _say(self, cases: list[tuple[Dialogue, str]]) -> None:
        self._done |= {run.id: run for run in run_all(self._client, cases)}


@pytest.fixture(scope="session")
def conversing_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBot]:
    """A bot of its own: the journeys kill the processes of theirs, and leave the day as it is."""
    bot = start_bot(tmp_path_factory.mktemp("conversations"), TODAY=DAY, DESK="on", FEEDBACK="on", EMBEDDER="off")
    yield bot
    stop_bot(bot)


@pytest.fixture(scope="session")
def runs(request: pytest.FixtureRequest, conversing_bot: RunningBot) -> Runs:
    """Say the dialogues that this session asks for, a few at a time."""
    selected = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    wanted = [(one["dialogue"], one["style"]) for one in selected if {"dialogue", "style"} <= set(one)]
    return Runs(BotClient(conversing_bot.url, timeout=60), wanted)
