"""From ways to read an address to candidates: point, precision, explanation, confidence."""

from dataclasses import dataclass, replace
from typing import Final

from ocopmap.catalogue.places import Precision
from ocopmap.geocoding.answers import Candidate, Place
from ocopmap.geocoding.centres import metres_between
from ocopmap.geocoding.confidence import Evidence, confidence
from ocopmap.geocoding.gazetteer import Gazetteer
from ocopmap.geocoding.hits import Hit, Text
from ocopmap.geocoding.points import Located, Points
from ocopmap.geocoding.readings import CLOSE, Reading
from ocopmap.geocoding.units import Commune, District, LegacyCommune, Province, Units
from ocopmap.geocoding.wording import current_address, in_sentence, names_finer_place, notes, old_name

_MOST: Final = 8
_WORTH_SHOWING: Final = 1.5
_LEAST_SCORE: Final = 0.8
_PLACE_RADIUS_M: Final = {
    Precision.EXACT: 50.0,
    Precision.STREET: 500.0,
    Precision.HAMLET: 1_000.0,
}
_PLACE_ALONE: Final = 0.6
"""Confidence in a place that is named without any unit around it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """The unit that a reading comes down to: a commune of today with or without the old one, or a coarser one."""

    reading: Reading
    commune: Commune | None = None
    legacy: LegacyCommune | None = None
    district: District | None = None

    @property
    def key(self) -> str:
        """What makes two spots the same answer."""
        if self.commune:
            return f"c{self.commune.code}"
        return f"d{self.district.code}" if self.district else f"p{self.reading.province_code}"

    @property
    def depth(self) -> int:
        """Level of the answer: province 0, district 1, commune 2."""
        return 2 if self.commune else 1 if self.district else 0


def is_doubtful(text: Text, reading: Reading) -> bool:
    """Tell whether a person must confirm a reading even if it has no rival.

    So it is when units contradict, when a commune is named that is not known or is of another kind, when a letter
    strays behind the commune, or when one bare name ends other words (``Công ty Tân Phú Đông``).
    """
    missing = reading.commune is None and reading.unread > 0
    if missing or reading.contradiction or reading.open or _other_kind_of_today(reading.commune):
        return True
    if _is_weak_guess(text, reading):
        return True
    if len(reading.hits) > 1:
        return False
    (hit,) = reading.hits
    bare = hit.head == hit.start and hit.tail == hit.end
    own_part = hit.start == 0 or text.words[hit.start].after_break
    return bare and hit.start > 0 and not (own_part and names_finer_place(text, reading))


def _is_weak_guess(text: Text, reading: Reading) -> bool:
    """A misspelt commune without its district may as well be one of another province, unless accents agree."""
    if reading.commune is None or not reading.commune.errors or reading.district:
        return False
    return reading.commune.errors > 1 or not text.accented or reading.province is None


def _other_kind_of_today(commune: Hit | None) -> bool:
    """No commune of today has changed its kind: ``xã Cai Lậy`` may be a misread ``thị xã Cai Lậy``."""
    return (
        commune is not None
        and isinstance(commune.name.unit, Commune)
        and commune.head < commune.start
        and not commune.kind_agrees
    )


class Placer:
    """Turns readings into candidates."""

    def __init__(self, units: Units, points: Points, gazetteer: Gazetteer) -> None:
        self._units = units
        self._points = points
        self._gazetteer = gazetteer

    def candidates(self, text: Text, readings: list[Reading]) -> list[Candidate]:
        """Return candidates, likeliest first; none if nothing was named."""
        spots = self._distinct(readings)
        places = self._gazetteer.named_in(text.words)
        if not spots:
            return self._lone_places(text, places)
        best = spots[0]
        shown = [
            spot
            for spot in spots[:_MOST]
            if best.reading.score - spot.reading.score < _WORTH_SHOWING and spot.depth >= best.depth
        ]
        doubtful = is_doubtful(text, best.reading)
        rivals = sum(best.reading.score - spot.reading.score <= CLOSE for spot in shown)
        found = [
            self._candidate(text, spot, Evidence.of(spot.reading, rivals, rank, doubtful))
            for rank, spot in enumerate(shown)
        ]
        return [self._refined(text, candidate, spot, places) for candidate, spot in zip(found, shown, strict=True)]

    def _distinct(self, readings: list[Reading]) -> list[Spot]:
        seen: dict[str, Spot] = {}
        for reading in readings:
            if reading.hits and (reading.score >= _LEAST_SCORE or not reading.errors):
                for spot in self._spots(reading):
                    seen.setdefault(spot.key, spot)
        return list(seen.values())

    def _spots(self, reading: Reading) -> list[Spot]:
        unit = reading.commune.name.unit if reading.commune else None
        if isinstance(unit, LegacyCommune):
            return [Spot(reading, self._units.communes[code], unit) for code in unit.successors]
        if isinstance(unit, Commune):
            return [Spot(reading, unit)]
        district = reading.district.name.unit if reading.district else None
        return [self._district_spot(reading, district) if isinstance(district, District) else Spot(reading)]

    def _district_spot(self, reading: Reading, district: District) -> Spot:
        """An island district that became one special zone leaves no question which commune it is."""
        codes = self._units.district_successors(district.code)
        if len(codes) == 1:
            return Spot(reading, self._units.communes[codes[0]])
        return Spot(reading, district=district)

    def _candidate(self, text: Text, spot: Spot, evidence: Evidence) -> Candidate:
        point, precision, radius = self._located(spot)
        province = self._units.provinces[spot.reading.province_code]
        commune, legacy = spot.commune, spot.legacy
        return Candidate(
            latitude=round(point[0], 6),
            longitude=round(point[1], 6),
            precision=precision,
            confidence=confidence(evidence),
            uncertainty_m=round(radius),
            commune_code=commune.code if commune else None,
            commune_name=commune.name if commune else None,
            legacy_commune_code=legacy.code if legacy else None,
            legacy_commune=legacy.title if legacy else None,
            province_code=province.code,
            province_name=province.name,
            current_address=current_address(text, spot.reading, commune, spot.district, province),
            explanation=self._explanation(text, spot, evidence.rivals),
            needs_person=evidence.rivals > 1 or evidence.doubtful,
        )

    def _located(self, spot: Spot) -> Located:
        if spot.commune:
            return self._points.commune_or_old(spot.commune, spot.legacy)
        if spot.district:
            return self._points.district(spot.district)
        if old := self._old_province(spot):
            return self._points.old_province(old)
        return self._points.province(spot.reading.province_code)

    def _old_province(self, spot: Spot) -> Province | None:
        """Return the merged province that the text names, such as Tiền Giang, when it names nothing finer."""
        named = spot.reading.province.name.unit if spot.reading.province else None
        current = self._units.provinces[spot.reading.province_code]
        return named if isinstance(named, Province) and named.name != current.name else None

    def _explanation(self, text: Text, spot: Spot, rivals: int) -> str:
        parts = [self._where(spot), *notes(text, spot.reading)]
        if spot.legacy and len(spot.legacy.successors) > 1:
            names = " và ".join(in_sentence(self._units.communes[c].name) for c in spot.legacy.successors)
            parts.append(f"xã cũ này đã chia cho {names}, cần người chọn")
        elif rivals > 1:
            parts.append("tên này có ở nhiều nơi, cần ghi thêm huyện hoặc xã")
        if spot.commune and names_finer_place(text, spot.reading):
            parts.append("số nhà, đường, ấp chưa có tọa độ nên điểm đặt ở giữa xã")
        return "; ".join(parts)

    def _where(self, spot: Spot) -> str:
        if spot.commune and spot.legacy:
            return f"{old_name(spot.legacy)} → {in_sentence(spot.commune.name)}"
        if spot.commune:
            return in_sentence(spot.commune.name)
        if spot.district:
            old = f"{in_sentence(spot.district.name)} cũ ({in_sentence(spot.district.province.name)} cũ)"
            return f"chỉ biết {old}, chưa rõ xã"
        current = in_sentence(self._units.provinces[spot.reading.province_code].name)
        merged = self._old_province(spot)
        named = f"{in_sentence(merged.name)} cũ, nay thuộc {current}" if merged else current
        return f"chỉ biết {named}, chưa rõ xã"

    def _refined(self, text: Text, candidate: Candidate, spot: Spot, places: list[tuple[Place, int]]) -> Candidate:
        """Move a candidate to the point of the longest place name in the text that lies within its unit."""
        for place, _ in places:
            if self._within(place, candidate, spot):
                return self._at_place(candidate, place)
        return candidate

    def _within(self, place: Place, candidate: Candidate, spot: Spot) -> bool:
        if spot.commune:
            here = place.commune_code == spot.commune.code
        elif spot.district:
            here = place.commune_code in self._units.district_successors(spot.district.code)
        else:
            commune = self._units.communes.get(place.commune_code or "")
            here = commune is not None and commune.province_code == candidate.province_code
        centre = candidate.latitude, candidate.longitude
        near = metres_between((place.latitude, place.longitude), centre) <= candidate.uncertainty_m
        return here or (place.commune_code is None and near)

    def _at_place(self, candidate: Candidate, place: Place) -> Candidate:
        commune = self._units.communes.get(place.commune_code or candidate.commune_code or "")
        return replace(
            candidate,
            latitude=place.latitude,
            longitude=place.longitude,
            precision=place.precision,
            uncertainty_m=_PLACE_RADIUS_M.get(place.precision, candidate.uncertainty_m),
            commune_code=commune.code if commune else None,
            commune_name=commune.name if commune else None,
            explanation=f"{candidate.explanation.split('; số nhà')[0]}; điểm của “{place.name}” đã biết",
        )

    def _lone_places(self, text: Text, places: list[tuple[Place, int]]) -> list[Candidate]:
        """Answer with places named in a text that names no unit; a person confirms."""
        longest = places[0][1] if places else 0
        named = [place for place, length in places if length == longest and length > 1 and place.commune_code]
        return [self._lone_place(text, place, len(named)) for place in named[:_MOST]]

    def _lone_place(self, text: Text, place: Place, rivals: int) -> Candidate:
        commune = self._units.communes[place.commune_code or ""]
        province = self._units.provinces[commune.province_code]
        return Candidate(
            latitude=place.latitude,
            longitude=place.longitude,
            precision=place.precision,
            confidence=round(_PLACE_ALONE / rivals, 3),
            uncertainty_m=_PLACE_RADIUS_M.get(place.precision, commune.radius_m),
            commune_code=commune.code,
            commune_name=commune.name,
            legacy_commune_code=None,
            legacy_commune=None,
            province_code=province.code,
            province_name=province.name,
            current_address=f"{text.original.strip()}, {in_sentence(commune.name)}, {in_sentence(province.name)}",
            explanation=f"địa chỉ không ghi xã; điểm của “{place.name}” đã biết",
            needs_person=True,
        )
