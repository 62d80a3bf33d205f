"""The private cluster, with a real PostgreSQL: started, shared, killed, recovered."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from ocopmap.database.cluster import (
    Cluster,
    ClusterError,
    cluster_in,
    cluster_running,
    keep_running,
    shut_down,
)

HOLDER = """
import sys
from pathlib import Path
from ocopmap.database.cluster import cluster_running

with cluster_running(Path(sys.argv[1]), durable=False):
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def state_dir() -> Iterator[Path]:
    """A folder that the server's account can reach, unlike pytest's own under root."""
    folder = Path(tempfile.mkdtemp(prefix="ocopmap-test-"))
    folder.chmod(0o755)
    yield folder
    for home in folder.rglob("postgresql"):
        Cluster(home).stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A folder with a cluster that was made, started and stopped."""
    with tempfile.TemporaryDirectory(prefix="ocopmap-test-") as name:
        Path(name).chmod(0o755)
        with cluster_running(Path(name), durable=False):
            pass
        yield Path(name)


@pytest.fixture
def used(state_dir: Path, made: Path) -> Path:
    """A folder with a cluster of before: to make one takes far longer than to copy it."""
    subprocess.run(["cp", "-a", f"{made}/.", state_dir], check=True)
    return state_dir


@contextmanager
def another_program(state_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """A second program that uses the cluster until its input is closed."""
    command = [sys.executable, "-c", HOLDER, str(state_dir)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        yield program


def wait_ready(program: subprocess.Popen[str]) -> None:
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"


def query(url: str, statement: str) -> list[tuple[object, ...]]:
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(statement)  # type: ignore[arg-type]
        return cursor.fetchall() if cursor.description else []


def server_pid(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])


def kill_server(cluster: Cluster) -> None:
    os.kill(server_pid(cluster), signal.SIGKILL)
    deadline = time.monotonic() + 10
    while cluster.running and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not cluster.running


def test_owner_can_do_what_the_schema_needs_without_being_superuser(state_dir: Path) -> None:
    with cluster_running(state_dir, durable=False) as cluster:
        query(cluster.url(), "CREATE TABLE place (point geometry(Point, 4326), name text)")
        query(cluster.url(), "CREATE ROLE ocopmap_reader LOGIN")
        query(cluster.url(), "GRANT SELECT ON place TO ocopmap_reader")
        query(cluster.url(), "CREATE DATABASE copy TEMPLATE ocopmap")
        assert query(cluster.reader_url("copy"), "SELECT count(*) FROM place") == [(0,)]
        assert query(cluster.url(), "SELECT lower('ĐỒNG THÁP'), unaccent('Đồng')") == [("đồng tháp", "Dong")]
        assert query(cluster.url(), "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == [(False,)]
    assert not cluster.running


def test_data_survive_a_restart_and_a_killed_server(used: Path) -> None:
    with cluster_running(used) as cluster:
        query(cluster.url(), "CREATE TABLE note (body text)")
        query(cluster.url(), "INSERT INTO note VALUES ('nem Lai Vung')")
    with cluster_running(used) as cluster:
        kill_server(cluster)
        with cluster_running(used):
            assert query(cluster.url(), "SELECT body FROM note") == [("nem Lai Vung",)]


def test_only_the_socket_listens_and_its_folder_is_private(used: Path) -> None:
    with cluster_running(used, durable=False) as cluster:
        assert query(cluster.url(), "SHOW listen_addresses") == [("",)]
        folder = Path(str(make_url(cluster.url()).query["host"]))
        assert folder.stat().st_mode & 0o077 == 0
        assert os.getsid(server_pid(cluster)) != os.getsid(0), "Ctrl-C of the terminal would reach the server"


def test_the_last_program_out_stops_the_server(used: Path) -> None:
    with another_program(used) as other:
        wait_ready(other)
        with cluster_running(used, durable=False) as cluster:
            pid = server_pid(cluster)
        assert cluster.running
        assert server_pid(cluster) == pid
        other.communicate()
    assert not cluster.running


def test_two_programs_may_start_at_once(state_dir: Path) -> None:
    with another_program(state_dir) as first, another_program(state_dir) as second:
        wait_ready(first)
        wait_ready(second)
        first.communicate()
        assert query(cluster_in(state_dir).url(), "SELECT 1") == [(1,)]
        second.communicate()
    assert (first.returncode, second.returncode) == (0, 0)
    assert not cluster_in(state_dir).running


def test_a_killed_program_leaves_a_server_that_the_next_reuses_and_stops(used: Path) -> None:
    with another_program(used) as other:
        wait_ready(other)
        pid = server_pid(cluster_in(used))
        other.kill()
    with cluster_running(used, durable=False) as cluster:
        assert server_pid(cluster) == pid
    assert not cluster.running


def test_a_start_killed_half_way_is_made_again(state_dir: Path) -> None:
    with another_program(state_dir) as other:
        while not list(cluster_in(state_dir).home.glob("draft-*")):
            time.sleep(0.01)
        other.kill()
    assert not cluster_in(state_dir).data.exists()
    with cluster_running(state_dir, durable=False) as cluster:
        assert query(cluster.url(), "SELECT 1") == [(1,)]


def test_a_number_passed_to_a_stranger_does_not_look_like_the_server(used: Path) -> None:
    with cluster_running(used, durable=False) as cluster:
        kill_server(cluster)
        lines = (cluster.data / "postmaster.pid").read_text(encoding="utf-8").splitlines(keepends=True)
        account = pwd.getpwuid(cluster.data.stat().st_uid)
        user = account.pw_uid if os.geteuid() == 0 else None
        with subprocess.Popen(["sleep", "60"], user=user) as stranger:
            (cluster.data / "postmaster.pid").write_text("".join([f"{stranger.pid}\n", *lines[1:]]), encoding="utf-8")
            assert not cluster.running
            with cluster_running(used, durable=False):
                assert query(cluster.url(), "SELECT 1") == [(1,)]
            stranger.kill()


@pytest.mark.parametrize("name", ["x" * 120, "kho, dữ liệu 'OCOP'"])
def test_folders_whose_name_no_socket_can_have(state_dir: Path, name: str) -> None:
    with cluster_running(state_dir / name, durable=False) as cluster:
        assert query(cluster.url(), "SELECT 1") == [(1,)]
        folder = Path(str(make_url(cluster.url()).query["host"]))
        assert folder.stat().st_mode & 0o077 == 0
    folder.rmdir()


def test_data_of_another_version_are_refused_by_name(used: Path) -> None:
    cluster = cluster_in(used)
    (cluster.data / "PG_VERSION").write_text("9\n", encoding="ascii")
    with pytest.raises(ClusterError, match="PostgreSQL 9"):
        cluster.start()


def test_a_folder_closed_to_the_server_is_named(state_dir: Path) -> None:
    state_dir.chmod(0o700 if os.geteuid() == 0 else 0o500)
    with pytest.raises(ClusterError, match=str(state_dir)), cluster_running(state_dir):
        pass
    state_dir.chmod(0o700)


def test_kept_up_until_shut_down_but_never_under_a_user(used: Path) -> None:
    keep_running(used)
    with cluster_running(used) as cluster, pytest.raises(ClusterError):
        shut_down(used)
    assert cluster.running
    shut_down(used)
    assert not cluster.running
