"""The bars of the evaluation set, on its held-out part; ``tests/bench/geocoding.py`` prints the whole table."""

import hashlib
from collections import Counter, defaultdict

import pytest

from ocopmap.geocoding import AddressRules, Candidate, Geocoder, Units
from tests.bench.geocoding_set import HERE, Case, Part, Verdict, cases, is_sure_and_wrong, judge

FROZEN = "620d96292dd9b22c7dd163aa265d747a8f09e122ebef3093ba757dafe395889e"
EVERYTHING = cases()
HELD_OUT = [case for case in EVERYTHING if case.part is Part.HELD_OUT]
FORMS = sorted({case.form for case in HELD_OUT})
CLEAN = 0.995
BARS = {
    "one error": 0.95,
    "one slip": 0.95,
    "without province": 0.99,
    "two errors": 0.8,
    "two slips": 0.8,
    "three errors": 0.7,
    "unaccented, one slip": 0.8,
    "commune alone": 0.7,
    "two levels, one error": 0.9,
    "two levels, one slip": 0.9,
    "01: one error": 0.95,
    "01: one slip": 0.95,
    "96: one error": 0.95,
    "96: one slip": 0.95,
    **dict.fromkeys((f"96: {form}" for form in ("clean", "unaccented", "abbreviated", "without province")), 0.99),
}
MOST_SURE_AND_WRONG = 0.002

Answered = list[tuple[Case, list[Candidate]]]
Judged = list[tuple[Case, Verdict]]


@pytest.fixture(scope="module")
def answered(units: Units, rules: AddressRules) -> Answered:
    geocoders = {code: Geocoder(units, rules, province_code=code) for code in {case.province for case in HELD_OUT}}
    return [(case, geocoders[case.province].geocode(case.address)) for case in HELD_OUT]


@pytest.fixture(scope="module")
def judged(answered: Answered) -> dict[str, Judged]:
    found: dict[str, Judged] = defaultdict(list)
    for case, candidates in answered:
        found[case.form].append((case, judge(case, candidates)))
    return found


def test_the_set_is_frozen() -> None:
    lines = (f"{c.address}|{c.form}|{sorted(c.answers)}|{c.part}|{c.province}" for c in EVERYTHING)
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == FROZEN
    assert len(EVERYTHING) > 1_000


def test_no_address_of_the_tuned_part_is_held_out_too() -> None:
    tuned = {case.address for case in EVERYTHING if case.part is Part.TUNED and not case.answers}
    assert not tuned & {case.address for case in HELD_OUT}


@pytest.mark.parametrize("form", [form for form in FORMS if not form.startswith("nonexistent")])
def test_enough_are_right(judged: dict[str, Judged], form: str) -> None:
    counts = Counter(verdict.outcome for _, verdict in judged[form])
    assert counts["right"] / counts.total() >= BARS.get(form, CLEAN)


@pytest.mark.parametrize("form", FORMS)
def test_hardly_any_is_wrong_and_sure(judged: dict[str, Judged], form: str) -> None:
    wrong = sum(is_sure_and_wrong(*pair) for pair in judged[form])
    assert wrong / len(judged[form]) <= MOST_SURE_AND_WRONG


def test_confidence_is_honest(answered: Answered) -> None:
    stated: list[tuple[float, bool]] = []
    for case, candidates in answered:
        if case.province == HERE and len(case.answers) < 2:
            best = candidates[:1]
            stated += [(c.confidence, c.commune_code in case.answers) for c in best if c.commune_code]
    for low, high in ((0.0, 0.4), (0.4, 0.6), (0.9, 0.98), (0.98, 1.01)):
        band = [pair for pair in stated if low <= pair[0] < high]
        mean, right = (sum(pair[i] for pair in band) / len(band) for i in (0, 1))
        assert mean == pytest.approx(right, abs=0.08), (low, high, len(band))
