"""Prints how the geocoder does on its evaluation set beside vietnamadminunits, and how honest its confidence is."""

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import groupby, pairwise
from pathlib import Path
from typing import Final

from vietnamadminunits import ParseMode, convert_address, parse_address

from ocopmap.geocoding import AddressRules, Candidate, Geocoder, load_units
from tests.bench import positions
from tests.bench.geocoding_set import HERE, Case, Part, Verdict, cases, is_sure_and_wrong, judge

RULES: Final = Path(__file__).resolve().parents[2] / "geodata" / "rules" / "addresses.yaml"
BANDS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 1.001)
OUTCOMES: Final = ("right", "wrong", "abstained")
Answers = list[list[Candidate]]


def main() -> None:
    """Print the tables; ``--tuned`` leaves the held-out part alone, ``--failures`` lists what went wrong."""
    parts = [Part.TUNED] if "--tuned" in sys.argv else list(Part)
    geocoders = geocoders_for({case.province for case in cases()})
    for part in parts:
        everything = [case for case in cases() if case.part is part]
        answers, seconds = timed(everything, lambda case: geocoders[case.province].geocode(case.address))
        verdicts = [judge(case, found) for case, found in zip(everything, answers, strict=True)]
        theirs, their_seconds = timed(everything, yardstick)
        print_forms(part, everything, verdicts, theirs)
        speeds = [len(everything) / seconds, len(everything) / their_seconds]
        print(
            f"addresses a second of one process: {speeds[0]:,.0f}; vietnamadminunits: {speeds[1]:,.0f} "
            f"(ratio {speeds[0] / speeds[1]:.2f})\n"
        )
        print_reliability(part, everything, answers)
        if "--failures" in sys.argv and part is Part.TUNED:
            print_failures(everything, answers, verdicts)
    positions.main()


def geocoders_for(provinces: Iterable[str]) -> dict[str, Geocoder]:
    """Return a geocoder for each province, warmed up."""
    units, rules = load_units(), AddressRules.load(RULES)
    made = {code: Geocoder(units, rules, province_code=code) for code in provinces}
    for geocoder in made.values():
        geocoder.geocode("xã Không Có, huyện Châu Thành, Đồng Tháp")
    return made


def timed[T](everything: list[Case], answer: Callable[[Case], T]) -> tuple[list[T], float]:
    """Return the answers to all cases, and the seconds of processor time that they took: other work does not count."""
    begin = time.process_time()
    answers = [answer(case) for case in everything]
    return answers, time.process_time() - begin


def yardstick(case: Case) -> str:
    """Ask vietnamadminunits alone: parse the old form and convert it; the street is left out, it asks the network."""
    try:
        old = parse_address(case.address, mode=ParseMode.LEGACY, keep_street=False, level=3)
        new = convert_address(old.get_address()) if old and old.ward else None
    except (KeyError, ValueError, TypeError, AttributeError):
        return "wrong"
    if new is None or not new.ward_code:
        return "abstained" if case.answers else "right"
    return "right" if new.ward_code in case.answers else "wrong"


def print_forms(part: Part, everything: list[Case], verdicts: list[Verdict], theirs: list[str]) -> None:
    """Print right, wrong, abstained and wrong-and-confident by form, and the first three for the yardstick."""
    print(
        f"{part} part{'':30}{'n':>5}{'right':>8}{'wrong':>8}{'abst.':>8}{'wrong, sure':>13} |{'vietnamadminunits':>24}"
    )
    groups: dict[str, list[int]] = defaultdict(list)
    for index, case in enumerate(everything):
        groups[case.form].append(index)
    for form, places in groups.items():
        ours = Counter(verdicts[i].outcome for i in places)
        sure = sum(is_sure_and_wrong(everything[i], verdicts[i]) for i in places)
        other = Counter(theirs[i] for i in places)
        cells = "".join(f"{ours[outcome] / len(places):>8.1%}" for outcome in OUTCOMES)
        beside = "".join(f"{other[outcome] / len(places):>8.1%}" for outcome in OUTCOMES)
        print(f"{form:42}{len(places):>5}{cells}{sure / len(places):>13.1%} |{beside}")


def print_reliability(part: Part, everything: list[Case], answers: Answers) -> None:
    """Print, by stated confidence, how often a candidate is right; every candidate with a commune counts.

    Divided communes are left out: which of their parts is meant no mapping tells. On the right, communes that do not
    exist are counted too: what share of real addresses they are nobody knows.
    """
    head = f"reliability, {part + ' part':15}{'stated':>8}{'mean':>8}{'right':>8}{'n':>8}"
    print(f"{head} | with communes that do not exist")
    known = _stated(everything, answers, lambda case: case.province == HERE and len(case.answers) == 1)
    both = known + _stated(everything, answers, lambda case: not case.answers)
    for low, high in pairwise(BANDS):
        cells = [_band([pair for pair in pairs if low <= pair[0] < high]) for pairs in (known, both)]
        print(f"{low:>31.2f}-{min(1, high):.2f}{cells[0]} |{cells[1]}")
    print()


def _stated(everything: list[Case], answers: Answers, chosen: Callable[[Case], bool]) -> list[tuple[float, bool]]:
    return [
        (candidate.confidence, candidate.commune_code in case.answers)
        for case, found in zip(everything, answers, strict=True)
        if chosen(case)
        for candidate in found
        if candidate.commune_code
    ]


def _band(pairs: list[tuple[float, bool]]) -> str:
    if not pairs:
        return f"{'':16}{0:>8}"
    mean = sum(stated for stated, _ in pairs) / len(pairs)
    right = sum(hit for _, hit in pairs) / len(pairs)
    return f"{mean:>8.3f}{right:>8.3f}{len(pairs):>8}"


def print_failures(everything: list[Case], answers: Answers, verdicts: list[Verdict]) -> None:
    """List every case that was not right, by form."""
    rows = sorted(zip(everything, answers, verdicts, strict=True), key=lambda row: row[0].form)
    for form, group in groupby(rows, key=lambda row: row[0].form):
        for case, found, verdict in group:
            if verdict.outcome != "right":
                told = [(c.commune_name, c.confidence) for c in found[:3]]
                print(f"{form} | {verdict.outcome} | {case.address} | {sorted(case.answers)} | {told}")


if __name__ == "__main__":
    main()
