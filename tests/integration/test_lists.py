"""Lists that need no script: the same records as the API, in order, in pages, and a way on from every dead end."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any
from unicodedata import normalize

import httpx
import pytest

from ocopmap.catalogue.places import Layer
from ocopmap.server.addresses import LISTS, RECORD_FOLDERS, record_address, record_id_of

FEATURES = "/api/v1/features.geojson"
HTML = {"Accept": "text/html"}
VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxy"


class Page(HTMLParser):
    """What a reader finds on a page: links with their text and relation, and the elements by name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[dict[str, str]] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self._inside: dict[str, str] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag == "a":
            self._inside = given | {"text": ""}
            self.links.append(self._inside)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside is not None:
            self._inside["text"] += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [given for name, given in self.elements if name == tag]

    def relation(self, name: str) -> str | None:
        return next((link["href"] for link in [*self.all("link"), *self.links] if link.get("rel") == name), None)


def page(client: httpx.Client, address: str, **asked: str) -> Page:
    answer = client.get(address, params=asked or None, headers=HTML)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Page(answer.text)


def rows(found: Page) -> list[tuple[Layer, str, str]]:
    """Return layer, id and name of the records that a page lists."""
    listed = []
    for link in found.links:
        for layer, folder in RECORD_FOLDERS["vi"].items():
            if link["href"].startswith(folder) and len(link["href"]) > len(folder) and "?" not in link["href"]:
                listed.append((layer, record_id_of(layer, link["href"].removeprefix(folder)), link["text"]))
    return listed


def all_rows(client: httpx.Client, address: str, **asked: str) -> list[tuple[Layer, str, str]]:
    found = page(client, address, **asked)
    listed = rows(found)
    while following := found.relation("next"):
        found = page(client, following)
        assert found.relation("prev")
        listed += rows(found)
    return listed


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"layer": "product,zone"},
        {"layer": "product", "stars": "4,5"},
        {"layer": "producer", "group": "food", "validity": "valid"},
        {"q": "xoài"},
        {"commune": "29905"},
        {"layer": "product", "legacy_commune": "30076"},
        {"bbox": "105.5,10.2,105.9,10.6"},
        {"layer": "product", "as_of": "2024-01-01", "stars": "3"},
        {"layer": "product", "set": "7,unknown", "commodity": "mango"},
    ],
)
def test_the_list_is_what_the_api_gives(client: httpx.Client, asked: dict[str, str]) -> None:
    features = client.get(FEATURES, params=asked).json()["features"]
    listed = all_rows(client, LISTS["vi"], **asked)
    assert len(listed) == len(set(listed))
    assert {(layer, key) for layer, key, _ in listed} == {
        (each["properties"]["layer"], each["id"]) for each in features
    }


def test_stars_asked_alone_list_products_and_their_producers(client: httpx.Client) -> None:
    assert {layer for layer, _, _ in all_rows(client, LISTS["vi"], stars="5")} == {Layer.PRODUCT, Layer.PRODUCER}


@pytest.mark.parametrize("layer", [layer for layer in Layer if layer is not Layer.COMMUNE])
def test_a_folder_is_the_list_of_its_layer(client: httpx.Client, layer: Layer) -> None:
    folder = RECORD_FOLDERS["vi"][layer]
    assert all_rows(client, folder) == all_rows(client, LISTS["vi"], layer=layer)
    assert page(client, RECORD_FOLDERS["en"][layer]).all("html")[0]["lang"] == "en"


def _dictionary_key(name: str) -> list[int]:
    plain = re.sub("[\u0300\u0301\u0303\u0309\u0323]", "", normalize("NFD", name.lower()))
    letters = normalize("NFC", plain)
    return [VIETNAMESE.index(letter) for letter in letters if letter in VIETNAMESE]


def test_names_are_in_the_order_of_a_vietnamese_dictionary(client: httpx.Client) -> None:
    names = [name for _, _, name in all_rows(client, "/san-pham/")]
    initials = [_dictionary_key(name)[0] for name in names if not name[0].isdigit()]
    assert initials == sorted(initials)
    assert names != sorted(names)


def test_sorting_by_stars_and_by_distance(client: httpx.Client) -> None:
    by_stars = page(client, "/san-pham/", sort="stars")
    stars = [re.search(r"Hạng (\d) sao", text) for text in _paragraphs(client, "/san-pham/?sort=stars")]
    found = [int(each[1]) if each else 0 for each in stars]
    assert found == sorted(found, reverse=True)
    assert rows(by_stars)
    record = client.get("/api/v1/sites/tourism_point:lang-hoa-sa-dec").json()
    near = f"{record['latitude']},{record['longitude']}"
    assert rows(page(client, "/diem-du-lich/", near=near))[0][1] == "tourism_point:lang-hoa-sa-dec"
    assert len(rows(page(client, "/san-pham/", commune="29905", sort="distance"))) > 0


def _paragraphs(client: httpx.Client, address: str) -> list[str]:
    text = client.get(address, headers=HTML).text
    listed = text[text.index('class="record-list"') :]
    return [unescape(found) for found in re.findall(r"<p>(.*?)</p>", listed.split("</ol>")[0], re.DOTALL)]


