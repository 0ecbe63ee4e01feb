"""Puts the security headers on every answer and turns a fault of ours into a plain refusal without details."""

from __future__ import annotations

import logging

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from channels.web.problems import Problem

_log = logging.getLogger("channels.web")

NOTHING_ALLOWED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_DEFAULTS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": NOTHING_ALLOWED,
}


class SafeAnswers:
    """Wraps the application; a route's own header wins over the default."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_safely(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in _DEFAULTS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, send_safely)
        except Exception:  # noqa: BLE001 - last resort: the server's own log would quote the error's text
            _log.exception("request failed", extra={"path": _route(scope)})
            if not started:
                await Problem("fault").response()(scope, receive, send_safely)


def _route(scope: Scope) -> str:
    """Return the pattern of the route: the path itself may hold a conversation's id, which opens it."""
    return str(getattr(scope.get("route"), "path", ""))
