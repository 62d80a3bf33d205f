"""The page of a KPI: what it means, its way to the target, what was published, the records behind it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection

from ocopmap.catalogue.indicators import PLAN_END, PLAN_START, Indicator, Subject
from ocopmap.catalogue.places import Layer
from ocopmap.layers.reading import speak_as_of
from ocopmap.planning.indicators import IndicatorValue, Part, Tally, course, indicators, members
from ocopmap.server.addresses import record_address
from ocopmap.server.context import Context
from ocopmap.server.planning_pages.asked import AskedPage, chosen_variants
from ocopmap.server.planning_pages.board import published_by_year
from ocopmap.server.planning_pages.charts import Path, path
from ocopmap.server.planning_pages.choosing import PAGE_SIZE, chunk, page_number
from ocopmap.server.planning_pages.figures import figure, measured
from ocopmap.server.planning_pages.page import Values, View
from ocopmap.server.wording import Wording, wording

_HALVES: Final = ((6, 30), (12, 31))
_LISTED: Final = {Subject.PRODUCT: Layer.PRODUCT, Subject.PRODUCER: Layer.PRODUCER}


def _indicator(connection: Connection, shared: Context, asked: AskedPage) -> Values:
    words, key = wording(asked.locale), list(Indicator)[(asked.number or 1) - 1]
    choice = dict(chosen_variants(shared.definitions, asked.values("variant")))
    found = [
        each
        for variant in shared.definitions[key].variants
        for each in indicators(connection, shared.definitions, asked.day, {**choice, key: variant.key})
        if each.indicator is key
    ]
    readings = [figure(each, asked) for each in found]
    shown = next(each for each in readings if each.found.variant.key == choice.get(key, found[0].variant.key))
    part = asked.choice("part", Part, Part.COUNTED)
    values = {
        "title": shown.name,
        "shown": shown,
        "readings": readings,
        "published_rows": published_by_year(connection, [shown.found], asked),
        "part": part,
        "parts": [(each, _size(shown.found.tally, each), asked.with_(part=each)) for each in Part],
        "records": _records(connection, shown.found, part, asked),
    }
    return {**values, **_course(connection, shared, shown.found, asked.day, words)}


def _size(tally: Tally, part: Part) -> int:
    return {
        Part.COUNTED: tally.counted,
        Part.NOT_COUNTED: tally.base - tally.counted - tally.unknown,
        Part.UNKNOWN: tally.unknown,
        Part.BASE_UNKNOWN: tally.base_unknown,
    }[part]


def _records(connection: Connection, found: IndicatorValue, part: Part, asked: AskedPage) -> Any:  # noqa: ANN401
    """Return a page of the records of a part; None of persons, who are counted and never listed."""
    if found.definition.subject is Subject.PERSON:
        return None
    offset = (page_number(asked) - 1) * PAGE_SIZE
    rows = members(connection, found.definition, found.variant, part, limit=PAGE_SIZE, offset=offset)
    layer = _LISTED.get(found.definition.subject)
    linked = [
        {**row, "address": record_address(asked.locale, layer, row["id"], row["name"]) if layer else None}
        for row in rows
    ]
    return chunk(asked, linked, _size(found.tally, part))


def half_years(day: date) -> list[date]:
    """Return the ends of half years from the day before the plan to ``day``, and that day itself."""
    ends = [date(year, *half) for year in range(PLAN_START.year - 1, day.year + 1) for half in _HALVES]
    return [*(end for end in ends if date(PLAN_START.year - 1, 12, 31) <= end < day), day]


def _course(connection: Connection, shared: Context, found: IndicatorValue, day: date, words: Wording) -> Values:
    days = half_years(day)
    values = course(connection, shared.definitions, found.indicator, found.variant, days)
    speak_as_of(connection, day)
    rows = [
        {
            "day": each,
            "value": measured(words, found, value),
            "at_most": measured(words, found, most),
            "due": measured(words, found, found.due_by(each)),
        }
        for each, value, most in values
    ]
    return {"course": rows, "course_chart": _chart(found, values, day)}


def _chart(found: IndicatorValue, values: Sequence[tuple[date, float | None, float | None]], day: date) -> Path:
    ends = (PLAN_START, PLAN_END)
    due = [(each, value) for each in ends if (value := found.due_by(each)) is not None]
    line = due or [(each, found.target) for each in ends]
    return path(values, line, found.target, day)


INDICATOR = View("planning/indicator.html", ("variant", "part", "page"), _indicator)
