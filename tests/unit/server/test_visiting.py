"""Opening hours in words, and as schema.org writes them."""

import pytest

from ocopmap.server.record_pages.visiting import open_hours, structured_hours
from ocopmap.server.wording import wording


@pytest.mark.parametrize(
    ("hours", "vietnamese", "english"),
    [
        ("24/7", "Cả ngày đêm", "Day and night"),
        ("08:30-17:30", "8:30–17:30 hằng ngày", "8:30–17:30 every day"),
        ("07:00-11:00,13:00-17:00", "7:00–11:00, 13:00–17:00 hằng ngày", "7:00–11:00, 13:00–17:00 every day"),
        ("Mar-Oct 07:00-18:00", "Mar-Oct 7:00–18:00", "Mar-Oct 7:00–18:00"),
        ("sunrise-sunset", "sunrise-sunset", "sunrise-sunset"),
        (
            "Mo-Fr 08:00-17:00; PH off",
            "Th 2-Th 6 8:00–17:00; ngày lễ nghỉ",
            "Mon-Fri 8:00–17:00; public holidays closed",
        ),
    ],
)
def test_hours_in_words(hours: str, vietnamese: str, english: str) -> None:
    assert open_hours(wording("vi"), hours) == vietnamese
    assert open_hours(wording("en"), hours) == english


@pytest.mark.parametrize(
    ("hours", "spans"),
    [
        ("24/7", [("00:00", "23:59")]),
        ("07:00-11:00,13:00-17:00", [("07:00", "11:00"), ("13:00", "17:00")]),
        ("Sa,Su 08:00-12:00", []),
        ("Mar-Oct 07:00-18:00", []),
        ("07:00-17:00; PH off", []),
    ],
)
def test_structured_hours_are_those_of_every_day(hours: str, spans: list[tuple[str, str]]) -> None:
    assert [(each["opens"], each["closes"]) for each in structured_hours(hours)] == spans
