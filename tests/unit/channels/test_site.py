"""The chat page and the widget as they leave the server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app import create_app
from bot.settings import SettingsError
from channels.web.site import FOLDER, SiteError, read_origins, site_router
from tests.fakes.rasa import FakeRasa
from tests.fakes.web_process import Chat, serve, settings_for


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    settings = settings_for(
        tmp_path_factory.mktemp("site"),
        1,
        office_name='UBND xã <b>"Thử" & Nghiệm</b>',
        office_contact="0000 000 000",
        max_text_length=500,
        widget_origins="https://xa.example https://*.tinh.example:8443",
    )
    with serve(settings) as client:
        yield client


def test_page_names_its_files_with_their_hashes(chat: Chat) -> None:
    """Every file the page names exists, and its address changes with its content: it may be kept for ever."""
    page = chat.http.get("/").text
    addresses = re.findall(r'(?:src|href)="(/[^"]+)"', page)
    assert addresses
    for address in addresses:
        assert "?v=" in address
        response = chat.http.get(address)
        assert response.status_code == 200
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_page_itself_is_asked_for_again_each_time(chat: Chat) -> None:
    """The page is never stale; unchanged, it costs no bytes."""
    response = chat.http.get("/")
    assert response.headers["cache-control"] == "no-cache"
    again = chat.http.get("/", headers={"if-none-match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_old_address_of_a_file_is_not_kept_for_ever(chat: Chat) -> None:
    """A hash of yesterday gets today's file, but no promise."""
    response = chat.http.get("/static/chat.css?v=0000")
    assert response.headers["cache-control"] == "no-cache"


def test_office_is_shown_escaped(chat: Chat) -> None:
    """The office's name comes from a setting; it is text, never markup."""
    page = chat.http.get("/").text
    assert 'data-office="UBND xã &lt;b&gt;&quot;Thử&quot; &amp; Nghiệm&lt;/b&gt;"' in page
    assert 'data-contact="0000 000 000"' in page
    assert 'data-max-text="500"' in page


def test_every_file_of_the_page_is_served(chat: Chat) -> None:
    """No file is forgotten, and each has a type that browsers believe."""
    for path in FOLDER.iterdir():
        if path.suffix == ".html":
            continue
        response = chat.http.get(f"/static/{path.name}")
        assert response.status_code == 200, path.name
        assert response.content == path.read_bytes()
        assert response.headers["content-type"].split("/")[0] in ("text", "image", "application", "font")


@pytest.mark.parametrize("path", ["/", "/nhung", "/widget.js", "/healthz"])
def test_head_is_answered_like_get(chat: Chat, path: str) -> None:
    """Link previews and monitors ask with HEAD."""
    response = chat.http.head(path)
    assert (response.status_code, response.content) == (200, b"")


def test_framed_page_may_be_framed_by_the_named_sites_alone(chat: Chat) -> None:
    """The page for the widget names who may embed it; the page itself may not be embedded elsewhere."""
    framed = chat.http.get("/nhung").headers["content-security-policy"]
    assert framed.endswith("frame-ancestors https://xa.example https://*.tinh.example:8443")
    assert chat.http.get("/").headers["content-security-policy"].endswith("frame-ancestors 'self'")


def test_widget_may_be_loaded_by_other_sites(chat: Chat) -> None:
    """The widget is the one file meant for foreign pages."""
    assert chat.http.get("/widget.js").headers["cross-origin-resource-policy"] == "cross-origin"
    assert chat.http.get("/static/chat.css").headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "setting", ["*; script-src *", "javascript:alert(1)", "https://a.example,https://b", "a\r\nb: c"]
)
def test_odd_widget_origins_stop_the_start(tmp_path: Path, rasa: FakeRasa, setting: str) -> None:
    """A setting that could change the security policy is refused by its name."""
    with pytest.raises(SettingsError, match="WIDGET_ORIGINS"):
        create_app(settings_for(tmp_path, rasa.port, widget_origins=setting))


def test_odd_trusted_proxies_stop_the_start(tmp_path: Path, rasa: FakeRasa) -> None:
    """A proxy that is no address is refused by the setting's name."""
    with pytest.raises(SettingsError, match="TRUSTED_PROXIES"):
        create_app(settings_for(tmp_path, rasa.port, trusted_proxies="proxy.example"))


def test_no_origins_mean_no_frames() -> None:
    """An empty setting embeds nowhere."""
    assert read_origins("") == "'none'"
    assert read_origins("*") == "*"


@pytest.mark.parametrize("missing", ["chat.html", "widget.js", "chat.css"])
def test_missing_file_stops_the_start_by_its_name(tmp_path: Path, missing: str) -> None:
    """A broken installation says which file is missing instead of showing half a page."""
    for path in FOLDER.iterdir():
        if path.name != missing:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    with pytest.raises(SiteError, match=missing):
        site_router("", "", 1000, "*", folder=tmp_path)


async def test_site_needs_no_other_part(tmp_path: Path) -> None:
    """The page is served from memory: files changed after the start change nothing."""
    for path in FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    app = FastAPI()
    app.include_router(site_router("", "", 1000, "*", folder=tmp_path))
    (tmp_path / "widget.js").write_text("changed")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://site") as client:
        assert (await client.get("/widget.js")).text != "changed"
