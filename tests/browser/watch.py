"""Sees what a page must never do: open dialogs, reach other origins, break its policy, throw."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Request

REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error("POLICY " + event.violatedDirective + " " + event.blockedURI));
"""


class Watch:
    """Collects breaches of every page of the contexts it is put over."""

    def __init__(self) -> None:
        self.breaches: list[str] = []
        self.requests: list[str] = []
        self._origins: tuple[str, ...] = ()

    def allow(self, *origins: str) -> None:
        """Name the origins that pages may reach."""
        self._origins += origins

    def over(self, context: BrowserContext) -> None:
        """Start watching."""
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("dialog", self._on_dialog)
        context.on("request", self._on_request)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.breaches.append(f"script error: {error.error}"))

    def _on_dialog(self, dialog: Dialog) -> None:
        self.breaches.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _on_request(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((*(f"{origin}/" for origin in self._origins), "data:")):
            self.breaches.append(f"request to {request.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if "POLICY " in message.text or "Content Security Policy" in message.text:
            self.breaches.append(f"policy: {message.text}")
