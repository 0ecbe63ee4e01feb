"""A commune's own web site with a strict content policy, that has pasted the widget."""

from __future__ import annotations

from tests.fakes.local_server import LocalServer, Request, Response

PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Trang của xã</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/host.css"></head>
<body><main><h1>Trang thông tin của xã</h1><p><a href="#tin">Tin mới</a></p></main>
<script src="{bot}/widget.js" data-position="{side}" async></script>
<script src="{bot}/widget.js" data-position="{side}" async></script>
</body></html>"""

RUDE_CSS = b"""
body { font: 16px/1.5 sans-serif; margin: 40px; background: #fff; color: #222; min-height: 1500px; }
div { display: none; }
button { display: none; transform: rotate(90deg); } iframe { width: 10px; } dialog { opacity: 0; }
"""
"""Rules of a careless host: none of them may reach the widget."""


class HostPage(LocalServer):
    """Serves the page at `/`; only its own files, and the bot's script and frame, are allowed on it."""

    def __init__(self, bot_url: str, side: str = "right") -> None:
        super().__init__()
        self.bot_url = bot_url
        self.side = side

    def respond(self, request: Request) -> Response:
        """Serve the page or its style sheet."""
        if request.path == "/host.css":
            return Response(RUDE_CSS, headers={"Content-Type": "text/css"})
        policy = (
            f"default-src 'none'; img-src data:; style-src 'self'; script-src {self.bot_url}; frame-src {self.bot_url}"
        )
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy}
        return Response(PAGE.format(bot=self.bot_url, side=self.side).encode(), headers=headers)
