"""The main screens look as they did.

After a wanted change: ``pytest tests/browser/test_screens.py --renew-screens``, then look at what was kept.
"""

import io
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Page

from tests.browser.map_page import MapPage
from tests.browser.pictures import looks_like, share_that_differs, side_by_side, small

KEPT = Path(__file__).parent / "screens"
DAY = "as_of=2026-11-22"
"""Certificates are judged as of this day, so that the screens do not change as days go by."""


class Screen(NamedTuple):
    """A screen by the name of its picture: where it is, on what it is looked at."""

    name: str
    path: str
    device: str
    scheme: Literal["light", "dark"] = "light"


SCREENS = [
    Screen("map-phone-light", f"/?{DAY}", "phone"),
    Screen("map-phone-dark", f"/en/?{DAY}", "phone", "dark"),
    Screen("map-desktop-light", f"/?{DAY}", "desktop"),
    Screen("map-desktop-dark", f"/en/?{DAY}", "desktop", "dark"),
    Screen("list-phone-light", f"/danh-sach?{DAY}&stars=5", "phone"),
    Screen("product-phone-light", "/san-pham/nem-don-hoang-khanh", "phone"),
    Screen("product-desktop-dark", "/en/products/nem-don-hoang-khanh", "desktop", "dark"),
    Screen("commune-phone-light", "/xa-phuong/28576", "phone"),
]
BREAKAGES = {
    "a bar grew": ".site-header, .page-header { padding-bottom: 40px !important }",
    "the frame lost its colour": ".site-header, .page-header, .panel, .hero { background: #f0f !important }",
    "nothing is styled": "* { all: revert !important }",
}


def picture(window: MapPage, screen: Screen, style: str = "") -> Image.Image:
    """Return what a visitor sees first of a screen."""
    page = window.dressed(screen.scheme).page
    page.goto(window.origin + screen.path)
    if screen.name.startswith("map"):
        window.wait()
    _settle(page)
    if style:
        # Set by the test's own means: the page's policy allows no style that is not its own.
        page.evaluate("text => { const s = new CSSStyleSheet(); s.replaceSync(text);"
                      " document.adoptedStyleSheets.push(s); }", style)  # fmt: skip
        _settle(page)
    return small(Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))))


def _settle(page: Page) -> None:
    page.evaluate("() => document.fonts.ready.then(() => new Promise((r) => setTimeout(r, 250)))")


@pytest.mark.parametrize("screen", SCREENS, ids=[screen.name for screen in SCREENS])
def test_a_screen_looks_as_it_did(screen: Screen, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    seen, kept = picture(request.getfixturevalue(screen.device), screen), KEPT / f"{screen.name}.png"
    if request.config.getoption("--renew-screens"):
        KEPT.mkdir(exist_ok=True)
        seen.save(kept, optimize=True)
    wanted = Image.open(kept).convert("RGB")
    if not looks_like(wanted, seen):
        shown = side_by_side(tmp_path, screen.name, wanted, seen)
        pytest.fail(f"{screen.name}: {share_that_differs(wanted, seen):.1%} of the picture differs, see {shown}")


@pytest.mark.parametrize("style", BREAKAGES.values(), ids=BREAKAGES)
def test_a_broken_layout_is_seen(phone: MapPage, style: str) -> None:
    screen = SCREENS[5]
    assert not looks_like(Image.open(KEPT / f"{screen.name}.png").convert("RGB"), picture(phone, screen, style))


def test_letters_drawn_otherwise_are_no_other_layout() -> None:
    """What another machine's smoothing does, done to a whole screen: blurred, and a third of a pixel aside."""
    kept = Image.open(KEPT / "product-phone-light.png").convert("RGB")
    whole = kept.resize((kept.width * 4, kept.height * 4), Image.Resampling.NEAREST)
    softened = whole.filter(ImageFilter.GaussianBlur(0.6))
    shifted = softened.transform(
        whole.size, Image.Transform.AFFINE, (1, 0, 0.33, 0, 1, 0.33), Image.Resampling.BILINEAR
    )
    assert looks_like(kept, small(shifted))
