"""The map in somebody else's page, and the map page where it cannot be a map."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from ocopmap.server.addresses import EMBEDS, LISTS, RECORD_FOLDERS, ROOTS
from ocopmap.server.messages import LOCALES, Locale, messages
from tests.browser.conftest import DESKTOP, PHONE, Browse
from tests.browser.map_page import MapPage

FILTERS = "stars=4&layer=product"


@contextmanager
def hotel(address: str) -> Iterator[str]:
    """Serve, from an origin of its own, a page that frames an address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f'<!doctype html><title>Hotel</title><iframe src="{address}" width="640" height="480"></iframe>'
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def newspaper(browser: Browser) -> Iterator[Page]:
    """A window without the watch that allows one origin alone."""
    context = browser.new_context(**DESKTOP)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("locale", LOCALES)
def test_another_site_frames_the_map_with_its_filters(newspaper: Page, origin: str, locale: Locale) -> None:
    newspaper.route("**/basemap.invalid/**", lambda route: route.abort())
    with hotel(f"{origin}{EMBEDS[locale]}?{FILTERS}") as page:
        newspaper.goto(page)
        frame = newspaper.frame_locator("iframe")
        expect(frame.locator(".leaflet-marker-pane > *").first).to_be_visible()
        expect(frame.locator(".panel, .tabs, .site-header")).to_have_count(2)
        for hidden in frame.locator(".panel, .tabs").all():
            expect(hidden).to_be_hidden()
        whole = frame.locator(".embed-bar a")
        address = whole.get_attribute("href") or ""
        assert address.startswith(f"{origin}{ROOTS[locale]}?")
        assert "stars=4" in address
        with newspaper.context.expect_page() as opened:
            whole.click()
        expect(opened.value.locator("#filter-form input[name=stars][value='4']")).to_be_checked()


@pytest.mark.parametrize("path", ["/", "/en/", "/api/v1/products", "/khong-co"])
def test_nothing_else_may_be_framed(newspaper: Page, origin: str, path: str) -> None:
    with hotel(origin + path) as page, newspaper.expect_console_message(lambda said: "frame-ancestors" in said.text):
        newspaper.goto(page)


@pytest.mark.parametrize("locale", LOCALES)
def test_only_the_map_for_frames_gives_leave_to_be_framed(browse: Browse, origin: str, locale: Locale) -> None:
    request = browse().page.request
    policies = {
        path: request.get(origin + path).headers["content-security-policy"] for path in (EMBEDS[locale], ROOTS[locale])
    }
    assert policies[EMBEDS[locale]].endswith("frame-ancestors *")
    assert policies[ROOTS[locale]].endswith("frame-ancestors 'none'")


def test_a_card_opens_in_the_frame_and_its_links_outside_of_it(desktop: MapPage) -> None:
    desktop.page.goto(f"{desktop.origin}/nhung?id=product/gao-chu-keo-hk")
    desktop.card_text()
    with desktop.page.context.expect_page():
        desktop.card.locator(".actions > a").click()
    expect(desktop.card).to_be_visible()


def test_a_frame_that_chooses_products_shows_them_alone_and_says_so(desktop: MapPage) -> None:
    products = len(desktop.features("layer=product&stars=4"))
    page = desktop.open("stars=4", path=EMBEDS["en"]).page
    caption = page.locator("#embed-caption")
    expect(caption).to_contain_text(f"OCOP products: {products} records")
    expect(caption).to_contain_text("4 stars")
    assert 0 < desktop.drawn() <= products


@pytest.mark.parametrize("locale", LOCALES)
def test_without_javascript_the_page_leads_to_the_lists(browse: Browse, locale: Locale) -> None:
    window = browse(**PHONE, java_script_enabled=False)
    page = window.page
    page.goto(window.origin + ROOTS[locale])
    form = page.locator(".plain-page form:visible")
    assert form.get_attribute("action") == LISTS[locale]
    assert form.locator("input[name=q]").is_visible()
    for folder in RECORD_FOLDERS[locale].values():
        expect(page.locator(f'.plain-page a[href="{folder}"]:visible')).to_have_count(1)
    expect(page.locator("#main")).to_be_hidden()


@pytest.mark.parametrize("body", ["let x = ;", "window.ocopmap = undefined;"], ids=["unread", "unmade"])
def test_a_browser_that_cannot_run_the_map_is_shown_the_lists(newspaper: Page, origin: str, body: str) -> None:
    newspaper.route("**/assets/map.*.js", lambda route: route.fulfill(body=body, content_type="text/javascript"))
    newspaper.goto(origin + "/en/")
    expect(newspaper.locator("#unsupported")).to_contain_text(messages("en")["page.unsupported"])
    expect(newspaper.locator(f'#unsupported a[href="{LISTS["en"]}"]')).to_be_visible()
    expect(newspaper.locator("#main")).to_be_hidden()


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_tells_search_engines_where_its_languages_are(desktop: MapPage, locale: Locale) -> None:
    head = desktop.open(path=ROOTS[locale]).page.locator("head")
    assert head.locator("link[rel=canonical]").get_attribute("href") == desktop.origin + ROOTS[locale]
    languages = head.locator("link[hreflang]").evaluate_all("all => all.map((link) => link.hreflang)")
    assert languages == ["vi", "en", "x-default"]
    assert head.locator('meta[property="og:title"]').get_attribute("content")
