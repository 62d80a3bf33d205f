"""The evaluation set of the geocoder: every old commune in many written forms, answered by the resolution's mapping.

Made with fixed seeds, so that it is the same on every machine, from three files in ``data``: ``communes_legacy.csv``
(resolution 1663/NQ-UBTVQH15), ``communes_elsewhere.csv`` (the official conversion table for Cao Bằng, Lâm Đồng,
Thành phố Hồ Chí Minh, Hà Nội and Cà Mau) and ``nonexistent.csv`` (communes that are not where the address puts them).

Two parts: failures of the first were read while the geocoder was tuned and its confidence is calibrated on it; the
held-out part has its own seed, its own provinces and its own communes that do not exist, and was measured once the
geocoder was finished. It is the second of its kind: the failures of a first one, which also brought a second way to
damage (``geocoding_slips.py``), were read and mended, so that one belongs to the tuned part now.
"""

import csv
import random
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ocopmap.geocoding import Candidate
from tests.bench.geocoding_slips import PLAIN_SLIPS, slipped

CONFIDENT = 0.8
"""Confidence from which an answer would be shown without a person."""

DATA = Path(__file__).parent / "data"
HERE = "82"
FIRST_SEED = "held out 2026-11-22"
SEED = "second held out 2026-11-22"
HELD_OUT_PROVINCES = ("01", "96")
DETAILS = (
    "",
    "ấp 4",
    "số 123, tổ 4, ấp 6",
    "ấp Mỹ Thới",
    "637, Khu Dân cư Trung tâm, ấp Mỹ Thới",
    "ấp Tân Phú",
    "khóm Long Hưng",
    "40/1 đường Nguyễn Huệ, khóm 2",
    "Quốc lộ 30, ấp An Hòa",
    "số 7, đường tỉnh 849",
)
ABBREVIATIONS = (
    ("Thành phố", "TP."),
    ("Thị xã", "TX."),
    ("Thị trấn", "TT."),
    ("Phường", "P."),
    ("Huyện", "H."),
    ("Tỉnh", "T."),
    ("Xã", "X."),
    ("đường", "Đ."),
    ("Quốc lộ", "QL."),
)
NEIGHBOURS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "svxswdfguhjknbiowearycqztx",
        strict=True,
    )
)


class Part(StrEnum):
    """Parts of the set."""

    TUNED = "tuned"
    HELD_OUT = "held out"


@dataclass(frozen=True, slots=True)
class Case:
    """An address, how it is written, and the communes of today that are right: none where none is so called.

    ``province`` is the code of the one that the geocoder serves.
    """

    address: str
    form: str
    answers: frozenset[str]
    part: Part
    province: str = HERE


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune with what stands above it: old ones have a district, those of today none."""

    code: str
    name: str
    district: str
    province: str
    answers: frozenset[str]


def old_units() -> list[Unit]:
    """Return the 305 old communes of the province."""
    return _units(_rows("communes_legacy"))


def new_units() -> list[Unit]:
    """Return the 102 communes of today."""
    names = {row["new_code"]: row["new_name"] for row in _rows("communes_legacy")}
    return [Unit(f"n{code}", name, "", "Tỉnh Đồng Tháp", frozenset({code})) for code, name in names.items()]


def elsewhere() -> dict[str, list[Unit]]:
    """Return the old communes of other provinces by code of the province of today."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows("communes_elsewhere"):
        rows[row["new_province_code"]].append(row)
    return {code: _units(found) for code, found in rows.items()}


def _units(rows: list[dict[str, str]]) -> list[Unit]:
    answers: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        answers[row["old_code"]].add(row["new_code"])
    unique = {row["old_code"]: row for row in rows}
    return [
        Unit(code, row["old_name"], row["old_district"], row["old_province"], frozenset(answers[code]))
        for code, row in unique.items()
    ]


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def cases() -> list[Case]:
    """Return the whole set, in a fixed order."""
    return [
        *_written(Part.TUNED, "", FORMS, TWO_LEVEL),
        *_written(Part.TUNED, FIRST_SEED, FORMS | SLIPPED, TWO_LEVEL | SLIPPED_NEW),
        *_written(Part.HELD_OUT, SEED, FORMS | SLIPPED, TWO_LEVEL | SLIPPED_NEW),
        *_cases_elsewhere(),
        *_nonexistent(),
    ]


