"""Rasa killed, hanging or dropping while messages are on their way: none lost, one visible outcome each."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from tests.fakes.rasa import DROP, Behaviour, FakeRasa, RasaTurn, say
from tests.fakes.web_process import Chat


def post_all(chat: Chat, count: int) -> list[dict[str, Any]]:
    def post(number: int) -> dict[str, Any]:
        with httpx.Client(base_url=chat.url, trust_env=False, timeout=60) as client:
            response = client.post("/api/v1/chat", json={"text": f"câu hỏi {number} là gì"})
        assert response.status_code == 200, response.text
        return dict(response.json())

    with ThreadPoolExecutor(count) as senders:
        return list(senders.map(post, range(count)))


def expect_one_outcome_each(chat: Chat, answers: list[dict[str, Any]]) -> None:
    for answer in answers:
        (turn,) = chat.history(answer["conversation"])
        assert turn["outcome"] == answer["outcome"]
        assert turn["replies"] == answer["replies"]
        assert answer["replies"][0]["text"]


def test_rasa_restarting_under_twenty_messages(chat: Chat, rasa: FakeRasa) -> None:
    """F1: Rasa is killed with messages on their way and comes back: all are answered, once, with one outcome each."""

    def script(turn: RasaTurn) -> Behaviour:
        return say("xong", delay=0.2)

    rasa.script = script

    def restart() -> None:
        time.sleep(0.1)
        rasa.stop()
        time.sleep(1.0)
        rasa.start()

    restarting = threading.Thread(target=restart)
    restarting.start()
    answers = post_all(chat, 20)
    restarting.join()
    assert {answer["outcome"]["code"] for answer in answers} <= {"answered", "error_rasa"}
    expect_one_outcome_each(chat, answers)
    assert len(rasa.turns) == len({turn.sender for turn in rasa.turns})


def test_rasa_away_for_good_is_told_within_the_deadline(chat: Chat, rasa: FakeRasa) -> None:
    """F1: with Rasa gone everybody is told within ten seconds, side by side."""
    rasa.stop()
    begin = time.monotonic()
    answers = post_all(chat, 20)
    assert time.monotonic() - begin < 10
    assert {answer["outcome"]["code"] for answer in answers} == {"error_rasa"}
    expect_one_outcome_each(chat, answers)


def test_connection_dropped_after_processing_is_not_sent_again(chat: Chat, rasa: FakeRasa) -> None:
    """A message that Rasa may have processed is never sent twice; the resident is asked to send it again."""
    rasa.script = lambda turn: DROP
    answer = chat.ask("lệ phí?")
    assert answer["outcome"]["code"] == "error_rasa"
    assert rasa.messages == ["lệ phí?"]
