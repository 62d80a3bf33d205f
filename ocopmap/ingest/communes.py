"""Communes of a province, the old communes they were formed from, and which became which."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from geoalchemy2.shape import from_shape
from shapely import Point
from sqlalchemy import ColumnElement, Connection, Table, case, delete, literal_column, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from ocopmap.catalogue.places import CommuneKind
from ocopmap.database import models
from ocopmap.database.models.base import table_of
from ocopmap.geocoding import Commune, LegacyCommune, Units
from ocopmap.geocoding.units import split_name
from ocopmap.ingest.report import Counts
from ocopmap.ingest.upsert import upsert

VALID_FROM: Final = date(2025, 7, 1)
"""The day that communes of two-level local government began (resolutions of June 2025, in force 1 July)."""

_COMMUNE: Final[Table] = table_of(models.Commune)
_LEGACY: Final[Table] = table_of(models.LegacyCommune)
_SUCCESSION: Final[Table] = table_of(models.Succession)
_SRID: Final = 4326

Row = dict[str, Any]


def load_communes(
    connection: Connection, province_code: str, units: Units, areas_km2: Mapping[str, float] | None = None
) -> Counts:
    """Write the communes of a province with their predecessors, in the caller's transaction; again is harmless.

    Args:
        connection: of the owner.
        province_code: one of the 34 of decision 19/2025/QĐ-TTg.
        units: where names, codes, centres and successors come from.
        areas_km2: official areas by commune code, where they are known.

    Raises:
        ValueError: there is no such province.
    """
    if province_code not in units.province_communes:
        raise ValueError(f"Không có tỉnh, thành phố nào mang mã {province_code}.")
    communes = {commune.code: commune for commune in units.province_communes[province_code]}
    areas = areas_km2 or {}
    counts = _write_communes(connection, [_commune_row(commune, areas) for commune in communes.values()])
    legacy = _predecessors(communes.values(), units)
    upsert(connection, _LEGACY, [_legacy_row(commune, units) for commune in legacy])
    _write_successions(connection, communes, legacy)
    return counts


def communes_loaded(connection: Connection, province_code: str, units: Units) -> bool:
    """Tell whether the province's communes and what they were formed from are those of ``units``, none else."""
    communes = units.province_communes.get(province_code, ())
    legacy = _predecessors(communes, units)
    codes = {commune.code for commune in communes}
    expected = {(commune.code, commune.name) for commune in communes}
    formed = {(old.code, old.name, new) for old in legacy for new in old.successors if new in codes}
    in_force = (_COMMUNE.c.province_code == province_code) & _COMMUNE.c.valid_to.is_(None)
    stored = select(_COMMUNE.c.code, _COMMUNE.c.full_name).where(in_force)
    succeeded = (
        select(_LEGACY.c.code, _LEGACY.c.full_name, _COMMUNE.c.code)
        .join(_SUCCESSION, _SUCCESSION.c.legacy_commune_code == _LEGACY.c.code)
        .join(_COMMUNE, _COMMUNE.c.id == _SUCCESSION.c.commune_id)
        .where(in_force)
    )
    return {tuple(row) for row in connection.execute(stored)} == expected and {
        tuple(row) for row in connection.execute(succeeded)
    } == formed


def _predecessors(communes: Iterable[Commune], units: Units) -> list[LegacyCommune]:
    """Return the old communes; five island districts, which had none and became special zones, are no communes."""
    codes = sorted({code for commune in communes for code in commune.predecessors})
    return [old for old in (units.legacy_communes[code] for code in codes) if old.kind in CommuneKind]


def _commune_row(commune: Commune, areas: Mapping[str, float]) -> Row:
    kind, name = split_name(commune.name)
    return {
        "code": commune.code,
        "valid_from": VALID_FROM,
        "name": name,
        "kind": kind,
        "full_name": commune.name,
        "province_code": commune.province_code,
        "official_area_km2": areas.get(commune.code),
        "centre": _point(commune.latitude, commune.longitude),
    }


def _legacy_row(commune: LegacyCommune, units: Units) -> Row:
    kind, name = split_name(commune.name)
    return {
        "code": commune.code,
        "name": name,
        "kind": kind,
        "full_name": commune.name,
        "district": commune.district.name,
        "district_code": commune.district.code,
        "province": commune.province.name,
        "province_code": commune.province.code,
        "centre": _legacy_centre(commune, units),
    }


def _legacy_centre(commune: LegacyCommune, units: Units) -> Any:  # noqa: ANN401 (GeoAlchemy2 has no types)
    if commune.latitude is not None and commune.longitude is not None:
        return _point(commune.latitude, commune.longitude)
    successor = units.communes[commune.successors[0]]
    return _point(successor.latitude, successor.longitude)


def _point(latitude: float, longitude: float) -> Any:  # noqa: ANN401 (GeoAlchemy2 has no types)
    return from_shape(Point(longitude, latitude), srid=_SRID)


def _write_communes(connection: Connection, rows: Sequence[Row]) -> Counts:
    """Insert or update by (code, valid_from); the centre of a commune that has a polygon stays as it is."""
    statement = insert(_COMMUNE).values(rows)
    values: Row = {name: statement.excluded[name] for name in rows[0] if name not in ("code", "valid_from")}
    values["centre"] = case((_COMMUNE.c.geom.is_not(None), _COMMUNE.c.centre), else_=values["centre"])
    differs = [_COMMUNE.c[name].is_distinct_from(value) for name, value in values.items()]
    inserted: ColumnElement[bool] = literal_column("xmax = 0")
    written = statement.on_conflict_do_update(
        index_elements=["code", "valid_from"], set_=values, where=or_(*differs)
    ).returning(inserted)
    flags = connection.execute(written).scalars().all()
    return Counts(new=sum(flags), changed=len(flags) - sum(flags), same=len(rows) - len(flags))


def _write_successions(
    connection: Connection, communes: Mapping[str, Commune], legacy: Iterable[LegacyCommune]
) -> None:
    query = select(_COMMUNE.c.code, _COMMUNE.c.id).where(
        _COMMUNE.c.code.in_(communes), _COMMUNE.c.valid_from == VALID_FROM
    )
    ids = {row.code: row.id for row in connection.execute(query)}
    pairs = [(old.code, ids[code]) for old in legacy for code in old.successors if code in ids]
    upsert(connection, _SUCCESSION, [{"legacy_commune_code": old, "commune_id": new} for old, new in pairs])
    both = tuple_(_SUCCESSION.c.legacy_commune_code, _SUCCESSION.c.commune_id)
    outdated = _SUCCESSION.c.commune_id.in_(ids.values()) & both.not_in(pairs)
    connection.execute(delete(_SUCCESSION).where(outdated))
