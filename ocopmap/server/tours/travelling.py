"""What requests about ways share: places of records and points, and no more questions at once than one visitor may."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from threading import Lock
from typing import Any, Final

from fastapi import Request
from starlette.exceptions import HTTPException

from ocopmap.layers.filters import FilterError
from ocopmap.layers.reading import reading
from ocopmap.layers.stopovers import stopovers
from ocopmap.server.context import Context
from ocopmap.settings import Settings
from ocopmap.touring.roads.network import ATTRIBUTION, current_folder, current_network, roads_folder
from ocopmap.touring.roads.status import status
from ocopmap.touring.tour import Place
from ocopmap.touring.travel import Position

_AT_ONCE: Final = 4
"""Questions of one visitor: a page asks for a reach and a table side by side."""
_TOLD: Final = ("extract_date", "age_days", "stale", "bounds", "roads", "ferries")

_asking: Counter[str] = Counter()
_lock = Lock()


@dataclass(frozen=True)
class Named:
    """A place of a question."""

    key: str | None
    name: str
    position: Position


@contextmanager
def turn(request: Request) -> Iterator[None]:
    """Let one question of a visitor be worked on.

    Raises:
        HTTPException: 429, too many of the visitor's are not answered yet.
    """
    visitor = request.client.host if request.client else ""
    with _lock:
        if _asking[visitor] >= _AT_ONCE:
            raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": "2"})
        _asking[visitor] += 1
    try:
        yield
    finally:
        with _lock:
            _asking[visitor] -= 1
            if not _asking[visitor]:
                del _asking[visitor]


def placed(shared: Context, parameter: str, places: Sequence[Place]) -> list[Named]:
    """Return where places are.

    Raises:
        FilterError: a record is not there, or nobody knows where it is.
    """
    with reading(shared.engine) as connection:
        records = stopovers(connection, [place.key for place in places if place.key])
    found = []
    for place in places:
        if place.position:
            found.append(Named(None, place.name or f"{place.latitude}, {place.longitude}", place.position))
            continue
        record = records.get(place.key or "")
        if record is None:
            raise FilterError.of(parameter, "problem.no_such_place", value=place.key)
        if record.latitude is None or record.longitude is None:
            raise FilterError.of(parameter, "problem.not_placed", value=record.name)
        found.append(Named(record.key, record.name, Position(record.latitude, record.longitude)))
    return found


def roads(settings: Settings) -> dict[str, Any]:
    """Return what the public may know of the network: whether there is one, of what day, whose data."""
    found = status(current_network(roads_folder(settings.state_dir)), datetime.now(UTC), settings.roads_stale_months)
    by_server = settings.valhalla_url is not None
    told = {} if by_server else {name: found[name] for name in _TOLD if name in found}
    return {"present": by_server or found["present"], "attribution": ATTRIBUTION} | told


def network_key(settings: Settings, now: datetime) -> str:
    """Return what differs once the network does; of a server's nothing is known but that it may change by the hour."""
    if settings.valhalla_url:
        return f"{settings.valhalla_url} {now:%Y%m%d%H}"
    folder = current_folder(roads_folder(settings.state_dir))
    return folder.name if folder else ""
