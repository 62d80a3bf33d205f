"""Recognitions as events, and the ranks that a source states without an event."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from ocopmap.catalogue.recognition import DatePrecision, RecognitionEvent, scheme_between
from ocopmap.ingest.rows import ProductRow, RecognitionRow

_PRECISIONS = {1: DatePrecision.YEAR, 2: DatePrecision.MONTH, 3: DatePrecision.DAY}


def recognition_values(row: RecognitionRow) -> dict[str, Any]:
    """Return the columns of the recognition table for one row of recognitions.csv."""
    return {
        "id": row.key,
        "product_id": row.product_id,
        "event": row.event,
        "stars": row.stars,
        "score": row.score,
        "decision_no": row.decision_no,
        "authority": row.authority,
        "source_url": row.source_url,
        "source_date": None,
        **decided(row.decision_date),
    }


def stated_recognitions(products: Sequence[ProductRow], recognitions: Sequence[RecognitionRow]) -> list[dict[str, Any]]:
    """Return a ``stated`` recognition for each product whose stars or year no listed event accounts for.

    A product's rank is always derived from recognitions; this keeps a rank that only the product's source gives.
    """
    events: dict[str, list[RecognitionRow]] = defaultdict(list)
    for row in recognitions:
        events[row.product_id].append(row)
    return [_stated(product) for product in products if not _accounted_for(product, events[product.product_id])]


def _accounted_for(product: ProductRow, events: Sequence[RecognitionRow]) -> bool:
    if product.stars is None and product.recognised_year is None:
        return True
    year = str(product.recognised_year or "")
    return any(event.stars == product.stars and (event.decision_date or "").startswith(year) for event in events)


def _stated(product: ProductRow) -> dict[str, Any]:
    return {
        "id": f"{product.product_id}:{RecognitionEvent.STATED}",
        "product_id": product.product_id,
        "event": RecognitionEvent.STATED,
        "stars": product.stars,
        "score": None,
        "decision_no": product.decision_no,
        "authority": None,
        "source_url": product.source_url,
        "source_date": product.source_date,
        **decided(str(product.recognised_year) if product.recognised_year else None),
    }


def decided(partial: str | None) -> dict[str, Any]:
    """Return the first day of a date given as year, month or day, its precision, and the scheme then in force."""
    if not partial:
        return {"decided_on": None, "decided_on_precision": DatePrecision.UNKNOWN, "scheme": None}
    parts = [int(part) for part in partial.split("-")]
    first = date(*[*parts, 1, 1][:3])
    month = parts[1] if len(parts) > 1 else 12
    last = first if len(parts) == 3 else date(first.year, month, monthrange(first.year, month)[1])
    return {
        "decided_on": first,
        "decided_on_precision": _PRECISIONS[len(parts)],
        "scheme": scheme_between(first, last),
    }
