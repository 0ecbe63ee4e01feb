"""Which pages may be linked: official bodies, and a short list of press that sources cite."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml


def is_web_address(url: str) -> bool:
    """Is this a plain http(s) address: ASCII, with a host, no user name, no port, no white space?"""
    return _host(url) is not None


def is_official(url: str) -> bool:
    """Is this a page of a body of the state?"""
    return _is_under(_host(url), content_rules()["official_domains"])


def is_allowed(url: str) -> bool:
    """May a source be linked to this page?"""
    return is_official(url) or _is_under(_host(url), content_rules()["cited_domains"])


@cache
def content_rules() -> dict[str, list[str]]:
    """Return the lists of content_rules.yml."""
    path = Path(__file__).with_name("content_rules.yml")
    rules: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return rules


def _host(url: str) -> str | None:
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or port is not None:
        return None
    return parts.hostname or None


def _is_under(host: str | None, domains: list[str]) -> bool:
    return host is not None and any(host == name or host.endswith(f".{name}") for name in domains)
