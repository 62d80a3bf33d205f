"""Every KPI through the life of a certificate: counted to its last day, renewed, upgraded, revoked."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_rows import PLACED, SOURCE, commune, insert, judge_as_of, producer, product, recognition, revocation
from sqlalchemy import Connection, Engine, event, text

from ocopmap.catalogue.indicators import Indicator, Subject
from ocopmap.planning.communes import commune_analysis, commune_products
from ocopmap.planning.definitions import read_definitions
from ocopmap.planning.history import expiry_watch, lapsed_lately
from ocopmap.planning.indicators import Tally, indicators
from ocopmap.settings import PROJECT_ROOT

DEFINITIONS = read_definitions(PROJECT_ROOT / "geodata/rules/indicators.yaml")
FIRST, LAST_DAY = "2026-03-02", date(2029, 3, 2)
ONE_DAY = timedelta(days=1)

Tallies = Callable[[date], dict[Indicator, Tally]]

STARS = {Indicator.PRODUCTS_4_STAR: 4, Indicator.PRODUCTS_5_STAR: 5}
FOR_EVER = {Indicator.NEW_PRODUCTS, Indicator.STORY_SHARE}
"""They count recognitions, not certificates: what happens later changes nothing."""
CERTIFIED = [
    key
    for key, each in DEFINITIONS.items()
    if each.subject in (Subject.PRODUCT, Subject.PRODUCER) and key not in FOR_EVER
]


@pytest.fixture
def tallies(connection: Connection) -> Tallies:
    for number, key in enumerate(Indicator, start=1):
        row = {"id": key, "number": number, "indicator": key, "name": key, "year": 2030, "value": 100, "unit": "x"}
        insert(connection, "indicator_target", row | {"comparison": "at_least", "source_url": SOURCE})

    def found(day: date) -> dict[Indicator, Tally]:
        judge_as_of(connection, day)
        return {each.indicator: each.tally for each in indicators(connection, DEFINITIONS, day)}

    return found


def exemplary(connection: Connection, key: Indicator) -> str:
    """A product, with a producer, of which everything is on record that any KPI asks for; return its recognition."""
    of = producer(connection, "p", details={"legal_form": _form(key), "woman_led": True, "enterprise_size": "small"})
    is_tour = key is Indicator.TOURISM_PRODUCTS
    kind = {"product_set": 26, "product_group": "tourism"} if is_tour else {"product_set": 1, "product_group": "food"}
    product(connection, "p", producer_id=of, commodity="mango", story="Câu chuyện", **kind)
    trace = {"product_id": "p", "url": "https://example.org/x", "works": True, "source_url": SOURCE}
    insert(connection, "product_traceability", trace)
    for channel in ("e_commerce", "supermarket", "export"):
        row = {"id": channel, "product_id": "p", "channel": channel, "name": "Nơi bán", "source_url": SOURCE}
        insert(connection, "sales_channel", row)
    zone = {"id": "z", "name": "Vùng", "commodity": "mango", "standards": ["VietGAP"], "source_url": SOURCE}
    insert(connection, "raw_material_zone", zone)
    insert(connection, "product_zone", {"product_id": "p", "zone_id": "z", "source_url": SOURCE})
    insert(connection, "producer_practice", {"producer_id": of, "practice": "green", "source_url": SOURCE})
    contract = {"id": "c", "producer_id": of, "partner": "HTX", "begins_on": "2026-01-01", "source_url": SOURCE}
    insert(connection, "chain_contract", contract)
    return recognition(connection, "p", FIRST, stars=STARS.get(key, 3))


def _form(key: Indicator) -> str:
    return "cooperative" if key is Indicator.COOPERATIVE_SHARE else "llc"


@pytest.mark.parametrize("key", CERTIFIED)
def test_it_counts_from_the_day_of_decision_to_the_last_day(
    connection: Connection, tallies: Tallies, key: Indicator
) -> None:
    exemplary(connection, key)
    decided = date.fromisoformat(FIRST)
    days = (decided - ONE_DAY, decided, LAST_DAY, LAST_DAY + ONE_DAY)
    assert [tallies(day)[key].counted for day in days] == [0, 1, 1, 0]
    assert [tallies(day)[key].base for day in days] == [0, 1, 1, 0]


@pytest.mark.parametrize("key", CERTIFIED)
def test_a_renewal_carries_it_over_the_lapse(connection: Connection, tallies: Tallies, key: Indicator) -> None:
    exemplary(connection, key)
    recognition(connection, "p", "2029-02-20", id="p:2", event="renewal", stars=STARS.get(key, 3))
    days = (LAST_DAY, LAST_DAY + ONE_DAY, date(2032, 2, 20), date(2032, 2, 21))
    assert [tallies(day)[key].counted for day in days] == [1, 1, 1, 0]


@pytest.mark.parametrize("key", CERTIFIED)
def test_a_revocation_ends_it_on_its_day(connection: Connection, tallies: Tallies, key: Indicator) -> None:
    revocation(connection, exemplary(connection, key), "2027-05-05")
    assert [tallies(day)[key].counted for day in (date(2027, 5, 4), date(2027, 5, 5))] == [1, 0]


@pytest.mark.parametrize("key", CERTIFIED)
def test_an_upgrade_changes_the_stars_and_nothing_else(
    connection: Connection, tallies: Tallies, key: Indicator
) -> None:
    exemplary(connection, key)
    recognition(connection, "p", "2028-01-10", id="p:up", event="upgrade", stars=5)
    before, after = tallies(date(2028, 1, 9))[key], tallies(date(2028, 1, 10))[key]
    of_stars = key in (Indicator.PRODUCTS_3_STAR, Indicator.PRODUCTS_4_STAR)
    assert (before.counted, after.counted) == (1, 0 if of_stars else 1)
    assert (before.base, after.base) == (1, 1)


@pytest.mark.parametrize("key", sorted(FOR_EVER))
def test_what_is_new_stays_new(connection: Connection, tallies: Tallies, key: Indicator) -> None:
    first = exemplary(connection, key)
    recognition(connection, "p", "2028-01-10", id="p:up", event="upgrade", stars=4)
    revocation(connection, first, "2027-05-05")
    decided = date.fromisoformat(FIRST)
    days = (decided - ONE_DAY, decided, date(2027, 5, 5), date(2028, 1, 10), date(2031, 1, 11))
    assert [tallies(day)[key].counted for day in days] == [0, 1, 1, 1, 1]


def test_classes_and_attendance_count_from_their_day(connection: Connection, tallies: Tallies) -> None:
    held = {
        "id": "k",
        "name": "Lớp",
        "topic": "Bao bì",
        "organiser": "Sở",
        "held_on": "2027-12-31",
        "source_url": SOURCE,
    }
    insert(connection, "training_class", held)
    insert(connection, "staff_member", {"id": "s", "name": "N", "role": "staff", "source_url": SOURCE})
    insert(connection, "training_attendance", {"class_id": "k", "staff_id": "s"})
    days = (date(2027, 12, 30), date(2027, 12, 31), date(2028, 1, 1))
    found = [tallies(day) for day in days]
    assert [each[Indicator.CLASSES_PER_YEAR].counted for each in found] == [0, 1, 0]
    assert [each[Indicator.TRAINED_SHARE].counted for each in found] == [0, 1, 1]


def test_all_seventeen_in_at_most_five_statements(connection: Connection, tallies: Tallies) -> None:
    exemplary(connection, Indicator.TOTAL_PRODUCTS)
    asked: list[str] = []

    def note(*given: Any) -> None:
        asked.append(given[2])

    event.listen(connection, "before_cursor_execute", note)
    assert len(tallies(LAST_DAY)) == len(Indicator)
    event.remove(connection, "before_cursor_execute", note)
    assert len(asked) <= 5


def test_the_watch_puts_each_certificate_in_one_band(connection: Connection) -> None:
    lapses = {"today": 0, "month": 30, "after": 31, "quarter": 92, "half": 180, "later": 190, "gone": -1, "long": -190}
    day = date(2027, 6, 15)
    for key, days in lapses.items():
        product(connection, key)
        recognition(connection, key, "2024-09-09", expires_on=day + timedelta(days=days))
    judge_as_of(connection, day)
    bands = {row["id"]: row["within_months"] for row in expiry_watch(connection)}
    assert bands == {"today": 1, "month": 3, "after": 3, "quarter": 6, "half": 6}
    assert [row["id"] for row in lapsed_lately(connection)] == ["gone"]


def test_the_published_totals_come_out_where_the_records_are_whole(connection: Connection, tallies: Tallies) -> None:
    """70 recognised in 2019 (47 of 3 stars, 23 of 4), 91 new and 8 upgraded in 2020 make the 161 of the plan 2021-2025.

    That plan prints 104 of 3 stars and 54 of 4, which are 158: its own numbers add up to 57 of 4 stars.
    """
    stars = {"2019": [3] * 47 + [4] * 23, "2020": [3] * 65 + [4] * 26}
    recognised = []
    for year, each in stars.items():
        for number, rank in enumerate(each):
            key = f"{year}-{number}"
            recognised.append(recognition(connection, product(connection, key), f"{year}-12-20", stars=rank))
    for number in range(8):
        key = f"2019-{number}"
        recognition(connection, key, "2020-12-20", id=f"{key}:up", event="upgrade", stars=4)
    at_end = {year: tallies(date(year, 12, 31)) for year in (2019, 2020)}
    assert {year: each[Indicator.TOTAL_PRODUCTS].counted for year, each in at_end.items()} == {2019: 70, 2020: 161}
    assert at_end[2019][Indicator.PRODUCTS_4_STAR].counted == 23
    assert at_end[2020][Indicator.PRODUCTS_3_STAR].counted == 104
    assert at_end[2020][Indicator.PRODUCTS_4_STAR].counted == 161 - 104
    assert at_end[2020][Indicator.NEW_PRODUCTS].counted == 0
    gone = [each for each in recognised if each.startswith("2020-")][:25]
    for each in gone:
        revocation(connection, each, "2023-01-11")
    # 62 certificates of 2019 lapsed on 20 December 2022; the 8 that were upgraded in 2020 did not.
    assert tallies(date(2022, 12, 20))[Indicator.TOTAL_PRODUCTS].counted == 161
    assert tallies(date(2022, 12, 21))[Indicator.TOTAL_PRODUCTS].counted == 161 - 62
    assert tallies(date(2023, 1, 11))[Indicator.TOTAL_PRODUCTS].counted == 161 - 62 - 25


homes = st.lists(
    st.tuples(st.sampled_from(["30001", "30002", None]), st.integers(-1, 1), st.integers(3, 5)), max_size=12
)


@settings(max_examples=12, deadline=None)
@given(homes)
def test_communes_add_up_to_the_province_whatever_is_recorded(
    shared_engine: Engine, found: list[tuple[str | None, int, int]]
) -> None:
    """A product whose place is unknown is in no commune: the communes and those make the province."""
    with shared_engine.connect() as connection:
        codes = {code: commune(connection, code) for code in ("30001", "30002")}
        for number, (code, years, stars) in enumerate(found):
            place: dict[str, Any] = {**PLACED, "commune_id": codes[code]} if code else {}
            of = producer(connection, str(number), **place)
            decided = f"{2025 + 3 * years}-05-05"
            recognition(connection, product(connection, str(number), producer_id=of), decided, stars=stars)
        judge_as_of(connection, date(2027, 6, 15))
        rows = commune_analysis(connection, "82")
        assert commune_products(connection, "82") == [
            {name: row[name] for name in ("id", "name", "valid_products", "three_star", "four_star", "five_star")}
            for row in rows
        ]
        whole = connection.execute(
            text("""
                SELECT count(*) FILTER (WHERE is_valid) AS valid, count(*) AS products,
                       count(*) FILTER (WHERE is_valid AND commune_code IS NULL) AS unplaced
                FROM published.indicator_product
            """)
        ).one()
        assert sum(row["valid_products"] for row in rows) + whole.unplaced == whole.valid
        assert (
            sum(row["three_star"] + row["four_star"] + row["five_star"] for row in rows) + whole.unplaced == whole.valid
        )
        assert sum(row["products"] for row in rows) == sum(code is not None for code, *_ in found)
        connection.rollback()
