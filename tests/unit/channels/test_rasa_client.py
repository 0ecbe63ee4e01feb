"""Rasa as it really misbehaves: each way ends in one named error, and nothing is ever sent twice."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator

import pytest

from bot.replies import TurnResult
from channels.errors import RasaDown, RasaError, RasaNonsense, RasaSilent, RasaSlow
from channels.rasa_client import RasaClient, sender_of
from tests.fakes.rasa import DROP, HANG, SILENT, Behaviour, FakeRasa, result_item, say


@pytest.fixture
async def client(rasa: FakeRasa) -> AsyncIterator[RasaClient]:
    client = RasaClient(rasa.url)
    yield client
    await client.close()


async def ask(client: RasaClient, message: str = "xin chào", within: float = 2.0) -> TurnResult:
    return await client.ask("web:abc", message, "turn-1", within)


async def test_answer_of_an_action_is_read(client: RasaClient, rasa: FakeRasa) -> None:
    """The one custom item is the result; sender, message and the turn's id reach Rasa."""
    rasa.script = lambda turn: say("Miễn phí", choices=(("Giấy tờ", "ask_documents:x"),))
    result = await ask(client, "lệ phí?")
    assert result.replies[0].text == "Miễn phí"
    assert result.replies[0].choices[0].payload == "ask_documents:x"
    (turn,) = rasa.turns
    assert (turn.sender, turn.message, turn.metadata) == ("web:abc", "lệ phí?", {"turn": "turn-1"})


@pytest.mark.parametrize(("channel", "conversation"), [("", "abc"), ("web", ""), ("", "")])
def test_sender_is_never_left_out(channel: str, conversation: str) -> None:
    """Without a sender everybody would share one conversation, so there is none without both parts."""
    with pytest.raises(ValueError, match="sender"):
        sender_of(channel, conversation)


async def test_nothing_is_asked_without_a_sender(client: RasaClient, rasa: FakeRasa) -> None:
    """A call without sender never reaches Rasa."""
    with pytest.raises(ValueError, match="sender"):
        await client.ask("", "xin chào", "turn-1", 1)
    assert rasa.turns == []


_TWO = [result_item("một"), result_item("hai")]
_BAD_CHOICE = [result_item("một", choices=(("Phá", "/restart"),))]
_NO_WORDS = [{"custom": {"outcome": {"code": "answered"}, "replies": []}}]


@pytest.mark.parametrize(
    ("behaviour", "error", "outcome"),
    [
        (SILENT, RasaSilent, "error_rasa"),
        (DROP, RasaDown, "error_rasa"),
        (Behaviour(status=503, items={}), RasaDown, "error_rasa"),
        (Behaviour(_NO_WORDS), RasaSilent, "error_rasa"),
        (Behaviour([result_item("  \n")]), RasaSilent, "error_rasa"),
        (Behaviour(raw=b"<html>"), RasaNonsense, "error_action"),
        (Behaviour(raw=b"\xff\xfe"), RasaNonsense, "error_action"),
        (Behaviour({"text": "x"}), RasaNonsense, "error_action"),
        (Behaviour([{"text": "chỉ có chữ"}]), RasaNonsense, "error_action"),
        (Behaviour([{"custom": {"outcome": {"code": "made_up"}, "replies": []}}]), RasaNonsense, "error_action"),
        (Behaviour([{"custom": None}]), RasaNonsense, "error_action"),
        (Behaviour([None]), RasaNonsense, "error_action"),
        (Behaviour(_TWO), RasaNonsense, "error_action"),
        (Behaviour(_BAD_CHOICE), RasaNonsense, "error_action"),
    ],
)
async def test_each_misbehaviour_has_its_name_and_is_not_asked_again(
    client: RasaClient, rasa: FakeRasa, behaviour: Behaviour, error: type[RasaError], outcome: str
) -> None:
    """What may have been processed is never sent a second time."""
    rasa.script = lambda turn: behaviour
    with pytest.raises(error) as raised:
        await ask(client)
    assert raised.value.outcome == outcome
    assert len(rasa.turns) == 1


async def test_hanging_rasa_is_left_at_the_deadline(client: RasaClient, rasa: FakeRasa) -> None:
    """The deadline is ours: Rasa itself would wait for minutes."""
    rasa.script = lambda turn: HANG
    begin = time.monotonic()
    with pytest.raises(RasaSlow):
        await ask(client, within=0.3)
    assert time.monotonic() - begin < 2
    assert len(rasa.turns) == 1


async def test_rasa_that_is_away_is_down_at_the_deadline(client: RasaClient, rasa: FakeRasa) -> None:
    """A refused connection is tried again until the deadline, then it is down."""
    rasa.stop()
    with pytest.raises(RasaDown):
        await ask(client, within=0.6)


async def test_rasa_that_comes_back_in_time_answers(rasa: FakeRasa) -> None:
    """A restart shorter than the deadline is not noticed by the resident."""
    rasa.stop()
    client = RasaClient(rasa.url)
    asking = asyncio.create_task(ask(client, within=10))
    await asyncio.sleep(0.5)
    rasa.start()
    assert (await asking).replies[0].text == "echo xin chào"
    assert len(rasa.turns) == 1
    await client.close()


async def test_listener_that_never_answers_is_slow_not_down() -> None:
    """A port that accepts and says nothing may have got the message, so it is not sent again."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = RasaClient(f"http://127.0.0.1:{listener.getsockname()[1]}")
        with pytest.raises(RasaSlow):
            await ask(client, within=0.3)
        await client.close()


async def test_readiness_is_the_loaded_model(client: RasaClient, rasa: FakeRasa) -> None:
    """Rasa is ready when a model is loaded, not when its port is open."""
    assert await client.is_ready()
    rasa.model_loaded = False
    assert not await client.is_ready()
    rasa.stop()
    assert not await client.is_ready()


def test_wire_form_of_the_fake_is_that_of_the_program() -> None:
    """The fake speaks the form that the actions speak."""
    wire = json.loads(json.dumps(result_item("một")["custom"]))
    assert TurnResult.from_wire(wire).to_wire() == result_item("một")["custom"]
