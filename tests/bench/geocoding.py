"""Prints how the geocoder does on its evaluation set, and how honest its confidence is; run as a script."""

import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from vietnamadminunits import ParseMode, convert_address, parse_address

from ocopmap.geocoding import AddressRules, Candidate, Geocoder, load_units
from tests.bench.geocoding_set import CONFIDENT, Case, Verdict, cases, judge

RULES = Path(__file__).resolve().parents[2] / "geodata" / "rules" / "addresses.yaml"
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 1.001)


def yardstick(case: Case) -> str:
    """Ask vietnamadminunits alone: parse the old form and convert it; the street is left out, it asks the network."""
    try:
        old = parse_address(case.address, mode=ParseMode.LEGACY, keep_street=False, level=3)
        new = convert_address(old.get_address()) if old and old.ward else None
    except (KeyError, ValueError, TypeError, AttributeError):
        return "wrong"
    if new is None or not new.ward_code:
        return "abstained"
    return "right" if new.ward_code in case.answers else "wrong"


def main() -> None:
    """Print the tables; ``--yardstick`` also runs vietnamadminunits, ``--failures`` lists what went wrong."""
    geocoder = Geocoder(load_units(), AddressRules.load(RULES), province_code="82")
    everything = cases()
    geocoder.geocode(everything[0].address)
    begin = time.perf_counter()
    answers = [geocoder.geocode(case.address) for case in everything]
    seconds = time.perf_counter() - begin
    verdicts = [judge(case, found) for case, found in zip(everything, answers, strict=True)]
    print_forms(everything, verdicts)
    print(f"\n{len(everything) / seconds:,.0f} addresses/s ({len(everything)} addresses, one process)")
    print_reliability(everything, answers)
    if "--failures" in sys.argv:
        print_failures(everything, answers, verdicts)
    if "--yardstick" in sys.argv:
        print_yardstick(everything)


def print_forms(everything: list[Case], verdicts: list[Verdict]) -> None:
    """Print right, wrong, abstained and wrong-and-confident by form and part of the set."""
    print(f"{'form':28}{'part':7}{'n':>5}{'right':>9}{'wrong':>8}{'abstained':>11}{'wrong and sure':>16}")
    groups: dict[tuple[str, bool], list[Verdict]] = defaultdict(list)
    for case, verdict in zip(everything, verdicts, strict=True):
        groups[case.form, case.train].append(verdict)
    for (form, train), group in groups.items():
        counts = Counter(verdict.outcome for verdict in group)
        sure = sum(v.outcome == "wrong" and v.confidence >= CONFIDENT for v in group)
        shares = [counts["right"], counts["wrong"], counts["abstained"], sure]
        cells = "".join(
            f"{share / len(group):>{width}.1%}" for share, width in zip(shares, (9, 8, 11, 16), strict=True)
        )
        print(f"{form:28}{'train' if train else 'test':7}{len(group):>5}{cells}")


def print_reliability(everything: list[Case], answers: list[list[Candidate]]) -> None:
    """Print, by stated confidence, how often a candidate is right; every candidate counts.

    Divided communes are left out: which of their parts is meant no mapping tells.
    """
    for part in (True, False):
        table: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        for case, found in zip(everything, answers, strict=True):
            for candidate in found if case.train is part and len(case.answers) == 1 else ():
                if candidate.commune_code:
                    place = next(i for i, top in enumerate(BINS[1:]) if candidate.confidence < top)
                    right = candidate.commune_code in case.answers
                    table[place].append((candidate.confidence, right))
        print(f"\nreliability, {'train' if part else 'test'}:  stated    mean    right      n")
        for place, pairs in sorted(table.items()):
            mean = sum(stated for stated, _ in pairs) / len(pairs)
            right = sum(hit for _, hit in pairs) / len(pairs)
            print(f"{BINS[place]:>25.2f}-{min(1, BINS[place + 1]):.2f}{mean:>8.3f}{right:>9.3f}{len(pairs):>7}")


def print_failures(everything: list[Case], answers: list[list[Candidate]], verdicts: list[Verdict]) -> None:
    """List every case that was not right."""
    for case, found, verdict in zip(everything, answers, verdicts, strict=True):
        if verdict.outcome != "right":
            told = [(c.commune_name, c.confidence) for c in found[:3]]
            print(f"{case.form} | {verdict.outcome} | {case.address} | {sorted(case.answers)} | {told}")


def print_yardstick(everything: list[Case]) -> None:
    """Print the same by form for vietnamadminunits alone."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    begin = time.perf_counter()
    for case in everything:
        groups[case.form][yardstick(case)] += 1
    speed = len(everything) / (time.perf_counter() - begin)
    print(f"\nvietnamadminunits alone, {speed:,.0f} addresses/s")
    for form, counts in groups.items():
        total = counts.total()
        print(f"{form:35}{total:>5}" + "".join(f"{counts[o] / total:>10.1%}" for o in ("right", "wrong", "abstained")))


if __name__ == "__main__":
    main()
