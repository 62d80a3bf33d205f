"""What the database itself refuses, whoever writes to it."""

from collections.abc import Callable
from typing import Any

import pytest
from sample_rows import PLACED, SOURCE, SQUARE, commune, insert, producer, product, recognition, revocation, site, zone
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

BOW_TIE = "MULTIPOLYGON(((105.6 10.4,105.7 10.5,105.7 10.4,105.6 10.5,105.6 10.4)))"
DRAWN: dict[str, Any] = {"geometry_source": "surveyed", "precision": "exact"}


def refused(connection: Connection, constraint: str, write: Callable[..., object], *row: object, **given: Any) -> None:
    """Check that a write fails for the constraint named."""
    with pytest.raises(DBAPIError) as caught, connection.begin_nested():
        write(connection, *row, **given)
    diagnosis = caught.value.orig.diag  # type: ignore[union-attr]
    assert constraint in (diagnosis.constraint_name or diagnosis.message_primary)


def test_plausible_rows_are_accepted(connection: Connection) -> None:
    here = commune(connection)
    site(connection, "a", **PLACED, commune_id=here)
    product(connection, "p", product_set=26, product_group="tourism")
    revocation(connection, recognition(connection, "p", "2024-05-06", stars=5, score=90.5), "2024-05-06")
    recognition(connection, "p", "2023")
    recognition(connection, "p", "2023-07")
    recognition(connection, "p", None, stars=None)
    zone(connection, "z", (here,), geom=SQUARE.format(6, 7), outline=SQUARE.format(6, 7), **DRAWN)


@pytest.mark.parametrize(
    ("given", "constraint"),
    [
        ({"stars": 2}, "ck_recognition_stars_range"),
        ({"stars": 6}, "ck_recognition_stars_range"),
        ({"score": 100.5}, "ck_recognition_score_range"),
        ({"decided_on": "2017-12-31"}, "ck_recognition_decided_since_programme"),
        ({"expires_on": "2024-05-06"}, "ck_recognition_dates_in_order"),
        ({"decided_on_precision": "unknown"}, "ck_recognition_precision_given"),
        ({"decided_on": None}, "ck_recognition_precision_given"),
        ({"decided_on_precision": "year"}, "ck_recognition_year_begins_in_january"),
        ({"decided_on_precision": "month"}, "ck_recognition_month_begins_on_the_first"),
        ({"event": "rumour"}, "ck_recognition_event_known"),
        ({"scheme": "qd1"}, "ck_recognition_scheme_known"),
        ({"source_url": ""}, "ck_recognition_source_url_given"),
        ({"source_date": "29/12/2023"}, "ck_recognition_source_date_form"),
        ({"product_id": "nothing"}, "fk_recognition_product_id_product"),
    ],
)
def test_recognitions_that_cannot_be(connection: Connection, given: dict[str, Any], constraint: str) -> None:
    row = {
        "id": "r",
        "product_id": product(connection, "p"),
        "event": "first",
        "decided_on": "2024-05-06",
        "decided_on_precision": "day",
        "source_url": SOURCE,
    }
    refused(connection, constraint, insert, "recognition", row | given)


def test_one_revocation_a_recognition_and_never_before_it(connection: Connection) -> None:
    product(connection, "p")
    given = recognition(connection, "p", "2024-05-06")
    other = recognition(connection, "p", "2025-01-01")
    revocation(connection, given, "2025-01-01")
    refused(connection, "pk_revocation", revocation, given, "2025-02-01")
    refused(connection, "ck_revocation_dates_in_order", revocation, other, "2024-12-31")


@pytest.mark.parametrize(
    ("given", "constraint"),
    [
        ({"product_group": "weapons"}, "ck_product_product_group_known"),
        ({"product_set": 27}, "ck_product_product_set_range"),
        ({"producer_id": "producer:nobody"}, "fk_product_producer_id_producer"),
        ({"source_url": ""}, "ck_product_source_url_given"),
    ],
)
def test_products_that_cannot_be(connection: Connection, given: dict[str, Any], constraint: str) -> None:
    refused(connection, constraint, product, "p", **given)


