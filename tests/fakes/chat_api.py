"""A scripted chat server: the HTTP contract of the web channel and the real page files, without a bot behind."""

from __future__ import annotations

import html
import json
import mimetypes
import threading
from collections import deque
from pathlib import Path
from typing import Any

import yaml

from tests.fakes.local_server import LocalServer, Request, Response

STATIC = Path(__file__).parents[2] / "channels" / "web" / "static"
SCRIPT = yaml.safe_load((Path(__file__).parent / "chat_script.yml").read_text(encoding="utf-8"))
CSP = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"

Turn = dict[str, Any]


class ChatApi(LocalServer):
    """Records each POST body in `posts`; `fail_next`, `hold`, `say`, `office` and `contact` change how it behaves."""

    def __init__(self) -> None:
        super().__init__()
        self.posts: list[dict[str, Any]] = []
        self.deleted: list[str] = []
        self.conversations: dict[str, list[Turn]] = {}
        self.office = ""
        self.contact = ""
        self._by_message: dict[str, Turn] = {}
        self._failures: deque[Response] = deque()
        self._said: deque[Turn] = deque()
        self._lock = threading.Lock()
        self._gate = threading.Event()
        self._gate.set()

    def fail_next(self, status: int, times: int = 1, detail: str = "", retry_after: int | None = None) -> None:
        """Answer the next API calls with this status."""
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        self._failures.extend([_problem(status, detail, headers)] * times)

    def say(self, replies: list[dict[str, Any]], code: str = "answered") -> None:
        """Give these replies to the next new message, whatever it says."""
        self._said.append({"outcome": {"code": code}, "replies": replies})

    def hold(self) -> None:
        """Keep API answers back until `release`."""
        self._gate.clear()

    def release(self) -> None:
        """Let answers go."""
        self._gate.set()

    def forget_all(self) -> None:
        """Lose every conversation, as after the retention time."""
        self.conversations.clear()

    def respond(self, request: Request) -> Response:
        """Route one request."""
        if request.path.startswith("/api/v1/chat"):
            return self._api(request)
        if request.path in ("/", "/nhung"):
            return self._page()
        name = "widget.js" if request.path == "/widget.js" else request.path.removeprefix("/static/")
        return _file(name)

    def _page(self) -> Response:
        text = (STATIC / "chat.html").read_text(encoding="utf-8")
        for name, value in (("office", self.office), ("contact", self.contact)):
            text = text.replace(f'data-{name}=""', f'data-{name}="{html.escape(value)}"')
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": CSP}
        return Response(text.encode(), headers=headers)

    def _api(self, request: Request) -> Response:
        if request.method == "POST":
            self.posts.append(json.loads(request.body))
        self._gate.wait(20)
        if self._failures:
            return self._failures.popleft()
        with self._lock:
            return self._settle(request)

    def _settle(self, request: Request) -> Response:
        if request.method == "POST":
            return self._post(json.loads(request.body))
        conversation = request.path.rsplit("/", 1)[1]
        if conversation not in self.conversations:
            return _problem(404, "Không tìm thấy cuộc trò chuyện.")
        if request.method == "DELETE":
            self.deleted.append(conversation)
            del self.conversations[conversation]
            return Response(status=204)
        return _json({"conversation": conversation, "turns": self.conversations[conversation]})

    def _post(self, body: dict[str, Any]) -> Response:
        known = self._by_message.get(body["message_id"])
        if known:
            return _answer(known)
        conversation = body["conversation"] or f"c{len(self._by_message) + 1}-{'x' * 20}"
        if body["conversation"] and conversation not in self.conversations:
            return _problem(404, "Không tìm thấy cuộc trò chuyện.")
        turns = self.conversations.setdefault(conversation, [])
        if "payload" in body and body["payload"] not in _offered(turns):
            return _problem(409, "Nút này không còn dùng được.")
        return _answer(self._new_turn(conversation, turns, body))

    def _new_turn(self, conversation: str, turns: list[Turn], body: dict[str, Any]) -> Turn:
        title = _offered(turns).get(body.get("payload", ""))
        said = self._said.popleft() if self._said else SCRIPT["turns"][_scripted(body)]
        turn = {
            "conversation": conversation,
            "turn": f"t{len(turns) + 1}",
            "text": body.get("text") or title,
            "received_at": "2026-11-22T08:00:00+07:00",
            **said,
        }
        turns.append(turn)
        self._by_message[body["message_id"]] = turn
        return turn


def _scripted(body: dict[str, Any]) -> str:
    found = SCRIPT["texts"].get(body.get("text")) or SCRIPT["payloads"].get(body.get("payload"))
    return found or SCRIPT["default"]


def _offered(turns: list[Turn]) -> dict[str, str]:
    return {
        choice["payload"]: choice["title"]
        for turn in turns
        for reply in turn["replies"]
        for choice in reply.get("choices") or ()
    }


def _answer(turn: Turn) -> Response:
    return _json({key: turn[key] for key in ("conversation", "turn", "outcome", "replies")})


def _file(name: str) -> Response:
    path = STATIC / name
    if "/" in name or not path.is_file():
        return Response(b"", 404)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(path.read_bytes(), headers={"Content-Type": kind, "X-Content-Type-Options": "nosniff"})


def _json(data: Any, status: int = 200) -> Response:
    return Response(json.dumps(data).encode(), status, {"Content-Type": "application/json"})


def _problem(status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    body = json.dumps({"status": status, "detail": detail}).encode()
    return Response(body, status, {"Content-Type": "application/problem+json", **(headers or {})})
