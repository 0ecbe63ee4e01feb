"""Refusals of the web channel: problem+json with a sentence that a resident understands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.messages import message

STATUS = {
    "malformed": 400,
    "wrong_type": 400,
    "text_or_payload": 400,
    "empty_text": 400,
    "no_such_conversation": 404,
    "no_such_page": 404,
    "wrong_method": 405,
    "slow_sender": 408,
    "payload_not_offered": 409,
    "body_too_large": 413,
    "text_too_long": 413,
    "not_json": 415,
    "too_many": 429,
    "fault": 500,
    "not_stored": 503,
    "not_ready": 503,
    "still_working": 503,
}
"""Every refusal by its name. The sentence is `problem_<name>`, the title `problem_title_<status>`."""


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """A request that is refused; `values` fill the sentence, `extra` are members of the JSON object."""

    def __init__(
        self,
        name: str,
        values: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(name)
        self.name = name
        self.status = STATUS[name]
        self.headers = dict(headers or {})
        self.body = {
            "type": f"urn:congdanso:problem:{name.replace('_', '-')}",
            "title": message(f"problem_title_{self.status}"),
            "status": self.status,
            "detail": message(f"problem_{name}", **(values or {})),
            **(extra or {}),
        }

    def response(self) -> JSONResponse:
        """Return the answer; never stored by caches."""
        headers = {**self.headers, "cache-control": "no-store"}
        return JSONResponse(self.body, self.status, headers, media_type="application/problem+json")


async def answer_problem(request: Request, problem: Exception) -> JSONResponse:
    """Answer a Problem and count it (handler for the application)."""
    if not isinstance(problem, Problem):
        raise problem
    request.app.state.metrics.refused(problem.status)
    return problem.response()


async def answer_http_error(request: Request, error: Exception) -> JSONResponse:
    """Answer the framework's own refusals (no such page, wrong method) in the same form."""
    status = getattr(error, "status_code", 404)
    problem = Problem("wrong_method" if status == STATUS["wrong_method"] else "no_such_page")
    problem.headers |= getattr(error, "headers", None) or {}
    return await answer_problem(request, problem)
