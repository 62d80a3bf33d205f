"""The plan's KPIs over small worlds whose answers were counted by hand."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sample_rows import PLACED, SOURCE, commune, insert, judge_as_of, producer, product, recognition, revocation
from sqlalchemy import Connection, text

from ocopmap.catalogue.indicators import Indicator, Progress
from ocopmap.planning.communes import commune_analysis
from ocopmap.planning.definitions import read_definitions
from ocopmap.planning.history import expiry_watch, yearly
from ocopmap.planning.indicators import IndicatorValue, Part, indicators, members
from ocopmap.settings import PROJECT_ROOT

DAY = date(2027, 6, 15)
DEFINITIONS = read_definitions(PROJECT_ROOT / "geodata/rules/indicators.yaml")

Values = Callable[..., dict[Indicator, IndicatorValue]]


@pytest.fixture
def values(connection: Connection) -> Values:
    for number, key in enumerate(Indicator, start=1):
        row = {"id": key, "number": number, "indicator": key, "name": key, "year": 2030, "value": 100, "unit": "x"}
        insert(connection, "indicator_target", row | {"comparison": "at_least", "source_url": SOURCE})

    def found(day: date = DAY, **choice: str) -> dict[Indicator, IndicatorValue]:
        judge_as_of(connection, day)
        chosen = {Indicator(key): variant for key, variant in choice.items()}
        return {each.indicator: each for each in indicators(connection, DEFINITIONS, day, chosen)}

    return found


def recognised(connection: Connection, key: str, decided_on: str | None = "2027-01-10", **given: Any) -> str:
    """A product with one recognition; ``of`` names its producer."""
    recognition_columns = {name: given.pop(name) for name in ("stars", "event", "expires_on") if name in given}
    recognition(connection, product(connection, key, **given), decided_on, **recognition_columns)
    return key


def test_nothing_recorded_is_no_data_and_not_zero(values: Values) -> None:
    assert {key: (each.value, each.progress) for key, each in values().items()} == dict.fromkeys(
        Indicator, (None, Progress.NO_DATA)
    )


def test_a_product_counts_until_the_day_its_certificate_runs_out(connection: Connection, values: Values) -> None:
    recognised(connection, "a", "2024-03-01")
    recognised(connection, "b", "2027-01-10", stars=4)
    on_its_last_day, the_day_after = date(2027, 3, 1), date(2027, 3, 2)
    assert values(on_its_last_day)[Indicator.TOTAL_PRODUCTS].value == 2
    assert values(the_day_after)[Indicator.TOTAL_PRODUCTS].value == 1
    assert values(the_day_after)[Indicator.PRODUCTS_3_STAR].value == 0
    assert values(the_day_after)[Indicator.PRODUCTS_4_STAR].value == 1


def test_a_revoked_product_counts_until_the_day_before(connection: Connection, values: Values) -> None:
    recognised(connection, "kept")
    revocation(connection, recognition(connection, product(connection, "gone"), "2026-05-01"), "2027-02-01")
    assert values(date(2027, 1, 31))[Indicator.TOTAL_PRODUCTS].value == 2
    assert values(date(2027, 2, 1))[Indicator.TOTAL_PRODUCTS].value == 1


def test_an_upgrade_moves_a_product_between_stars_and_makes_none_new(connection: Connection, values: Values) -> None:
    recognised(connection, "p", "2025-04-01")
    recognition(connection, "p", "2027-02-02", id="p:up", event="upgrade", stars=4)
    before, after = values(date(2027, 2, 1)), values(date(2027, 2, 2))
    assert (before[Indicator.PRODUCTS_3_STAR].value, before[Indicator.PRODUCTS_4_STAR].value) == (1, 0)
    assert (after[Indicator.PRODUCTS_3_STAR].value, after[Indicator.PRODUCTS_4_STAR].value) == (0, 1)
    assert after[Indicator.NEW_PRODUCTS].value == 0


@pytest.mark.parametrize(
    ("decided_on", "event", "new"),
    [("2025-12-31", "first", 0), ("2026-01-01", "first", 1), ("2026", "stated", 1), ("2026-05-05", "renewal", 0)],
)
def test_new_is_what_was_first_recognised_under_the_plan(
    connection: Connection, values: Values, decided_on: str, event: str, new: int
) -> None:
    recognised(connection, "p", decided_on, event=event)
    assert values()[Indicator.NEW_PRODUCTS].value == new


def test_before_the_plan_nothing_is_told_and_before_its_first_certificate_a_product_is_not_new(
    connection: Connection, values: Values
) -> None:
    recognised(connection, "undated", None)
    recognised(connection, "later", "2027-06-16")
    before = values(date(2025, 12, 15))[Indicator.NEW_PRODUCTS]
    assert (before.value, before.at_most) == (None, None)
    during = values(date(2027, 6, 15))[Indicator.NEW_PRODUCTS]
    assert (during.value, during.at_most) == (0, 1)
    assert values(date(2027, 6, 16))[Indicator.NEW_PRODUCTS].value == 1


def test_a_year_only_date_leaves_the_year_of_its_lapse_open(connection: Connection, values: Values) -> None:
    recognised(connection, "sure")
    recognised(connection, "year", "2024")
    total = values()[Indicator.TOTAL_PRODUCTS]
    assert (total.value, total.at_most, total.tally.base_unknown) == (1, 2, 1)


def test_shares_are_of_subjects_with_a_valid_product(connection: Connection, values: Values) -> None:
    forms = {"htx": "cooperative", "tht": "cooperative_group", "cty": "llc", "ho": "household", "cu": "cooperative"}
    for key, form in forms.items():
        size = "small" if form == "llc" else None
        details = {"legal_form": form, "woman_led": key == "ho", "enterprise_size": size}
        of = producer(connection, key, details=details)
        recognised(connection, key, "2020-01-01" if key == "cu" else "2027-01-10", producer_id=of)
    found = values()
    assert found[Indicator.COOPERATIVE_SHARE].tally.base == 4
    assert found[Indicator.COOPERATIVE_SHARE].value == 25
    assert values(cooperative_share="with_groups")[Indicator.COOPERATIVE_SHARE].value == 50
    assert found[Indicator.SME_SHARE].value == 25
    assert found[Indicator.WOMEN_SHARE].value == 25


def test_what_nobody_recorded_is_said_and_bounds_the_share(connection: Connection, values: Values) -> None:
    for key, woman in {"a": True, "b": None, "c": None, "d": False}.items():
        recognised(connection, key, producer_id=producer(connection, key, details={"woman_led": woman}))
    women = values()[Indicator.WOMEN_SHARE]
    assert (women.value, women.at_most, women.tally.unknown) == (25, 75, 2)
    assert values()[Indicator.SME_SHARE].value is None
    assert values(sme_share="any_enterprise")[Indicator.SME_SHARE].value == 100


def test_the_two_readings_of_modern_trade_and_of_export(connection: Connection, values: Values) -> None:
    channels = {"a": "supermarket", "b": "e_commerce", "c": "export", "d": "export_connection"}
    for key, channel in channels.items():
        recognised(connection, key)
        row = {"id": key, "product_id": key, "channel": channel, "name": "Nơi bán", "source_url": SOURCE}
        insert(connection, "sales_channel", row)
    assert values()[Indicator.DIGITAL_PLATFORM_SHARE].value == 25
    assert values()[Indicator.MODERN_DISTRIBUTION_SHARE].value == 25
    both = values(modern_distribution_share="with_e_commerce", export_share="exported_or_connected")
    assert both[Indicator.MODERN_DISTRIBUTION_SHARE].value == 50
    assert (values()[Indicator.EXPORT_SHARE].value, both[Indicator.EXPORT_SHARE].value) == (25, 50)


def test_a_channel_counts_from_the_date_of_its_source(connection: Connection, values: Values) -> None:
    recognised(connection, "p")
    row = {"id": "c", "product_id": "p", "channel": "export", "name": "Nhật", "source_url": SOURCE}
    insert(connection, "sales_channel", row | {"source_date": "2027-06"})
    assert values(date(2027, 5, 31))[Indicator.EXPORT_SHARE].value is None
    assert values(date(2027, 6, 1))[Indicator.EXPORT_SHARE].value == 100


def test_traceability_is_asked_of_agricultural_goods_alone(connection: Connection, values: Values) -> None:
    sets = {"rice": 3, "wine": 15, "rau": 1, "tour": 26}
    for key, number in sets.items():
        recognised(connection, key, product_set=number, product_group="tourism" if number == 26 else "food")
    for key, works in {"rice": True, "rau": False, "wine": True}.items():
        row = {"product_id": key, "url": "https://example.org/x", "works": works, "source_url": SOURCE}
        insert(connection, "product_traceability", row)
    share = values()[Indicator.TRACEABILITY_SHARE]
    assert (share.tally.base, share.value) == (2, 50)
    assert values()[Indicator.TOURISM_PRODUCTS].value == 1


def test_a_chain_needs_contract_zone_and_practice_at_once(connection: Connection, values: Values) -> None:
    zone = {"id": "z", "name": "Vùng sen", "commodity": "lotus", "standards": ["VietGAP"], "source_url": SOURCE}
    insert(connection, "raw_material_zone", zone)
    for key in ("whole", "lapsed", "without"):
        of = producer(connection, key)
        recognised(connection, key, producer_id=of, commodity="lotus")
        if key == "without":
            continue
        insert(connection, "product_zone", {"product_id": key, "zone_id": "z", "source_url": SOURCE})
        insert(connection, "producer_practice", {"producer_id": of, "practice": "green", "source_url": SOURCE})
        ends = DAY - timedelta(days=1) if key == "lapsed" else DAY
        contract = {"id": key, "producer_id": of, "partner": "HTX", "begins_on": "2026-01-01", "ends_on": ends}
        insert(connection, "chain_contract", contract | {"source_url": SOURCE})
    share = values()[Indicator.VALUE_CHAIN_SHARE]
    assert (share.tally.counted, share.tally.base) == (1, 3)


def test_classes_are_counted_by_year_and_persons_once(connection: Connection, values: Values) -> None:
    for key, held_on in {"old": "2026-12-31", "new": "2027-01-01", "later": "2027-06-16"}.items():
        row = {"id": key, "name": "Lớp", "topic": "TMĐT", "organiser": "Sở", "held_on": held_on, "source_url": SOURCE}
        insert(connection, "training_class", row)
    for key in ("x", "y"):
        insert(connection, "staff_member", {"id": key, "name": "N", "role": "staff", "source_url": SOURCE})
    for held in ("old", "new"):
        insert(connection, "training_attendance", {"class_id": held, "staff_id": "x"})
    insert(connection, "training_attendance", {"class_id": "later", "staff_id": "y"})
    assert values()[Indicator.CLASSES_PER_YEAR].value == 1
    assert values()[Indicator.TRAINED_SHARE].value == 50


def test_the_line_to_the_target_starts_at_the_published_figure(connection: Connection, values: Values) -> None:
    recognised(connection, "p")
    row = {"id": "o", "year": 2025, "indicator": "products_total", "value": 40, "unit": "x", "scope": "dong_thap_2025"}
    insert(connection, "indicator_observation", row | {"source_url": SOURCE})
    assert values(date(2026, 1, 1))[Indicator.TOTAL_PRODUCTS].due == 40
    half = values(date(2028, 7, 1))[Indicator.TOTAL_PRODUCTS]
    assert half.due == pytest.approx(70, abs=0.1)
    assert values(date(2031, 1, 1))[Indicator.TOTAL_PRODUCTS].due == 100
    assert values()[Indicator.WOMEN_SHARE].due is None


def test_every_number_can_be_opened_into_its_records(connection: Connection, values: Values) -> None:
    forms = {"a": True, "b": False, "c": None}
    for key, woman in forms.items():
        recognised(connection, key, producer_id=producer(connection, key, details={"woman_led": woman}))
    recognised(connection, "undated", None, producer_id=producer(connection, "d"))
    found = values()[Indicator.WOMEN_SHARE]

    def names(part: Part) -> list[str]:
        return [row["id"] for row in members(connection, found.definition, found.variant, part)]

    assert [names(part) for part in Part] == [["producer:a"], ["producer:b"], ["producer:c"], ["producer:d"]]
    sizes = (found.tally.counted, found.tally.unknown, found.tally.base_unknown)
    assert sizes == tuple(len(names(part)) for part in (Part.COUNTED, Part.UNKNOWN, Part.BASE_UNKNOWN))


def test_persons_are_never_listed(connection: Connection) -> None:
    definition = DEFINITIONS[Indicator.TRAINED_SHARE]
    with pytest.raises(ValueError, match="never listed"):
        members(connection, definition, definition.variant(None), Part.COUNTED)


def test_year_by_year_and_what_will_lapse(connection: Connection) -> None:
    recognised(connection, "a", "2020-06-30", stars=4)
    recognised(connection, "b", "2024-07-01")
    recognition(connection, "a", "2024-07-20", id="a:2", event="renewal", stars=4)
    recognised(connection, "c", None, stars=5)
    recognition(connection, "c", "2028-01-01", id="c:2", event="renewal", stars=3)
    years = {row["day"].year: row for row in yearly(connection, DAY)}
    assert list(years) == list(range(2019, 2028))
    assert {year: row["valid"] for year, row in years.items()} == {
        2019: 0,
        2020: 1,
        2021: 1,
        2022: 1,
        2023: 0,
        2024: 2,
        2025: 2,
        2026: 2,
        2027: 2,
    }
    assert years[2023]["expired"] == 1
    assert years[2024]["events"] == {"first": 1, "renewal": 1}
    counted = text("SELECT count(*) FILTER (WHERE is_valid) FROM published.indicator_product")
    for year, row in years.items():
        judge_as_of(connection, row["day"])
        assert connection.scalar(counted) == row["valid"], year
    assert [(row["id"], row["within_months"]) for row in expiry_watch(connection)] == [("b", 1), ("a", 3)]


def test_communes_add_up_to_the_province(connection: Connection) -> None:
    west, east = commune(connection, "30001"), commune(connection, "30002")
    place: dict[str, Any] = PLACED
    for key, where in {"a": west, "b": west, "c": east}.items():
        of = producer(connection, key, commune_id=where, **place)
        recognised(connection, key, producer_id=of)
    judge_as_of(connection, DAY)
    rows = {row["id"]: row for row in commune_analysis(connection, "82")}
    assert {key: (row["valid_products"], row["producers"]) for key, row in rows.items()} == {
        "30001": (2, 2),
        "30002": (1, 1),
    }
