"""When things are harvested and what they are called: from files to filter, record, page and search."""

import re
from pathlib import Path

import httpx
import pytest
from sample_rows import product
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from ocopmap.database.communemap import CommuneMap
from ocopmap.geocoding import Units
from ocopmap.ingest.registers.importing import Choices, import_register
from ocopmap.ingest.undo import undo_import
from ocopmap.ingest.zonefiles.importing import ZoneImport, import_zones
from ocopmap.server.messages import messages
from ocopmap.settings import Settings
from tests.integration.html_pages import opened
from tests.integration.zone_files import Drawn, square, written
from tests.unit.registers.samples import LOWER, ROWS, UPPER, header_merges, table, write_xlsx

FEATURES = "/api/v1/features.geojson"
HOA_LOC = "vung-xoai-cat-hoa-loc"


def ids(client: httpx.Client, query: str) -> set[str]:
    answer = client.get(f"{FEATURES}?{query}")
    assert answer.status_code == 200, answer.text
    return {each["id"] for each in answer.json()["features"]}


def test_a_zone_has_its_own_season_or_that_of_its_commodity(client: httpx.Client) -> None:
    own = client.get(f"/api/v1/zones/{HOA_LOC}").json()
    assert own["harvest_months"] == [3, 4, 5]
    assert [season["of_commodity"] for season in own["harvest"]] == [False]
    assert own["harvest"][0]["source_url"].startswith("https://")
    common = client.get("/api/v1/zones/vung-xoai-huyen-cao-lanh").json()
    assert common["harvest_months"] == [4, 5]
    assert [season["of_commodity"] for season in common["harvest"]] == [True]


def test_what_several_sources_name_counts_together(client: httpx.Client) -> None:
    durian = client.get("/api/v1/zones/vung-sau-rieng-tien-giang").json()
    assert durian["harvest_months"] == [3, 4, 5, 6, 7]
    assert len(durian["harvest"]) == 2


def test_the_filter_finds_what_is_harvested_in_a_month(client: httpx.Client) -> None:
    march = ids(client, "layer=zone&season=3")
    assert HOA_LOC in march
    assert "vung-xoai-huyen-cao-lanh" not in march
    assert ids(client, "layer=zone&season=3,4") >= march
    untold = ids(client, "layer=zone&season=unknown")
    assert untold
    assert untold.isdisjoint(ids(client, "layer=zone&season=" + ",".join(map(str, range(1, 13)))))
    makers = client.get(f"{FEATURES}?layer=product&season=4").json()["features"]
    assert {each["properties"]["producer_id"] for each in makers} - {None} == ids(client, "layer=producer&season=4")
    assert client.get(f"{FEATURES}?season=13").status_code == 400


def test_pages_say_it_in_words_or_say_that_nobody_knows(client: httpx.Client) -> None:
    page = opened(client, f"/en/raw-material-zones/{HOA_LOC}")
    assert "March to May" in page.text
    strip = page.all("div", class_="months")
    assert strip[0]["aria-hidden"] == "true"
    assert len(page.all("span", class_="month month-on")) == 3
    unknown = opened(client, "/vung-nguyen-lieu/vung-khom-tan-phuoc")
    assert messages("vi")["season.none"] in unknown.text
    assert not unknown.all("div", class_="months")
    commune = client.get("/api/v1/zones/vung-quyt-hong-lai-vung").json()["commune_codes"][0]
    assert "January to February" in client.get(f"/en/communes/{commune}", follow_redirects=True).text
    assert "January" in opened(client, "/en/list?season=1").text


@pytest.mark.parametrize("months", ["{}", "{0}", "{13}", "{1,13}"])
def test_only_months_of_a_year_are_stored(loaded_copy: Engine, months: str) -> None:
    with pytest.raises(IntegrityError), loaded_copy.begin() as connection:
        connection.execute(
            text("INSERT INTO harvest_season (id, commodity, months, source_url) VALUES ('x', 'rice', :m, 's')"),
            {"m": months},
        )


