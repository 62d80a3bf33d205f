"""The province's records served for real, and Debian's Chromium looking at them; any fault noted fails the test."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from sqlalchemy import Engine

from ocopmap.geocoding import Units
from ocopmap.server.context import Context
from ocopmap.settings import Settings
from tests.browser.map_page import MapPage
from tests.browser.serving import context_of, served
from tests.browser.watching import Watch

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Nothing beyond this machine is reached, and no test pays for stopping every request to look at it.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
USUAL: dict[str, Any] = {"locale": "vi-VN", "reduced_motion": "reduce", "service_workers": "block"}
PATIENCE_MS = 15_000

Browse = Callable[..., MapPage]


class Window:
    """A window with a device of its own: nothing in it comes from other windows."""

    def __init__(self, browser: Browser, origin: str, options: dict[str, Any], expected: tuple[str, ...] = ()) -> None:
        self.watch = Watch(origin, expected=expected)
        self.context = browser.new_context(**USUAL | options)
        self.context.set_default_timeout(PATIENCE_MS)
        self.watch.over(self.context)
        self.page = self.context.new_page()
        self._size = options["viewport"]

    def clear(self) -> None:
        """Forget what a test has done here."""
        for other in self.context.pages:
            if other is not self.page:
                other.close()
        if self.page.url.startswith(self.watch.origin):
            self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.page.goto("about:blank")
        self.page.emulate_media(color_scheme="light", media="null")
        self.page.set_viewport_size(self._size)
        self.watch.faults.clear()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without its sandbox where root is not allowed one."""
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        expect.set_options(timeout=PATIENCE_MS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(loaded_engine: Engine, loaded_reader: Engine, geodata_settings: Settings, units: Units) -> Context:
    """What the served application shares among its requests."""
    return context_of(loaded_engine, loaded_reader, geodata_settings, units)


@pytest.fixture(scope="session")
def origin(site: Context) -> Iterator[str]:
    """Address of the application over the province's records."""
    with served(site) as address:
        yield address


@pytest.fixture
def browse(browser: Browser, origin: str) -> Iterator[Browse]:
    """Open new windows onto the map (or onto another address); at the end nothing bad may have been noted in any."""
    windows: list[Window] = []

    def new(address: str = origin, expected: tuple[str, ...] = (), **options: Any) -> MapPage:
        windows.append(Window(browser, address, DESKTOP | options, expected))
        return MapPage(windows[-1].page, address)

    yield new
    for window in windows:
        window.context.close()
    assert [fault for window in windows for fault in window.watch.faults] == []


@pytest.fixture(scope="session")
def kept_windows() -> dict[str, Window]:
    """Windows that one test leaves to the next: a page that stays in its process costs half of a new one."""
    return {}


@pytest.fixture
def desktop(browser: Browser, origin: str, kept_windows: dict[str, Window]) -> Iterator[MapPage]:
    """The map on a desktop, in a window that goes on to other tests: one that changes windows has its own."""
    yield from _kept(kept_windows, "desktop", lambda: Window(browser, origin, DESKTOP))


@pytest.fixture
def phone(browser: Browser, origin: str, kept_windows: dict[str, Window]) -> Iterator[MapPage]:
    """The map on a phone, in a window that goes on to other tests."""
    yield from _kept(kept_windows, "phone", lambda: Window(browser, origin, PHONE))


def _kept(windows: dict[str, Window], name: str, new: Callable[[], Window]) -> Iterator[MapPage]:
    window = windows.pop(name, None) or new()
    yield MapPage(window.page, window.watch.origin)
    faults = window.watch.faults.copy()
    # Where this fails, the window is lost and the next test has a new one.
    window.clear()
    windows[name] = window
    assert faults == []
