"""From ways to read an address to candidates: point, precision, explanation, confidence."""

from dataclasses import dataclass, replace
from typing import Final

from ocopmap.catalogue.places import Precision
from ocopmap.geocoding.answers import Candidate, Place
from ocopmap.geocoding.centres import Point, metres_between
from ocopmap.geocoding.confidence import Evidence, confidence
from ocopmap.geocoding.doubts import Doubt, doubt_of
from ocopmap.geocoding.gazetteer import Gazetteer
from ocopmap.geocoding.hits import Text
from ocopmap.geocoding.known import KnownNames
from ocopmap.geocoding.points import Located, Points
from ocopmap.geocoding.readings import CLOSE, Reading
from ocopmap.geocoding.text import joined
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
_SAME_PLACE_M: Final = 2_000.0
"""Points of one name nearer than this are one street or hamlet."""

_FINENESS: Final = {precision: rank for rank, precision in enumerate(Precision)}
_PLACE_ALONE: Final = 0.6
_GUESSED_ALONE: Final = 0.4
"""Confidence in a place that is named without any unit around it, its point known or derived from its address."""


_SAID: Final = {
    Doubt.OTHER_NAME: "tên viết trong địa chỉ có thể là của một xã khác, không có ở đây; cần người xác nhận",
    Doubt.OTHER_DISTRICT: "xã này không thuộc huyện, thị xã, thành phố mà địa chỉ ghi; cần người xác nhận",
}


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


def _point(place: Place) -> Point:
    return place.latitude, place.longitude


def _known(place: Place) -> str:
    if place.confirmed:
        return f"điểm của “{place.name}” đã biết"
    return f"“{place.name}” được đặt theo địa chỉ của nó"


def _is_elsewhere_too(place: Place, places: list[Place]) -> bool:
    """Tell whether a place of the same name and kind lies elsewhere: two hamlets called ấp 4 in one new commune."""
    return any(
        other.precision is place.precision
        and joined(other.name) == joined(place.name)
        and metres_between(_point(other), _point(place)) > _SAME_PLACE_M
        for other in places
    )


class Placer:
    """Turns readings into candidates."""

    def __init__(self, units: Units, points: Points, gazetteer: Gazetteer, names: KnownNames) -> None:
        self._units = units
        self._points = points
        self._gazetteer = gazetteer
        self._names = names

    def with_gazetteer(self, gazetteer: Gazetteer) -> "Placer":
        """Return the same with other places."""
        return Placer(self._units, self._points, gazetteer, self._names)

    def is_clear(self, text: Text, readings: list[Reading]) -> bool:
        """Tell whether the best reading can stand without a person."""
        spots = self._distinct(readings)
        if not spots or doubt_of(text, spots[0].reading, self._names, self._units):
            return False
        return len(spots) == 1 or spots[0].reading.score - spots[1].reading.score > CLOSE

    def candidates(self, text: Text, readings: list[Reading]) -> list[Candidate]:
        """Return candidates, likeliest first; none if nothing was named."""
        spots = self._distinct(readings)
        places = self._gazetteer.named_in(text)
        if not spots:
            return self._lone_places(text, places)
        best = spots[0]
        shown = [
            spot
            for spot in spots[:_MOST]
            if best.reading.score - spot.reading.score < _WORTH_SHOWING and spot.depth >= best.depth
        ]
        doubt = doubt_of(text, best.reading, self._names, self._units)
        rivals = sum(best.reading.score - spot.reading.score <= CLOSE for spot in shown)
        found = [
            self._candidate(text, spot, Evidence.of(text, spot.reading, rivals, rank, doubt))
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
            explanation=self._explanation(text, spot, evidence),
            needs_person=evidence.rivals > 1 or evidence.doubt is not None,
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

    def _explanation(self, text: Text, spot: Spot, evidence: Evidence) -> str:
        parts = [self._where(spot), *notes(text, spot.reading)]
        if evidence.doubt in _SAID:
            parts.append(_SAID[evidence.doubt])
        if spot.legacy and len(spot.legacy.successors) > 1:
            names = " và ".join(in_sentence(self._units.communes[c].name) for c in spot.legacy.successors)
            parts.append(f"xã cũ này đã chia cho {names}, cần người chọn")
        elif evidence.rivals > 1:
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
        """Move a candidate to the best place of the text within its unit, unless its point is coarser than the unit."""
        reach = _FINENESS[candidate.precision]
        known = [place for place, _ in places if place.confirmed and _FINENESS[place.precision] <= reach]
        finer = [place for place in known if self._within(place, candidate, spot)]
        for place in finer:
            if not _is_elsewhere_too(place, finer):
                return self._at_place(candidate, place)
        return candidate

    def _within(self, place: Place, candidate: Candidate, spot: Spot) -> bool:
        if spot.legacy and place.legacy_commune_code not in {None, spot.legacy.code}:
            return False
        if spot.commune:
            here = place.commune_code == spot.commune.code
        elif spot.district:
            here = place.commune_code in self._units.district_successors(spot.district.code)
        else:
            commune = self._units.communes.get(place.commune_code or "")
            here = commune is not None and commune.province_code == candidate.province_code
        centre = candidate.latitude, candidate.longitude
        near = metres_between(_point(place), centre) <= candidate.uncertainty_m
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
            explanation=f"{candidate.explanation.split('; số nhà')[0]}; {_known(place)}",
        )

    def _lone_places(self, text: Text, places: list[tuple[Place, int]]) -> list[Candidate]:
        """Answer a text that names no unit with the places it names: known points, else guesses; a person confirms."""
        telling = [(place, length) for place, length in places if length > 1 and place.commune_code]
        sure = [item for item in telling if item[0].confirmed] or telling
        longest = max((length for _, length in sure), default=0)
        named = [place for place, length in sure if length == longest]
        return [self._lone_place(text, place, len(named)) for place in named[:_MOST]]

    def _lone_place(self, text: Text, place: Place, rivals: int) -> Candidate:
        commune = self._units.communes[place.commune_code or ""]
        province = self._units.provinces[commune.province_code]
        return Candidate(
            latitude=place.latitude,
            longitude=place.longitude,
            precision=place.precision,
            confidence=round((_PLACE_ALONE if place.confirmed else _GUESSED_ALONE) / rivals, 3),
            uncertainty_m=_PLACE_RADIUS_M.get(place.precision, commune.radius_m),
            commune_code=commune.code,
            commune_name=commune.name,
            legacy_commune_code=None,
            legacy_commune=None,
            province_code=province.code,
            province_name=province.name,
            current_address=f"{text.original.strip()}, {in_sentence(commune.name)}, {in_sentence(province.name)}",
            explanation=f"địa chỉ không ghi xã; {_known(place)}",
            needs_person=True,
        )
