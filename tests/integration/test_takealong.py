"""Leaflets, QR codes and the installed application, over HTTP."""

import re

import httpx
import orjson
import pytest
from sqlalchemy import Engine, text

from ocopmap.catalogue.places import Layer
from ocopmap.database.engine import today
from ocopmap.geocoding import Units
from ocopmap.layers.pages import page_record
from ocopmap.layers.reading import reading
from ocopmap.layers.shortlinks import short_code
from ocopmap.server.addresses import (
    RECORD_FOLDERS,
    ROOTS,
    TOURS,
    leaflet_address,
    qr_address,
    record_address,
    tour_file_address,
)
from ocopmap.server.messages import Locale
from ocopmap.server.sheets.leaflets import Sheet, leaflet
from ocopmap.server.wording import wording
from ocopmap.settings import PROJECT_ROOT, Settings
from tests.browser.planting import PAYLOADS
from tests.browser.serving import context_of
from tests.integration.conftest import Serve
from tests.pdf_text import pages, text_of

PRODUCT = "cha-lua-hoang-khanh"  # made by a household
SALES_POINT = "sales_point:quay-trung-bay-ban-san-pham-ocop-tai-khu-di-tich-nguyen-sinh-sac"


@pytest.fixture(scope="module")
def built_settings(geodata_settings: Settings) -> Settings:
    """With the front end as built: paper needs its typeface."""
    return geodata_settings.model_copy(update={"web_dist_dir": PROJECT_ROOT / "web" / "dist"})


@pytest.fixture(scope="module")
def site(
    serve: Serve, loaded_engine: Engine, loaded_reader: Engine, built_settings: Settings, units: Units
) -> httpx.Client:
    return serve(context_of(loaded_engine, loaded_reader, built_settings, units))


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize(("layer", "key"), [(Layer.PRODUCT, PRODUCT), (Layer.SALES_POINT, SALES_POINT)])
def test_a_leaflet_names_the_record_and_leads_to_it(site: httpx.Client, locale: str, layer: Layer, key: str) -> None:
    answer = site.get(leaflet_address("vi" if locale == "vi" else "en", layer, key))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    collection = "products" if layer is Layer.PRODUCT else "sites"
    record = site.get(f"/api/v1/{collection}/{key}").json()
    shown = "".join(text_of(answer.content).split())
    assert "".join(record["name"].split()) in shown
    assert f"/q/{short_code(layer, key)}" in shown
    assert pages(answer.content) == 1
    assert f"/Lang({locale}" in answer.content.decode("latin-1").replace("/Lang (", "/Lang(")


def test_the_code_of_a_leaflet_leads_to_the_page(site: httpx.Client) -> None:
    answer = site.get(f"/q/{short_code(Layer.PRODUCT, PRODUCT)}")
    assert answer.is_redirect
    assert PRODUCT in answer.headers["location"]


@pytest.mark.parametrize(("kind", "media_type"), [("svg", "image/svg+xml"), ("pdf", "application/pdf")])
def test_codes_are_a_drawing_and_a_sheet(site: httpx.Client, kind: str, media_type: str) -> None:
    answer = site.get(qr_address("vi", Layer.SALES_POINT, SALES_POINT, kind))
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)


def test_without_a_public_address_nothing_of_one_host_reaches_another(site: httpx.Client) -> None:
    address = qr_address("vi", Layer.PRODUCT, PRODUCT)
    ours = site.get(address)
    theirs = site.get(address, headers={"Host": "evil.example"})
    assert "evil.example" in theirs.text
    assert "evil.example" not in site.get(address).text
    assert "private" in ours.headers["cache-control"]
    assert site.get(address, headers={"Host": 'a"><b'}).status_code == 400


def test_with_a_public_address_the_host_of_the_request_does_not_matter(
    serve: Serve, loaded_engine: Engine, loaded_reader: Engine, built_settings: Settings, units: Units
) -> None:
    settings = built_settings.model_copy(update={"public_url": "https://ocop.example.vn/"})
    client = serve(context_of(loaded_engine, loaded_reader, settings, units))
    address = qr_address("vi", Layer.PRODUCT, PRODUCT)
    answer = client.get(address, headers={"Host": "evil.example"})
    assert f"https://ocop.example.vn/q/{short_code(Layer.PRODUCT, PRODUCT)}" in answer.text
    assert "evil" not in answer.text
    assert client.get(address, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        leaflet_address("vi", Layer.PRODUCT, PRODUCT).rpartition("/")[0],
        leaflet_address("en", Layer.SALES_POINT, SALES_POINT).rpartition("/")[0],
    ],
)
def test_a_page_leads_to_its_sheets(site: httpx.Client, path: str) -> None:
    html = site.get(path).text
    sheets = set(re.findall(rf'(?:href|src)="({re.escape(path)}/[^"]+)"', html))
    assert {sheet.rpartition(".")[2] for sheet in sheets} == {"pdf", "svg"}
    assert len(sheets) == 3
    for sheet in sheets:
        assert site.get(sheet).status_code == 200


