"""The evaluation set of the geocoder: every old commune in many written forms, answered by the resolution's mapping.

Made from ``data/communes_legacy.csv`` (resolution 1663/NQ-UBTVQH15) with a fixed seed, so that it is the same on
every machine; the split into train and test depends only on the commune. Confidence may be calibrated on train only.
"""

import csv
import hashlib
import random
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ocopmap.geocoding import Candidate

CONFIDENT = 0.8
"""Confidence from which an answer would be shown without a person."""

MAPPING = Path(__file__).parent / "data" / "communes_legacy.csv"
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


@dataclass(frozen=True, slots=True)
class Case:
    """An address, how it is written, the communes of today that are right, and the part of the set."""

    address: str
    form: str
    answers: frozenset[str]
    train: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune with what stands above it: old ones have a district, those of today none."""

    code: str
    name: str
    district: str
    province: str
    answers: frozenset[str]


def old_units() -> list[Unit]:
    """Return the 305 old communes."""
    rows = _rows()
    answers: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        answers[row["old_code"]].add(row["new_code"])
    unique = {row["old_code"]: row for row in rows}
    return [
        Unit(code, row["old_name"], row["old_district"], row["old_province"], frozenset(answers[code]))
        for code, row in unique.items()
    ]


def new_units() -> list[Unit]:
    """Return the 102 communes of today."""
    names = {row["new_code"]: row["new_name"] for row in _rows()}
    return [Unit(f"n{code}", name, "", "Tỉnh Đồng Tháp", frozenset({code})) for code, name in names.items()]


def _rows() -> list[dict[str, str]]:
    with MAPPING.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def cases() -> list[Case]:
    """Return the whole set, in a fixed order."""
    return [case for unit in old_units() for case in _cases(unit, FORMS)] + [
        case for unit in new_units() for case in _cases(unit, TWO_LEVEL)
    ]


def _cases(unit: Unit, forms: "dict[str, Form]") -> Iterator[Case]:
    train = hashlib.sha256(unit.code.encode()).digest()[0] % 2 == 0
    for form, write in forms.items():
        dice = random.Random(f"{unit.code} {form}")  # noqa: S311 (a fixed seed, not a secret)
        yield Case(write(unit, dice), form, unit.answers, train)


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one case: right, wrong or abstained, and how sure the answer was."""

    outcome: str
    confidence: float


def judge(case: Case, candidates: list[Candidate]) -> Verdict:
    """A divided commune is right when a person is asked with exactly the parts as the choice."""
    if not candidates:
        return Verdict("abstained", 0.0)
    best = candidates[0]
    if len(case.answers) > 1:
        offered = {candidate.commune_code for candidate in candidates}
        outcome = "right" if offered == case.answers else "abstained"
        return Verdict(outcome if best.needs_person else "wrong", best.confidence)
    if best.needs_person or best.commune_code is None:
        return Verdict("abstained", best.confidence)
    return Verdict("right" if best.commune_code in case.answers else "wrong", best.confidence)
