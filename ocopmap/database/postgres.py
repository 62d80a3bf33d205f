"""One private PostgreSQL cluster: making, starting and stopping it, on a Unix socket only.

Nothing here looks at who else uses the cluster; ``ocopmap.database.cluster`` does.
"""

import errno
import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import URL

from ocopmap.database.binaries import ClusterError, programs_for
from ocopmap.database.engine import READER_ROLE

DATABASE: Final = "ocopmap"
OWNER: Final = "ocopmap"
_SUPERUSER: Final = "postgres"
_SERVER_ACCOUNT: Final = "postgres"
_PORT: Final = "5432"  # only names the socket file
_EXTENSIONS: Final = ("postgis", "pg_trgm", "unaccent")
_PATIENCE_S: Final = 30.0
_LONGEST_SOCKET_PATH: Final = 107  # bytes, sockaddr_un of Linux
_NO_PROCESS: Final = 2**31 - 1  # above the largest process id of Linux

_SETTINGS: Final = {
    "listen_addresses": "",
    "port": _PORT,
    "unix_socket_permissions": "0700",
    "max_connections": "50",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "lc_messages": "C",
    # Map queries are short: compiling them or sharing them among workers costs more than it saves.
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    # One file a weekday, overwritten a week later: the log never grows without bound.
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
}
_NOT_DURABLE: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

_IS_OPEN_TO_ALL: Final = """
    SELECT has_database_privilege('public', current_database(), 'TEMPORARY')
        OR has_function_privilege('public', 'pg_sleep(double precision)', 'EXECUTE')
"""

# PostgreSQL lets everybody make large objects, sleep, and take locks that others wait for. The public's reader needs
# none of it; the owner takes locks.
_CLOSE_TO_PUBLIC: Final = f"""
    DO $$
    DECLARE
        callable regprocedure;
    BEGIN
        FOR callable IN
            SELECT oid FROM pg_proc
            WHERE pronamespace = 'pg_catalog'::regnamespace
              AND proname ~ '^(lo(_|read$|write$)|pg_sleep|pg_(try_)?advisory_)'
        LOOP
            EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', callable);
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {OWNER}', callable);
        END LOOP;
    END
    $$
"""  # noqa: S608 - the owner's name is a constant


