"""What the database holds of subjects, products and recognitions, as an import compares against it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from ocopmap.catalogue.places import Placement
from ocopmap.geocoding.text import fold
from ocopmap.ingest.placing import LatLon
from ocopmap.ingest.registers.cells import split_form
from ocopmap.ingest.registers.rules import RegisterRules

_HELD = frozenset({Placement.MOVED, Placement.SURVEYED})
_KEPT = _HELD | {Placement.PUBLISHED}


@dataclass(slots=True)
class KnownSubject:
    """A producer, stored or to be: ``values`` are the facts that a register can change."""

    id: str
    core: str
    commune_id: int | None
    point: LatLon | None
    values: dict[str, Any]
    placed_by: str | None = None
    row: int | None = None
    """Row of the register that first names it, when it is not stored."""
    unwritten: bool = False

    @property
    def place_kept(self) -> bool:
        """Whether its point came from other means than its address, so that a new address does not move it."""
        return self.placed_by in _KEPT

    @property
    def place_held(self) -> bool:
        """Whether a person set its point, so that no register moves it."""
        return self.placed_by in _HELD


@dataclass(slots=True)
class KnownProduct:
    """A product, stored or to be."""

    id: str
    name: str
    folded: str
    producer_id: str | None
    values: dict[str, Any]
    row: int | None = None


@dataclass(slots=True)
class KnownRecognition:
    """A recognition as stored; ``decided`` is as exact as it is known."""

    id: str
    values: dict[str, Any]
    precision: str
    decided_on: date | None

    @property
    def decided(self) -> str:
        """The date, as exact as it is known; empty when it is not."""
        length = {"day": 10, "month": 7, "year": 4}.get(self.precision, 0)
        return self.decided_on.isoformat()[:length] if self.decided_on else ""


def load_subjects(connection: Connection, rules: RegisterRules) -> list[KnownSubject]:
    """Return every stored producer."""
    rows = connection.execute(
        text("""
            SELECT s.id, s.name, p.legal_form, p.woman_led, p.phone, s.original_address, s.commune_id, s.placed_by,
                   s.contradiction, ST_Y(s.geom) AS latitude, ST_X(s.geom) AS longitude
            FROM producer AS p JOIN site AS s ON s.id = p.site_id ORDER BY s.id
        """)
    )
    return [
        KnownSubject(
            id=row.id,
            core=split_form(row.name, rules)[1],
            commune_id=row.commune_id,
            point=None if row.latitude is None else (row.latitude, row.longitude),
            values={
                "name": row.name,
                "legal_form": row.legal_form,
                "woman_led": row.woman_led,
                "phone": row.phone,
                "original_address": row.original_address,
                "position": position_text((row.latitude, row.longitude))
                if row.placed_by == Placement.PUBLISHED
                else None,
                "contradiction": row.contradiction,
            },
            placed_by=row.placed_by,
        )
        for row in rows
    ]


def position_text(point: LatLon) -> str:
    """Return latitude and longitude as a person reads and compares them, to a decimetre."""
    return f"{point[0]:.6f}, {point[1]:.6f}"


def load_products(connection: Connection) -> list[KnownProduct]:
    """Return every stored product."""
    rows = connection.execute(
        text("SELECT id, name, producer_id, product_group, product_set, national_code FROM product ORDER BY id")
    )
    return [
        KnownProduct(
            id=row.id,
            name=row.name,
            folded=fold(row.name),
            producer_id=row.producer_id,
            values={
                "name": row.name,
                "producer_id": row.producer_id,
                "product_group": row.product_group,
                "product_set": row.product_set,
                "national_code": row.national_code,
            },
        )
        for row in rows
    ]


def load_recognitions(connection: Connection) -> dict[str, list[KnownRecognition]]:
    """Return every stored recognition by product, the earliest first."""
    found: dict[str, list[KnownRecognition]] = {}
    rows = connection.execute(
        text("""
            SELECT id, product_id, event, scheme, stars, score, decision_no, authority, decided_on,
                   decided_on_precision, expires_on
            FROM recognition ORDER BY decided_on NULLS FIRST, id
        """)
    ).mappings()
    for row in rows:
        values = {name: value for name, value in row.items() if name not in ("id", "product_id")}
        known = KnownRecognition(row["id"], values, row["decided_on_precision"], row["decided_on"])
        found.setdefault(row["product_id"], []).append(known)
    return found


def load_seasons(connection: Connection) -> dict[str, list[int]]:
    """Return the months of harvest that registers have told of products."""
    rows = connection.execute(text("SELECT product_id, months FROM harvest_season WHERE id = 'product:' || product_id"))
    return {row.product_id: row.months for row in rows}
