"""The HTTP side of the Rasa process: readiness and the REST channel, nothing else of Rasa's API."""

from __future__ import annotations

import re
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

STOP_PATIENCE = 3.0
"""Seconds for turns in progress after SIGTERM."""
LARGEST_REQUEST = 64 * 1024
"""Bytes; the web process cuts messages far below this."""

_BUTTON = re.compile(r'/[a-z]+(_[a-z]+)*(\{"entry": ?"[a-z0-9][a-z0-9.-]*"\})?')
_RASA_COMMANDS = ("/restart", "/back", "/session_start")


def make_app(agent: Agent) -> Sanic:
    """Return the application that serves a loaded agent."""
    app = Sanic("congdanso_rasa", configure_logging=False)
    app.config.update(
        {
            "GRACEFUL_SHUTDOWN_TIMEOUT": STOP_PATIENCE,
            "REQUEST_MAX_SIZE": LARGEST_REQUEST,
            "KEEP_ALIVE_TIMEOUT": 120,
            "FALLBACK_ERROR_FORMAT": "json",
        }
    )
    app.ctx.agent = agent
    app.add_route(status, "/status")
    app.add_route(turn, "/webhooks/rest/webhook", methods=["POST"])
    app.register_listener(_hang_up, "after_server_stop")
    return app


async def status(request: Request) -> HTTPResponse:
    """Say which model is served; the port opens only when it is loaded."""
    agent = request.app.ctx.agent
    return json({"model_file": agent.model_name, "model_id": agent.model_id, "num_active_training_jobs": 0})


async def turn(request: Request) -> HTTPResponse:
    """Take one message of a conversation and return what the action said, as Rasa's REST channel does.

    Differs from it in four ways: a message without sender is refused (Rasa would put all of these into one
    conversation), so is a command that is no button of ours, a failure is a 500 instead of an empty list, and
    nothing of the message is logged.
    """
    body = request.json
    if not _is_turn(body):
        return json({"error": "sender and message must be texts that are not empty"}, status=400)
    if not _is_ours(body["message"].strip()):
        return json({"error": "not a button of this bot"}, status=400)
    collected = CollectingOutputChannel()
    message = UserMessage(
        body["message"], collected, body["sender"], input_channel="rest", metadata=body.get("metadata")
    )
    await request.app.ctx.agent.handle_message(message)
    return json(collected.messages)


def _is_turn(body: Any) -> bool:
    if not isinstance(body, dict) or not isinstance(body.get("metadata"), (dict, type(None))):
        return False
    return all(isinstance(body.get(name), str) and body[name].strip() for name in ("sender", "message"))


def _is_ours(text: str) -> bool:
    # The web process strips slashes from what residents type; a command that still gets here is a fault of ours.
    return not text.startswith("/") or (_BUTTON.fullmatch(text) is not None and text not in _RASA_COMMANDS)


async def _hang_up(app: Sanic, _loop: Any) -> None:
    await app.ctx.agent.action_endpoint.close()