class Cluster:
    """One PostgreSQL cluster in a folder: its addresses, and starting and stopping it without regard to others.

    Whoever reaches the socket is trusted: the socket's folder is closed to every other user of the machine.
    """

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        """Describe the cluster in ``home``; without ``durable`` a power cut may destroy it (for tests)."""
        self.home = home.absolute()
        self.data = self.home / "data"
        self._durable = durable

    def url(self, database: str = DATABASE) -> str:
        """Return the owner's SQLAlchemy address of ``database``."""
        return self._address(OWNER, database)

    def reader_url(self, database: str = DATABASE) -> str:
        """Return the read-only role's address; the role exists once the schema is migrated."""
        return self._address(READER_ROLE, database)

    @property
    def running(self) -> bool:
        """Whether a server of this cluster is alive, ready or not."""
        lines = self._pid_file_lines()
        if not lines:
            return False
        # The number alone may have passed to another process, after a reboot above all; its arguments tell.
        try:
            arguments = Path(f"/proc/{lines[0]}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return os.fsencode(self.data) in arguments

    def start(self) -> None:
        """Start the server, making the cluster first where there is none, and wait until it answers.

        Raises:
            ClusterError: PostgreSQL is missing or of another version, or the folder cannot be used.
        """
        if not self.running:
            self._prepare_home()
            if not self.data.exists():
                self._initialise()
            self._launch()
        self._provide_database()

    def stop(self) -> None:
        """Stop the server if it runs; open connections are ended, transactions under way rolled back."""
        if self.running:
            result = self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", "60", "-s")
            if result.returncode and self.running:
                raise ClusterError(f"Không dừng được PostgreSQL ở {self.data}: {result.stdout.strip()}")

    def _address(self, role: str, database: str) -> str:
        place = {"host": str(self._socket_folder()), "port": _PORT}
        return URL.create("postgresql+psycopg", role, database=database, query=place).render_as_string()

    def _pid_file_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return []

    def _socket_folder(self) -> Path:
        """Return where the running server listens, or where one will; programs may differ in their temporary folder."""
        in_use = self._pid_file_lines()[4:5]
        if self.running and any(in_use):
            return Path(in_use[0])
        folder = self.home / "socket"
        longest = os.fsencode(folder / f".s.PGSQL.{_PORT}.lock")
        # libpq and the server both split this setting at commas.
        if len(longest) <= _LONGEST_SOCKET_PATH and re.fullmatch(r"[\w /.+-]+", str(folder)):
            return folder
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"ocopmap-{name}"

    def _account(self) -> pwd.struct_passwd:
        """Return who runs the server: this user, or for root the owner of the cluster, else Debian's account."""
        if os.geteuid():
            return pwd.getpwuid(os.geteuid())
        owner = self.home.stat().st_uid if self.home.exists() else 0
        try:
            return pwd.getpwuid(owner) if owner else pwd.getpwnam(_SERVER_ACCOUNT)
        except KeyError:
            raise ClusterError(
                f"Máy không có người dùng hệ thống “{_SERVER_ACCOUNT}” để chạy PostgreSQL thay cho root; "
                "hãy cài gói postgresql."
            ) from None

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        account = self._account()
        as_root = os.geteuid() == 0
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return subprocess.run(  # noqa: S603 (a fixed list of PostgreSQL's own programs)
            [self._programs() / program, *arguments],
            cwd=self.home,
            env=environment | {"LC_ALL": "C"},
            user=account.pw_uid if as_root else None,
            group=account.pw_gid if as_root else None,
            extra_groups=[] if as_root else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def _programs(self) -> Path:
        version_file = self.data / "PG_VERSION"
        return programs_for(version_file.read_text(encoding="ascii").strip() if version_file.exists() else None)

    def _prepare_home(self) -> None:
        account = self._account()
        try:
            _private_folder(self.home, account)
            _private_folder(self._socket_folder(), account)
        except OSError as error:
            raise ClusterError(f"Không dùng được thư mục {error.filename}: {error.strerror}.") from error
        # An absolute name overrides the folder of PostgreSQL's programs.
        if self._run("/usr/bin/test", "-w", self.home).returncode:
            raise ClusterError(
                f"Người dùng hệ thống “{account.pw_name}” (chạy PostgreSQL) không vào được {self.home}; "
                "hãy đặt OCOPMAP_STATE_DIR là một thư mục mà người dùng ấy vào được."
            )

    def _initialise(self) -> None:
        """Make the data folder under another name and rename it when whole, so that half of one never counts.

        The name is this process's own: the initdb of a killed program may still be writing to its draft.
        """
        for leftover in self.home.glob("draft-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        draft = self.home / f"draft-{os.getpid()}"
        options = ["--username", _SUPERUSER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"]
        result = self._run("initdb", "-D", draft, *options, *([] if self._durable else ["--no-sync"]))
        if result.returncode:
            raise ClusterError(f"Không tạo được kho dữ liệu ở {self.data}: {result.stdout.strip()}")
        draft.rename(self.data)

    def _write_settings(self) -> None:
        folders = {"unix_socket_directories": self._socket_folder(), "log_directory": self.home / "log"}
        settings = _SETTINGS | folders | ({} if self._durable else _NOT_DURABLE)
        lines = ["{} = '{}'\n".format(name, str(value).replace("'", "''")) for name, value in settings.items()]
        (self.data / "postgresql.conf").write_text("".join(lines), encoding="utf-8")

    def _forget_dead_server(self) -> None:
        """Clear what a killed server left and a living stranger's process id would keep PostgreSQL from clearing.

        Only the id in postmaster.pid is replaced: by the rest PostgreSQL knows the shared memory that dying
        children of the old server may still write to.
        """
        lines = self._pid_file_lines()
        if lines:
            text = "\n".join([str(_NO_PROCESS), *lines[1:]]) + "\n"
            (self.data / "postmaster.pid").write_text(text, encoding="utf-8")
        for leftover in self._socket_folder().glob(".s.PGSQL.*"):
            leftover.unlink()

    def _launch(self) -> None:
        log = self.home / "start.log"
        deadline = time.monotonic() + _PATIENCE_S
        while True:
            self._write_settings()
            self._forget_dead_server()
            log.unlink(missing_ok=True)
            # pg_ctl puts the server into a session of its own: the terminal's Ctrl-C does not reach it.
            if not self._run("pg_ctl", "start", "-D", self.data, "-l", log, "-w", "-t", "60", "-s").returncode:
                return
            reason = log.read_text(encoding="utf-8", errors="replace").strip() if log.exists() else ""
            if "shared memory block" not in reason or time.monotonic() > deadline:
                raise ClusterError(f"Không khởi động được PostgreSQL ở {self.data}: {reason}")
            time.sleep(0.2)

    def _provide_database(self) -> None:
        """Make the owner's role and database where they are missing; the closing to the public comes last, so it tells.

        Extensions go into template1, by the superuser: the owner then has them in every database it makes.
        """
        owner, database = sql.Identifier(OWNER), sql.Identifier(DATABASE)
        with self._superuser_connection("postgres") as connection:
            exists = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount
            if exists and not self._is_open_to_all():
                return
            if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [OWNER]).rowcount:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB CREATEROLE").format(owner))
        with self._superuser_connection("template1") as connection:
            for name in _EXTENSIONS:
                connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
            connection.execute(_CLOSE_TO_PUBLIC)
        if exists:
            with self._superuser_connection(DATABASE) as connection:
                connection.execute(_CLOSE_TO_PUBLIC)
        with self._superuser_connection("postgres") as connection:
            if not exists:
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, owner))
            connection.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(database))

    def _is_open_to_all(self) -> bool:
        """Tell whether the public may still do there what the closing takes from it."""
        with self._superuser_connection(DATABASE) as connection:
            return bool(connection.execute(_IS_OPEN_TO_ALL).fetchall()[0][0])

    def _superuser_connection(self, database: str) -> psycopg.Connection:
        """Connect, waiting for a server that is still starting or recovering."""
        deadline = time.monotonic() + _PATIENCE_S
        address = make_conninfo(host=str(self._socket_folder()), port=_PORT, user=_SUPERUSER, dbname=database)
        while True:
            try:
                return psycopg.connect(address, autocommit=True)
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise ClusterError(f"PostgreSQL ở {self.data} không trả lời: {error}") from error
                time.sleep(0.1)


def _private_folder(folder: Path, account: pwd.struct_passwd) -> None:
    """Make ``folder`` for the server's account alone; one that somebody else made there is refused."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        os.chown(folder, account.pw_uid, account.pw_gid)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.pw_uid or found.st_mode & 0o077:
        raise PermissionError(errno.EPERM, f"phải là thư mục riêng (0700) của “{account.pw_name}”", str(folder))
