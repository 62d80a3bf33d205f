"""How the site is found: sitemap, robots.txt, short links, icons, and whom to write to."""

from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import httpx
import pytest
from sqlalchemy import Engine, text

from ocopmap.catalogue.places import Layer
from ocopmap.geocoding import Units
from ocopmap.layers.shortlinks import short_code
from ocopmap.layers.sitemap import PublicPage
from ocopmap.server.addresses import LISTS, PLANNER_PAGES, RECORD_FOLDERS, ROOTS, TOURS, record_address
from ocopmap.server.context import Context
from ocopmap.server.sitemap import sitemap_files
from ocopmap.settings import Settings
from tests.browser.serving import context_of
from tests.integration.conftest import Serve

HTML = {"Accept": "text/html"}
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
PUBLIC = "https://ocop.example.org"


@pytest.fixture(scope="module")
def public(serve: Serve, context: Context) -> httpx.Client:
    """A client of a site that knows its own address and whom to write to."""
    settings = context.settings.model_copy(update={"public_url": f"{PUBLIC}/", "contact_email": "ocop@example.org"})
    return serve(replace(context, settings=settings, site=replace(context.site, settings=settings)))


def located(xml: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(xml).findall("s:url", NAMES)  # noqa: S314 - our own


def test_every_record_is_in_the_sitemap_in_both_languages(client: httpx.Client, public: httpx.Client) -> None:
    answer = public.get("/sitemap.xml")
    assert answer.headers["content-type"] == "application/xml"
    entries = located(answer.text)
    found = {entry.findtext("s:loc", namespaces=NAMES) for entry in entries}
    features = client.get("/api/v1/features.geojson").json()["features"]
    expected = {
        PUBLIC + record_address(locale, Layer(each["properties"]["layer"]), each["id"], each["properties"]["name"])
        for each in features
        for locale in ("vi", "en")
    }
    lists = {PUBLIC + each[locale] for each in (ROOTS, LISTS, TOURS) for locale in ("vi", "en")}
    lists |= {PUBLIC + address for pages in PLANNER_PAGES.values() for address in pages.values()}
    folders = {PUBLIC + folder for locale in ("vi", "en") for folder in RECORD_FOLDERS[locale].values()}
    assert found == expected | lists | folders
    assert len(entries) == len(found)
    for entry in entries:
        assert len(entry.findtext("s:lastmod", default="", namespaces=NAMES)) == len("2026-11-22")
        alternates = {link.attrib["hreflang"]: link.attrib["href"] for link in entry.findall("x:link", NAMES)}
        assert set(alternates) == {"vi", "en"}
        assert entry.findtext("s:loc", namespaces=NAMES) in alternates.values()


def test_what_the_sitemap_names_is_there_and_calls_itself_so(public: httpx.Client) -> None:
    found = [
        entry.findtext("s:loc", default="", namespaces=NAMES) for entry in located(public.get("/sitemap.xml").text)
    ]
    for address in found[:20] + found[20::60]:
        answer = public.get(address.removeprefix(PUBLIC), headers=HTML)
        assert answer.status_code == 200
        assert f'rel="canonical" href="{address}"' in answer.text


def test_a_long_sitemap_is_split_and_nothing_lost() -> None:
    records = [PublicPage(Layer.PRODUCT, f"gạo&{number}", "Gạo", None) for number in range(30)]
    index, *parts = sitemap_files(PUBLIC, records, most=20)
    listed = ElementTree.fromstring(index).findall("s:sitemap", NAMES)  # noqa: S314 - our own
    named = [each.findtext("s:loc", namespaces=NAMES) for each in listed]
    assert named == [f"{PUBLIC}/sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    assert all(len(located(part)) <= 20 for part in parts)
    whole = sitemap_files(PUBLIC, records)
    assert len(whole) == 1
    assert sum(len(located(part)) for part in parts) == len(located(whole[0]))


def test_parts_that_are_not_there(public: httpx.Client) -> None:
    assert public.get("/sitemap-1.xml").status_code == 404
    assert public.get("/sitemap-x.xml").status_code == 404


def test_robots_read_pages_not_data(client: httpx.Client, public: httpx.Client) -> None:
    told = public.get("/robots.txt").text.splitlines()
    assert {"User-agent: *", "Disallow: /api/", "Disallow: /tiles/", f"Sitemap: {PUBLIC}/sitemap.xml"} <= set(told)
    assert "Sitemap" not in client.get("/robots.txt").text


def test_whom_to_tell_of_a_weakness_only_where_somebody_is_named(client: httpx.Client, public: httpx.Client) -> None:
    told = public.get("/.well-known/security.txt").text
    assert "Contact: mailto:ocop@example.org\n" in told
    assert "Expires: " in told
    assert client.get("/.well-known/security.txt").status_code == 404


def test_the_icon_is_where_icons_used_to_be(client: httpx.Client) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")


def test_a_short_code_stays_what_was_printed() -> None:
    assert short_code(Layer.PRODUCT, "nem-lai-vung") == "fe4zh1d2x1"
    assert short_code(Layer.COMMUNE, "29905") == "75admcczya"


def test_every_record_has_a_short_link_to_its_page(client: httpx.Client) -> None:
    features = client.get("/api/v1/features.geojson").json()["features"]
    codes = {short_code(Layer(each["properties"]["layer"]), each["id"]) for each in features}
    assert len(codes) == len(features)
    for each in [feature for number, feature in enumerate(features) if number % 25 == 0]:
        layer, name = Layer(each["properties"]["layer"]), each["properties"]["name"]
        for language in ("vi", "en"):
            answer = client.get(f"/q/{short_code(layer, each['id'])}", headers={"Accept-Language": language})
            assert answer.status_code == 302
            assert answer.headers["location"] == record_address(language, layer, each["id"], name)
            assert "Accept-Language" in answer.headers["vary"]


def test_a_short_code_may_be_misread(client: httpx.Client) -> None:
    code = next(found for found in _codes(client) if set("01") <= set(found))
    right = client.get(f"/q/{code}").headers["location"]
    for misread in (code.upper(), code.replace("0", "o"), code.replace("1", "L"), f"{code[:5]}-{code[5:]}"):
        assert client.get(f"/q/{misread}").headers["location"] == right


def _codes(client: httpx.Client) -> Iterator[str]:
    for each in client.get("/api/v1/features.geojson").json()["features"]:
        yield short_code(Layer(each["properties"]["layer"]), each["id"])


@pytest.mark.parametrize("code", ["0000000000", "abc", "u" * 10, "a" * 500, "%00", "..%2f..", "🍚🍚🍚🍚🍚🍚🍚🍚🍚🍚"])
def test_a_code_of_nothing_is_a_page_of_404(client: httpx.Client, code: str) -> None:
    answer = client.get(f"/q/{code}", headers=HTML)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


def test_records_that_share_a_code_are_offered_to_choose_from(
    serve: Serve, loaded_copy: Engine, loaded_copy_reader: Engine, served_settings: Settings, units: Units
) -> None:
    """Two of a hundred thousand records share a code once in some 200,000 maps: here a table stands for that one."""
    with loaded_copy.begin() as connection:
        connection.execute(text("CREATE TABLE shared AS SELECT * FROM published.search_entry"))
        connection.execute(text("DROP MATERIALIZED VIEW published.search_entry CASCADE"))
        connection.execute(
            text("""
                UPDATE shared SET short_number = (SELECT short_number FROM shared WHERE id = 'nem-lai-vung')
                WHERE id = 'craft_village:lang-nghe-nem-lai-vung'
            """)
        )
        connection.execute(text("CREATE VIEW published.search_entry AS TABLE shared"))
        connection.execute(text("GRANT SELECT ON published.search_entry TO ocopmap_reader"))
    client = serve(context_of(loaded_copy, loaded_copy_reader, served_settings, units))
    answer = client.get(f"/q/{short_code(Layer.PRODUCT, 'nem-lai-vung')}", headers=HTML)
    assert answer.status_code == 300
    assert 'href="/san-pham/nem-lai-vung"' in answer.text
    assert 'href="/lang-nghe/lang-nghe-nem-lai-vung"' in answer.text
