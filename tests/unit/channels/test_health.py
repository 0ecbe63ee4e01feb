"""What operators and their tools see: alive, ready, and the figures."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from app import create_app
from bot.database import make_engine
from tests.fakes.rasa import FakeRasa
from tests.fakes.web_process import Chat, serve, settings_for


def make_knowledge(var: Path) -> None:
    with make_engine(f"sqlite:///{var / 'knowledge.db'}").begin() as connection:
        connection.execute(text("CREATE TABLE entries (id TEXT)"))


def test_alive_needs_nothing_else(tmp_path: Path) -> None:
    """The process is alive even when everything around it is down."""
    with serve(settings_for(tmp_path, 1)) as chat:
        assert chat.http.get("/healthz").json() == {"status": "alive"}


def test_ready_when_every_part_works(rasa: FakeRasa, tmp_path: Path) -> None:
    """Ready means: model loaded, actions answering, both databases there."""
    make_knowledge(tmp_path)
    with serve(settings_for(tmp_path, rasa.port)) as chat:
        response = chat.http.get("/readyz")
        assert response.status_code == 200
        assert response.json() == {"status": "ready", "parts": ["rasa", "actions", "journal", "knowledge"]}


def test_not_ready_names_what_is_missing(rasa: FakeRasa, tmp_path: Path) -> None:
    """503 lists the parts that do not work, by name."""
    rasa.model_loaded = False
    with serve(settings_for(tmp_path, rasa.port, actions_port=1)) as chat:
        response = chat.http.get("/readyz")
    assert response.status_code == 503
    assert response.json()["missing"] == ["rasa", "actions", "knowledge"]


def test_metrics_count_turns_by_outcome_and_refusals_by_status(chat: Chat) -> None:
    """Operators see outcomes, times, refusals and the queue; no conversation and no words."""
    answer = chat.ask("câu hỏi riêng tư")
    chat.post(text="")
    page = chat.http.get("/metrics").text
    assert 'congdanso_turns_total{channel="web",outcome="answered"} 1.0' in page
    assert 'congdanso_turn_seconds_count{channel="web"} 1.0' in page
    assert 'congdanso_problems_total{status="400"} 1.0' in page
    assert "congdanso_open_turns 0.0" in page
    assert answer["conversation"] not in page
    assert "riêng tư" not in page


def test_contract_is_described_at_one_address_only(chat: Chat) -> None:
    """The OpenAPI text describes the three calls of the chat and nothing of the operators' pages."""
    document = chat.http.get("/api/openapi.json").json()
    assert set(document["paths"]) == {"/api/v1/chat", "/api/v1/chat/{conversation}"}
    assert "requestBody" in document["paths"]["/api/v1/chat"]["post"]
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert chat.http.get(path).status_code == 404


@pytest.mark.parametrize("times", [2])
def test_applications_in_one_process_do_not_share_figures(tmp_path: Path, times: int) -> None:
    """Making the application twice works: nothing is registered for the whole process."""
    for _ in range(times):
        create_app(settings_for(tmp_path, 1))
