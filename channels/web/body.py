"""Reads a request's body without trusting its length, its encoding or its shape."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from starlette.requests import ClientDisconnect, Request

from channels.web.problems import Problem

LARGEST_BODY = 64 * 1024
LONGEST_READ = 10.0
"""Seconds for the whole body: a sender that drips bytes must not hold a place for ever."""


async def read_json_object(request: Request) -> dict[str, Any]:
    """Return the JSON object of the body. Raises Problem; lone surrogates are dropped from its strings."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Problem("not_json")
    data = _parse(await _read(request))
    if not isinstance(data, dict):
        raise Problem("wrong_type")
    return {_whole(key): _whole(value) for key, value in data.items()}


async def _read(request: Request) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(LONGEST_READ):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST_BODY:
                    raise Problem("body_too_large")
    except TimeoutError:
        raise Problem("slow_sender", headers={"connection": "close"}) from None
    except ClientDisconnect:
        raise Problem("malformed") from None
    return bytes(body)


def _parse(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Problem("malformed") from None


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _whole(value: Any) -> Any:
    """Drop halves of characters: JSON can spell them, nothing can store them."""
    return value.encode("utf-8", "ignore").decode() if isinstance(value, str) else value