@pytest.mark.parametrize(
    ("given", "constraint"),
    [
        (PLACED | {"geom": "SRID=3857;POINT(105.6 10.4)"}, "SRID"),
        (PLACED | {"geom": "POINT(50 10)"}, "ck_site_geom_in_vietnam"),
        (PLACED | {"geom": None}, "ck_site_point_complete"),
        (PLACED | {"precision": None}, "ck_site_point_complete"),
        (PLACED | {"confidence": 1.01}, "ck_site_confidence_range"),
        (PLACED | {"uncertainty_m": -1}, "ck_site_uncertainty_positive"),
        (PLACED | {"precision": "perfect"}, "ck_site_precision_known"),
        (PLACED | {"placed_by": "guessed"}, "ck_site_placed_by_known"),
        ({"kind": "sales_point", "id": "producer:a"}, "ck_site_id_begins_with_kind"),
    ],
)
def test_sites_that_cannot_be(connection: Connection, given: dict[str, Any], constraint: str) -> None:
    row = {"id": "producer:a", "kind": "producer", "name": "A", "source_url": SOURCE} | given
    refused(connection, constraint, insert, "site", row)


@pytest.mark.parametrize(
    ("given", "constraint"),
    [
        ({"geom": BOW_TIE}, "ck_commune_geom_valid"),
        ({"geom": "MULTIPOLYGON EMPTY"}, "ck_commune_geom_valid"),
        ({"boundary_source": None}, "ck_commune_boundary_source_given"),
        ({"valid_to": "2025-07-01"}, "ck_commune_dates_in_order"),
        ({"code": "3001"}, "ck_commune_code_form"),
    ],
)
def test_communes_that_cannot_be(connection: Connection, given: dict[str, Any], constraint: str) -> None:
    refused(connection, constraint, commune, **given)


def test_a_code_is_taken_once_a_day(connection: Connection) -> None:
    commune(connection, valid_from="2020-01-01", valid_to="2025-07-01")
    commune(connection)
    refused(connection, "uq_commune_code_valid_from", commune)


@pytest.mark.parametrize(
    ("given", "constraint"),
    [
        ({"geom": BOW_TIE, "outline": BOW_TIE, **DRAWN}, "ck_raw_material_zone_geom_valid"),
        ({"geom": SQUARE.format(6, 7), "outline": SQUARE.format(6, 7)}, "ck_raw_material_zone_geometry_complete"),
        ({"declared_ha": 0}, "ck_raw_material_zone_declared_ha_positive"),
    ],
)
def test_zones_that_cannot_be(connection: Connection, given: dict[str, Any], constraint: str) -> None:
    refused(connection, constraint, zone, "z", **given)


@pytest.mark.parametrize(
    ("given", "constraint"),
    [
        ({"channel": "hearsay"}, "ck_sales_channel_channel_known"),
        ({"country": "jp"}, "ck_sales_channel_country_form"),
        ({"url": "javascript:alert(1)"}, "ck_sales_channel_url_form"),
    ],
)
def test_sales_channels_that_cannot_be(connection: Connection, given: dict[str, Any], constraint: str) -> None:
    product(connection, "p")
    row = {"id": "c", "product_id": "p", "channel": "export", "name": "Nhật Bản", "source_url": SOURCE} | given
    refused(connection, constraint, insert, "sales_channel", row)


def test_tourism_points_carry_three_to_five_stars(connection: Connection) -> None:
    place = site(connection, "a", kind="tourism_point")
    row = {"site_id": place, "tourism_kind": "farm_stay", "ocop_stars": 2}
    refused(connection, "ck_tourism_point_ocop_stars_range", insert, "tourism_point", row)


def test_a_producer_with_products_is_not_deleted(connection: Connection) -> None:
    owner = producer(connection, "a")
    product(connection, "p", producer_id=owner)
    with pytest.raises(IntegrityError):
        connection.exec_driver_sql("DELETE FROM producer")
