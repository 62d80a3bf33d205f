"""The page about the data, and the catalogue that others harvest."""

from typing import Any

import httpx
import pytest

from ocopmap.catalogue.places import Layer
from ocopmap.layers.filters import FILTER_PARAMETERS
from ocopmap.server.routes.features import FilterQuery

PAGE = {"Accept": "text/html"}
NAMESPACES = ("dcat:", "dct:", "foaf:", "vcard:", "rdfs:", "locn:", "xsd:", "@")


@pytest.fixture(scope="module")
def catalogue(client: httpx.Client) -> dict[str, Any]:
    answer = client.get("/catalog.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    found: dict[str, Any] = answer.json()
    return found


def keys(node: Any) -> set[str]:
    if isinstance(node, dict):
        return set(node).union(*map(keys, node.values()))
    return set().union(*map(keys, node)) if isinstance(node, list) else set()


def test_a_dataset_for_every_layer(catalogue: dict[str, Any]) -> None:
    datasets = catalogue["dcat:dataset"]
    assert [each["dct:identifier"] for each in datasets] == list(Layer)
    for each in datasets:
        assert {text["@language"] for text in each["dct:title"]} == {"vi", "en"}
        assert each["dct:modified"]["@value"]
        assert each["dct:license"]["@id"].endswith("/du-lieu#licence")
        assert each["dct:spatial"]["dcat:bbox"]["@value"].startswith("POLYGON((")
    served = {each["@id"] for each in catalogue["dcat:service"][0]["dcat:servesDataset"]}
    assert served == {each["@id"] for each in datasets}


def test_only_terms_of_the_vocabularies(catalogue: dict[str, Any]) -> None:
    terms = keys({name: value for name, value in catalogue.items() if name != "@context"})
    assert all(term.startswith(NAMESPACES) for term in terms)
    assert {term.partition(":")[0] for term in terms if ":" in term} <= set(catalogue["@context"])


def test_every_distribution_is_there(client: httpx.Client, catalogue: dict[str, Any]) -> None:
    for dataset in catalogue["dcat:dataset"]:
        for each in dataset["dcat:distribution"]:
            answer = client.get(each["dcat:accessURL"]["@id"])
            assert answer.status_code == 200
            if "dcat:mediaType" in each:
                assert each["dcat:mediaType"]["@id"].endswith(answer.headers["content-type"].partition(";")[0])


def test_the_page_takes_every_condition_of_the_map(client: httpx.Client) -> None:
    asked = {
        **{"layer": "product", "stars": "4", "group": "food", "set": "1", "commodity": "mango", "validity": "valid"},
        **{"season": "6", "commune": "29869", "legacy_commune": "29869", "q": "xoai", "bbox": "105,10,106,11"},
    }
    assert {*asked, "as_of"} == set(FILTER_PARAMETERS) == {"layer", *FilterQuery.model_fields}
    assert client.get("/du-lieu", params=asked, headers=PAGE).status_code == 200


@pytest.mark.parametrize(("path", "title"), [("/du-lieu", "Dữ liệu mở"), ("/en/data", "Open data")])
def test_the_page_names_every_file_and_door(client: httpx.Client, path: str, title: str) -> None:
    page = client.get(path, headers=PAGE).text
    assert f"<h1>{title}</h1>" in page
    for layer in Layer:
        assert f'href="/api/v1/downloads/{layer}/gpkg"' in page
    for door in ("/ogc/", "/catalog.jsonld", "/api/v1/national/ptnt_ocop/xlsx"):
        assert door in page
    assert path in client.get("/sitemap.xml").text


def test_the_page_narrows_as_a_list_does(client: httpx.Client) -> None:
    listed = client.get("/san-pham/", params={"stars": "5", "q": "hoa <b>"}, headers=PAGE).text
    assert 'href="/du-lieu?layer=product&amp;stars=5' not in listed, "nothing to take from an empty list"
    listed = client.get("/san-pham/", params={"stars": "5"}, headers=PAGE).text
    assert 'href="/du-lieu?layer=product&amp;stars=5"' in listed
    page = client.get("/du-lieu", params={"layer": "product", "stars": "5", "q": "<b>sen"}, headers=PAGE).text
    assert "/api/v1/downloads/product/csv?stars=5&amp;q=%3Cb%3Esen" in page
    assert "/api/v1/downloads/zone/csv" not in page
    assert "<b>" not in page


@pytest.mark.parametrize("asked", ["stars=9", "as_of=2099-01-01", "bbox=1,2", "colour=red", "commune=1"])
def test_an_impossible_page_is_refused(client: httpx.Client, asked: str) -> None:
    assert client.get(f"/du-lieu?{asked}", headers=PAGE).status_code == 400


def test_a_file_says_its_filter_in_words(client: httpx.Client) -> None:
    address = "/api/v1/downloads/product/metadata?stars=4,5&validity=valid&q=sen&bbox=105,10,106,11"
    found = client.get(address).content.decode("utf-8-sig")
    assert "5 sao" in found
    assert "Còn hiệu lực" in found
    assert "200.000 dòng" in found
    english = client.get(address, headers={"Accept-Language": "en"}).content.decode("utf-8-sig")
    assert "5 stars" in english
