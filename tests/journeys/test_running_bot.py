"""The real processes together: from a resident's words to a checked answer, through faults and back."""

from __future__ import annotations

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from bot.client import BotClient
from bot.database import make_engine
from knowledge.store import KnowledgeStore
from tests.conftest import RunningBot, start_bot, stop_bot

pytestmark = pytest.mark.journey

ASPECT_QUESTIONS = [
    ("Đăng ký tạm trú cần giấy tờ gì?", "dang-ky-tam-tru", "documents"),
    ("dang ky tam tru can giay to gi", "dang-ky-tam-tru", "documents"),
    ("lam tam tru mat may ngay", "dang-ky-tam-tru", "time"),
    ("phí đăng ký tạm trú bao nhiêu vậy ad", "dang-ky-tam-tru", "fee"),
    ("gia hạn tạm trú nộp ở đâu", "gia-han-tam-tru", "place"),
]


@pytest.mark.parametrize(("text", "entry", "aspect"), ASPECT_QUESTIONS)
def test_question_gets_the_entry_and_the_aspect(running_bot: RunningBot, text: str, entry: str, aspect: str) -> None:
    """A question with or without marks is answered with the right entry, aspect, source and date."""
    answer = BotClient(running_bot.url).ask(text)
    assert (answer["outcome"]["code"], answer["outcome"]["entry"], answer["outcome"]["aspect"]) == (
        "answered", entry, aspect,
    )  # fmt: skip
    assert answer["replies"][0]["sources"][0]["checked_on"]


def test_lost_phone_is_answered_with_the_next_steps(running_bot: RunningBot) -> None:
    """The typical message of an old resident gets the entry on a lost phone with choices to go on."""
    answer = BotClient(running_bot.url).ask("toi mat dt roi gio vneid sao")
    assert answer["outcome"]["entry"] == "vneid-mat-dien-thoai"
    assert answer["replies"][0]["choices"]


def test_follow_up_and_button_stay_with_the_procedure(running_bot: RunningBot) -> None:
    """An aspect alone, a tapped button and a typed number all go on with the procedure in hand."""
    client = BotClient(running_bot.url)
    first = client.ask("đăng ký kết hôn cần gì")
    conversation = first["conversation"]
    follow_up = client.ask("phí sao?", conversation)
    assert (follow_up["outcome"]["entry"], follow_up["outcome"]["aspect"]) == (first["outcome"]["entry"], "fee")
    choice = follow_up["replies"][0]["choices"][0]
    tapped = client.choose(choice["payload"], conversation)
    assert tapped["outcome"]["entry"] == first["outcome"]["entry"]
    numbered = client.ask("1", conversation)
    assert numbered["outcome"]["entry"] == first["outcome"]["entry"]


def test_published_change_is_answered_without_a_restart(running_bot: RunningBot) -> None:
    """A change published by another process is said within seconds, by the processes that were already running."""
    store = KnowledgeStore(make_engine(f"sqlite:///{running_bot.var / 'knowledge.db'}"))
    entry = store.entry("dang-ky-tam-tru")
    assert entry is not None
    fee = replace(entry.aspects["fee"][0], text="Mức thử 123 đồng.", valid_from=None, valid_until=None)
    store.save([replace(entry, aspects={**entry.aspects, "fee": (fee,)})], publish=True)
    client = BotClient(running_bot.url)
    try:
        assert eventually(lambda: "123 đồng" in client.ask("phí đăng ký tạm trú")["replies"][0]["text"], 10)
    finally:
        store.save([entry], publish=True)
    assert eventually(lambda: "123 đồng" not in client.ask("phí đăng ký tạm trú")["replies"][0]["text"], 10)


def test_every_port_is_on_loopback(running_bot: RunningBot) -> None:
    """With default settings nothing listens to the outside: Rasa, actions and web are on loopback."""
    supervisor = psutil.Process(running_bot.process.pid)
    family = [supervisor, *supervisor.children(recursive=True)]
    listening = [c.laddr for p in family for c in p.net_connections("inet") if c.status == psutil.CONN_LISTEN]
    assert len(listening) == 3
    assert {address.ip for address in listening} == {"127.0.0.1"}


def test_no_private_number_reaches_any_disk(running_bot: RunningBot) -> None:
    """Invented ID number, phone, OTP and card sent in many forms are in no database, WAL, tracker or log."""
    canaries = ["000987654321", "0999888777", "482913", "4111111111111111"]
    texts = [f"số cccd {canaries[0]}", "cccd 000 987 654 321", f"gọi {canaries[1]} nhé", f"mã otp là {canaries[2]}",
             f"thẻ {canaries[3]} của tôi", f"/ask_fee{{\"x\":\"{canaries[0]}\"}}"]  # fmt: skip
    client = BotClient(running_bot.url)
    conversation = None
    for text in texts:
        conversation = client.ask(text, conversation)["conversation"]
    written = b"".join(path.read_bytes() for path in running_bot.var.rglob("*") if path.is_file())
    assert [canary for canary in [*canaries, "000 987 654 321"] if canary.encode() in written] == []


def test_killed_rasa_loses_no_message_and_comes_back(running_bot: RunningBot) -> None:
    """kill -9 of Rasa while 20 messages are on their way: each gets one visible outcome, and Rasa restarts."""
    client = BotClient(running_bot.url, timeout=60)
    with ThreadPoolExecutor(20) as pool:
        waiting = [pool.submit(client.ask, f"đăng ký tạm trú mất mấy ngày {n}") for n in range(20)]
        time.sleep(0.15)
        running_bot.child("nlu.server").send_signal(signal.SIGKILL)
        answers: list[dict[str, Any]] = [future.result() for future in waiting]
    assert all(len(answer["replies"]) >= 1 for answer in answers)
    assert {answer["outcome"]["code"] for answer in answers} <= {"answered", "error_rasa"}
    history = [
        httpx.get(f"{running_bot.url}/api/v1/chat/{answer['conversation']}", trust_env=False).json()["turns"]
        for answer in answers
    ]
    assert [len(turns) for turns in history] == [1] * 20
    running_bot.wait_until_ready()
    assert client.ask("đăng ký tạm trú mất mấy ngày")["outcome"]["code"] == "answered"


def test_killed_action_server_is_an_apology_not_silence(running_bot: RunningBot) -> None:
    """With the action server gone Rasa says nothing at all; the resident still gets a sentence, later an answer."""
    client = BotClient(running_bot.url, timeout=60)
    running_bot.child("actions.server").send_signal(signal.SIGKILL)
    answer = client.ask("đăng ký tạm trú mất mấy ngày")
    assert answer["outcome"]["code"] in ("error_rasa", "answered")
    assert answer["replies"][0]["text"]
    running_bot.wait_until_ready()
    assert eventually(lambda: client.ask("đăng ký tạm trú mất mấy ngày")["outcome"]["code"] == "answered", 30)


def test_ctrl_c_stops_everything(tmp_path: Path) -> None:
    """Ctrl-C ends all processes with status 0, and no child is left behind."""
    bot = start_bot(tmp_path)
    children = psutil.Process(bot.process.pid).children(recursive=True)
    assert len(children) >= 3
    assert stop_bot(bot) == 0
    assert [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE] == []


def eventually(holds: Any, patience: float) -> bool:
    """Return whether the condition came true before the patience ended."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.2)
    return False