@pytest.mark.parametrize("folder", [RECORD_FOLDERS["vi"][Layer.COMMUNE] + "28249-phuong-dao-thanh", "/co-so/hk"])
def test_other_pages_promise_no_sheets(site: httpx.Client, folder: str) -> None:
    html = site.get(folder).text
    assert "qr.svg" not in html
    assert "to-roi.pdf" not in html


def test_a_page_asks_at_once_for_the_letters_it_is_set_in(site: httpx.Client) -> None:
    fonts = re.findall('<link rel="preload" href="([^"]+)" as="font"', site.get("/co-so/hk").text)
    assert len(fonts) == 2  # Latin and Vietnamese letters
    for font in fonts:
        answer = site.get(font)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "font/woff2")


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize(
    ("layer", "key"),
    [
        (Layer.PRODUCT, PRODUCT),
        (Layer.SALES_POINT, SALES_POINT),
        (Layer.COMMUNE, "28249"),
        (Layer.ZONE, "vung-xoai-cat-hoa-loc"),
        (Layer.PRODUCER, "producer:hk"),
    ],
)
def test_a_page_has_a_card_for_posts(site: httpx.Client, locale: Locale, layer: Layer, key: str) -> None:
    page = site.get(record_address(locale, layer, key), follow_redirects=True).text
    address = re.findall('<meta property="og:image" content="([^"]+)"', page)[0]
    answer = site.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert size_of(answer.content) == (1200, 630)
    assert len(answer.content) <= 80 * 1024
    assert site.get(address, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_there_is_no_card_of_what_is_not_there(site: httpx.Client) -> None:
    for slug in ("nope", "%00", "x" * 300):
        assert site.get(f"/san-pham/{slug}/the.png").status_code == 404
        assert site.get(f"/en/communes/{slug}/preview.png").status_code == 404


def size_of(png: bytes) -> tuple[int, int]:
    """Return width and height as the first block of a PNG has them."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


@pytest.mark.parametrize("slug", ["nope", "%00", "x" * 300, "a%2Fb"])
def test_there_is_no_leaflet_of_what_is_not_there(site: httpx.Client, slug: str) -> None:
    for folder in (RECORD_FOLDERS["vi"][Layer.PRODUCT], RECORD_FOLDERS["vi"][Layer.SALES_POINT]):
        assert site.get(f"{folder}{slug}/to-roi.pdf").status_code == 404
        assert site.get(f"{folder}{slug}/qr.svg").status_code == 404


@pytest.fixture
def changed(
    serve: Serve, loaded_copy: Engine, loaded_copy_reader: Engine, built_settings: Settings, units: Units
) -> tuple[Engine, httpx.Client]:
    return loaded_copy, serve(context_of(loaded_copy, loaded_copy_reader, built_settings, units))


def test_a_household_keeps_phone_and_home_until_it_releases_them(changed: tuple[Engine, httpx.Client]) -> None:
    engine, client = changed
    with engine.begin() as connection:
        producer = connection.scalar(text("SELECT producer_id FROM product WHERE id = :id"), {"id": PRODUCT})
        connection.execute(text("UPDATE producer SET phone = '0277 3 999' WHERE site_id = :id"), {"id": producer})
        address = {"id": producer, "address": "12 hẻm Bà Tư"}
        connection.execute(
            text("UPDATE site SET original_address = :address, current_address = :address WHERE id = :id"), address
        )
    leaflet = leaflet_address("vi", Layer.PRODUCT, PRODUCT)
    told = text_of(client.get(leaflet).content)
    assert "0277 3 999" not in told
    assert "hẻm Bà Tư" not in told

    with engine.begin() as connection:
        released = {"id": producer}
        connection.execute(text("UPDATE producer SET phone_released = true WHERE site_id = :id"), released)
        connection.execute(text("UPDATE site SET location_released = true WHERE id = :id"), released)
    told = text_of(client.get(leaflet).content)
    assert "0277 3 999" in told
    assert "hẻm Bà Tư" in told


def test_a_leaflet_counts_places_as_the_page_does(changed: tuple[Engine, httpx.Client]) -> None:
    engine, client = changed
    product = "xoai-say-deo-viet-duc"
    with engine.begin() as connection:
        connection.execute(text("UPDATE site SET name = 'Cửa hàng OCOP' WHERE kind = 'sales_point'"))
    html = client.get(record_address("vi", Layer.PRODUCT, product)).text
    bought = html[html.index('id="buy"') : html.index('id="similar"')]
    on_page = [re.findall('tile-number">([0-9]+)<', tile) for tile in re.findall("<li>.*?</li>", bought, re.DOTALL)]
    with reading(engine) as connection:
        found = page_record(connection, Layer.PRODUCT, product)
        assert found
        sheet = Sheet(wording("vi"), found, "https://x.vn/q/1", today(), "Đồng Tháp", is_public=True)
        data, _ = leaflet(connection, sheet)
    items = next(part["items"] for part in data["parts"] if part["items"])
    on_paper = [[str(item["number"])] if item["number"] else [] for item in items]
    assert on_paper == on_page[: len(items)]
    assert [] in on_paper
    assert ["1"] in on_paper


def test_hostile_text_prints_as_it_is(changed: tuple[Engine, httpx.Client]) -> None:
    engine, client = changed
    name = " ".join(PAYLOADS)[:180] + " #strong[x] $y$"
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE product SET name = :name, story = :name WHERE id = :id"), {"name": name, "id": PRODUCT}
        )
    drawn = client.get(f"{record_address('vi', Layer.PRODUCT, PRODUCT)}/the.png")
    assert size_of(drawn.content) == (1200, 630)
    assert len(drawn.content) <= 80 * 1024
    told = "".join(text_of(client.get(leaflet_address("vi", Layer.PRODUCT, PRODUCT)).content).split())
    assert told.count("".join(name.split())) == 2
    assert client.get(qr_address("vi", Layer.PRODUCT, PRODUCT, "pdf")).status_code == 200


@pytest.mark.parametrize("address", ["/manifest.webmanifest", "/en/manifest.webmanifest"])
def test_all_that_the_manifest_names_is_there(site: httpx.Client, address: str) -> None:
    answer = site.get(address)
    assert answer.headers["content-type"] == "application/manifest+json"
    manifest = answer.json()
    for icon in manifest["icons"]:
        found = site.get(icon["src"])
        assert found.headers["content-type"] == "image/png"
        assert icon["sizes"] == "{}x{}".format(*size_of(found.content))
    for url in [manifest["start_url"], *(shortcut["url"] for shortcut in manifest["shortcuts"])]:
        assert site.get(url).status_code == 200
    assert site.get("/apple-touch-icon.png").status_code == 200


def test_all_that_the_worker_keeps_from_the_start_is_there(site: httpx.Client) -> None:
    answer = site.get("/sw.js")
    assert answer.headers["cache-control"] == "no-cache"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    told = orjson.loads(re.findall(r"^self\.ocopmap=(.*);$", answer.text, re.MULTILINE)[0])
    for entry in told["precache"]:
        found = site.get(entry["url"])
        assert found.status_code == 200
        names_the_host = entry["url"] in {*ROOTS.values(), *TOURS.values()}
        assert names_the_host or entry["revision"] in {None, found.headers["etag"].strip('"')}
    assert "no-store" not in site.get(told["offline"]["vi"]).headers["cache-control"]


def test_a_busy_press_says_when_to_come_back(site: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocopmap.printing.press.Press._run", lambda *_: (_ for _ in ()).throw(AssertionError))
    monkeypatch.setattr("threading.BoundedSemaphore.acquire", lambda *_, **__: False)
    answer = site.get(leaflet_address("en", Layer.PRODUCT, "gao-chu-keo-hk"), headers={"Accept": "text/html"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "10"
    assert "text/html" in answer.headers["content-type"]


def test_a_tours_sheet_tells_the_timetable_and_where_it_is_no_road(site: httpx.Client) -> None:
    link = f"s={SALES_POINT}~30&s=@10.3,105.7:Nh%C3%A0%20%3Cb%3E%24%7B1%7D&d=2026-12-01&speed=40&t=1"
    answer = site.get(f"{tour_file_address('vi', 'pdf')}?{link}")
    assert answer.status_code == 200
    shown = "".join(text_of(answer.content).replace("\u200b", "").split())
    record = site.get(f"/api/v1/sites/{SALES_POINT}").json()
    assert "".join(record["name"].split()) in shown
    for told in ("Nhà<b>${1}", "07:30–08:00", "Đườngchimbay", "1/12/2026"):
        assert told in shown
    assert pages(answer.content) == 1
    assert b"pdfuaid" in answer.content


def test_the_longest_tour_fits_its_code_and_its_sheets(site: httpx.Client) -> None:
    stops = "&".join(f"s=@10.3{at:03},105.7:{'%E1%BA%A4' * 80}~5~lock" for at in range(40))
    answer = site.get(f"{tour_file_address('en', 'pdf')}?{stops}&d=2026-12-01&speed=40&t=1")
    assert answer.status_code == 414  # letters of three bytes: longer than any address may be
    stops = "&".join(
        f"s=@10.3{at:03},105.7:Xo%C3%A0i%20c%C3%A1t%20H%C3%B2a%20L%E1%BB%99c%20{at}~5~lock" for at in range(40)
    )
    answer = site.get(f"{tour_file_address('en', 'pdf')}?{stops}&d=2026-12-01&speed=40&t=1")
    assert answer.status_code == 200
    assert pages(answer.content) > 1
