"""The contract of the API over the province's records: answers, refusals, headers, caching, failures."""

import gzip
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine

from ocopmap.layers.revisions import RenderCache
from ocopmap.server.context import Context
from tests.integration.conftest import Serve

FEATURES = "/api/v1/features.geojson"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def ids(client: httpx.Client, **asked: str) -> set[str]:
    answer = client.get(FEATURES, params=asked)
    assert answer.status_code == 200, answer.text
    return {feature["id"] for feature in answer.json()["features"]}


def test_features_of_all_seven_layers(client: httpx.Client) -> None:
    answer = client.get(FEATURES)
    found = answer.json()
    assert answer.headers["content-type"] == "application/geo+json"
    counts: dict[str, int] = {}
    for feature in found["features"]:
        counts[feature["properties"]["layer"]] = counts.get(feature["properties"]["layer"], 0) + 1
    assert counts == {
        "product": 181,
        "producer": 96,
        "zone": 45,
        "craft_village": 25,
        "tourism_point": 43,
        "sales_point": 19,
        "commune": 102,
    }
    assert found["numberMatched"] == found["numberReturned"] == sum(counts.values())


def test_filters_reach_the_database(client: httpx.Client) -> None:
    mango = ids(client, layer="product", q="xoai")
    assert mango
    assert mango == ids(client, layer="product", q="XOÀI")
    assert ids(client, layer="product", stars="5") < ids(client, layer="product", stars="4,5")
    assert ids(client, layer="product", as_of="2018-01-01", stars="3,4,5") <= ids(client, layer="product")
    parts = [
        ids(client, layer="product", validity=state) for state in ("valid", "expiring", "expired", "revoked", "unknown")
    ]
    assert sum(map(len, parts)) == 181


def test_pages_follow_one_another(client: httpx.Client) -> None:
    seen: list[str] = []
    asked: dict[str, Any] = {"layer": "product", "limit": 50}
    while asked:
        page = client.get(FEATURES, params=asked).json()
        seen += [feature["id"] for feature in page["features"]]
        asked = asked | {"cursor": page["nextCursor"]} if "nextCursor" in page else {}
    assert len(seen) == len(set(seen)) == 181


@pytest.mark.parametrize(
    "layer", ["product", "producer", "craft_village", "tourism_point", "sales_point", "zone", "commune"]
)
def test_features_open_as_records(client: httpx.Client, layer: str) -> None:
    path = {"product": "products", "zone": "zones", "commune": "communes"}.get(layer, "sites")
    for feature in client.get(FEATURES, params={"layer": layer, "limit": 15}).json()["features"]:
        record = client.get(f"/api/v1/{path}/{feature['id']}")
        assert record.status_code == 200
        body = record.json()
        assert (body["id"], body["layer"], body["name"]) == (feature["id"], layer, feature["properties"]["name"])
        assert layer == "commune" or body["source_url"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/products/khong-co",
        "/api/v1/products/a%00b",
        "/api/v1/products/%F0%9F%8D%9A",
        "/api/v1/sites/producer:khong-co",
        "/api/v1/sites/product:hk",
        "/api/v1/sites/hk",
        "/api/v1/zones/x'%20OR%20'1'='1",
        "/api/v1/communes/00000",
        "/assets/..%2F..%2Fpyproject.toml",
        "/nowhere",
    ],
)
def test_what_is_not_there_is_a_problem_of_404(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


BAD = [
    ({"layer": "products"}, "layer"),
    ({"stars": "2"}, "stars"),
    ({"stars": "seven"}, "stars"),
    ({"group": "arms"}, "group"),
    ({"set": "27"}, "set"),
    ({"validity": "perhaps"}, "validity"),
    ({"commune": "abc"}, "commune"),
    ({"bbox": "106,9,105,11"}, "bbox"),
    ({"bbox": "105,9,200,11"}, "bbox"),
    ({"bbox": "a,b,c,d"}, "bbox"),
    ({"bbox": "105,nan,106,11"}, "bbox"),
    ({"as_of": "22/11/2026"}, "as_of"),
    ({"as_of": "2026-02-30"}, "as_of"),
    ({"as_of": "20240102"}, "as_of"),
    ({"limit": "1000000"}, "limit"),
    ({"limit": "0"}, "limit"),
    ({"cursor": "nonsense"}, "cursor"),
    ({"colour": "red"}, "colour"),
    ({"q": "x\x00"}, "q"),
]


@pytest.mark.parametrize(("asked", "parameter"), BAD)
def test_bad_parameters_are_named_in_both_languages(
    client: httpx.Client, asked: dict[str, str], parameter: str
) -> None:
    details = []
    for language in ("vi", "en-GB,en;q=0.9,vi;q=0.5"):
        answer = client.get(FEATURES, params=asked, headers={"Accept-Language": language})
        assert answer.status_code == 400
        assert answer.headers["content-type"] == "application/problem+json"
        assert "Accept-Language" in answer.headers["vary"]
        body = answer.json()
        assert {"type", "title", "status", "detail"} <= set(body)
        assert [error["parameter"] for error in body["errors"]] == [parameter]
        details.append(body["errors"][0]["detail"])
    assert details[0] != details[1]


@pytest.mark.parametrize(
    ("path", "asked", "parameter"),
    [
        ("/api/v1/geocode", {}, "address"),
        ("/api/v1/geocode", {"address": "  "}, "address"),
        ("/api/v1/geocode", {"address": "x" * 301}, "address"),
        ("/api/v1/reverse", {"lat": "91", "lon": "105"}, "lat"),
        ("/api/v1/reverse", {"lat": "10"}, "lon"),
        ("/api/v1/reverse", {"lat": "nan", "lon": "105"}, "lat"),
        ("/api/v1/reverse", {"lat": "north", "lon": "105"}, "lat"),
        ("/api/v1/geocode", {"address": "Sa Đéc", "colour": "red"}, "colour"),
        ("/api/v1/reverse", {"lat": "10", "lon": "105", "colour": "red"}, "colour"),
        ("/api/v1/products/nem-lai-vung", {"colour": "red"}, "colour"),
        ("/api/v1/communes/29905", {"as_of": "20240102"}, "as_of"),
        ("/api/v1/zones/vung-xoai-cat-hoa-loc", {"as_of": "2026-W02-3"}, "as_of"),
    ],
)
def test_what_is_asked_of_one_thing_is_refused_by_name(
    client: httpx.Client, path: str, asked: dict[str, str], parameter: str
) -> None:
    answer = client.get(path, params=asked)
    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]


