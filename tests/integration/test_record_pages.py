"""The pages of single records over the province's records: addresses, facts, honesty, other answers, hostile text."""

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from sqlalchemy import Engine, text

from ocopmap.catalogue.places import Layer
from ocopmap.database.engine import today
from ocopmap.geocoding import Units
from ocopmap.layers.reading import reading
from ocopmap.server.addresses import RECORD_FOLDERS, record_address
from ocopmap.server.context import Context
from ocopmap.server.messages import LOCALES
from ocopmap.server.wording import wording
from ocopmap.settings import Settings
from tests.browser.planting import plant
from tests.browser.serving import context_of
from tests.integration.html_pages import BROWSER, Page, opened

Serve = Callable[[Context], httpx.Client]


def names(engine: Engine, layer: Layer) -> list[tuple[str, str]]:
    """Return id and name of a layer's published records."""
    view = layer if layer in (Layer.PRODUCT, Layer.ZONE, Layer.COMMUNE) else "site"
    kind = f"WHERE layer = '{layer}'" if view == "site" else ""
    with reading(engine) as connection:
        return [(key, name) for key, name in connection.execute(text(f"SELECT id, name FROM published.{view} {kind}"))]  # noqa: S608


def some(engine: Engine, layer: Layer) -> list[tuple[str, str]]:
    """Return id and name of eight records of a layer and a few more communes: the same each time, so drawn once."""
    found = names(engine, layer)
    return found[:: max(1, len(found) // (30 if layer is Layer.COMMUNE else 8))]


@pytest.mark.parametrize("layer", Layer)
def test_every_record_has_a_page_in_both_languages(client: httpx.Client, loaded_reader: Engine, layer: Layer) -> None:
    for number, (key, name) in enumerate(some(loaded_reader, layer)):
        locale = LOCALES[number % 2]
        address = record_address(locale, layer, key, name)
        page = opened(client, address)
        assert page.all("html", lang=locale)
        assert name in page.text
        root = str(client.base_url).rstrip("/")
        assert page.all("link", rel="canonical") == [{"rel": "canonical", "href": root + address}]
        alternates = {each["hreflang"]: each["href"] for each in page.all("link", rel="alternate")}
        for each in LOCALES:
            assert alternates[each] == root + record_address(each, layer, key, name)
        assert alternates["x-default"] == alternates["vi"]
        assert page.all("meta", name="description")[0]["content"]
        assert page.all("meta", property="og:title")[0]["content"] == name
        assert not [name for name, attributes in page.elements if "style" in attributes or name == "style"]


def test_all_102_communes_have_one(loaded_reader: Engine) -> None:
    assert len(names(loaded_reader, Layer.COMMUNE)) == 102


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("/xa-phuong/28249", "/xa-phuong/28249-phuong-dao-thanh"),
        ("/xa-phuong/28249-ten-khac", "/xa-phuong/28249-phuong-dao-thanh"),
        ("/en/communes/28249-PHUONG-Dao-Thanh", "/en/communes/28249-phuong-dao-thanh"),
        ("/san-pham/Gao-Chu-Keo-HK", "/san-pham/gao-chu-keo-hk"),
        ("/san-pham/gạo-chú-kẹo-hk", "/san-pham/gao-chu-keo-hk"),
        ("/co-so/HK", "/co-so/hk"),
    ],
)
def test_another_spelling_leads_to_the_right_address(client: httpx.Client, asked: str, right: str) -> None:
    answer = client.get(asked, headers=BROWSER)
    assert (answer.status_code, answer.headers["location"]) == (301, right)
    assert client.get(right).status_code == 200


@pytest.mark.parametrize("folder", [*RECORD_FOLDERS["vi"].values(), *RECORD_FOLDERS["en"].values()])
@pytest.mark.parametrize("slug", ["khong-co", "x'%20OR%20'1'='1", "a%00b", "%F0%9F%8D%9A", "99999-xa-x", "a" * 300])
def test_what_never_was_is_not_found(client: httpx.Client, folder: str, slug: str) -> None:
    assert client.get(folder + slug, headers=BROWSER, follow_redirects=True).status_code == 404


