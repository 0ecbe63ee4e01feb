"""Serves the chat page, its files and the widget: read once at the start, with hashes, under a strict policy."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.settings import SettingsError
from channels.web.problems import Problem

FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}
_ORIGIN = re.compile(r"\*|https?://(\*\.)?[a-z0-9.-]+(:\d{1,5})?", re.IGNORECASE)
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
)
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_FOR_OTHERS = {"cross-origin-resource-policy": "cross-origin"}
_METHODS = ["GET", "HEAD"]


class SiteError(RuntimeError):
    """A file of the page is missing; the text names it."""


@dataclass(frozen=True)
class Asset:
    """One file in memory."""

    body: bytes
    media_type: str
    digest: str


def read_origins(setting: str) -> str:
    """Read WIDGET_ORIGINS into the policy's words. Raises SettingsError: a stray word could end the policy."""
    origins = setting.split()
    if not all(_ORIGIN.fullmatch(origin) for origin in origins):
        raise SettingsError("cannot use the setting WIDGET_ORIGINS: not a list of origins such as https://xa.example")
    return " ".join(origins) or "'none'"


def site_router(office: str, contact: str, longest_text: int, origins: str, folder: Path = FOLDER) -> APIRouter:
    """Return /, /nhung (the same page for a frame), /static/… and /widget.js. Raises SiteError, SettingsError."""
    router = APIRouter(include_in_schema=False)
    assets = _read_assets(folder)
    page = _page(folder, assets, {"data-office": office, "data-contact": contact, "data-max-text": str(longest_text)})
    widget = _asset(assets, "widget.js")
    own_policy = {"content-security-policy": _POLICY.format(ancestors="'self'")}
    frame_policy = {"content-security-policy": _POLICY.format(ancestors=read_origins(origins)), **_FOR_OTHERS}

    @router.api_route("/", methods=_METHODS)
    async def chat_page(request: Request) -> Response:
        """The chat page."""
        return _send(request, page, own_policy)

    @router.api_route("/nhung", methods=_METHODS)
    async def framed_page(request: Request) -> Response:
        """The chat page inside of another site's frame."""
        return _send(request, page, frame_policy)

    @router.api_route("/widget.js", methods=_METHODS)
    async def widget_script(request: Request) -> Response:
        """The script that another site pastes; its address never changes, so browsers ask each time."""
        return _send(request, widget, _FOR_OTHERS)

    @router.api_route("/static/{name}", methods=_METHODS)
    async def static_file(request: Request, name: str) -> Response:
        """A file of the page."""
        return _send(request, _asset_or_404(assets, name), {})

    return router


def _read_assets(folder: Path) -> dict[str, Asset]:
    files = sorted(path for path in folder.iterdir() if path.suffix in _TYPES)
    return {path.name: _make(path.read_bytes(), _TYPES[path.suffix]) for path in files}


def _make(body: bytes, media_type: str) -> Asset:
    return Asset(body, media_type, hashlib.sha256(body).hexdigest()[:16])


def _asset(assets: dict[str, Asset], name: str) -> Asset:
    if name not in assets:
        raise SiteError(f"the page's file {name} is missing")
    return assets[name]


def _asset_or_404(assets: dict[str, Asset], name: str) -> Asset:
    if name not in assets:
        raise Problem("no_such_page")
    return assets[name]


def _page(folder: Path, assets: dict[str, Asset], values: dict[str, str]) -> Asset:
    """Return the page with the office's values and each file's hash in its address."""
    path = folder / "chat.html"
    if not path.exists():
        raise SiteError("the page's file chat.html is missing")
    text = path.read_text(encoding="utf-8")
    for name, value in values.items():
        shown = html.escape(value)
        text = re.sub(rf'{name}="[^"]*"', lambda _: f'{name}="{shown}"', text, count=1)  # noqa: B023 - used at once
    text = re.sub(r"/static/([a-z0-9_.-]+)", lambda match: _hashed(assets, match[1]), text)
    return _make(text.encode(), "text/html; charset=utf-8")


def _hashed(assets: dict[str, Asset], name: str) -> str:
    return f"/static/{name}?v={_asset(assets, name).digest}"


def _send(request: Request, asset: Asset, headers: dict[str, str]) -> Response:
    tag = f'"{asset.digest}"'
    named = request.query_params.get("v") == asset.digest
    headers = {**headers, "etag": tag, "cache-control": _FOR_EVER if named else _ASK_AGAIN}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(asset.body, headers=headers, media_type=asset.media_type)
