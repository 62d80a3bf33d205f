"""Take answers to the review list into the database: all of a workbook or nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, text

from ocopmap.catalogue.places import Placement, Precision
from ocopmap.database.communemap import CommuneMap
from ocopmap.database.gazetteer import build_geocoder
from ocopmap.geocoding import Units
from ocopmap.ingest.review.answers import Answer, AnswerReader, BadAnswer
from ocopmap.ingest.review.items import REASONS, Decision, Reason, ReviewError, producers, review_items
from ocopmap.ingest.review.workbook import AnswerRow, read_workbook_answers
from ocopmap.settings import Settings

_POINTED_METRES: Final = 50
"""What a point that a person set by hand is good for."""

_REMEMBER = text("""
    INSERT INTO review_decision (layer, record_id, reason, about, decision, note, decided_by)
    VALUES (:layer, :record_id, :reason, :about, :decision, :note, :decided_by)
    ON CONFLICT (layer, record_id, reason, about)
    DO UPDATE SET decision = excluded.decision, note = excluded.note, decided_by = excluded.decided_by,
                  decided_at = now()
""")

_DECIDED = text("SELECT layer, record_id, reason, about FROM review_decision")

_SET_POINT = text("""
    UPDATE site SET geom = ST_SetSRID(ST_MakePoint(:longitude, :latitude), 4326), precision = :precision,
           uncertainty_m = :uncertainty, placed_by = :placed_by, confidence = 1, contradiction = NULL,
           commune_id = :commune_id, explanation = :explanation
    WHERE id = :id
""")

# A point that lies in the commune named stays where it is; any other goes to the commune's centre.
_SET_COMMUNE = text("""
    UPDATE site SET
        geom = CASE WHEN goal.stays THEN site.geom ELSE goal.centre END,
        precision = CASE WHEN goal.stays THEN site.precision ELSE :precision END,
        uncertainty_m = CASE WHEN goal.stays THEN site.uncertainty_m ELSE goal.radius_m END,
        placed_by = :placed_by, confidence = 1, contradiction = NULL, commune_id = goal.commune_id,
        explanation = :explanation
    FROM (
        SELECT s.id, c.id AS commune_id, c.centre, round(sqrt(ST_Area(c.geom::geography) / pi())) AS radius_m,
               coalesce(ST_Covers(c.geom, s.geom), false) AS stays
        FROM site AS s CROSS JOIN commune AS c WHERE s.id = :id AND c.id = :commune_id
    ) AS goal
    WHERE site.id = goal.id
""")

_CONFIRM = text("""
    UPDATE site SET placed_by = :placed_by, confidence = 1, contradiction = NULL, explanation = :explanation
    WHERE id = :id AND geom IS NOT NULL
""")

_ASSIGN = text("UPDATE product SET producer_id = :producer_id WHERE id = :id")

_HIDE: Final = {
    "product": text("UPDATE product SET published = false WHERE id = :id"),
    "zone": text("UPDATE raw_material_zone SET published = false WHERE id = :id"),
}
_HIDE_SITE = text("UPDATE site SET published = false WHERE id = :id")


@dataclass(frozen=True)
class Applied:
    """Answers taken, by decision, and those that had been taken before."""

    moved: int
    assigned: int
    kept: int
    hidden: int
    same: int


def apply_answers(engine: Engine, settings: Settings, units: Units, path: Path, decided_by: str) -> Applied:
    """Write the answers of a filled-in workbook, in one transaction.

    Raises:
        ReviewError: some answer cannot be taken (each is named), or the workbook cannot be read; nothing was written.
    """
    rows = read_workbook_answers(path)
    with engine.begin() as connection:
        items = {item.key: item for item in review_items(connection)}
        decided = {tuple(row) for row in connection.execute(_DECIDED)}
        new = [row for row in rows if row.key in items or row.key not in decided]
        communes = CommuneMap(connection)
        reader = AnswerReader(items, communes, build_geocoder(connection, settings, units), producers(connection))
        answers = _accepted(path, new, reader)
        for answer in answers:
            _write(connection, answer, communes, decided_by)
    counts = Counter(answer.decision for answer in answers)
    return Applied(
        moved=counts[Decision.MOVE],
        assigned=counts[Decision.ASSIGN],
        kept=counts[Decision.KEEP],
        hidden=counts[Decision.HIDE],
        same=len(rows) - len(new),
    )


def _accepted(path: Path, rows: Sequence[AnswerRow], reader: AnswerReader) -> list[Answer]:
    read = [reader.read(row) for row in rows]
    bad = [answer for answer in read if isinstance(answer, BadAnswer)]
    good = [answer for answer in read if isinstance(answer, Answer)]
    places: dict[str, tuple[object, ...]] = {}
    for row, answer in zip(rows, read, strict=True):
        if isinstance(answer, BadAnswer) or answer.decision is Decision.KEEP:
            continue
        said = (answer.decision, answer.commune_code, answer.latitude, answer.longitude, answer.producer_id)
        if places.setdefault(answer.item.record_id, said) != said:
            bad.append(
                BadAnswer(row.number, "Quyết định", row.cells["Quyết định"], "trái với dòng khác của bản ghi này")
            )
    if bad:
        lines = "\n".join(f"- {one}" for one in bad)
        raise ReviewError(f"{path.name}: chưa ghi gì, còn {len(bad)} ô phải sửa:\n{lines}")
    return good


def _write(connection: Connection, answer: Answer, communes: CommuneMap, decided_by: str) -> None:
    item = answer.item
    given: dict[str, Any] = {
        "id": item.record_id,
        "placed_by": Placement.MOVED,
        "explanation": _explanation(answer, decided_by),
        "commune_id": communes.ids.get(answer.commune_code or ""),
    }
    if answer.decision is Decision.HIDE:
        connection.execute(_HIDE.get(item.layer, _HIDE_SITE), {"id": item.record_id})
    elif answer.decision is Decision.ASSIGN:
        connection.execute(_ASSIGN, {"id": item.record_id, "producer_id": answer.producer_id})
    elif answer.decision is Decision.KEEP:
        if item.layer not in _HIDE and item.reason is not Reason.DUPLICATE:
            connection.execute(_CONFIRM, given)
    elif answer.latitude is None:
        connection.execute(_SET_COMMUNE, {**given, "precision": Precision.COMMUNE})
    else:
        point = {"latitude": answer.latitude, "longitude": answer.longitude}
        exact = {"precision": Precision.EXACT, "uncertainty": _POINTED_METRES}
        connection.execute(_SET_POINT, {**given, **point, **exact})
    _remember(connection, answer, decided_by)


def _explanation(answer: Answer, decided_by: str) -> str:
    done = "đặt lại" if answer.decision is Decision.MOVE else "xác nhận"
    why = REASONS[answer.item.reason].lower()
    return f"Vị trí do người rà soát {done} ({decided_by}), vì {why}" + (f": {answer.note}" if answer.note else "")


def _remember(connection: Connection, answer: Answer, decided_by: str) -> None:
    layer, record_id, reason, about = answer.item.key
    connection.execute(
        _REMEMBER,
        {
            "layer": layer,
            "record_id": record_id,
            "reason": reason,
            "about": about,
            "decision": answer.decision,
            "note": answer.note,
            "decided_by": decided_by,
        },
    )