def test_an_old_commune_names_its_successor(client: httpx.Client) -> None:
    answer = client.get("/xa-phuong/28252", headers=BROWSER)
    assert answer.status_code == 410
    page = Page(answer.text)
    assert "Phường 4, thành phố Mỹ Tho" in page.text
    assert "/xa-phuong/28249-phuong-dao-thanh" in page.links()
    assert page.all("meta", content="noindex")


def test_a_record_taken_off_is_gone_and_its_name_with_it(changing: httpx.Client, loaded_copy: Engine) -> None:
    for table, key, path, name in (
        ("product", "gao-chu-keo-hk", "/en/products/gao-chu-keo-hk", "Gạo Chú Kẹo"),
        ("site", "producer:hk", "/en/producers/hk", "Công ty TNHH Thương mại HK"),
        ("raw_material_zone", "vung-xoai-cat-hoa-loc", "/en/raw-material-zones/vung-xoai-cat-hoa-loc", "Hòa Lộc"),
    ):
        assert name in opened(changing, path).text
        with loaded_copy.begin() as connection:
            connection.execute(text(f"UPDATE {table} SET published = false WHERE id = :id"), {"id": key})  # noqa: S608
        answer = changing.get(path, headers=BROWSER)
        assert answer.status_code == 410
        assert name not in answer.text
        assert Page(answer.text).all("html", lang="en")
        assert "/en/" in Page(answer.text).links()


def test_a_page_is_sent_again_only_when_it_changed(changing: httpx.Client, loaded_copy: Engine) -> None:
    path = "/san-pham/gao-chu-keo-hk"
    first = changing.get(path)
    again = {"If-None-Match": first.headers["etag"]}
    assert changing.get(path, headers=again).status_code == 304
    with loaded_copy.begin() as connection:
        connection.execute(text("UPDATE product SET story = 'Gạo của đất phù sa.' WHERE id = 'gao-chu-keo-hk'"))
    changed = changing.get(path, headers=again)
    assert changed.status_code == 200
    assert "Gạo của đất phù sa." in changed.text


def _tie_everything(engine: Engine, product: str) -> None:
    """Link a product to a zone and to one place of each kind."""
    with engine.begin() as connection:
        for table, key in (
            ("zone", "SELECT id FROM raw_material_zone WHERE geom IS NOT NULL ORDER BY id LIMIT 1"),
            ("craft_village", "SELECT id FROM site WHERE id = 'craft_village:lang-nghe-det-chieu-dinh-yen'"),
            ("sales_point", "SELECT id FROM site WHERE kind = 'sales_point' AND precision = 'hamlet' LIMIT 1"),
            ("tourism_point", "SELECT id FROM site WHERE kind = 'tourism_point' AND precision = 'street' LIMIT 1"),
        ):
            connection.execute(
                text(f"INSERT INTO product_{table} SELECT :product, id, 'https://example.org' FROM ({key}) AS k"),  # noqa: S608
                {"product": product},
            )


def test_a_product_is_shown_with_what_it_is_tied_to(changing: httpx.Client, loaded_copy: Engine) -> None:
    product = "xoai-say-deo-viet-duc"
    before = opened(changing, f"/san-pham/{product}")
    assert not [each for each in before.elements if each[1].get("class", "").startswith("spot-tied")]
    _tie_everything(loaded_copy, product)
    page = opened(changing, f"/san-pham/{product}")
    for folder in ("/vung-nguyen-lieu/", "/lang-nghe/", "/diem-ban/", "/diem-du-lich/"):
        assert [link for link in page.links() if link.startswith(folder) and link != folder]
    assert [each for each in page.elements if each[1].get("class", "").startswith("spot-tied")]
    described = page.all("svg", role="img")[0]["aria-label"]
    assert "Làng nghề dệt chiếu Định Yên" in described