def test_a_form_sent_without_values_asks_for_everything(client: httpx.Client) -> None:
    sent = page(client, "/danh-sach?q=&commune=&sort=name")
    assert rows(sent) == rows(page(client, "/danh-sach"))
    assert not sent.relation("prev")


def test_the_form_shows_what_was_asked_and_carries_the_rest(client: httpx.Client) -> None:
    found = page(client, "/danh-sach?stars=4&stars=5&layer=product&as_of=2026-01-01&q=tr%C3%A0")
    ticked = {(each["name"], each["value"]) for each in found.all("input") if "checked" in each}
    assert ticked == {("stars", "4"), ("stars", "5"), ("layer", "product")}
    fields = {each["name"]: each["value"] for each in found.all("input") if each.get("type") in ("hidden", "search")}
    assert fields == {"as_of": "2026-01-01", "q": "trà"}
    removed = [link["href"] for link in found.links if link["text"].startswith("Hạng 4 sao")]
    assert removed == ["/danh-sach?stars=5&layer=product&as_of=2026-01-01&q=tr%C3%A0"]


def test_an_empty_list_says_which_condition_to_drop(client: httpx.Client) -> None:
    found = page(client, "/san-pham/", stars="5", q="qwzx")
    assert rows(found) == []
    offered = [link["href"] for link in found.links if "Bỏ điều kiện" in link["text"]]
    assert offered == ["/san-pham/?stars=5"]
    assert rows(page(client, offered[0]))


def test_an_empty_list_names_what_is_most_like_what_was_typed(client: httpx.Client) -> None:
    assert (Layer.PRODUCT, "nem-lai-vung", "Nem Lai Vung") in rows(page(client, "/danh-sach", q="nem lai vungg"))
    assert "30076" in {key for _, key, _ in rows(page(client, "/xa-phuong/", q="mỹ xươmg"))}


def test_the_language_switch_keeps_the_conditions(client: httpx.Client) -> None:
    found = page(client, "/san-pham/", sort="stars", page="2")
    assert "/en/products/?sort=stars&page=2" in {link["href"] for link in found.links}


@pytest.mark.parametrize(("locale", "address"), [("vi", "/xa-phuong/"), ("en", "/en/communes/")])
def test_all_communes_stand_under_their_letters(client: httpx.Client, locale: Any, address: str) -> None:
    found = page(client, address)
    communes = client.get(FEATURES, params={"layer": "commune"}).json()["features"]
    expected = {record_address(locale, Layer.COMMUNE, each["id"], each["properties"]["name"]) for each in communes}
    assert len(expected) == 102
    assert expected <= {link["href"] for link in found.links}
    letters = [each["id"].removeprefix("chu-").lower() for each in found.all("h2")]
    assert letters == sorted(set(letters), key=VIETNAMESE.index)
    assert "đ" in letters


def test_a_commune_is_found_by_its_old_name(client: httpx.Client) -> None:
    assert {key for layer, key, _ in rows(page(client, "/xa-phuong/", q="mỹ xương")) if layer is Layer.COMMUNE} == {
        "30076"
    }


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ("stars=9", "stars"),
        ("commune=abc", "commune"),
        ("colour=red", "colour"),
        ("sort=price", "sort"),
        ("sort=distance", "sort"),
        ("near=north", "near"),
        ("near=nan,105", "near"),
        ("near=91,105", "near"),
        ("near=10", "near"),
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=99999999", "page"),
        ("q=" + "x" * 101, "q"),
        ("q=a%00b", "q"),
        ("as_of=20240102", "as_of"),
    ],
)
def test_a_bad_parameter_is_named_on_a_page_that_offers_the_list_without_it(
    client: httpx.Client, asked: str, parameter: str
) -> None:
    for address, word in ((LISTS["vi"], "không"), (LISTS["en"], "without")):
        answer = client.get(f"{address}?layer=product&{asked}", headers=HTML)
        assert answer.status_code == 400
        found = Page(answer.text)
        assert f"<code>{parameter}</code>" in answer.text
        assert word in answer.text
        assert f"{address}?layer=product" in {link["href"] for link in found.links}
        assert found.relation("canonical") is None


def test_the_layer_of_a_folder_is_no_parameter(client: httpx.Client) -> None:
    assert client.get("/san-pham/?layer=zone", headers=HTML).status_code == 400


def test_a_page_beyond_the_last_is_not_there(client: httpx.Client) -> None:
    assert client.get("/san-pham/?page=5", headers=HTML).status_code == 404


def test_names_are_text_in_the_list(client: httpx.Client) -> None:
    answer = client.get('/danh-sach?q="><script>alert(1)</script>', headers=HTML)
    assert "<script>alert" not in answer.text
    assert Page(answer.text).all("input")[0]["value"] == '"><script>alert(1)</script>'


def test_lists_are_compressed_and_revalidated(client: httpx.Client) -> None:
    first = client.get("/danh-sach", headers=HTML | {"Accept-Encoding": "br"})
    assert first.headers["content-encoding"] == "br"
    again = client.get("/danh-sach", headers=HTML | {"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
