"""Which router serves: the server that is set, else the network on this machine, else straight lines."""

from functools import cache
from pathlib import Path

from ocopmap.settings import Settings
from ocopmap.touring.roads.network import current_folder, roads_folder
from ocopmap.touring.routing.along_roads import ValhallaRouter
from ocopmap.touring.routing.asking import Action, Valhalla, ValhallaRefusal
from ocopmap.touring.routing.rules import read_rules
from ocopmap.touring.routing.straight import StraightRouter
from ocopmap.touring.routing.valhalla_http import ValhallaServer
from ocopmap.touring.routing.valhalla_local import ValhallaChildren
from ocopmap.touring.travel import Router, RouterDownError


def router(settings: Settings) -> Router:
    """Return the router of now; ``follows_roads`` says whether it is more than straight lines. Cheap to call.

    Raises:
        SettingError: the table of rules cannot be read.
    """
    rules, valhalla = read_rules(settings.rules_dir), _valhalla(settings)
    return ValhallaRouter(valhalla, rules, settings.stop_reach_m) if valhalla else StraightRouter()


def answers(settings: Settings) -> bool | None:
    """Return whether the Valhalla of now answers; None where there is none, and so nothing that could be down."""
    valhalla = _valhalla(settings)
    if valhalla is None:
        return None
    try:
        valhalla.ask(Action.STATUS, {})
    except (RouterDownError, ValhallaRefusal):
        return False
    return True


def _valhalla(settings: Settings) -> Valhalla | None:
    if settings.valhalla_url:
        return _server(settings.valhalla_url, settings.route_limit_s)
    roads = roads_folder(settings.state_dir)
    if current_folder(roads) is None:
        return None
    return _children(roads, settings.route_processes, settings.route_limit_s)


@cache
def _children(roads: Path, at_once: int, limit_s: float) -> ValhallaChildren:
    return ValhallaChildren(roads, at_once, limit_s)


@cache
def _server(url: str, limit_s: float) -> ValhallaServer:
    return ValhallaServer(url, limit_s)