def test_the_lists_of_a_page_are_numbered_as_its_map(client: httpx.Client, loaded_reader: Engine) -> None:
    beyond = 0
    for layer in (Layer.PRODUCT, Layer.CRAFT_VILLAGE, Layer.COMMUNE):
        for key, name in some(loaded_reader, layer):
            html = client.get(record_address("vi", layer, key, name)).text
            drawn = re.findall(r'class="spot spot-[^"]*"><circle[^>]*/><text[^>]*>(\d+)</text>', html)
            listed = re.findall(r'class="tile-number">(\d+)<', html)
            assert sorted(drawn) == sorted(listed), key
            assert set(map(int, drawn)) == set(range(1, len(set(drawn)) + 1)), key
            beyond += wording("vi").t("read.key.left_out") in html
    assert beyond


def test_an_address_to_trace_a_product_is_on_its_page_and_in_its_record(
    changing: httpx.Client, loaded_copy: Engine
) -> None:
    path, record = "/san-pham/gao-chu-keo-hk", "/api/v1/products/gao-chu-keo-hk"
    url = "https://truyxuat.example.vn/?id=1&x=2"
    assert "example.vn" not in changing.get(path).text
    assert changing.get(record).json()["traceability"] is None
    with loaded_copy.begin() as connection:
        connection.execute(
            text("""
                INSERT INTO product_traceability (product_id, url, tested_on, works, source_url, source_date)
                VALUES ('gao-chu-keo-hk', :url, '2026-05-03', false, 'https://so.example.vn/1', '2026-05')
            """),
            {"url": url},
        )
    page = opened(changing, path)
    assert url in page.links()
    assert "https://so.example.vn/1" in page.links()
    assert wording("vi").t("read.trace_fails", date="3/5/2026") in page.text
    found = changing.get(record).json()["traceability"]
    assert (found["url"], found["works"], found["tested_on"]) == (url, False, "2026-05-03")


def test_links_and_channels_name_their_sources(changing: httpx.Client, loaded_copy: Engine) -> None:
    product = "xoai-say-deo-viet-duc"
    _tie_everything(loaded_copy, product)
    with loaded_copy.begin() as connection:
        connection.execute(
            text("""
                INSERT INTO sales_channel (id, product_id, channel, name, source_url, source_date)
                VALUES ('kenh', :product, 'supermarket', 'Siêu thị X', 'https://bao.example.com/ban', '2025-02')
            """),
            {"product": product},
        )
        village = connection.scalar(text("SELECT craft_village_id FROM product_craft_village"))
    page = opened(changing, f"/san-pham/{product}")
    assert page.links().count("https://example.org") == 4
    assert "https://bao.example.com/ban" in page.links()
    assert "2/2025" in page.text
    assert "https://example.org" in opened(changing, record_address("vi", Layer.CRAFT_VILLAGE, village)).links()


def test_where_coordinates_come_from_is_told_to_readers(changing: httpx.Client, loaded_copy: Engine) -> None:
    told = "https://github.com/a/b.json (id x) ; public code file (place id 1)"
    with loaded_copy.begin() as connection:
        connection.execute(
            text("UPDATE site SET coordinate_source = :told WHERE id = 'tourism_point:nha-co-huynh-thuy-le'"),
            {"told": told},
        )
    page = opened(changing, "/en/tourism-points/nha-co-huynh-thuy-le")
    assert "https://github.com/a/b.json" in page.links()
    assert f"github.com, {wording('en').t('read.code_file')}" in page.text
    assert told in page.text


def test_every_page_leads_to_the_list_and_has_one_search(client: httpx.Client) -> None:
    for path, listed in (
        ("/san-pham/gao-chu-keo-hk", "/danh-sach"),
        ("/en/communes/28249-phuong-dao-thanh", "/en/list"),
        ("/danh-sach", "/danh-sach"),
        ("/en/communes/", "/en/list"),
    ):
        page = opened(client, path)
        assert listed in page.links()
        (form,) = page.all("form", role="search")
        assert client.get(form["action"], params={"q": "sen"}).status_code == 200
        assert len(page.all("input", name="q")) == 1


