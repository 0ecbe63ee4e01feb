"""Times one turn of our bot next to stock Rasa, in one run: p50 and p95 at one and at eight clients.

    make bench

Stock: the pipeline of `rasa init`, its SQLite tracker, one trivial action, its REST channel. Ours: the whole way
of a message through POST /api/v1/chat, journal and search included. Both run at the same time; blocks alternate.
"""

from __future__ import annotations

import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.conftest import free_port, start_bot, stop_bot  # noqa: E402 - the checkout has to be on the path first

STOCK = Path(__file__).parent / "stock"
NLU = ROOT / ".venv-nlu/bin/python"
QUESTIONS = [
    "đăng ký tạm trú cần giấy tờ gì", "phí bao nhiêu", "toi mat dt roi gio vneid sao", "khai sinh mất mấy ngày",
    "kich hoat vneid the nao", "làm lại căn cước bị mất ở đâu", "chào bạn", "đăng ký kết hôn cần gì",
    "xin giấy xác nhận tình trạng hôn nhân", "gia han tam tru", "mấy ngày thì xong", "khai tử cho ông nội",
]  # fmt: skip
BLOCK = 60
BLOCKS = 3
TURNS = 5
"""Turns of one conversation: stock Rasa reads all earlier events on each turn, so long ones would flatter us."""


def main() -> None:
    """Build the stock bot, start both, alternate blocks of questions, print the table."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    stock = train_stock(folder)
    processes = start_stock(folder, stock, (port := free_port()), free_port())
    bot = start_bot(Path(tempfile.mkdtemp(prefix="bench-bot-")))
    try:
        asks = {"stock": stock_asker(port), "ours": our_asker(bot.url)}
        for clients in (1, 8):
            times: dict[str, list[float]] = {"stock": [], "ours": []}
            spent: dict[str, float] = {"stock": 0.0, "ours": 0.0}
            for name, ask in [*asks.items()] * BLOCKS:
                seconds, wall = block(ask, clients)
                times[name] += seconds
                spent[name] += wall
            show(clients, times, spent)
    finally:
        stop_bot(bot)
        for process in processes:
            os.killpg(process.pid, signal.SIGKILL)
        shutil.rmtree(folder)


def train_stock(folder: Path) -> Path:
    """Train the stock model; return its file."""
    for name in ("config.yml", "domain.yml", "data.yml", "actions.py"):
        shutil.copy(STOCK / name, folder / name)
    (folder / "credentials.yml").write_text("rest:\n")
    begin = time.monotonic()
    print("bench: training the stock model (about a minute) …", flush=True)
    command = [str(NLU), "-m", "rasa", "train", "--data", "data.yml", "--quiet"]
    done = subprocess.run(command, cwd=folder, env=quiet(), capture_output=True, text=True)
    model = next(folder.glob("models/*.tar.gz"), None)
    if model is None:
        raise SystemExit(f"bench: the stock model could not be trained:\n{done.stderr[-2000:]}")
    print(f"bench: stock model trained in {time.monotonic() - begin:.0f} s", flush=True)
    return model


def start_stock(folder: Path, model: Path, port: int, actions_port: int) -> list[subprocess.Popen[bytes]]:
    """Start stock Rasa and its action server; return once both answer."""
    (folder / "endpoints.yml").write_text(
        f"action_endpoint: {{url: 'http://127.0.0.1:{actions_port}/webhook'}}\n"
        "tracker_store: {type: SQL, dialect: sqlite, db: tracker.db}\n"
    )
    rasa = [str(NLU), "-m", "rasa", "run", "-m", str(model), "-i", "127.0.0.1", "-p", str(port), "--enable-api"]
    rasa += ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    actions = [str(NLU), "-m", "rasa_sdk", "--actions", "actions", "-p", str(actions_port)]
    environment = {**quiet(), "SANIC_HOST": "127.0.0.1"}
    begin = time.monotonic()
    processes = [
        subprocess.Popen(command, cwd=folder, env=environment, start_new_session=True,
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for command in (rasa, actions)
    ]  # fmt: skip
    for url in (f"http://127.0.0.1:{port}/status", f"http://127.0.0.1:{actions_port}/health"):
        while not answers(url):
            if time.monotonic() - begin > 180:
                raise SystemExit("bench: stock Rasa did not start")
            time.sleep(0.2)
    print(f"bench: stock Rasa ready after {time.monotonic() - begin:.1f} s", flush=True)
    return processes


def answers(url: str) -> bool:
    """Does the address answer 200?"""
    try:
        return httpx.get(url, timeout=5, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def quiet() -> dict[str, str]:
    """Return the environment of Rasa without telemetry and TensorFlow's chatter."""
    return {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}


Asker = Callable[[httpx.Client, str, str], None]


def stock_asker(port: int) -> Asker:
    """Return how to ask stock Rasa."""

    def ask(client: httpx.Client, text: str, who: str) -> None:
        body = {"sender": f"bench-{who}", "message": text}
        replies = client.post(f"http://127.0.0.1:{port}/webhooks/rest/webhook", json=body).json()
        if not replies:
            raise SystemExit("bench: stock Rasa said nothing")

    return ask


def our_asker(url: str) -> Asker:
    """Return how to ask our bot; each client keeps its conversation."""
    known: dict[str, str] = {}

    def ask(client: httpx.Client, text: str, who: str) -> None:
        answer = client.post(f"{url}/api/v1/chat", json={"conversation": known.get(who), "text": text}).json()
        known[who] = answer["conversation"]
        if answer["outcome"]["code"].startswith("error"):
            raise SystemExit(f"bench: our bot failed: {answer['outcome']}")

    return ask


def block(ask: Asker, clients: int) -> tuple[list[float], float]:
    """Ask BLOCK questions with that many clients; return the seconds of each turn and of the whole block."""

    def one_client(who: int) -> list[float]:
        seconds = []
        with httpx.Client(timeout=60, trust_env=False) as client:
            for number in range(BLOCK // clients):
                begin = time.perf_counter()
                ask(client, QUESTIONS[(number + who) % len(QUESTIONS)], f"{start}-{who}-{number // TURNS}")
                seconds.append(time.perf_counter() - begin)
        return seconds

    begin = start = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        seconds = [value for part in pool.map(one_client, range(clients)) for value in part]
    return seconds, time.perf_counter() - begin


def show(clients: int, times: dict[str, list[float]], spent: dict[str, float]) -> None:
    """Print one line a bot and the ratio of the medians."""
    medians = {name: statistics.median(values) * 1000 for name, values in times.items()}
    for name, values in times.items():
        p95 = sorted(values)[int(len(values) * 0.95)] * 1000
        rate = len(values) / spent[name]
        print(f"{clients} client(s)  {name:5}  p50 {medians[name]:6.1f} ms  p95 {p95:6.1f} ms  {rate:5.1f} turns/s")
    print(f"{clients} client(s)  ours/stock p50 = {medians['ours'] / medians['stock']:.2f}", flush=True)


if __name__ == "__main__":
    main()
