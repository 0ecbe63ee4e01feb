"""The real Rasa process with the trained model: what it answers, refuses, stores and says, and how it ends."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from nlu.manifest import ROOT
from tests.unit.nlu.environment import nlu_environment, nlu_python, trained_model_folder

CANARY = "canary0000words"
REPLY = {"outcome": {"code": "answered"}, "replies": [{"text": "Miễn phí"}]}


class FakeActions:
    """An action server that remembers what it was asked and sets the entry in hand; it can be made to fail."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.status = 200
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Close the port."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                fake.asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
                slot = {"event": "slot", "timestamp": None, "name": "entry", "value": "dang-ky-tam-tru"}
                # A failing action server echoes the request: that body must not get into a log.
                answer = {"events": [slot], "responses": [{"custom": REPLY}]} if fake.status == 200 else fake.asked[-1]
                body = json.dumps(answer).encode()
                self.send_response(fake.status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler


@dataclass
class Rasa:
    """A running Rasa process."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path
    actions: FakeActions
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=20, trust_env=False)

    def say(self, message: Any, sender: Any = "web:a") -> httpx.Response:
        """Send one message."""
        return self.client.post("/webhooks/rest/webhook", json={"sender": sender, "message": message, "metadata": {}})

    @property
    def log(self) -> str:
        """What the process said."""
        return (self.folder / "log").read_text(encoding="utf-8")


def start(folder: Path, actions: FakeActions, **variables: str) -> Rasa:
    """Start the process; it may not be ready yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = {
        "RASA_PORT": str(port),
        "ACTIONS_PORT": str(actions.port),
        "TRACKER_DATABASE": str(folder / "deep" / "tracker.db"),
        "MODEL_DIR": str(trained_model_folder()),
        **variables,
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [nlu_python(), "-m", "nlu.server"], cwd=ROOT, env={**nlu_environment(), **settings}, stdout=log, stderr=log
        )
    return Rasa(process, port, folder, actions)


def wait_until_ready(rasa: Rasa) -> None:
    """Return when /status answers; fail with the log when the process ends or takes a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert rasa.process.poll() is None, rasa.log
        try:
            if rasa.client.get("/status").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"not ready:\n{rasa.log}")


@pytest.fixture(scope="module")
def rasa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rasa]:
    """One process for all tests of this module."""
    actions = FakeActions()
    running = start(tmp_path_factory.mktemp("rasa"), actions)
    wait_until_ready(running)
    yield running
    running.process.kill()
    running.process.wait()
    actions.stop()


@pytest.fixture(autouse=True)
def healthy_actions(rasa: Rasa) -> None:
    """Each test starts with an action server that works."""
    rasa.actions.status = 200
    rasa.actions.asked.clear()


def test_question_reaches_its_action_and_comes_back_as_sent(rasa: Rasa) -> None:
    """What the action dispatches arrives unchanged under `custom`, as exactly one item."""
    assert rasa.say("đăng ký tạm trú hết bao nhiêu tiền").json() == [{"recipient_id": "web:a", "custom": REPLY}]
    assert rasa.actions.asked[-1]["next_action"] == "action_answer"
    assert rasa.actions.asked[-1]["tracker"]["latest_message"]["intent"]["name"] == "ask_fee"


def test_text_reaches_the_action_as_it_was_typed(rasa: Rasa) -> None:
    """Search reads the original words, not the normalised ones."""
    rasa.say("Phí   SAOOO z?")
    assert rasa.actions.asked[-1]["tracker"]["latest_message"]["text"] == "Phí   SAOOO z?"


def test_entry_in_hand_is_known_in_the_next_turn(rasa: Rasa) -> None:
    """A follow-up finds the entry of the turn before in its slots, another conversation does not."""
    rasa.say("đăng ký tạm trú", sender="web:b")
    rasa.say("còn thời gian?", sender="web:b")
    assert rasa.actions.asked[-1]["tracker"]["slots"]["entry"] == "dang-ky-tam-tru"
    rasa.say("còn thời gian?", sender="web:c")
    assert rasa.actions.asked[-1]["tracker"]["slots"]["entry"] is None


def test_button_brings_its_intent_and_entry(rasa: Rasa) -> None:
    """Our own slash form carries the intent and the entity `entry`, whatever words could say."""
    rasa.say('/ask_documents{"entry": "khai-sinh"}')
    latest = rasa.actions.asked[-1]["tracker"]["latest_message"]
    assert latest["intent"]["name"] == "ask_documents"
    assert [(entity["entity"], entity["value"]) for entity in latest["entities"]] == [("entry", "khai-sinh")]


@pytest.mark.parametrize(
    ("message", "action"),
    [
        ("xin chào", "action_small_talk"),
        ("quay lại", "action_control"),
        ("2", "action_control"),
        ("không có cái nào đúng", "action_no_choice"),
        ("/choose_none", "action_no_choice"),
        ("có người gọi xưng công an xin mã otp", "action_scam_warning"),
        ("cho tôi gặp cán bộ", "action_handoff"),
        ("kể chuyện cười đi", "action_out_of_scope"),
        ("🙂", "action_answer"),
        ("giấy phép đóng thuyền buồm", "action_answer"),
    ],
)
def test_every_kind_of_message_ends_in_an_action(message: str, action: str, rasa: Rasa) -> None:
    """Whatever is understood, and whatever is not, one action speaks, also in the middle of something else."""
    rasa.say("đăng ký tạm trú", sender="web:kinds")
    assert rasa.say(message, sender="web:kinds").json()
    assert rasa.actions.asked[-1]["next_action"] == action


@pytest.mark.parametrize(
    "message", ["/restart", "/session_start", "/back", '/ask_fee{"x": "y"}', "/ask_fee{", "/", "//x"]
)
def test_command_that_is_no_button_is_refused(message: str, rasa: Rasa) -> None:
    """A slash that got past the web process does nothing here either."""
    assert rasa.say(message).status_code == 400
    assert rasa.actions.asked == []


@pytest.mark.parametrize(
    ("message", "sender"),
    [("", "a"), ("   ", "a"), (None, "a"), (7, "a"), ({}, "a"), ("phí", None), ("phí", ""), ("phí", 7)],
)
def test_message_without_text_or_sender_is_refused(message: Any, sender: Any, rasa: Rasa) -> None:
    """Rasa would put messages without a sender into one conversation and read an empty text as a greeting."""
    assert rasa.say(message, sender).status_code == 400


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b"7", b"\xff\xfe"])
def test_body_that_is_no_message_is_refused(body: bytes, rasa: Rasa) -> None:
    """Malformed JSON and other shapes are the caller's fault: 400, never a 500."""
    assert rasa.client.post("/webhooks/rest/webhook", content=body).status_code == 400


def test_endless_text_is_refused(rasa: Rasa) -> None:
    """A body of 200,000 letters is not read."""
    assert rasa.say("x" * 200_000).status_code == 413


def test_lone_surrogates_and_control_letters_are_no_error(rasa: Rasa) -> None:
    """Broken Unicode in JSON is understood as far as it goes."""
    body = b'{"sender": "web:a", "message": "ph\\u00ed \\ud800 \\u0000 sao"}'
    assert rasa.client.post("/webhooks/rest/webhook", content=body).json() != []


@pytest.mark.parametrize("path", ["/", "/version", "/domain", "/model/parse", "/conversations/web:a/tracker", "/model"])
def test_nothing_else_of_rasas_api_is_open(path: str, rasa: Rasa) -> None:
    """Only readiness and the channel can be reached."""
    assert rasa.client.get(path).status_code == 404
    assert rasa.client.post(path, json={}).status_code == 404


def test_listens_on_loopback_alone(rasa: Rasa) -> None:
    """Nobody outside this machine can speak as a resident."""
    listening = [
        c.laddr.ip for c in psutil.Process(rasa.process.pid).net_connections() if c.status == psutil.CONN_LISTEN
    ]
    assert listening == ["127.0.0.1"]


def test_tensorflow_is_not_in_the_process(rasa: Rasa) -> None:
    """docs/decisions/0002-no-tensorflow.md: none of its libraries is loaded, and memory stays under 300 MB."""
    process = psutil.Process(rasa.process.pid)
    assert not [entry.path for entry in process.memory_maps() if "tensorflow" in entry.path or "sklearn" in entry.path]
    assert process.memory_info().rss < 300 * 1024 * 1024


@pytest.mark.parametrize("status", [200, 500, 400])
def test_no_word_of_a_resident_is_on_disk_or_in_the_log(status: int, rasa: Rasa) -> None:
    """Neither the tracker's files nor the log hold what was typed, also when the action fails and echoes it."""
    rasa.actions.status = status
    rasa.say(f"phí {CANARY} sao", sender=f"web:quiet{status}")
    assert CANARY in json.dumps(rasa.actions.asked)
    for path in rasa.folder.rglob("*"):
        assert path.is_dir() or CANARY.encode() not in path.read_bytes(), path.name


def test_failing_action_gives_an_empty_list(rasa: Rasa) -> None:
    """Rasa's way of saying that an action failed; the web process takes it for error_rasa. The next turn works."""
    rasa.actions.status = 500
    assert rasa.say("phí sao", sender="web:fail").json() == []
    rasa.actions.status = 200
    assert rasa.say("phí sao", sender="web:fail").json() != []


def test_tracker_takes_the_same_room_after_many_turns(rasa: Rasa) -> None:
    """A long conversation is as quick as a new one: its rows are replaced, not added."""

    def rows() -> int:
        with closing(sqlite3.connect(rasa.folder / "deep" / "tracker.db")) as connection:
            return connection.execute("SELECT count(*) FROM events WHERE sender_id = 'web:long'").fetchone()[0]

    rasa.say("đăng ký tạm trú", sender="web:long")
    first = rows()
    for _ in range(5):
        rasa.say("phí sao", sender="web:long")
    assert rows() == first > 0


def test_sigterm_ends_it_within_five_seconds(tmp_path: Path) -> None:
    """The supervisor's stop is obeyed in time and with status 0, with a connection still open."""
    actions = FakeActions()
    running = start(tmp_path, actions)
    wait_until_ready(running)
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(5) == 0, running.log
    actions.stop()


@pytest.mark.parametrize(
    ("variable", "said"),
    [("MODEL_DIR", "python -m nlu.train"), ("TRACKER_DATABASE", "TRACKER_DATABASE cannot be written")],
)
def test_unusable_setting_ends_the_start_with_one_line(variable: str, said: str, tmp_path: Path) -> None:
    """No model, or a database that cannot be written: the start ends at once and says what to do."""
    actions = FakeActions()
    (tmp_path / "folder.db").mkdir()
    running = start(tmp_path, actions, **{variable: str(tmp_path / "folder.db")})
    assert running.process.wait(30) == 1
    assert said in running.log
    assert "Traceback" not in running.log
    actions.stop()
