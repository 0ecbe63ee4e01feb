"""Tells operators and their tools whether the bot is alive, ready, and how it is doing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from channels.errors import JournalUnavailable
from channels.journal_threads import JournalThreads
from channels.metrics import Metrics
from channels.web.problems import Problem

Probe = Callable[[], Awaitable[bool]]
_LONGEST_PROBE = 3.0
_FRESH = {"cache-control": "no-store"}


def health_router(probes: Mapping[str, Probe], threads: JournalThreads, metrics: Metrics) -> APIRouter:
    """Return /healthz (this process), /readyz (every part it needs, by name) and /metrics."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/healthz", methods=["GET", "HEAD"])
    async def healthz() -> JSONResponse:
        """Answer: the process is alive."""
        return JSONResponse({"status": "alive"}, headers=_FRESH)

    @router.api_route("/readyz", methods=["GET", "HEAD"])
    async def readyz() -> JSONResponse:
        """Answer 200 when every part works, else 503 with the names of those that do not."""
        names = list(probes)
        works = await asyncio.gather(*(_works(probes[name]) for name in names))
        missing = [name for name, good in zip(names, works, strict=True) if not good]
        if missing:
            raise Problem("not_ready", headers={"retry-after": "5"}, extra={"missing": missing})
        return JSONResponse({"status": "ready", "parts": names}, headers=_FRESH)

    @router.get("/metrics")
    async def read_metrics(request: Request) -> Response:
        """Answer Prometheus."""
        try:
            open_turns = await threads.read(threads.journal.open_turns)
        except JournalUnavailable:
            raise Problem("not_ready") from None
        return Response(metrics.page(open_turns), headers=_FRESH, media_type="text/plain; version=0.0.4; charset=utf-8")

    return router


async def _works(probe: Probe) -> bool:
    try:
        async with asyncio.timeout(_LONGEST_PROBE):
            return await probe()
    except TimeoutError:
        return False
