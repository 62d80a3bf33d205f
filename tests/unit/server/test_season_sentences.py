"""Seasons in words, and what a commune's page makes of several."""

from ocopmap.server.record_pages.seasons import harvest, harvests, said
from ocopmap.server.wording import wording

VI, EN = wording("vi"), wording("en")


def test_months_that_follow_one_another_are_a_span_also_over_the_new_year() -> None:
    assert said(EN, [3, 4, 5]) == "March to May"
    assert said(EN, [1, 2, 12]) == "December to February"
    assert said(EN, [3, 6, 7]) == "March and June to July"
    assert said(VI, [1, 2, 12]) == "Tháng 12 đến tháng 2"
    assert said(VI, range(1, 13)) == "Quanh năm"


def test_each_commodity_is_told_once_and_the_unknown_named() -> None:
    records = [
        {"name": "a", "commodity": "mango", "harvest_months": [3, 4]},
        {"name": "b", "commodity": "mango", "harvest_months": [3, 4]},
        {"name": "c", "commodity": "rice", "harvest_months": None},
        {"name": "d", "commodity": None, "harvest_months": None},
    ]
    told, untold = harvests(EN, records)
    assert [(each.commodity, each.months) for each in told] == [("Mango", (3, 4))]
    assert untold == ["Rice"]
    assert harvest(EN, records[2]) is None