def _written(part: Part, seed: str, old: "dict[str, Form]", new: "dict[str, Form]") -> Iterator[Case]:
    for units, forms in ((old_units(), old), (new_units(), new)):
        for unit in units:
            yield from _cases(unit, forms, part, seed)


def _cases(unit: Unit, forms: "dict[str, Form]", part: Part, seed: str, province: str = HERE) -> Iterator[Case]:
    for form, write in forms.items():
        dice = random.Random(f"{unit.code} {form}{seed}")  # noqa: S311 (a fixed seed, not a secret)
        yield Case(write(unit, dice), form, unit.answers, part, province)


def _cases_elsewhere() -> Iterator[Case]:
    for province, units in elsewhere().items():
        part = Part.HELD_OUT if province in HELD_OUT_PROVINCES else Part.TUNED
        forms = {f"{province}: {form}": (FORMS | SLIPPED)[form] for form in ELSEWHERE}
        for unit in units:
            yield from _cases(unit, forms, part, "", province)


def _nonexistent() -> Iterator[Case]:
    parts = {"tune": Part.TUNED, "holdout": Part.HELD_OUT}
    for row in _rows("nonexistent"):
        yield Case(row["address"], row["form"], frozenset(), parts[row["split"]])


Form = Callable[[Unit, random.Random], str]


def _clean(unit: Unit, dice: random.Random) -> str:
    parts = dice.choice(DETAILS), unit.name, unit.district, unit.province
    return ", ".join(_inner(part) for part in parts if part)


def _inner(part: str) -> str:
    return (
        part if not part.startswith(("Xã", "Phường", "Thị", "Huyện", "Thành", "Tỉnh")) else part[0].lower() + part[1:]
    )


