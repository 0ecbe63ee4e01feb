"""What the fault tests share: a fake Rasa, and the web process in a thread or as a process that can be killed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.rasa import FakeRasa
from tests.fakes.web_process import Chat, serve, settings_for


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    with FakeRasa() as fake:
        yield fake


@pytest.fixture
def chat(rasa: FakeRasa, tmp_path: Path) -> Iterator[Chat]:
    with serve(settings_for(tmp_path, rasa.port)) as client:
        yield client
