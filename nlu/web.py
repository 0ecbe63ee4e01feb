"""The HTTP side of the Rasa process: readiness and the REST channel, nothing else of Rasa's API."""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

logger = logging.getLogger(__name__)

STOP_PATIENCE = 3.0
"""Seconds for turns in progress after SIGTERM."""
LARGEST_REQUEST = 64 * 1024


def make_app(agent: Agent) -> Sanic:
    """Return the application that serves a loaded agent."""
    app = Sanic("congdanso_rasa", configure_logging=False)
    app.config.update(
        {
            "GRACEFUL_SHUTDOWN_TIMEOUT": STOP_PATIENCE,
            "REQUEST_MAX_SIZE": LARGEST_REQUEST,
            "KEEP_ALIVE_TIMEOUT": 120,
            "ACCESS_LOG": False,
            "MOTD": False,
        }
    )
    app.ctx.agent = agent
    app.add_route(status, "/status")
    app.add_route(turn, "/webhooks/rest/webhook", methods=["POST"])
    return app


async def status(request: Request) -> HTTPResponse:
    """Say which model is served; the port opens only when it is loaded."""
    return json({"model_file": request.app.ctx.agent.model_name, "model_id": request.app.ctx.agent.model_id})


async def turn(request: Request) -> HTTPResponse:
    """Take one message of a conversation and return what the action said, as Rasa's REST channel does.

    Differs from it in three ways: a message without sender is refused (Rasa would put all of these into one
    conversation), a failure is a 500 instead of an empty list, and nothing of the message is logged.
    """
    body = request.json
    if not _is_turn(body):
        return json({"error": "sender and message must be texts that are not empty"}, status=400)
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
