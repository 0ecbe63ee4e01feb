"""Every answer carries the headers that keep foreign pages and scripts out."""

from __future__ import annotations

import re

import pytest

from tests.fakes.web_process import Chat

PATHS = [
    ("GET", "/"),
    ("GET", "/nhung"),
    ("GET", "/widget.js"),
    ("GET", "/static/chat.css"),
    ("GET", "/static/chat.js"),
    ("GET", "/static/nothing"),
    ("GET", "/api/v1/chat/nope"),
    ("POST", "/api/v1/chat"),
    ("DELETE", "/api/v1/chat/nope"),
    ("GET", "/api/openapi.json"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("GET", "/nothing"),
]


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_answer_has_the_security_headers(chat: Chat, method: str, path: str) -> None:
    """Each route, also a refusal: a policy that starts from nothing, no sniffing, no referrer, no cookie."""
    headers = chat.http.request(method, path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("path", ["/", "/nhung"])
def test_page_needs_nothing_that_its_policy_forbids(chat: Chat, path: str) -> None:
    """No inline script or style and nothing from elsewhere: the strict policy breaks nothing."""
    page = chat.http.get(path).text
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert "<style" not in page
    assert not re.search(r"\s(?:style|on[a-z]+)=", page)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)


def test_answers_about_people_are_kept_by_no_cache(chat: Chat) -> None:
    """What a person said is stored in no proxy and no browser cache, refusals included."""
    answer = chat.post(text="xin chào")
    assert answer.headers["cache-control"] == "no-store"
    past = chat.http.get(f"/api/v1/chat/{answer.json()['conversation']}")
    assert past.headers["cache-control"] == "no-store"
    assert chat.post(text="").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
def test_foreign_page_cannot_ask_for_permission(chat: Chat, origin: str) -> None:
    """A page of another site is never allowed to post here or to read answers."""
    headers = {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    response = chat.http.options("/api/v1/chat", headers=headers)
    assert response.status_code == 405
    assert not [name for name in response.headers if name.startswith("access-control")]