def test_the_map_never_pins_what_is_known_only_roughly(client: httpx.Client, loaded_reader: Engine) -> None:
    with reading(loaded_reader) as connection:
        found = connection.execute(
            text("""
                SELECT DISTINCT ON (precision) id, layer, precision FROM published.site
                WHERE layer <> 'producer' AND precision <> 'province' AND province_code = '82' ORDER BY precision, id
            """)
        ).all()
    assert {"street", "district", "legacy_commune"} <= {each.precision for each in found}
    for key, layer, precision in found:
        page = opened(client, record_address("vi", Layer(layer), key))
        assert bool(page.all("circle", class_=f"area area-{layer}")) == (precision != "street")
        pins = [each for each in page.all("path", class_=f"pin pin-{layer}") if "M10 19" not in each["d"]]
        assert bool(pins) == (precision == "street")


def test_maps_are_small(client: httpx.Client, loaded_reader: Engine) -> None:
    for layer in (Layer.SALES_POINT, Layer.ZONE):
        for key, name in some(loaded_reader, layer):
            html = client.get(record_address("vi", layer, key, name)).text
            for drawn in re.findall(r'<svg[^>]*role="img".*?</svg>', html, re.DOTALL):
                assert len(drawn.encode()) <= 12 * 1024, key


def test_pages_are_small(client: httpx.Client) -> None:
    for path in ("/xa-phuong/28249-phuong-dao-thanh", "/san-pham/gao-chu-keo-hk", "/co-so/hk"):
        answer = client.get(path, headers={"Accept-Encoding": "br"})
        assert answer.headers["content-encoding"] == "br"
        assert int(answer.headers["content-length"]) <= 15 * 1024


TYPES = {
    Layer.PRODUCT: "Product",
    Layer.PRODUCER: "Organization",
    Layer.CRAFT_VILLAGE: "TouristAttraction",
    Layer.TOURISM_POINT: "TouristAttraction",
    Layer.SALES_POINT: "Store",
    Layer.ZONE: "Place",
    Layer.COMMUNE: "AdministrativeArea",
}


@pytest.mark.parametrize("layer", Layer)
def test_pages_describe_themselves_to_machines(client: httpx.Client, loaded_reader: Engine, layer: Layer) -> None:
    key, name = names(loaded_reader, layer)[0]
    thing, crumbs = opened(client, record_address("en", layer, key, name)).data
    assert (thing["@type"], thing["name"]) == (TYPES[layer], name)
    assert crumbs["@type"] == "BreadcrumbList"
    assert [each["position"] for each in crumbs["itemListElement"]] == [1, 2, 3]
    if layer is Layer.PRODUCT:
        assert {each["name"] for each in thing["additionalProperty"]} >= {"OCOP certificate"}


def test_when_a_point_is_open_is_told_with_its_source(client: httpx.Client) -> None:
    key = "tourism_point:nha-co-huynh-thuy-le"
    told = client.get(f"/api/v1/sites/{key}").json()["visit"]
    assert (told["opening_hours"], told["visit_minutes"]) == ("08:30-17:30", 60)
    page = opened(client, record_address("vi", Layer.TOURISM_POINT, key, "Nhà cổ Huỳnh Thủy Lê"))
    assert "8:30–17:30 hằng ngày" in page.text
    assert "mia.vn" in page.text
    (told,) = page.data[0]["openingHoursSpecification"]
    assert (told["opens"], told["closes"], len(told["dayOfWeek"])) == ("08:30", "17:30", 7)


def test_a_households_place_and_phone_stay_private(changing: httpx.Client, loaded_copy: Engine) -> None:
    with loaded_copy.begin() as connection:
        key, product = connection.execute(
            text("""
                SELECT p.site_id, q.id FROM producer AS p JOIN site AS s ON s.id = p.site_id
                JOIN product AS q ON q.producer_id = s.id
                WHERE p.legal_form = 'household' AND s.commune_id IS NOT NULL ORDER BY 1, 2 LIMIT 1
            """)
        ).one()
        connection.execute(
            text("""
                UPDATE site SET geom = ST_SetSRID(ST_MakePoint(105.654321, 10.456789), 4326), precision = 'exact',
                    placed_by = 'surveyed', confidence = 1, uncertainty_m = 5, location_released = false,
                    current_address = 'số 7 đường Nhà Riêng', original_address = 'số 7 đường Nhà Riêng'
                WHERE id = :id
            """),
            {"id": key},
        )
        connection.execute(
            text("UPDATE producer SET phone = '0912345678', phone_released = false WHERE site_id = :id"), {"id": key}
        )
    for layer, each in ((Layer.PRODUCER, key), (Layer.PRODUCT, product)):
        html = changing.get(record_address("vi", layer, each)).text
        for secret in ("105.654", "10.4567", "Nhà Riêng", "0912345678"):
            assert secret not in html


