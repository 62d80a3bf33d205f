"""The private cluster as programs share it: started by the first that needs it, stopped by the last that leaves.

Each program holds a shared lock on ``cluster.users`` while it works; starting and stopping happen under the exclusive
lock ``cluster.change``, so two programs never do either at once. The kernel drops both locks when a program dies:
after a crash nothing is left to clean up.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from ocopmap.database.binaries import ClusterError
from ocopmap.database.postgres import Cluster

__all__ = ["Cluster", "ClusterError", "cluster_in", "cluster_running", "keep_running", "shut_down"]


def cluster_in(state_dir: Path, *, durable: bool = True) -> Cluster:
    """Return the cluster kept under ``state_dir`` as it is, without starting it."""
    return Cluster(state_dir / "postgresql", durable=durable)


@contextmanager
def cluster_running(state_dir: Path, *, durable: bool = True) -> Iterator[Cluster]:
    """Give the cluster under ``state_dir``, running; on leaving stop it, unless others use it or it is kept up.

    Args:
        state_dir: folder for the data, the log and the locks; made when missing.
        durable: whether a power cut must be survived; without it the server is faster (for tests).

    Raises:
        ClusterError: it cannot be made, started or stopped.
    """
    cluster = cluster_in(state_dir, durable=durable)
    with _locked(state_dir / "cluster.users", fcntl.LOCK_SH) as users:
        try:
            with _changing(state_dir):
                cluster.start()
            yield cluster
        finally:
            with _changing(state_dir):
                if _alone(users) and not _kept(state_dir).exists():
                    cluster.stop()
                # Still inside: the next to leave must not count this program among the users.
                fcntl.flock(users, fcntl.LOCK_UN)


def keep_running(state_dir: Path) -> Cluster:
    """Start the cluster and leave it running after every program has left, until :func:`shut_down`.

    Raises:
        ClusterError: it cannot be made or started.
    """
    cluster = cluster_in(state_dir)
    with _changing(state_dir):
        cluster.start()
        _kept(state_dir).touch()
    return cluster


def shut_down(state_dir: Path) -> None:
    """Stop the cluster if it runs.

    Raises:
        ClusterError: a program is using it, or it cannot be stopped.
    """
    with _changing(state_dir), _locked(state_dir / "cluster.users", fcntl.LOCK_SH) as users:
        if not _alone(users):
            raise ClusterError("Kho dữ liệu đang được một chương trình khác dùng; hãy dừng chương trình ấy trước.")
        _kept(state_dir).unlink(missing_ok=True)
        cluster_in(state_dir).stop()


def _kept(state_dir: Path) -> Path:
    return state_dir / "cluster.keep"


def _changing(state_dir: Path) -> AbstractContextManager[int]:
    return _locked(state_dir / "cluster.change", fcntl.LOCK_EX)


@contextmanager
def _locked(path: Path, kind: int) -> Iterator[int]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)
    except OSError as error:
        raise ClusterError(f"Không dùng được thư mục {path.parent}: {error.strerror}.") from error
    try:
        fcntl.flock(descriptor, kind)
        yield descriptor
    finally:
        os.close(descriptor)


def _alone(users: int) -> bool:
    """Tell whether no other program holds the lock that ``users`` shares."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
