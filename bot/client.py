"""Talks to a running bot over the HTTP contract: for the command line, the evaluation and the tests."""

from __future__ import annotations

import time
from typing import Any

import httpx


class BotError(RuntimeError):
    """The bot did not answer as the contract says; the text says what to do."""


class BotClient:
    """One running bot, by its address."""

    def __init__(self, address: str, timeout: float = 30.0) -> None:
        self._address = address.rstrip("/")
        self._client = httpx.Client(timeout=timeout, trust_env=False)

    def ask(self, text: str, conversation: str | None = None) -> dict[str, Any]:
        """Send a message, typed or a number; return the contract's answer with `seconds` added."""
        return self._post({"conversation": conversation, "text": text})

    def choose(self, payload: str, conversation: str) -> dict[str, Any]:
        """Tap a choice that this conversation was offered."""
        return self._post({"conversation": conversation, "payload": payload})

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        begin = time.perf_counter()
        try:
            response = self._client.post(f"{self._address}/api/v1/chat", json=body)
        except httpx.HTTPError as error:
            raise BotError(
                f"no bot answers at {self._address} ({type(error).__name__}); start it with `make run`"
            ) from None
        if response.status_code != httpx.codes.OK:
            raise BotError(f"the bot answered {response.status_code}: {_detail(response)}")
        answer: dict[str, Any] = response.json()
        answer["seconds"] = time.perf_counter() - begin
        return answer


def _detail(response: httpx.Response) -> str:
    try:
        return str(response.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return response.text[:200]