def test_a_query_of_twenty_kilobytes_is_refused_by_its_longest_part(client: httpx.Client) -> None:
    answer = client.get(FEATURES, params={"layer": "product", "q": "x" * 20_000})
    assert answer.status_code == 414
    assert [error["parameter"] for error in answer.json()["errors"]] == ["q"]
    assert client.get(FEATURES + "?" + "&" * 20_000).status_code == 414


def test_writing_is_no_part_of_the_api(client: httpx.Client) -> None:
    answer = client.post(FEATURES)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.headers["content-type"] == "application/problem+json"


def test_geocode_answers_with_the_contract(client: httpx.Client) -> None:
    found = client.get("/api/v1/geocode", params={"address": "xã Mỹ Xương, huyện Cao Lãnh, tỉnh Đồng Tháp"}).json()
    contract = {"latitude", "longitude", "commune_code", "commune_name", "legacy_commune", "precision", "confidence"}
    assert found["candidates"]
    assert contract | {"explanation"} <= set(found["candidates"][0])
    assert client.get("/api/v1/geocode", params={"address": "qwzx"}).json() == {"candidates": []}


def test_reverse_names_the_commune_around(client: httpx.Client) -> None:
    commune = client.get("/api/v1/communes/30001").json()
    at = {"lat": commune["latitude"], "lon": commune["longitude"]}
    found = client.get("/api/v1/reverse", params=at).json()
    assert found["commune"]["commune_code"] == "30001"
    assert len(found["nearest"]) == 5
    assert client.get("/api/v1/reverse", params={"lat": 21, "lon": 105.8}).json()["commune"] is None


