"""What is known of the network in use, for people and programs."""

from datetime import datetime
from typing import Any, Final

from ocopmap.touring.roads.network import ATTRIBUTION, Network

_DAYS_A_MONTH: Final = 30.44


def status(network: Network | None, now: datetime, stale_months: int) -> dict[str, Any]:
    """Return what is told of a network: extract date, size, age, area, and whether a fresh extract is advised."""
    if network is None:
        return {"present": False}
    about = network.about
    try:
        size: int | None = network.size
    except OSError:
        size = None
    age_days = max(0, (now - about.extract_date).days)
    return {
        "present": size is not None,
        "source": about.source,
        "extract_date": about.extract_date.date().isoformat(),
        "built_at": about.built_at.isoformat(timespec="seconds"),
        "age_days": age_days,
        "stale": age_days > stale_months * _DAYS_A_MONTH,
        "area": about.area,
        "bounds": about.bounds,
        "roads": about.roads,
        "ferries": about.ferries,
        "places": about.places,
        "size_bytes": size,
        "path": str(network.folder),
        "valhalla": about.valhalla,
        "attribution": ATTRIBUTION,
    }
