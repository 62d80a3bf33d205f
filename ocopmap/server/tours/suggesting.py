"""What a tour could visit besides: OCOP places beside its way; and ready-made circuits to begin with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ocopmap.catalogue.places import Layer
from ocopmap.layers.candidates import Candidate, along, candidates
from ocopmap.layers.reading import reading
from ocopmap.layers.revisions import Rendered, revisions
from ocopmap.server.addresses import TOURS, record_address
from ocopmap.server.context import Context
from ocopmap.server.messages import Locale
from ocopmap.server.tours.alternatives import alternatives
from ocopmap.server.tours.answers import (
    CircuitAnswer,
    CircuitsAnswer,
    CircuitStop,
    SuggestionAnswer,
    SuggestionsAnswer,
    Told,
    TourAnswer,
)
from ocopmap.server.tours.planning import planned, router_beside
from ocopmap.server.tours.telling import answer, told
from ocopmap.server.wording import Wording, wording
from ocopmap.touring.circuits import Chosen, Circuit, Theme, grow
from ocopmap.touring.detours import Detour, detours
from ocopmap.touring.links import write_link
from ocopmap.touring.notes import Note, Notice
from ocopmap.touring.routing.straight import StraightRouter
from ocopmap.touring.tour import MAX_STOPS, Stop, Tour
from ocopmap.touring.travel import Position, Router, RouterDownError

_SEARCHED_M: Final = 15_000
"""How far from the straight lines between stops places are looked for before roads are asked."""
_MOST_PLACES: Final = 50
"""Of one matrix: stops and candidates together."""


@dataclass(frozen=True)
class Wish:
    """How much of a detour is worth it: minutes along roads, kilometres along straight lines."""

    minutes: int
    km: float


def suggestions(shared: Context, tour: Tour, wish: Wish, words: Wording) -> SuggestionsAnswer:
    """Return OCOP places within a detour of a tour, those that cost the least first."""
    found = planned(shared, tour, words.locale)
    order = found.plan.table.order
    way = [position for position in (found.position(tour.stops[stop]) for stop in order) if position]
    if not way:
        return SuggestionsAnswer(suggestions=[], notices=[])
    known = [record.id for record in found.records.values()]
    with reading(shared.engine) as connection:
        nearby = along(connection, way, _SEARCHED_M, max(5, _MOST_PLACES - len(way)), known)
    places = [Position(place.latitude, place.longitude) for place in nearby]
    measured, is_down = _measured(router_beside(shared, found), way, places, tour)
    kept = [detour for detour in measured if _is_worth(detour, wish)]
    kept.sort(key=lambda detour: (detour.meters if detour.seconds is None else detour.seconds, nearby[detour.place].id))
    down = Note(Notice.ROUTER_DOWN)
    return SuggestionsAnswer(
        suggestions=[_suggested(words, nearby[each.place], each, order[each.after]) for each in kept],
        notices=[told(words, f"tour.notice.{down.code}", down)] if is_down or found.plan.is_router_down else [],
    )


def _measured(
    router: Router, way: Sequence[Position], places: Sequence[Position], tour: Tour
) -> tuple[list[Detour], bool]:
    """Return what each place costs, and whether straight lines had to tell it because the router is down."""
    try:
        return detours(router, way, places, tour.mode, avoid_ferries=not tour.ferries), False
    except RouterDownError:
        return detours(StraightRouter(), way, places, tour.mode, avoid_ferries=not tour.ferries), True


def _is_worth(detour: Detour, wish: Wish) -> bool:
    if detour.seconds is None:
        return detour.meters <= wish.km * 1000
    return detour.seconds <= wish.minutes * 60


def _suggested(words: Wording, place: Candidate, detour: Detour, after: int) -> SuggestionAnswer:
    distance = words.distance(detour.meters)
    if detour.seconds is None:
        reason = Told(code="detour_straight", message=words.t("tour.reason.detour_straight", distance=distance))
    else:
        minutes = round(detour.seconds / 60)
        reason = Told(code="detour", message=words.t("tour.reason.detour", n=minutes, distance=distance))
    return SuggestionAnswer(
        **_place(words, place), meters=round(detour.meters), seconds=detour.seconds, after=after, reason=reason
    )


def _place(words: Wording, place: Candidate) -> dict[str, Any]:
    return {
        "key": place.key,
        "name": place.name,
        "layer": place.layer,
        "href": record_address(words.locale, place.layer, place.id, place.name),
        "latitude": place.latitude,
        "longitude": place.longitude,
    }


def planned_answer(shared: Context, tour: Tour, words: Wording) -> TourAnswer:
    """Return the answer to a tour, with what could be visited instead of what is closed.

    Raises:
        FilterError: it has no stop.
        HTTPException: 503 when too many are asked for just now.
    """
    found = planned(shared, tour, words.locale)
    return answer(found, words, alternatives(shared, found, words))


def circuits(shared: Context, locale: Locale) -> Rendered:
    """Return the ready-made circuits of every theme as JSON, made once for every state of the records."""
    return shared.cache.get_or_render(_circuits_key(shared, locale), lambda: _circuits_json(shared, locale))


def ready_made(shared: Context, locale: Locale) -> Sequence[CircuitAnswer]:
    """Return the ready-made circuits of every theme."""
    return CircuitsAnswer.model_validate_json(circuits(shared, locale).body).circuits


def _circuits_key(shared: Context, locale: Locale) -> tuple[object, ...]:
    with reading(shared.engine) as connection:
        return ("circuits", locale, revisions(connection, Layer))


def _circuits_json(shared: Context, locale: Locale) -> bytes:
    with reading(shared.engine) as connection:
        places = candidates(connection, shared.settings.province)
    grown = [
        _circuit(wording(locale), theme, circuit)
        for code, theme in shared.themes.items()
        for circuit in grow(code, theme, places)
    ]
    return CircuitsAnswer(circuits=grown).model_dump_json().encode()


def _circuit(words: Wording, theme: Theme, circuit: Circuit) -> CircuitAnswer:
    name = theme.name.vi if words.locale == "vi" else theme.name.en
    names = [chosen.place.name for chosen in circuit.stops]
    link = write_link(Tour(stops=tuple(Stop(key=chosen.place.key) for chosen in circuit.stops[:MAX_STOPS])))
    distance = words.distance(circuit.meters)
    return CircuitAnswer(
        theme=circuit.theme,
        title=words.t("tour.circuit.title", theme=name, place=circuit.midst.name),
        about=words.t("tour.circuit.about", n=len(names), distance=distance, stops=words.listing(names)),
        link=link,
        href=f"{TOURS[words.locale]}?{link}",
        straight_meters=round(circuit.meters),
        stops=[_circuit_stop(words, chosen) for chosen in circuit.stops],
    )


def _circuit_stop(words: Wording, chosen: Chosen) -> CircuitStop:
    reason = Told(code=chosen.why, message=words.t(f"tour.why.{chosen.why}"))
    return CircuitStop(**_place(words, chosen.place), reason=reason)
