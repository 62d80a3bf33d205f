"""From a tap to the next paint, on a processor slowed down four times: what the map page makes people wait.

The browser's own Event Timing tells how long each interaction took until its effect was painted (in steps of 8 ms).
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Locator, sync_playwright

from tests.browser.conftest import CHROMIUM, DESKTOP, PHONE, QUIET, USUAL
from tests.browser.map_page import MapPage

SLOWER = 4
ROUNDS = 5
_SETTLED_MS = 700
_HOVER_MS = 200
_OBSERVE = """
  globalThis.waits = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.interactionId) globalThis.waits.push(entry.duration);
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
"""

Action = Callable[[MapPage], object]


def waits_ms(address: str) -> dict[str, float]:
    """Return for each interaction its milliseconds to the next paint: the median of rounds, each the slowest in it."""
    with chromium() as browser:
        return {
            f"{action} ({screen})": median(
                _round(browser, address, options, act, before=BEFORE.get(action)) for _ in range(ROUNDS)
            )
            for screen, (options, actions) in SCREENS.items()
            for action, act in actions.items()
        }


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium, without its sandbox where root is not allowed one."""
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *sandbox])
        yield browser
        browser.close()


def _round(
    browser: Browser, address: str, options: Mapping[str, Any], act: Action, *, before: Action | None = None
) -> float:
    context = browser.new_context(**USUAL | options)
    context.add_init_script(_OBSERVE)
    context.set_default_timeout(60_000)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    window = MapPage(page, address).open()
    if before:
        before(window)
    page.wait_for_timeout(_SETTLED_MS)
    page.evaluate("() => { globalThis.waits.length = 0; }")
    act(window)
    page.wait_for_timeout(_SETTLED_MS)
    waits: list[float] = page.evaluate("() => globalThis.waits")
    context.close()
    return max(waits, default=0.0)


def _tab(name: str) -> Action:
    return lambda window: window.page.locator(f'[data-screen-tab="{name}"]').tap()


def _type(window: MapPage) -> None:
    window.page.locator("#q").press_sequentially("xoai cat", delay=60)


def _press(target: Locator) -> None:
    """Press as a hand does: a finger taps, a mouse lies over its target for a moment before it clicks."""
    if target.evaluate("() => matchMedia('(pointer: coarse)').matches"):
        target.tap(force=True)
        return
    target.hover(force=True)
    target.page.wait_for_timeout(_HOVER_MS)
    target.click(force=True)


def _card(window: MapPage) -> None:
    _press(window.page.locator("#list [data-key]").first)


def _open_card(window: MapPage) -> None:
    if window.page.locator('[data-screen-tab="list"]').is_visible():
        _tab("list")(window)
    _card(window)
    window.card_text()


def _close_card(window: MapPage) -> None:
    _press(window.card.locator(".card-close"))


def _star(window: MapPage) -> None:
    window.choose("stars", "3")


def _marker(window: MapPage) -> None:
    _press(window.page.locator(".leaflet-marker-pane > [tabindex]").first)


BEFORE: Mapping[str, Action] = {
    "chọn hạng sao": lambda window: (
        _tab("filters")(window) if window.page.locator('[data-screen-tab="filters"]').is_visible() else None
    ),
    "mở thẻ từ danh sách": lambda window: (
        _tab("list")(window) if window.page.locator('[data-screen-tab="list"]').is_visible() else None
    ),
    "đóng thẻ": _open_card,
}
"""What is done before an action and not measured with it."""
_COMMON: Mapping[str, Action] = {
    "gõ tìm": _type,
    "chọn hạng sao": _star,
    "mở thẻ từ danh sách": _card,
    "đóng thẻ": _close_card,
    "bấm một nhóm điểm": _marker,
}
SCREENS: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Action]]] = {
    "điện thoại": (PHONE, {**_COMMON, "mở danh sách": _tab("list"), "mở bộ lọc": _tab("filters")}),
    "máy tính": (DESKTOP, _COMMON),
}
