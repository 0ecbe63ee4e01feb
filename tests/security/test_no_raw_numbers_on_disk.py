"""P4: numbers that nobody should have sent are nowhere on the disk: databases, logs, temporary files."""

from __future__ import annotations

import uuid
from pathlib import Path

import httpx
import pytest

from bot.replies import Outcome, Record, Reply, TurnResult
from tests.fakes.rasa import DROP, SILENT, Behaviour, FakeRasa, RasaTurn, Script, echo, say
from tests.fakes.web_process import WebProcess

ID_NUMBER = "000099999917"
OTP = "940317"
PASSWORD = "ConCoNho#77"
PHONE = "0912000017"
CANARIES = (ID_NUMBER, OTP, PASSWORD, PHONE)


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def find_canaries(folder: Path) -> list[str]:
    found = []
    for path in files_below(folder):
        content = path.read_bytes()
        for canary in CANARIES:
            spelled = (canary.encode(), canary.encode("utf-16-le"), " ".join(canary).encode())
            found += [f"{path.name}: {canary}" for form in spelled if form in content]
    return found


def noting(turn: RasaTurn) -> Behaviour:
    """Leave a ticket, a bad verdict and an unknown question at every turn, with what Rasa heard in each."""
    records = (
        Record("ticket", {"code": "K7Q2", "reason": "asked", "contact": "UBND xã thử"}),
        Record("feedback", {"entry": "a", "verdict": "bad", "reason": "wrong"}),
        Record("gap", {"kind": "abandoned"}),
    )
    result = TurnResult(Outcome("no_answer"), (Reply(f"K7Q2 {turn.message}"),), records)
    return Behaviour([{"recipient_id": "x", "custom": result.to_wire()}])


@pytest.mark.parametrize(
    "script",
    [echo, noting, lambda turn: SILENT, lambda turn: DROP],
    ids=["answered", "noted", "silent", "dropped"],
)
def test_private_numbers_are_on_no_disk_and_in_no_log(tmp_path: Path, script: object) -> None:
    """After answers, failures and refusals, with logs at their loudest, no file holds a private number."""
    with FakeRasa() as rasa:
        web = WebProcess(tmp_path, rasa.port, LOG_LEVEL="DEBUG")
        web.start()
        rasa.script = script  # type: ignore[assignment]
        send_everything(web.chat.http)
        assert not any(canary in turn.message for turn in rasa.turns for canary in CANARIES)
        assert find_canaries(tmp_path) == []
        web.terminate()
    assert "channels" in web.log or "uvicorn" in web.log
    assert find_canaries(tmp_path) == []


def send_everything(http: httpx.Client) -> None:
    """Post every canary in every place where someone might put it, well-formed or not."""
    texts = [
        f"CCCD của tôi là {ID_NUMBER}",
        f"cccd {' '.join(ID_NUMBER)}",
        f"cccd {ID_NUMBER[:4]}\u200b{ID_NUMBER[4:8]}.{ID_NUMBER[8:]}",
        f"mã OTP là {OTP}",
        f"mật khẩu: {PASSWORD}",
        f"sđt {PHONE} nhé",
        ID_NUMBER,
    ]
    for text in texts:
        http.post("/api/v1/chat", json={"text": text, "message_id": str(uuid.uuid4())})
    http.post("/api/v1/chat", json={"text": "xin chào", "message_id": f"id-{ID_NUMBER}-{PHONE}"})
    http.post("/api/v1/chat", json={"text": "xin chào", "conversation": ID_NUMBER})
    http.post("/api/v1/chat", json={"payload": f"ask_fee:{ID_NUMBER}", "conversation": None})
    http.post("/api/v1/chat", json={"text": "cccd " + ID_NUMBER * 100})
    http.post("/api/v1/chat", content=f'{{"text": "{ID_NUMBER}'.encode(), headers={"content-type": "application/json"})
    http.post("/api/v1/chat", content=ID_NUMBER, headers={"content-type": ID_NUMBER})
    http.get(f"/api/v1/chat/{ID_NUMBER}")
    http.get(f"/{ID_NUMBER}?q={PHONE}")


def test_conversation_ids_are_in_no_log(tmp_path: Path) -> None:
    """Who reads the log cannot open anybody's conversation."""
    with FakeRasa() as rasa:
        web = WebProcess(tmp_path, rasa.port, LOG_LEVEL="DEBUG")
        web.start()
        rasa.script = script_with_failures
        conversation = web.chat.ask("xin chào")["conversation"]
        web.chat.ask("hỏng", conversation)
        web.chat.history(conversation)
        web.chat.http.delete(f"/api/v1/chat/{conversation}")
        web.terminate()
    assert conversation not in web.log


def script_with_failures(turn: RasaTurn):
    return SILENT if turn.message == "hỏng" else say("xong")


@pytest.mark.parametrize("script", [echo, noting], ids=["answered", "noted"])
def test_erased_words_are_on_no_disk(tmp_path: Path, script: Script) -> None:
    """P6: after erasing, no byte of what was said is left in the journal's files: turns, tickets, gaps."""
    with FakeRasa(script) as rasa:
        web = WebProcess(tmp_path, rasa.port)
        web.start()
        conversation = web.chat.ask("chuyện con mèo tam thể của nhà tôi")["conversation"]
        other = web.chat.ask("chuyện con chó mực")["conversation"]
        assert web.chat.http.delete(f"/api/v1/chat/{conversation}").status_code == 204
        on_disk = b"".join(path.read_bytes() for path in tmp_path.glob("journal.db*"))
        assert "tam thể".encode() not in on_disk
        assert web.chat.history(other)[0]["text"] == "chuyện con chó mực"
        web.kill()