def test_mistakes_are_reported_to_the_office_about_the_record(
    serve: Serve, loaded_engine: Engine, loaded_reader: Engine, served_settings: Settings, units: Units
) -> None:
    settings = served_settings.model_copy(update={"contact_email": "ocop@example.vn", "public_url": "https://x.vn"})
    client = serve(context_of(loaded_engine, loaded_reader, settings, units))
    page = opened(client, "/san-pham/gao-chu-keo-hk")
    about = [link for link in page.links() if link.startswith("mailto:ocop@example.vn?") and "body=" in link]
    assert about
    assert "G%E1%BA%A1o%20Ch%C3%BA%20K%E1%BA%B9o" in about[0]
    assert "https%3A//x.vn/san-pham/gao-chu-keo-hk" in about[0]
    assert page.all("link", rel="canonical")[0]["href"] == "https://x.vn/san-pham/gao-chu-keo-hk"


def test_another_host_name_is_no_part_of_a_page(client: httpx.Client) -> None:
    html = client.get("/co-so/hk", headers={"Host": 'evil.example/"><script>'}).text
    assert "evil" not in html


def test_lists_are_in_vietnamese_order(changing: httpx.Client, loaded_copy: Engine) -> None:
    wanted = ["An", "Ăn", "Âm", "Dừa", "Đậu", "Em"]
    with loaded_copy.begin() as connection:
        for number, name in enumerate(reversed(wanted)):
            connection.execute(
                text("""
                    INSERT INTO product (id, name, producer_id, product_group, source_url)
                    VALUES (:id, :name, 'producer:hk', 'food', 'https://example.org')
                """),
                {"id": f"san-pham-{number}", "name": name},
            )
    shown = re.findall(r'<span class="tile-name" lang="vi">([^<]+)', changing.get("/co-so/hk").text)
    assert [name for name in shown if name in wanted] == wanted


def _hostile_pages(engine: Engine) -> Iterator[str]:
    for layer in Layer:
        for key, name in names(engine, layer)[:9]:
            yield record_address("vi", layer, key, name)


def test_hostile_text_stays_text(
    serve: Serve, loaded_copy: Engine, loaded_copy_reader: Engine, served_settings: Settings, units: Units
) -> None:
    with loaded_copy.begin() as connection:
        plant(connection)
    client = serve(context_of(loaded_copy, loaded_copy_reader, served_settings, units))
    for path in _hostile_pages(loaded_copy_reader):
        page = opened(client, path)
        assert "alert(1)" in page.text, path
        assert len(page.data) == 2
        assert {name for name, _ in page.elements} & {"iframe", "object"} == set()
        assert all(re.fullmatch(r"/[a-z0-9/-]+/qr\.svg", image["src"]) for image in page.all("img")), path
        assert all(script.get("src") or script["type"] == "application/ld+json" for script in page.all("script"))
        for _, attributes in page.elements:
            assert not [name for name in attributes if name.startswith("on")], path
        assert not [link for link in page.links() if link.lower().startswith("javascript:")]


def test_the_day_decides_what_is_said_of_a_certificate(changing: httpx.Client, loaded_copy: Engine) -> None:
    with loaded_copy.begin() as connection:
        connection.execute(text("DELETE FROM recognition WHERE product_id = 'gao-chu-keo-hk'"))
        connection.execute(
            text("""
                INSERT INTO recognition (id, product_id, event, stars, decided_on, decided_on_precision, source_url)
                VALUES ('r-new', 'gao-chu-keo-hk', 'first', 4, :day, 'day', 'https://example.org/qd')
            """),
            {"day": today()},
        )
    page = opened(changing, "/san-pham/gao-chu-keo-hk")
    assert f"{today().day}/{today().month}/{today().year + 3}" in page.text
    assert page.all("p", class_="certificate certificate-valid")
    assert "example.org" in page.text
