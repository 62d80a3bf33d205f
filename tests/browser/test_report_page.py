"""The reports' page in a browser: for everyone, on every screen, and a file that really comes."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, Browse


@pytest.mark.parametrize(
    ("path", "screen", "scheme"),
    [("/quy-hoach/bao-cao", PHONE, "dark"), ("/en/planning/reports", DESKTOP, "light")],
    ids=["phone", "desktop"],
)
def test_a_body_takes_its_report_home(browse: Browse, path: str, screen: dict, scheme: str) -> None:
    window = browse(**screen, color_scheme=scheme)
    page = window.page
    page.goto(f"{window.origin}{path}?as_of=2025-06-15")
    page.locator("#owner").select_option("lmhtx")
    page.locator(".planning-head button").click()
    expect(page).to_have_url(f"{window.origin}{path}?as_of=2025-06-15&kind=half-year&owner=lmhtx")
    expect(page.locator("#report-name")).to_contain_text("Liên minh Hợp tác xã tỉnh")
    expect(page.locator(".figures tbody tr")).to_have_count(1)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]
    with page.expect_download() as coming:
        page.locator(".report-files a").first.click()
    assert coming.value.suggested_filename == "bao-cao-half-year-lmhtx-2025-06-15.docx"
