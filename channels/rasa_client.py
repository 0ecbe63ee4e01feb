"""Asks Rasa one turn over its REST channel, under our own deadline, and never the same turn twice."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

from bot.payloads import Payload, PayloadError, parse_payload
from bot.replies import TurnResult, WireError
from channels.errors import RasaDown, RasaNonsense, RasaSilent, RasaSlow

FORGET = Payload("forget").to_rasa()
"""Has Rasa let go of everything it remembers of a conversation (actions/stages/forget.py)."""

_PAUSE = 0.25
"""Seconds between two tries to connect while Rasa is restarting."""


class RasaClient:
    """One Rasa server; connections are not kept, so a restart never hands us a dead one half-way."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        self._http = httpx.AsyncClient(timeout=None, limits=limits, trust_env=False)  # noqa: S113 - the deadline is ours

    async def ask(self, sender: str, message: str, turn: str, within: float) -> TurnResult:
        """Return what the bot says to `message` (text, or one of our payloads in Rasa's form).

        `sender` is "<channel>:<conversation>", see sender_of. Raises RasaDown, RasaSlow, RasaSilent or RasaNonsense
        after at most `within` seconds. Only a refused connection is tried again: nothing was sent through it.
        """
        if not sender:
            raise ValueError("without a sender everybody would share one conversation")
        body = {"sender": sender, "message": message, "metadata": {"turn": turn}}
        connected = True
        try:
            async with asyncio.timeout(within):
                while True:
                    try:
                        response = await self._http.post(f"{self._url}/webhooks/rest/webhook", json=body)
                    except (httpx.ConnectError, httpx.ConnectTimeout):
                        connected = False
                        await asyncio.sleep(_PAUSE)
                    else:
                        return _read(response)
                    connected = True
        except TimeoutError:
            raise (RasaSlow if connected else RasaDown)("no answer before the deadline") from None
        except httpx.HTTPError as error:
            raise RasaDown(f"broke off: {type(error).__name__}") from None

    async def is_ready(self) -> bool:
        """Tell whether Rasa has a model loaded."""
        try:
            response = await self._http.get(f"{self._url}/status", timeout=2)
        except httpx.HTTPError:
            return False
        return response.status_code == httpx.codes.OK

    async def close(self) -> None:
        """Close what is open."""
        await self._http.aclose()


def sender_of(channel: str, conversation: str) -> str:
    """Return Rasa's name of a conversation. Raises ValueError when a part is missing."""
    if not channel or not conversation:
        raise ValueError("a sender needs a channel and a conversation")
    return f"{channel}:{conversation}"


def _read(response: httpx.Response) -> TurnResult:
    if response.status_code != httpx.codes.OK:
        raise RasaDown(f"status {response.status_code}")
    try:
        items = response.json()
    except ValueError:
        raise RasaNonsense("not JSON") from None
    if items == []:
        raise RasaSilent("Rasa said nothing")
    return _one_result(items)


def _one_result(items: Any) -> TurnResult:
    """Read the one `custom` item. Raises RasaNonsense for anything else: half an answer may mislead."""
    if not isinstance(items, list) or len(items) != 1 or not isinstance(items[0], dict):
        raise RasaNonsense("not one item")
    try:
        result = TurnResult.from_wire(items[0]["custom"])
        for reply in result.replies:
            for choice in reply.choices:
                parse_payload(choice.payload)
    except (KeyError, WireError, PayloadError, TypeError, AttributeError) as error:
        raise RasaNonsense(f"not a turn result: {type(error).__name__}") from None
    if not any(isinstance(reply.text, str) and reply.text.strip() for reply in result.replies):
        raise RasaSilent("a result without words")
    return result
