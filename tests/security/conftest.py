"""What the security tests share: a fake Rasa and the web process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.rasa import FakeRasa
from tests.fakes.web_process import Chat, serve, settings_for


@pytest.fixture(scope="module")
def rasa() -> Iterator[FakeRasa]:
    with FakeRasa() as fake:
        yield fake


@pytest.fixture(scope="module")
def chat(rasa: FakeRasa, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    with serve(settings_for(tmp_path_factory.mktemp("web"), rasa.port)) as client:
        yield client