@pytest.mark.parametrize(
    "path", ["/", "/en/", FEATURES, "/api/v1/products/khong-co", FEATURES + "?stars=9", "/healthz"]
)
def test_every_answer_carries_a_policy_without_unsafe(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_pages_name_their_language_and_carry_no_script_of_their_own(client: httpx.Client) -> None:
    for path, language in (("/", "vi"), ("/en/", "en")):
        page = client.get(path).text
        assert f'<html lang="{language}"' in page
        assert " style=" not in page
        assert "onclick" not in page
        for address in [part.split('"')[0] for part in page.split('"/assets/')[1:]]:
            asset = client.get(f"/assets/{address}")
            assert asset.status_code == 200
            assert "immutable" in asset.headers["cache-control"]


@pytest.mark.parametrize("path", ["/", FEATURES, FEATURES + "?layer=product&stars=4"])
def test_unchanged_answers_are_not_sent_again(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    etag = first.headers["etag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}'):
        again = client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("coding", ["gzip", "br", "identity", "gzip;q=0", "zstd"])
def test_bodies_come_as_the_client_takes_them(client: httpx.Client, coding: str) -> None:
    plain = client.get(FEATURES, headers={"Accept-Encoding": "identity"})
    with client.stream("GET", FEATURES, headers={"Accept-Encoding": coding}) as answer:
        raw = b"".join(answer.iter_raw())
    expected = coding if coding in ("gzip", "br") else None
    assert answer.headers.get("content-encoding") == expected
    assert "Accept-Encoding" in answer.headers["vary"]
    if coding == "gzip":
        assert gzip.decompress(raw) == plain.content
    if expected:
        assert len(raw) < len(plain.content) / 3
    else:
        assert raw == plain.content


@pytest.mark.parametrize("language", ["en;q=²", "en;q=", "en;q=nan", ",,;;q=.", "*"])
def test_an_odd_language_is_no_failure(client: httpx.Client, language: str) -> None:
    answer = client.get("/nowhere", headers=[(b"Accept-Language", language.encode("latin-1"))])
    assert answer.status_code == 404
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/",
            "/en/",
            "/danh-sach",
            "/xa-phuong/",
            "/robots.txt",
            "/sitemap.xml",
            "/favicon.ico",
            "/healthz",
            "/readyz",
        ),
        *(FEATURES, "/api/v1/products/nem-lai-vung", "/api/v1/search?q=sen", "/api/v1/openapi.json", "/nowhere"),
    ],
)
def test_head_answers_as_get_without_the_body(client: httpx.Client, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    shown = ("content-type", "content-length", "content-encoding", "etag", "cache-control", "vary")
    assert {name: head.headers.get(name) for name in shown} == {name: get.headers.get(name) for name in shown}


def test_assets_answer_to_head(client: httpx.Client) -> None:
    address = client.get("/").text.split('src="/assets/')[1].split('"')[0]
    assert client.head(f"/assets/{address}").status_code == 200


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("/en", "/en/"),
        ("/san-pham", "/san-pham/"),
        ("/danh-sach/", "/danh-sach"),
        ("/Danh-Sach?stars=5", "/danh-sach?stars=5"),
        ("/EN/Products", "/en/products/"),
        ("/api/v1/communes/29905/", "/api/v1/communes/29905"),
        ("//danh-sach", "/danh-sach"),
    ],
)
def test_a_mistyped_address_leads_to_the_right_one_of_this_site(client: httpx.Client, asked: str, right: str) -> None:
    address = str(client.base_url).rstrip("/")
    answer = client.get(httpx.URL(address + asked), headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["location"]) == (308, right)


@pytest.mark.parametrize("path", ["/assets/NOWHERE.js", "/Nowhere", "/api/v1/Communes/29905", "//evil.example/"])
def test_what_is_nowhere_leads_nowhere(client: httpx.Client, path: str) -> None:
    answer = client.get(httpx.URL(str(client.base_url).rstrip("/") + path))
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/khong-co", 404),
        ("GET", "/san-pham/khong-co", 404),
        ("GET", "/danh-sach?stars=9", 400),
        ("POST", "/danh-sach", 405),
        ("GET", "/danh-sach?q=" + "x" * 9_000, 414),
    ],
)
def test_whoever_reads_pages_gets_a_page_in_their_language(
    client: httpx.Client, method: str, path: str, status: int
) -> None:
    seen = set()
    for prefix, language, expected in (("", "vi", "vi"), ("", "en-GB,en;q=0.9", "en"), ("/en", "vi", "en")):
        asked = path if not prefix else prefix + path.replace("/danh-sach", "/list").replace("/san-pham", "/products")
        answer = client.request(method, asked, headers={"Accept": BROWSER, "Accept-Language": language})
        assert answer.status_code == status
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert {"Accept", "Accept-Language"} <= {part.strip() for part in answer.headers["vary"].split(",")}
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert f'<html lang="{expected}"' in answer.text
        assert "<form" in answer.text
        assert 'name="robots" content="noindex"' in answer.text
        seen.add(answer.text.split("<h1>")[1].split("</h1>")[0])
    assert len(seen) == 2


def test_the_api_answers_pages_readers_with_problems_too(client: httpx.Client) -> None:
    answer = client.get("/api/v1/products/khong-co", headers={"Accept": BROWSER})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_an_error_shows_what_was_asked_as_text(client: httpx.Client) -> None:
    answer = client.get("/danh-sach?<script>alert(1)</script>=1", headers={"Accept": BROWSER})
    assert answer.status_code == 400
    assert "<script>alert" not in answer.text


def test_the_description_promises_no_answer_that_is_never_given(client: httpx.Client) -> None:
    description = client.get("/api/v1/openapi.json").json()
    operations = [operation for path in description["paths"].values() for operation in path.values()]
    assert "/api/v1/search" in description["paths"]
    assert not [each for each in operations if "422" in each["responses"]]
    assert "HTTPValidationError" not in str(description)


def test_a_database_too_busy_to_answer_is_503(serve: Serve, context: Context) -> None:
    busy = create_engine(context.engine.url, pool_size=1, max_overflow=0, pool_timeout=0.1)
    with busy.connect():
        answer = serve(replace(context, engine=busy)).get(FEATURES)
    busy.dispose()
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert answer.headers["content-type"] == "application/problem+json"


def test_small_answers_to_many_filters_do_not_pile_up() -> None:
    cache = RenderCache(max_bytes=2**20)
    first = cache.get_or_render(0, lambda: b"{}")
    assert cache.get_or_render(0, lambda: b"{}") is first
    for number in range(1, 1_000):
        cache.get_or_render(number, lambda: b"{}")
    assert cache.get_or_render(0, lambda: b"{}") is not first
