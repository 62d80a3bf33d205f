"""What pages offer a reader beyond the facts: whom to tell of a mistake, what is like this, sources named in words."""

from collections import Counter
from collections.abc import Callable

import httpx
from sqlalchemy import Engine, text

from ocopmap.catalogue.places import Layer
from ocopmap.geocoding import Units
from ocopmap.layers.pages import page_record
from ocopmap.server.context import Context
from ocopmap.server.messages import messages
from ocopmap.settings import Settings
from tests.browser.serving import context_of
from tests.integration.html_pages import opened

Serve = Callable[[Context], httpx.Client]


def test_without_a_mailbox_no_mail_goes_to_nobody(
    serve: Serve, loaded_engine: Engine, loaded_reader: Engine, served_settings: Settings, units: Units
) -> None:
    settings = served_settings.model_copy(update={"contact_email": None, "contact_office": "Sở NN&MT, TP. Cao Lãnh"})
    client = serve(context_of(loaded_engine, loaded_reader, settings, units))
    page = opened(client, "/en/products/gao-chu-keo-hk")
    assert not [link for link in page.links() if link.startswith("mailto:")]
    assert messages("en")["read.mistake.nobody"] in page.text
    assert "Sở NN&MT, TP. Cao Lãnh" in page.text
    own = page.all("input", id="own-address")
    assert own[0]["value"].endswith("/en/products/gao-chu-keo-hk")


def test_a_page_that_names_its_host_is_for_no_shared_cache(client: httpx.Client) -> None:
    for path in ("/", "/nhung", "/danh-sach", "/san-pham/gao-chu-keo-hk", "/sitemap.xml"):
        assert client.get(path).headers["cache-control"].startswith("private"), path


def test_similar_products_are_not_all_of_one_firm(loaded_engine: Engine, client: httpx.Client) -> None:
    with loaded_engine.connect() as connection:
        keys = connection.scalars(text("SELECT id FROM product WHERE published ORDER BY id LIMIT 40")).all()
        for key in keys:
            found = page_record(connection, Layer.PRODUCT, key)
            assert found
            makers = Counter(each["producer_name"] for each in found["similar"])
            assert all(number <= 2 for number in makers.values()), key


def test_a_plan_is_named_in_words(loaded_engine: Engine) -> None:
    with loaded_engine.connect() as connection:
        for table in ("site", "product", "recognition", "indicator_target", "indicator_observation"):
            named = connection.scalars(text(f"SELECT source_url FROM {table} WHERE source_url NOT LIKE 'http%'"))  # noqa: S608
            assert not [each for each in named if ".txt" in each], table
