"""Reading a body: slow senders are cut off, faults of ours say nothing."""

from __future__ import annotations

import json
import socket
import uuid

import httpx
import pytest

from channels.web import api, body
from tests.fakes.rasa import FakeRasa, say
from tests.fakes.web_process import Chat


def test_sender_who_drips_bytes_is_cut_off(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that does not come in time is refused; it holds no place for ever."""
    monkeypatch.setattr(body, "LONGEST_READ", 0.3)
    host, port = chat.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        head = f"POST /api/v1/chat HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        connection.sendall(f"{head}Content-Length: 100\r\n\r\n{{".encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 408")


def test_sender_who_hangs_up_half_way_disturbs_nobody(chat: Chat) -> None:
    """A connection broken in the middle of a body leaves nothing behind."""
    host, port = chat.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        head = f"POST /api/v1/chat HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        connection.sendall(f"{head}Content-Length: 100\r\n\r\n{{".encode())
    assert chat.ask("xin chào")["outcome"]["code"] == "answered"


def test_fault_of_ours_tells_no_details(
    chat: Chat, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The last resort is a plain refusal; neither answer nor log quotes the resident."""

    def broken(*_args: object) -> None:
        raise ValueError("câu chuyện bí mật")

    monkeypatch.setattr(api, "_incoming", broken)
    response = chat.post(text="câu chuyện bí mật")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "bí mật" not in json.dumps(response.json(), ensure_ascii=False)
    assert not any("bí mật" in record.getMessage() for record in caplog.records)
    assert [record.message for record in caplog.records if record.name == "channels.web"] == ["request failed"]


def test_client_that_goes_away_finds_the_answer_later(chat: Chat, rasa: FakeRasa) -> None:
    """A message stored before the connection broke is answered once, and found by its id."""
    rasa.script = lambda turn: say("xong", delay=0.5)
    name = str(uuid.uuid4())
    with httpx.Client(base_url=chat.url, trust_env=False, timeout=0.2) as hasty, pytest.raises(httpx.ReadTimeout):
        hasty.post("/api/v1/chat", json={"text": "lệ phí?", "message_id": name})
    answer = chat.ask("lệ phí?", message_id=name)
    assert answer["replies"][0]["text"] == "xong"
    assert len(rasa.turns) == 1
