"""Which router serves: the server that is set, else the network on this machine, else straight lines."""

from functools import cache
from pathlib import Path

from ocopmap.settings import Settings
from ocopmap.touring.roads.network import current_folder, roads_folder
from ocopmap.touring.routing.along_roads import ValhallaRouter
from ocopmap.touring.routing.rules import read_rules
from ocopmap.touring.routing.straight import StraightRouter
from ocopmap.touring.routing.valhalla_http import ValhallaServer
from ocopmap.touring.routing.valhalla_local import ValhallaChildren
from ocopmap.touring.travel import Router


def router(settings: Settings) -> Router:
    """Return the router of now; ``follows_roads`` says whether it is more than straight lines. Cheap to call.

    Raises:
        SettingError: the table of rules cannot be read.
    """
    rules = read_rules(settings.rules_dir)
    if settings.valhalla_url:
        return ValhallaRouter(_server(settings.valhalla_url, settings.route_limit_s), rules, settings.stop_reach_m)
    roads = roads_folder(settings.state_dir)
    if current_folder(roads) is None:
        return StraightRouter()
    children = _children(roads, settings.route_processes, settings.route_limit_s)
    return ValhallaRouter(children, rules, settings.stop_reach_m)


@cache
def _children(roads: Path, at_once: int, limit_s: float) -> ValhallaChildren:
    return ValhallaChildren(roads, at_once, limit_s)


@cache
def _server(url: str, limit_s: float) -> ValhallaServer:
    return ValhallaServer(url, limit_s)
