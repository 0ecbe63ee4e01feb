"""The shapes of the web channel's JSON: what is accepted, what is answered, and the OpenAPI text of both."""

from __future__ import annotations

from datetime import UTC
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from bot.replies import TurnResult
from channels.records import PastTurn
from channels.web.problems import Problem

Opaque = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class ChatPost(BaseModel):
    """A message typed (`text`) or chosen (`payload`); `message_id` makes sending it again harmless."""

    model_config = ConfigDict(strict=True, extra="ignore")

    conversation: str | None = None
    text: str | None = None
    payload: str | None = None
    message_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,64}$")] | None = None


class ChoiceShape(BaseModel):
    """A button: show the title, send the payload back."""

    title: str
    payload: str


class LinkShape(BaseModel):
    """A page of an official body."""

    title: str
    url: str


class SourceShape(BaseModel):
    """Where the answer comes from, and the day it was checked."""

    title: str
    url: str | None
    checked_on: str


class ReplyShape(BaseModel):
    """One message bubble."""

    text: str
    choices: list[ChoiceShape]
    links: list[LinkShape]
    sources: list[SourceShape]


class CandidateShape(BaseModel):
    """An entry the search considered."""

    entry: str
    topic: str | None
    procedure: str | None
    title: str
    score: float


class OutcomeShape(BaseModel):
    """How the turn ended (closed list in bot/outcomes.yml) and what it was about."""

    code: str
    entry: str | None
    topic: str | None
    procedure: str | None
    aspect: str | None
    confidence: float | None
    candidates: list[CandidateShape]


class ChatAnswer(BaseModel):
    """The answer to a post."""

    conversation: str
    turn: str
    outcome: OutcomeShape
    replies: list[ReplyShape]


class PastTurnShape(BaseModel):
    """One turn of the history; `outcome` is null while it is still being answered."""

    turn: str
    text: str
    outcome: OutcomeShape | None
    replies: list[ReplyShape]
    received_at: str


class History(BaseModel):
    """A conversation so far."""

    conversation: str
    turns: list[PastTurnShape]


class ProblemShape(BaseModel):
    """A refusal; `detail` is a Vietnamese sentence for the resident."""

    type: str
    title: str
    status: int
    detail: str


def read_post(data: dict[str, Any]) -> ChatPost:
    """Check the shape of a post. Raises Problem."""
    try:
        post = ChatPost.model_validate(data)
    except ValidationError:
        raise Problem("wrong_type") from None
    if (post.text is None) == (post.payload is None):
        raise Problem("text_or_payload")
    return post


def answer_body(conversation: str, turn: str, result: TurnResult) -> dict[str, Any]:
    """Return the JSON object that answers a post."""
    return {"conversation": conversation, "turn": turn, **result.to_wire()}


def past_turn_body(past: PastTurn) -> dict[str, Any]:
    """Return one turn of the history as JSON."""
    wire = past.result.to_wire() if past.result is not None else {"outcome": None, "replies": []}
    when = past.received_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"turn": past.id, "text": past.text, **wire, "received_at": when}


def post_description() -> dict[str, Any]:
    """Return the OpenAPI text of a post's body, which is read by hand."""
    content = {"application/json": {"schema": ChatPost.model_json_schema()}}
    return {"requestBody": {"required": True, "content": content}}


def problem_descriptions(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI text of refusals."""
    schema = {"$ref": "#/components/schemas/ProblemShape"}
    content = {"application/problem+json": {"schema": schema}}
    return {status: {"model": ProblemShape, "description": "problem", "content": content} for status in statuses}
