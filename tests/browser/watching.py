"""What a page must never do, noted as it happens: errors, violations of its policy, dialogs, strange requests."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request

from tests.browser.serving import BASEMAP

_VIOLATIONS_TO_CONSOLE = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy violated: ${event.violatedDirective} by ${event.blockedURI || "inline"}`);
});
"""
_WORKERS_BLOCKED = "Service Worker registration blocked by Playwright"
"""Tests that are not of the worker do without one: it would answer from what other tests' pages left."""


@dataclass
class Watch:
    """Notes of one browser context; ``origin`` is the only address that it may ask."""

    origin: str
    faults: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()
    """Parts of console messages that a test brings about on purpose."""

    def over(self, context: BrowserContext) -> None:
        context.add_init_script(_VIOLATIONS_TO_CONSOLE)
        context.on("page", self._follow)

    def _follow(self, page: Page) -> None:
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        page.on("dialog", self._on_dialog)
        page.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        is_tile = message.location["url"].startswith(BASEMAP)
        is_expected = any(part in message.text for part in (*self.expected, _WORKERS_BLOCKED))
        if message.type in {"error", "warning"} and not is_tile and not is_expected:
            self.faults.append(f"console {message.type}: {message.text} ({message.location['url']})")

    def _on_dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.origin, BASEMAP, "data:", "blob:", "about:")):
            self.faults.append(f"request elsewhere: {request.url}")