def unaccented(text: str) -> str:
    """Return a text without its accents, case kept."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _abbreviated(unit: Unit, dice: random.Random) -> str:
    text = ", ".join(filter(None, (dice.choice(DETAILS), unit.name, unit.district, unit.province)))
    for word, short in ABBREVIATIONS:
        text = text.replace(f"{word} ", short + dice.choice(("", " ")))
    return text


def _unpunctuated(unit: Unit, dice: random.Random) -> str:
    return _clean(unit, dice).replace(",", "")


def _without_province(unit: Unit, dice: random.Random) -> str:
    return ", ".join(filter(None, (dice.choice(DETAILS), _inner(unit.name), _inner(unit.district))))


def _today_province(unit: Unit, dice: random.Random) -> str:
    return f"{_without_province(unit, dice)}, tỉnh Đồng Tháp"


def _bare(unit: Unit, dice: random.Random) -> str:
    kinds = ("Xã ", "Thị trấn ", "Huyện ", "Thành phố ", "Thị xã ", "Tỉnh ")
    parts = [dice.choice(DETAILS), unit.name, unit.district, unit.province]
    for kind in kinds:
        parts = [part.removeprefix(kind) for part in parts]
    return ", ".join(filter(None, parts))


def _other_tones(unit: Unit, dice: random.Random) -> str:
    pairs = (("òa", "oà"), ("óa", "oá"), ("ọa", "oạ"), ("ủy", "uỷ"), ("úy", "uý"), ("ý", "í"), ("Mỹ", "Mĩ"))
    text = _clean(unit, dice)
    for one, other in pairs:
        text = text.replace(one, other)
    return unicodedata.normalize(dice.choice(("NFC", "NFD")), text)


def _damaged(text: str, dice: random.Random) -> str:
    """Make one typing error in a letter: neighbour key, left out, doubled, or two letters swapped."""
    places = [i for i, letter in enumerate(text) if letter.isalpha()]
    place = dice.choice(places)
    letter = text[place]
    kind = dice.choice(("neighbour", "missing", "doubled", "swapped"))
    if kind == "neighbour":
        plain = unaccented(letter).lower()
        return text[:place] + NEIGHBOURS.get(plain, "x") + text[place + 1 :]
    if kind == "missing":
        return text[:place] + text[place + 1 :]
    if kind == "doubled" or place + 1 >= len(text):
        return text[:place] + letter + text[place:]
    return text[:place] + text[place + 1] + letter + text[place + 2 :]


def _errors(count: int) -> Form:
    def write(unit: Unit, dice: random.Random) -> str:
        text = ", ".join(_inner(part) for part in (unit.name, unit.district, unit.province) if part)
        for _ in range(count):
            text = _damaged(text, dice)
        return ", ".join(filter(None, (dice.choice(DETAILS), text)))

    return write


def _plain(unit: Unit) -> str:
    return ", ".join(_inner(part) for part in (unit.name, unit.district, unit.province) if part)


def _slips(count: int) -> Form:
    def write(unit: Unit, dice: random.Random) -> str:
        text = _plain(unit)
        for _ in range(count):
            text = slipped(text, dice)
        return ", ".join(filter(None, (dice.choice(DETAILS), text)))

    return write


def _unaccented_slip(unit: Unit, dice: random.Random) -> str:
    return slipped(unaccented(_plain(unit)), dice, PLAIN_SLIPS)


FORMS: dict[str, Form] = {
    "clean": _clean,
    "today's province": _today_province,
    "unaccented": lambda unit, dice: unaccented(_clean(unit, dice)),
    "abbreviated": _abbreviated,
    "unpunctuated": _unpunctuated,
    "upper case": lambda unit, dice: _clean(unit, dice).upper(),
    "other tone marks": _other_tones,
    "without province": _without_province,
    "without kinds": _bare,
    "unaccented, unpunctuated": lambda unit, dice: unaccented(_unpunctuated(unit, dice)).lower(),
    "one error": _errors(1),
    "two errors": _errors(2),
    "three errors": _errors(3),
    "commune alone": lambda unit, dice: _inner(unit.name),
}
TWO_LEVEL: dict[str, Form] = {
    "two levels": _clean,
    "two levels, one error": _errors(1),
}


SLIPPED: dict[str, Form] = {
    "one slip": _slips(1),
    "two slips": _slips(2),
    "unaccented, one slip": _unaccented_slip,
}
SLIPPED_NEW: dict[str, Form] = {"two levels, one slip": _slips(1)}
ELSEWHERE = ("clean", "unaccented", "abbreviated", "without province", "one error", "one slip")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one case: right, wrong or abstained, and how sure the answer was."""

    outcome: str
    confidence: float


def judge(case: Case, candidates: list[Candidate]) -> Verdict:
    """A divided commune is right when a person is asked with exactly the parts as the choice.

    Where no commune is so called, right is to name none; a person who is asked with a suggestion is an abstention.
    """
    if not candidates:
        return Verdict("abstained" if case.answers else "right", 0.0)
    best = candidates[0]
    asked = best.needs_person or best.commune_code is None
    if not case.answers:
        found = "abstained" if best.commune_code else "right"
        return Verdict(found if best.needs_person else "wrong", best.confidence)
    if len(case.answers) > 1:
        offered = {candidate.commune_code for candidate in candidates}
        outcome = "right" if offered == case.answers else "abstained"
        return Verdict(outcome if asked else "wrong", best.confidence)
    if asked:
        return Verdict("abstained", best.confidence)
    return Verdict("right" if best.commune_code in case.answers else "wrong", best.confidence)


def is_sure_and_wrong(case: Case, verdict: Verdict) -> bool:
    """Tell whether a wrong place would be shown without a person, or a commune that is not there is believed."""
    return verdict.confidence >= CONFIDENT and (
        verdict.outcome == "wrong" or (not case.answers and verdict.outcome != "right")
    )
