"""What pages say of a record: never more than is known."""

from typing import Any

import pytest

from ocopmap.server.record_pages.sentences import certificate, commune_story, how_far, when, whereabouts
from ocopmap.server.wording import wording

VI, EN = wording("vi"), wording("en")


def product(validity: str, earliest: str | None, latest: str | None, **given: Any) -> dict[str, Any]:
    return {"validity": validity, "expires_earliest": earliest, "expires_latest": latest, "recognitions": []} | given


@pytest.mark.parametrize(
    ("validity", "earliest", "latest", "told", "hidden"),
    [
        ("valid", "2028-05-03", "2028-05-03", "3/5/2028", None),
        ("valid", "2028-01-01", "2028-12-31", "1/1/2028", "31/12/2028"),
        ("expiring", "2027-01-09", "2027-01-09", "9/1/2027", None),
        ("expired", "2023-01-01", "2023-12-31", "31/12/2023", "1/1/2023"),
        ("unknown", "2026-01-01", "2026-12-31", "31/12/2026", None),
    ],
)
def test_a_span_is_told_by_the_end_that_is_certain(
    validity: str, earliest: str, latest: str, told: str, hidden: str | None
) -> None:
    sentence = certificate(VI, product(validity, earliest, latest))
    assert told in sentence
    assert hidden is None or f" {hidden}" not in sentence


def test_a_certificate_without_a_date_has_no_date_in_its_sentence() -> None:
    for words in (VI, EN):
        assert not any(letter.isdigit() for letter in certificate(words, product("unknown", None, None)))


def test_a_revoked_certificate_names_the_day() -> None:
    revoked = product("revoked", "2026-01-01", "2026-01-01", recognitions=[{"revoked_on": "2025-02-21"}])
    assert "21/2/2025" in certificate(VI, revoked)
    assert "21 Feb 2025" in certificate(EN, revoked)


@pytest.mark.parametrize(
    ("day", "vietnamese", "english"),
    [
        ("2023", "năm 2023", "in 2023"),
        ("2023-11", "tháng 11/2023", "in Nov 2023"),
        ("2023-11-29", "ngày 29/11/2023", "on 29 Nov 2023"),
    ],
)
def test_a_date_keeps_its_own_precision(day: str, vietnamese: str, english: str) -> None:
    assert when(VI, day) == vietnamese
    assert when(EN, day) == english


def test_a_distance_between_vague_places_is_an_upper_bound() -> None:
    near, vague = {"distance_m": 4_000.0, "uncertainty_m": 0}, {"distance_m": 4_000.0, "uncertainty_m": 3_000}
    assert how_far(VI, near) == "4 km"
    assert how_far(VI, vague) == VI.t("distance.within", distance="7 km")
    assert how_far(VI, near, {"uncertainty_m": 2_000}) == VI.t("distance.within", distance="6 km")


@pytest.mark.parametrize(
    "precision", ["exact", "street", "hamlet", "legacy_commune", "commune", "district", "province"]
)
def test_every_precision_has_a_sentence(precision: str) -> None:
    record = {"precision": precision, "uncertainty_m": 2_400.0, "commune_name": "Xã Tràm Chim", "legacy_commune": None}
    assert whereabouts(VI, record) != whereabouts(EN, record)
    assert ("2,4 km" in whereabouts(VI, record)) == (precision not in ("exact", "province"))


def test_a_commune_without_records_still_has_a_story() -> None:
    units = [{"label": "Xã A, huyện X", "district": "Huyện X"}, {"label": "Xã B, huyện X", "district": "Huyện X"}]
    commune = {"name": "Xã C", "formed_from": units, "contents": {"product": [], "zone": []}}
    story = commune_story(VI, commune)
    assert len(story) == 3
    assert "xã A và xã B (huyện X cũ)" in story[0]


def test_a_story_counts_in_the_grammar_of_its_language() -> None:
    made = [{"commodity": "mango", "stars": 4}]
    for products, told in ((made, "1 OCOP product is made here"), (made * 2, "2 OCOP products are made here")):
        contents: dict[str, list[Any]] = {"product": products, "zone": [], "sales_point": [{}]}
        commune = {"name": "Xã C", "formed_from": [], "contents": contents}
        assert told in " ".join(commune_story(EN, commune))
