"""I1, I4: whatever is posted, the web channel answers with its contract, never with a fault, never with a hang."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.replies import OUTCOME_CODES
from tests.fakes.rasa import FakeRasa
from tests.fakes.web_process import Chat

_relaxed = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)
_field = st.none() | st.text(max_size=40) | _any_json
_post = st.fixed_dictionaries(
    {}, optional={"conversation": _field, "text": _field, "payload": _field, "message_id": _field}
)
_odd = st.text(alphabet=st.characters(codec=None, exclude_categories=()), min_size=1, max_size=60)


@_relaxed
@given(body=_post | _any_json)
def test_any_json_is_answered_or_refused(chat: Chat, body: Any) -> None:
    """Any JSON of any shape gives 200 or a refusal of the contract."""
    headers = {"content-type": "application/json"}
    response = chat.http.post("/api/v1/chat", content=json.dumps(body).encode(), headers=headers)
    assert response.status_code in (200, 400, 404, 409, 413), response.text
    assert "detail" in response.json() or "outcome" in response.json()


@_relaxed
@given(body=st.binary(max_size=200))
def test_any_bytes_are_refused(chat: Chat, body: bytes) -> None:
    """Bytes that are no JSON object are 400."""
    response = chat.http.post("/api/v1/chat", content=body, headers={"content-type": "application/json"})
    assert response.status_code in (200, 400)


@_relaxed
@given(text=_odd)
def test_any_text_has_an_outcome(rasa: FakeRasa, chat: Chat, text: str) -> None:
    """Any Unicode, halves of characters included, is a turn with an outcome or has nothing to read in it."""
    content = json.dumps({"text": text}).encode()
    response = chat.http.post("/api/v1/chat", content=content, headers={"content-type": "application/json"})
    if response.status_code == 400:
        assert response.json()["type"].endswith("empty-text")
    else:
        assert response.status_code == 200, response.text
        assert response.json()["outcome"]["code"] in OUTCOME_CODES
        assert not any(turn.message.startswith("/") for turn in rasa.turns)
