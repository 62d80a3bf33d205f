"""Rows made by hand: each function writes one with plausible values, those given in place of its own."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, text

SOURCE = "https://example.org/nguon"
SQUARE = "MULTIPOLYGON(((105.{0} 10.4,105.{1} 10.4,105.{1} 10.5,105.{0} 10.5,105.{0} 10.4)))"
PLACED = {
    "geom": "POINT(105.65 10.45)",
    "precision": "street",
    "placed_by": "geocoded",
    "confidence": 0.9,
    "uncertainty_m": 150,
}

Row = dict[str, Any]


def insert(connection: Connection, table: str, row: Row) -> Any:
    """Insert a row, geometries given as WKT in EPSG:4326 unless they name another; return its first column."""
    shapes = {"geom", "outline", "centre"}
    values = [f"ST_GeomFromEWKT(:{name})" if name in shapes else f":{name}" for name in row]
    given = {
        name: f"SRID=4326;{value}" if name in shapes and value and not value.startswith("SRID") else value
        for name, value in row.items()
    }
    statement = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(values)}) RETURNING *"  # noqa: S608
    return connection.execute(text(statement), given).one()[0]


def commune(connection: Connection, code: str = "30001", **given: Any) -> int:
    row: Row = {
        "code": code,
        "valid_from": "2025-07-01",
        "name": "Tràm Chim",
        "kind": "commune",
        "full_name": "Xã Tràm Chim",
        "province_code": "82",
        "geom": SQUARE.format(6, 7),
        "outline": SQUARE.format(6, 7),
        "centre": "POINT(105.65 10.45)",
        "boundary_source": "approximate",
    }
    return int(insert(connection, "commune", row | given))


def legacy_commune(connection: Connection, code: str = "29999", successors: tuple[int, ...] = (), **given: Any) -> str:
    row: Row = {
        "code": code,
        "name": "Phú Đức",
        "kind": "commune",
        "full_name": "Xã Phú Đức",
        "district": "Huyện Tam Nông",
        "district_code": "871",
        "province": "Tỉnh Đồng Tháp",
        "province_code": "87",
        "centre": "POINT(105.62 10.42)",
    }
    insert(connection, "legacy_commune", row | given)
    for commune_id in successors:
        insert(connection, "succession", {"legacy_commune_code": code, "commune_id": commune_id})
    return code


def site(connection: Connection, key: str, kind: str = "producer", **given: Any) -> str:
    row: Row = {"id": f"{kind}:{key}", "kind": kind, "name": f"Nơi {key}", "source_url": SOURCE}
    return str(insert(connection, "site", row | given))


def producer(connection: Connection, key: str, *, details: Row | None = None, **given: Any) -> str:
    site_id = site(connection, key, **given)
    insert(connection, "producer", {"site_id": site_id, "legal_form": "llc"} | (details or {}))
    return site_id


def product(connection: Connection, key: str, **given: Any) -> str:
    row: Row = {"id": key, "name": f"Sản phẩm {key}", "product_group": "food", "source_url": SOURCE}
    return str(insert(connection, "product", row | given))


def recognition(connection: Connection, product_id: str, decided_on: str | None = None, **given: Any) -> str:
    """Insert a recognition; its date may be a year, a month or a day."""
    parts = (decided_on or "").split("-") if decided_on else []
    row: Row = {
        "id": f"{product_id}:first:{decided_on}",
        "product_id": product_id,
        "event": "first",
        "stars": 3,
        "decided_on": "-".join([*parts, "01", "01"][:3]) if parts else None,
        "decided_on_precision": ("unknown", "year", "month", "day")[len(parts)],
        "source_url": SOURCE,
    }
    return str(insert(connection, "recognition", row | given))


def revocation(connection: Connection, recognition_id: str, revoked_on: str, **given: Any) -> str:
    row: Row = {"recognition_id": recognition_id, "revoked_on": revoked_on, "source_url": SOURCE}
    return str(insert(connection, "revocation", row | given))


def zone(connection: Connection, key: str, communes: tuple[int, ...] = (), **given: Any) -> str:
    row: Row = {"id": key, "name": f"Vùng {key}", "commodity": "mango", "source_url": SOURCE}
    insert(connection, "raw_material_zone", row | given)
    for commune_id in communes:
        insert(connection, "zone_commune", {"zone_id": key, "commune_id": commune_id})
    return key


def judge_as_of(connection: Connection, day: date) -> None:
    """Let the published views speak as of a day, until the transaction ends."""
    connection.execute(text("SELECT set_config('ocopmap.as_of', :day, true)"), {"day": day.isoformat()})
