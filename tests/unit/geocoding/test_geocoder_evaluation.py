"""The bars of the evaluation set, on its test split; ``tests/bench/geocoding.py`` prints the whole table."""

import hashlib
from collections import Counter, defaultdict

import pytest

from ocopmap.geocoding import Geocoder
from tests.bench.geocoding_set import CONFIDENT, Case, Verdict, cases, judge

FROZEN = "12c01b31e629859c12ec62d2285edc82d88957707be69929d6198db86bc4bd9b"
EVERYTHING = cases()
BARS = {
    "one error": 0.95,
    "two levels, one error": 0.95,
    "two errors": 0.9,
    "three errors": 0.8,
    "without province": 0.99,
    "commune alone": 0.7,
}

CLEAN = 0.995


@pytest.fixture(scope="module")
def verdicts(geocoder: Geocoder) -> dict[str, list[Verdict]]:
    found: dict[str, list[Verdict]] = defaultdict(list)
    for case in EVERYTHING:
        if not case.train:
            found[case.form].append(judge(case, geocoder.geocode(case.address)))
    return found


def test_the_set_is_frozen() -> None:
    lines = (f"{case.address}|{case.form}|{sorted(case.answers)}|{case.train}" for case in EVERYTHING)
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == FROZEN
    assert len(EVERYTHING) > 1_000


@pytest.mark.parametrize("form", sorted({case.form for case in EVERYTHING}))
def test_enough_are_right(verdicts: dict[str, list[Verdict]], form: str) -> None:
    counts = Counter(verdict.outcome for verdict in verdicts[form])
    assert counts["right"] / counts.total() >= BARS.get(form, CLEAN)


def test_hardly_any_is_wrong_and_sure(verdicts: dict[str, list[Verdict]]) -> None:
    everyone = [verdict for group in verdicts.values() for verdict in group]
    wrong = sum(verdict.outcome == "wrong" and verdict.confidence >= CONFIDENT for verdict in everyone)
    assert wrong / len(everyone) <= 0.002


def test_confidence_is_honest(geocoder: Geocoder) -> None:
    sure: list[tuple[Case, bool]] = []
    for case in EVERYTHING:
        best = geocoder.geocode(case.address)[:1]
        if not case.train and best and best[0].confidence >= 0.95 and best[0].commune_code:
            sure.append((case, best[0].commune_code in case.answers))
    assert sum(right for _, right in sure) / len(sure) >= 0.99
