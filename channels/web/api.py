"""The HTTP contract of the web channel: ask, look back, erase; translation only, the journal does the rest."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.replies import TurnResult
from bot.text import clean
from channels.errors import EmptyMessage, JournalUnavailable, PayloadNotOffered, TurnLost, UnknownConversation
from channels.journal_threads import JournalThreads
from channels.rate_limit import RateLimit
from channels.records import Incoming, Received, Turn
from channels.web.address import Network, address_of
from channels.web.body import read_json_object
from channels.web.problems import Problem
from channels.web.shapes import (
    ChatAnswer,
    ChatPost,
    History,
    answer_body,
    past_turn_body,
    post_description,
    problem_descriptions,
    read_post,
)
from channels.worker import Worker

CHANNEL = "web"

LONGEST_ANSWER = 60.0
"""Seconds a request waits for its turn; the turn itself goes on and is found in the history."""

_RANDOM_ID = 16
"""Letters from which on a client's message id is taken for random, so that nobody can guess it."""

_PRIVATE = {"cache-control": "no-store"}


@dataclass(frozen=True)
class WebChat:
    """What the routes need."""

    threads: JournalThreads
    worker: Worker
    conversation_limit: RateLimit
    address_limit: RateLimit
    proxies: tuple[Network, ...]
    longest_text: int


def chat_router(chat: WebChat) -> APIRouter:
    """Return the routes below /api/v1/chat."""
    router = APIRouter(prefix="/api/v1/chat", tags=["chat"])

    @router.post(
        "",
        response_model=ChatAnswer,
        responses=problem_descriptions(400, 404, 408, 409, 413, 415, 429, 503),
        openapi_extra=post_description(),
    )
    async def ask(request: Request) -> JSONResponse:
        """Send one message and wait for its answer. The same `message_id` is answered once."""
        address = _admit(chat, request)
        post = read_post(await read_json_object(request))
        _check_length(chat, post)
        _admit_conversation(chat, post)
        received = await _store(chat, post, address)
        result = await _wait(chat, received)
        body = answer_body(received.turn.conversation, received.turn.id, result)
        return JSONResponse(body, headers=_PRIVATE)

    @router.get("/{conversation}", response_model=History, responses=problem_descriptions(404, 429, 503))
    async def look_back(request: Request, conversation: str) -> JSONResponse:
        """Return the turns of a conversation, oldest first, as they were stored: masked."""
        _admit(chat, request)
        journal = chat.threads.journal
        try:
            turns = await chat.threads.read(journal.history, conversation, CHANNEL)
        except UnknownConversation:
            raise Problem("no_such_conversation") from None
        except JournalUnavailable:
            raise Problem("not_ready") from None
        body: dict[str, Any] = {"conversation": conversation, "turns": [past_turn_body(turn) for turn in turns]}
        return JSONResponse(body, headers=_PRIVATE)

    @router.delete("/{conversation}", status_code=204, responses=problem_descriptions(404, 429, 503))
    async def erase(request: Request, conversation: str) -> Response:
        """Erase a conversation: its messages, answers and choices, and what Rasa remembers of it."""
        _admit(chat, request)
        try:
            await chat.threads.write_soon(chat.threads.journal.erase, conversation, CHANNEL)
            chat.worker.forget(CHANNEL, conversation)
        except UnknownConversation:
            raise Problem("no_such_conversation") from None
        except JournalUnavailable:
            raise Problem("not_ready") from None
        return Response(status_code=204, headers=_PRIVATE)

    return router


def _admit(chat: WebChat, request: Request) -> str:
    address = address_of(request, chat.proxies)
    _refuse_if(chat.address_limit.wait(address))
    return address


def _admit_conversation(chat: WebChat, post: ChatPost) -> None:
    if post.conversation is not None:
        _refuse_if(chat.conversation_limit.wait(post.conversation))


def _refuse_if(seconds: int) -> None:
    if seconds:
        raise Problem("too_many", values={"seconds": seconds}, headers={"retry-after": str(seconds)})


def _check_length(chat: WebChat, post: ChatPost) -> None:
    if post.text is not None and len(clean(post.text)) > chat.longest_text:
        raise Problem("text_too_long", values={"limit": chat.longest_text})


async def _store(chat: WebChat, post: ChatPost, address: str) -> Received:
    """Have the message in the journal before anything is answered."""
    try:
        return await chat.threads.write_soon(chat.threads.journal.receive, _incoming(post, address), claim=True)
    except EmptyMessage:
        raise Problem("empty_text") from None
    except UnknownConversation:
        raise Problem("no_such_conversation") from None
    except PayloadNotOffered:
        raise Problem("payload_not_offered") from None
    except JournalUnavailable:
        raise Problem("not_stored", headers={"retry-after": "5"}) from None


def _incoming(post: ChatPost, address: str) -> Incoming:
    """Translate. A client's id is kept as a digest alone: nobody knows what a client puts into it."""
    known = post.conversation is not None
    return Incoming(
        CHANNEL,
        text=post.text,
        payload=post.payload,
        conversation=post.conversation,
        key=None if known or post.message_id is None else _opening_key(post.message_id, address),
        message_id=None if post.message_id is None else _digest(post.message_id),
    )


def _opening_key(message_id: str, address: str) -> str:
    """Return what finds a conversation again whose first answer got lost on its way.

    A short id can be guessed, so it counts only from the same address.
    """
    return _digest(message_id if len(message_id) >= _RANDOM_ID else f"{message_id} {address}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]


async def _wait(chat: WebChat, received: Received) -> TurnResult:
    turn: Turn = received.turn
    try:
        async with asyncio.timeout(LONGEST_ANSWER):
            return await chat.worker.answer(turn, is_new=received.is_new)
    except TurnLost:
        raise Problem("no_such_conversation") from None
    except (TimeoutError, JournalUnavailable):
        raise Problem("still_working", headers={"retry-after": "10"}) from None
