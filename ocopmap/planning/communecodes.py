"""The ground of communes that a planner names by code."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely import MultiPolygon
from sqlalchemy import Connection, text

_NAMED = text("""
    SELECT c.id, ST_AsBinary(c.geom_full) AS geom FROM published.commune AS c
    WHERE c.province_code = :province AND c.id = ANY(:codes) AND c.geom_full IS NOT NULL
""")

_RETIRED = text("""
    SELECT l.code, l.label, array_agg(c.name ORDER BY c.id) AS successors
    FROM published.legacy_commune AS l
    JOIN published.commune AS c ON c.legacy_communes @> jsonb_build_array(jsonb_build_object('code', l.code))
    WHERE l.code = ANY(:codes) GROUP BY l.code, l.label ORDER BY l.code
""")


@dataclass(frozen=True)
class Retired:
    """A commune of before July 2025: its code, its name, and the names of those that it went into."""

    code: str
    name: str
    successors: tuple[str, ...]


@dataclass(frozen=True)
class NamedGround:
    """The ground of the communes that were found (WGS 84 degrees), and what is wrong with the other codes."""

    shape: MultiPolygon
    retired: tuple[Retired, ...]
    unknown: tuple[str, ...]


def retired(connection: Connection, codes: Sequence[str]) -> tuple[Retired, ...]:
    """Return those of the codes that communes had before July 2025."""
    rows = connection.execute(_RETIRED, {"codes": list(codes)})
    return tuple(Retired(row.code, row.label, tuple(row.successors)) for row in rows)


def ground_of(connection: Connection, codes: Sequence[str], province: str) -> NamedGround:
    """Return the ground of communes of a province, those whose code is retired or unknown named apart."""
    asked = {"codes": list(codes), "province": province}
    shapes = {row.id: shapely.from_wkb(bytes(row.geom)) for row in connection.execute(_NAMED, asked)}
    missing = [code for code in dict.fromkeys(codes) if code not in shapes]
    former = retired(connection, missing) if missing else ()
    known = {each.code for each in former}
    whole = shapely.union_all(list(shapes.values()))
    parts = [part for part in shapely.get_parts([whole]) if part.geom_type == "Polygon"]
    return NamedGround(MultiPolygon(parts), former, tuple(code for code in missing if code not in known))
