"""Pages for planners in a real browser: for everyone, on every screen, and without a script."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, Browse
from tests.browser.map_page import MapPage
from tests.browser.test_record_pages import shown

PAGES = {
    "board": ("/quy-hoach?as_of=2025-12-31&compare=2023-12-31", "/en/planning"),
    "indicator": ("/quy-hoach/chi-tieu/2?as_of=2025-12-31", "/en/planning/indicators/14"),
    "zones": ("/quy-hoach/vung-nguyen-lieu?commodity=mango", "/en/planning/zones?side=products"),
    "gaps": (
        "/quy-hoach/khoang-trong?gap=producers_far_from_zone&km=5",
        "/en/planning/gaps?gap=communes_with_potential",
    ),
    "communes": ("/quy-hoach/xa-phuong", "/en/planning/communes?show=potential"),
    "expiring": ("/quy-hoach/het-han?as_of=2026-01-01", "/en/planning/expiring"),
}


@pytest.mark.parametrize("kind", PAGES)
def test_every_page_is_accessible_and_fits_its_screen(desktop: MapPage, phone: MapPage, kind: str) -> None:
    for path, window in zip(PAGES[kind], (phone, desktop.dressed("dark")), strict=True):
        window.page.goto(window.origin + path)
        assert violations(window.page) == []
        window.page.set_viewport_size({"width": 320, "height": 640})
        assert window.page.evaluate("document.documentElement.scrollWidth") == 320


def test_from_the_map_to_the_records_behind_a_number_without_a_script(browse: Browse) -> None:
    page = shown(browse, "/danh-sach", **DESKTOP, java_script_enabled=False)
    page.get_by_role("link", name="Quy hoạch").click()
    page.get_by_label("Tính tới ngày").fill("2025-12-31")
    page.get_by_role("button", name="Xem", exact=True).click()
    page.get_by_role("link", name="cả tổ hợp tác").click()
    expect(page.locator("#kpi-7 [aria-current=true]")).to_have_text("cả tổ hợp tác")
    page.locator("#kpi-7 h2 a").click()
    expect(page.locator("svg[role=img] title")).to_have_text("Đường tới mục tiêu")
    page.locator("#records + nav a").nth(1).click()
    expect(page.locator("#records + nav [aria-current=page]")).to_contain_text("Không được tính")
    assert "as_of=2025-12-31" in page.url
    page.locator(".record-list a").first.click()
    assert "/co-so/" in page.url
