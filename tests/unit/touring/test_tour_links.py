"""The link of a tour: read, written, refused; the browser is held to the same samples."""

import unicodedata
from contextlib import suppress
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocopmap.layers.filters import FilterError
from ocopmap.settings import PROJECT_ROOT
from ocopmap.touring.links import parse_link, write_link
from ocopmap.touring.tour import MAX_NAME, Lunch, Place, Stop, Tour
from ocopmap.touring.travel import Mode

SAMPLES = orjson.loads((PROJECT_ROOT / "tests" / "data" / "tour_links.json").read_bytes())


def read(link: str) -> Tour:
    return parse_link(parse_qsl(link, keep_blank_values=True))


@pytest.mark.parametrize("sample", SAMPLES["links"], ids=lambda sample: sample["link"][:40])
def test_samples_are_read_and_written(sample: dict[str, Any]) -> None:
    tour = read(sample["link"])
    assert tour == Tour.model_validate(sample["tour"])
    assert write_link(tour) == sample["written"]
    assert write_link(read(sample["written"])) == sample["written"]


@pytest.mark.parametrize("sample", SAMPLES["refusals"], ids=lambda sample: sample["link"][:40])
def test_samples_are_refused_by_name(sample: dict[str, Any]) -> None:
    with pytest.raises(FilterError) as refusal:
        read(sample["link"])
    assert [{"parameter": each.parameter, "key": each.key} for each in refusal.value.problems] == sample["problems"]


def test_what_is_usual_stands_in_the_samples() -> None:
    assert Tour().model_dump(mode="json") == SAMPLES["usual"]
    assert Stop(key="product:a").model_dump(mode="json", exclude={"key"}) == SAMPLES["usual_stop"]


degrees = st.integers(-9_000_000, 9_000_000).map(lambda number: number / 100_000)
points = st.builds(Place, latitude=degrees, longitude=degrees, name=st.text(max_size=100))
keys = st.from_regex(r"(product|zone|q|tourism_point):[a-z0-9-]{1,30}", fullmatch=True)
minutes = st.none() | st.integers(0, 720)
stops = st.one_of(
    st.builds(Stop, key=keys, visit_minutes=minutes, locked=st.booleans()),
    st.builds(
        Stop,
        latitude=degrees,
        longitude=degrees,
        name=st.text(max_size=100),
        visit_minutes=minutes,
        locked=st.booleans(),
    ),
)


@given(
    stops=st.lists(stops, max_size=40).map(tuple),
    start=st.none() | points,
    end=st.none() | st.builds(Place, key=keys),
    mode=st.sampled_from(Mode),
    lunch=st.none() | st.builds(Lunch, start=st.sampled_from(["11:00", "12:15"]), minutes=st.integers(0, 240)),
    date=st.none() | st.dates(date(2020, 1, 1), date(2099, 12, 31)),
    speed_kmh=st.none() | st.integers(3, 90),
)
def test_every_tour_comes_back_from_its_link(**parts: Any) -> None:
    tour = Tour(**parts)
    link = write_link(tour)
    assert read(link) == tour
    assert link.isascii()
    assert link[-1].isdigit()


@given(st.text(max_size=200))
def test_names_are_one_clean_line(text: str) -> None:
    name = Place(latitude=10, longitude=105, name=text).name
    assert len(name) <= MAX_NAME
    assert "~" not in name
    assert name == name.strip()
    assert not {unicodedata.category(letter) for letter in name} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(st.lists(st.tuples(st.sampled_from(["s", "t", "d", "day", "lunch", "end", "days", "mode", "x"]), st.text())))
def test_whatever_is_typed_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    with suppress(FilterError):
        parse_link(pairs)
