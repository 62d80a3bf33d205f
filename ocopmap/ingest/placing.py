"""From an address, or published coordinates, to a site's point with its precision and explanation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geoalchemy2.shape import from_shape
from shapely import Point
from sqlalchemy import Connection, text

from ocopmap.catalogue.places import BoundarySource, Placement, Precision
from ocopmap.database.models.base import SRID
from ocopmap.geocoding import Candidate, Geocoder
from ocopmap.ingest.rows import PlaceRow

_PUBLISHED_PRECISION = ((50, Precision.EXACT), (200, Precision.STREET), (1_000, Precision.HAMLET))
_PUBLISHED_CONFIDENCE = 0.9
POINT_COLUMNS = ("geom", "precision", "placed_by", "confidence", "uncertainty_m", "commune_id", "explanation")


LatLon = tuple[float, float]
"""Latitude and longitude in degrees, EPSG:4326."""


@dataclass(frozen=True)
class PublishedPoint:
    """Coordinates that a source gives: degrees in WGS84, its own stated error in metres."""

    latitude: float
    longitude: float
    error_m: float
    source: str | None
    method: str | None

    @property
    def latlon(self) -> LatLon:
        """The point as a key."""
        return self.latitude, self.longitude

    @property
    def precision(self) -> Precision:
        """The precision that the stated error amounts to."""
        for limit, precision in _PUBLISHED_PRECISION:
            if self.error_m <= limit:
                return precision
        return Precision.LEGACY_COMMUNE


def published_point(row: PlaceRow) -> PublishedPoint | None:
    """Return the coordinates of a row, if its source gives any."""
    if row.lat is None or row.lon is None or row.coord_precision_m is None:
        return None
    return PublishedPoint(row.lat, row.lon, row.coord_precision_m, row.coord_source, row.coord_method)


@dataclass(frozen=True)
class CommuneIndex:
    """Communes in force: database key and full name by code."""

    ids: Mapping[str, int]
    names: Mapping[str, str]
    legacy_codes: frozenset[str]
    approximate: bool
    """Whether any boundary is approximate, so that what it contradicts may not be wrong."""

    @classmethod
    def load(cls, connection: Connection) -> "CommuneIndex":
        """Read the communes in force, and the codes of the old ones."""
        query = "SELECT code, id, full_name, boundary_source FROM commune WHERE valid_to IS NULL"
        rows = connection.execute(text(query)).all()
        return cls(
            ids={row.code: row.id for row in rows},
            names={row.code: row.full_name for row in rows},
            legacy_codes=frozenset(connection.scalars(text("SELECT code FROM legacy_commune"))),
            approximate=any(row.boundary_source == BoundarySource.APPROXIMATE for row in rows),
        )


def communes_containing(connection: Connection, points: Iterable[LatLon]) -> dict[LatLon, str]:
    """Return the code of the commune around each (latitude, longitude) that has one."""
    listed = list(set(points))
    rows = connection.execute(
        text("""
            SELECT p.lat, p.lon, c.code
            FROM unnest(CAST(:lats AS float8[]), CAST(:lons AS float8[])) AS p (lat, lon)
            JOIN commune AS c ON ST_Covers(c.geom, ST_SetSRID(ST_MakePoint(p.lon, p.lat), 4326)) AND c.valid_to IS NULL
        """),
        {"lats": [point[0] for point in listed], "lons": [point[1] for point in listed]},
    )
    return {(latitude, longitude): code for latitude, longitude, code in rows}


class Placer:
    """Places addresses by one geocoder and checks published points against it."""

    def __init__(self, geocoder: Geocoder, communes: CommuneIndex, around: Mapping[LatLon, str]) -> None:
        self._geocoder = geocoder
        self._communes = communes
        self._around = around

    def place(self, address: str | None, published: PublishedPoint | None) -> dict[str, Any]:
        """Return the place columns of a site.

        A published point is used as it is; the address then only names the commune and checks the point.
        An address that fits several places about equally well gives no point.
        """
        candidates = self._geocoder.geocode(address) if address else []
        settled = _settled(candidates)
        columns = self._address_columns(address, settled)
        if published:
            return columns | self._published_columns(address, settled, published)
        if settled:
            return columns | self._geocoded_columns(settled)
        return columns | {"explanation": _unplaced(address, candidates)}

    def _address_columns(self, address: str | None, candidate: Candidate | None) -> dict[str, Any]:
        code = candidate.commune_code if candidate else None
        known = dict.fromkeys((*POINT_COLUMNS, "coordinate_source", "coordinate_method", "contradiction"))
        return known | {
            "original_address": address,
            "current_address": candidate.current_address or None if candidate else None,
            "commune_id": self._communes.ids.get(code or ""),
            "legacy_commune_code": self._legacy_code(candidate),
            "province_code": candidate.province_code if candidate else None,
        }

    def _legacy_code(self, candidate: Candidate | None) -> str | None:
        code = candidate.legacy_commune_code if candidate else None
        return code if code in self._communes.legacy_codes else None

    def _geocoded_columns(self, candidate: Candidate) -> dict[str, Any]:
        return {
            "geom": _point(candidate.latitude, candidate.longitude),
            "precision": candidate.precision,
            "placed_by": Placement.GEOCODED,
            "confidence": round(candidate.confidence, 3),
            "uncertainty_m": round(candidate.uncertainty_m),
            "explanation": candidate.explanation,
        }

    def _published_columns(
        self, address: str | None, candidate: Candidate | None, published: PublishedPoint
    ) -> dict[str, Any]:
        around = self._around.get(published.latlon)
        named = self._named_communes(address, candidate)
        columns: dict[str, Any] = {
            "geom": _point(published.latitude, published.longitude),
            "precision": published.precision,
            "placed_by": Placement.PUBLISHED,
            "confidence": _PUBLISHED_CONFIDENCE,
            "uncertainty_m": published.error_m,
            "coordinate_source": published.source,
            "coordinate_method": published.method,
            "explanation": f"Tọa độ do nguồn công bố, sai số khoảng {published.error_m:.0f} m",
        }
        if candidate is None or candidate.commune_code is None:
            columns["commune_id"] = self._communes.ids.get(around or "")
        if named and around not in named:
            columns["contradiction"] = self._contradiction(address, around, named)
        return columns

    def _named_communes(self, address: str | None, candidate: Candidate | None) -> tuple[str, ...]:
        if candidate and candidate.commune_code:
            return (candidate.commune_code,)
        return self._geocoder.resolve_units(address).communes if address else ()

    def _contradiction(self, address: str | None, around: str | None, named: tuple[str, ...]) -> str:
        where = self._communes.names[around] if around else "ngoài ranh giới tỉnh"
        now = ", ".join(self._communes.names.get(code, code) for code in named[:3]) + ("…" if len(named) > 3 else "")
        basis = " theo ranh giới gần đúng" if self._communes.approximate else ""
        return f"Điểm công bố nằm ở {where}{basis}, còn địa chỉ ghi «{address}» (nay là {now})."


def _settled(candidates: Sequence[Candidate]) -> Candidate | None:
    """Return the one answer, or what several have in common: parts of a divided old commune share its centre."""
    if not candidates or not candidates[0].needs_person:
        return candidates[0] if candidates else None
    rivals = [candidate for candidate in candidates if candidate.needs_person]
    if len(rivals) == 1:
        return rivals[0]
    if len({candidate.legacy_commune_code or object() for candidate in rivals}) > 1:
        return None
    return replace(
        rivals[0],
        commune_code=None,
        commune_name=None,
        current_address="",
        precision=Precision.LEGACY_COMMUNE,
        explanation="; ".join(dict.fromkeys(rival.explanation for rival in rivals)),
    )


def _unplaced(address: str | None, candidates: list[Candidate]) -> str:
    if not address:
        return "Nguồn không ghi địa chỉ"
    if candidates:
        choices = "; ".join(f"{candidate.current_address} ({candidate.explanation})" for candidate in candidates[:4])
        return f"Địa chỉ hợp với nhiều nơi, cần người chọn: {choices}"
    return "Không tìm được xã, huyện hay tỉnh nào trong địa chỉ"


def _point(latitude: float, longitude: float) -> Any:  # noqa: ANN401 - GeoAlchemy2 has no types
    return from_shape(Point(longitude, latitude), srid=SRID)