def test_a_zone_file_tells_its_season_and_the_import_is_taken_back(
    loaded_copy: Engine, geodata_settings: Settings, units: Units, tmp_path: Path
) -> None:
    with loaded_copy.connect() as connection:
        middle = CommuneMap(connection).shapes["30076"].representative_point()
    drawn = Drawn()
    drawn.add(square(middle.x, middle.y), TEN="Xoài thử", CAY_TRONG="Xoài", MUA_VU="T12 – T2", MSVT="VN-1")
    path = written(tmp_path / "vung.gpkg", drawn)
    report = import_zones(loaded_copy, geodata_settings, units, ZoneImport(path), by="chi-cuc")
    query = text("SELECT months, source_url FROM harvest_season WHERE zone_id = 'mavung-vn-1'")
    with loaded_copy.connect() as connection:
        assert [tuple(row) for row in connection.execute(query)] == [([1, 2, 12], "Tệp vung.gpkg")]
    again = import_zones(loaded_copy, geodata_settings, units, ZoneImport(path), by="chi-cuc")
    assert again.counts.changed == 0
    assert report.batch_id is not None
    undo_import(loaded_copy, report.batch_id, by="chi-cuc")
    with loaded_copy.connect() as connection:
        assert connection.execute(query).all() == []


def test_a_register_tells_seasons_too(
    loaded_copy: Engine, geodata_settings: Settings, units: Units, tmp_path: Path
) -> None:
    rows = [[*row, "tháng 3 - 5"] for row in ROWS]
    header = ([*UPPER, "Mùa vụ"], [*LOWER, None])
    path = write_xlsx(tmp_path / "so.xlsx", table(rows, header), header_merges())
    done = import_register(loaded_copy, geodata_settings, units, path, Choices(), by="chi-cuc")
    query = text("SELECT months FROM harvest_season WHERE id LIKE 'product:%'")
    with loaded_copy.connect() as connection:
        assert {tuple(months) for months in connection.scalars(query)} == {(3, 4, 5)}
    again = import_register(loaded_copy, geodata_settings, units, path, Choices(), by="chi-cuc")
    assert again.batch_id is None
    assert done.batch_id is not None
    undo_import(loaded_copy, done.batch_id, by="chi-cuc")
    with loaded_copy.connect() as connection:
        assert connection.scalars(query).all() == []


WORDS = re.compile(r"[^\W_]+")


@pytest.mark.parametrize("kind", ["commodity", "group"])
def test_the_vocabulary_has_every_name_that_pages_use(loaded_engine: Engine, kind: str) -> None:
    with loaded_engine.connect() as connection:
        rows = connection.execute(
            text("SELECT code, fold(words) AS words FROM vocabulary WHERE kind = :kind"), {"kind": kind}
        )
        known = {row.code: row.words for row in rows}
        for locale in ("vi", "en") if kind == "commodity" else ("en",):
            for key, name in messages(locale).items():
                code = key.removeprefix(f"{kind}.")
                if code in (key, "unknown"):
                    continue
                for word in WORDS.findall(name):
                    assert connection.scalar(text("SELECT fold(:w)"), {"w": word}) in known[code], key


@pytest.mark.parametrize("asked", ["fermented pork", "Handicraft", "dragon fruit", "bird nest", "drinks"])
def test_english_names_find_products_in_list_search_and_features(client: httpx.Client, asked: str) -> None:
    found = ids(client, f"layer=product&q={asked}")
    assert found
    assert client.get("/api/v1/search", params={"q": asked}).json()["hits"]
    for path in ("/danh-sach", "/en/list"):
        listed = client.get(path, params={"q": asked, "layer": "product"}, headers={"Accept": "text/html"}).text
        assert any(f"/{each}" in listed for each in found), path


def test_a_telephone_number_in_a_name_is_withheld(changing: httpx.Client, loaded_copy: Engine) -> None:
    with loaded_copy.begin() as connection:
        product(connection, "banh-thu", name="Bánh thử ĐT 0912 345 678")
        connection.execute(text("UPDATE site SET name = name || ' (0939.123.456)' WHERE id = 'producer:hk'"))
    for path in (
        "/co-so/hk",
        "/san-pham/banh-thu",
        "/api/v1/search?q=banh+thu",
        f"{FEATURES}?q=thu",
        "/danh-sach?q=hk",
    ):
        shown = re.sub(r"\D", "", changing.get(path).text)
        assert "0912345678" not in shown, path
        assert "0939123456" not in shown, path
