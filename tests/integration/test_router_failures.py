"""Valhalla that dies, hangs or loses its tiles: a clear answer, and the next question works."""

import http.server
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from ocopmap.touring.roads.network import roads_folder
from ocopmap.touring.routing.along_roads import ValhallaRouter
from ocopmap.touring.routing.asking import Action, ValhallaRefusal
from ocopmap.touring.routing.valhalla_http import ValhallaServer
from ocopmap.touring.routing.valhalla_local import ValhallaChildren
from ocopmap.touring.travel import Mode, Position, RouterDownError
from tests.networks import at, rules

STOPS = [at(-8 + number % 8, number // 8) for number in range(20)]


@pytest.fixture
def roads(road_state: Path, tmp_path: Path) -> Path:
    """The hand-written network in a folder that the test may spoil."""
    shutil.copytree(roads_folder(road_state), tmp_path / "roads", symlinks=True)
    return tmp_path / "roads"


@pytest.fixture
def children(roads: Path) -> Iterator[ValhallaChildren]:
    found = ValhallaChildren(roads, at_once=2, limit_s=20, patience_s=20)
    yield found
    found.close()


def works(children: ValhallaChildren) -> bool:
    router = ValhallaRouter(children, rules(), 2_000)
    return len(router.route(STOPS, Mode.CAR, avoid_ferries=False, language="vi")) == len(STOPS) - 1


def stopped(children: ValhallaChildren) -> int:
    """Stop the one idle process, so that it answers nothing more, and return it."""
    (child,) = children._idle
    os.kill(child.pid, signal.SIGSTOP)
    return child.pid


def test_a_process_killed_while_idle_is_replaced(children: ValhallaChildren) -> None:
    assert works(children)
    (child,) = children._idle
    os.kill(child.pid, signal.SIGKILL)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert works(children)


def test_a_process_killed_in_the_middle_of_a_question(children: ValhallaChildren) -> None:
    assert works(children)
    pid = stopped(children)
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(children.ask, Action.STATUS, {})
        while children._idle:
            time.sleep(0.01)
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(RouterDownError):
            asked.result(timeout=10)
    assert works(children)


def test_an_endless_question_is_given_up(roads: Path) -> None:
    children = ValhallaChildren(roads, at_once=1, limit_s=20)
    assert works(children)
    pid = stopped(children)
    children._limit_s = 0.3
    with pytest.raises(RouterDownError, match="too long"):
        children.ask(Action.STATUS, {})
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    children._limit_s = 20
    assert works(children)
    children.close()


def test_more_than_can_wait_are_turned_away_at_once(roads: Path) -> None:
    children = ValhallaChildren(roads, at_once=1, limit_s=20, patience_s=0.3)
    assert works(children)
    pid = stopped(children)
    with ThreadPoolExecutor(30) as threads:
        asked = [threads.submit(children.ask, Action.STATUS, {}) for _ in range(30)]
        turned_away = [each.exception(timeout=15) for each in asked[1:]]
        assert all(isinstance(error, RouterDownError) for error in turned_away)
        assert {"too many wait for the router", "the router is busy"} == {str(error) for error in turned_away}
        os.kill(pid, signal.SIGCONT)
        assert asked[0].result(timeout=15)
    assert works(children)
    children.close()


@pytest.mark.parametrize("spoil", ["tiles", "folder", "pointer"])
def test_tiles_deleted_while_serving(children: ValhallaChildren, roads: Path, spoil: str) -> None:
    assert works(children)
    (build,) = (roads / "builds").iterdir()
    kept = roads.parent / "kept"
    if spoil == "tiles":
        (build / "tiles.tar").rename(kept)
    elif spoil == "folder":
        build.rename(kept)
    else:
        (roads / "current").rename(kept)
    for _ in range(2):
        with pytest.raises(RouterDownError):
            works(children)
    kept.rename({"tiles": build / "tiles.tar", "folder": build, "pointer": roads / "current"}[spoil])
    assert works(children)


def test_tiles_cut_off_while_serving(children: ValhallaChildren, roads: Path) -> None:
    assert works(children)
    (build,) = (roads / "builds").iterdir()
    os.truncate(build / "tiles.tar", 1_000)
    with pytest.raises(RouterDownError):
        works(children)


def test_a_new_network_is_taken_up_and_the_old_one_removed(children: ValhallaChildren, roads: Path) -> None:
    assert works(children)
    (old,) = (roads / "builds").iterdir()
    shutil.copytree(old, roads / "builds" / "newer")
    (roads / "next").symlink_to("builds/newer")
    (roads / "next").rename(roads / "current")
    assert works(children)
    assert not old.exists()


def test_a_question_that_valhalla_does_not_understand_is_a_refusal(children: ValhallaChildren) -> None:
    with pytest.raises(ValhallaRefusal):
        children.ask(Action.ROUTE, {"locations": "nowhere"})
    assert works(children)


@contextmanager
def answering(status: int, body: bytes, headers: dict[str, str] | None = None, pause_s: float = 0) -> Iterator[str]:
    """Serve one answer to everything."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(pause_s)
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (200, b"<html>", {}),
        (200, b"", {}),
        (200, b"null", {}),
        (200, b'{"trip": {}}', {}),
        (200, b"[[], []]", {}),
        (302, b"", {"Location": "http://127.0.0.1:1/"}),
        (502, b"{}", {}),
        (400, b'{"error_code": 1, "error": "no"}', {}),
    ],
)
def test_a_server_that_answers_nonsense_is_down(status: int, body: bytes, headers: dict[str, str]) -> None:
    with answering(status, body, headers) as url:
        router = ValhallaRouter(ValhallaServer(url, limit_s=5), rules(), 2_000)
        with pytest.raises(RouterDownError):
            router.route([Position(10.4, 105.6), Position(10.5, 105.6)], Mode.CAR, avoid_ferries=False, language="vi")


def test_a_server_that_is_slow_or_gone_is_down() -> None:
    with answering(200, b"{}", pause_s=1) as url, pytest.raises(RouterDownError):
        ValhallaServer(url, limit_s=0.2).ask(Action.STATUS, {})
    with pytest.raises(RouterDownError):
        ValhallaServer("http://127.0.0.1:1", limit_s=1).ask(Action.STATUS, {})


def test_a_server_is_asked_as_a_process_is(children: ValhallaChildren) -> None:
    """The same router over HTTP: a server that passes questions on to Valhalla gives the same legs."""
    import orjson

    class Passing(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = orjson.loads(self.rfile.read(int(self.headers["Content-Length"])))
            try:
                status, body = 200, children.ask(Action(self.path.strip("/")), asked)
            except ValhallaRefusal as refusal:
                status, body = 400, {"error_code": refusal.code, "error": str(refusal)}
            self.send_response(status)
            self.end_headers()
            self.wfile.write(orjson.dumps(body))

        def log_message(self, *_arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Passing) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        remote = ValhallaRouter(ValhallaServer(f"http://127.0.0.1:{server.server_address[1]}", 20), rules(), 2_000)
        local = ValhallaRouter(children, rules(), 2_000)
        for stops in (STOPS, [at(5, 0), at(8, 3)]):
            here = local.route(stops, Mode.CAR, avoid_ferries=False, language="en")
            assert remote.route(stops, Mode.CAR, avoid_ferries=False, language="en") == here
        server.shutdown()
        thread.join()
