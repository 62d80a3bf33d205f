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
)
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
USUAL: dict[str, Any] = {"locale": "vi-VN", "reduced_motion": "reduce", "service_workers": "block"}
PATIENCE_MS = 15_000

Browse = Callable[..., MapPage]


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
    """Open windows onto the map (or onto another address); at the end nothing bad may have been noted in any."""
    watches: list[Watch] = []
    contexts = []

    def new(address: str = origin, expected: tuple[str, ...] = (), **options: Any) -> MapPage:
        context = browser.new_context(**USUAL | (options or DESKTOP))
        context.set_default_timeout(PATIENCE_MS)
        watches.append(Watch(address, expected=expected))
        watches[-1].over(context)
        contexts.append(context)
        return MapPage(context.new_page(), address)

    yield new
    for context in contexts:
        context.close()
    assert [fault for watch in watches for fault in watch.faults] == []


@pytest.fixture
def desktop(browse: Browse) -> MapPage:
    return browse(**DESKTOP)


@pytest.fixture
def phone(browse: Browse) -> MapPage:
    return browse(**PHONE)
