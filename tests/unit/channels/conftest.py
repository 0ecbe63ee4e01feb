"""What the tests of channels share: a journal whose clock can be moved, and the web process beside a fake Rasa."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.database import make_engine
from channels.journal import Journal
from tests.fakes.rasa import FakeRasa
from tests.fakes.web_process import Chat, serve, settings_for

POSTGRES_URL = os.environ.get("CONGDANSO_TEST_POSTGRES_URL", "")
DATABASES = ["sqlite", "postgresql"] if POSTGRES_URL else ["sqlite"]


class Clock:
    """A clock that moves when told."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def move(self, **amount: float) -> None:
        self.time += timedelta(**amount)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=DATABASES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind; PostgreSQL where CONGDANSO_TEST_POSTGRES_URL names one."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'journal.db'}")
    else:
        engine = make_engine(POSTGRES_URL)
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    yield engine
    engine.dispose()


@pytest.fixture
def journal(engine: Engine, clock: Clock) -> Journal:
    journal = Journal(engine, now=clock)
    journal.migrate()
    return journal


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    with FakeRasa() as fake:
        yield fake


@pytest.fixture
def chat(rasa: FakeRasa, tmp_path: Path) -> Iterator[Chat]:
    """The web channel with an empty journal."""
    with serve(settings_for(tmp_path, rasa.port)) as client:
        yield client
