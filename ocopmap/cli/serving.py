"""``ocopmap serve`` and ``ocopmap export``: the map, live or in one file."""

import errno
import signal
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer

from ocopmap.cli import console
from ocopmap.cli.told import UsageError, told, units_for
from ocopmap.database.access import Database, open_database
from ocopmap.database.engine import today
from ocopmap.geocoding import Units
from ocopmap.layers.reading import reading
from ocopmap.settings import Settings

_BIND_REASONS: Final[Mapping[int | None, str]] = {
    errno.EADDRINUSE: "cổng đang có chương trình khác dùng; hãy chọn cổng khác với --port",
    errno.EACCES: "cần quyền quản trị để dùng cổng này; hãy chọn cổng từ 1024 trở lên với --port",
}

export_app = typer.Typer(no_args_is_help=True, help="Xuất bản đồ.")


@contextmanager
def _prepared(settings: Settings, units: Units, step: console.Steps) -> Iterator[Database]:
    from ocopmap.server.startup import prepare  # noqa: PLC0415 - as below

    with open_database(settings) as database:
        step("Kho dữ liệu đang chạy")
        prepare(database, settings, units, step)
        yield database


def serve(
    port: Annotated[int | None, typer.Option(help="Cổng TCP; mặc định 8080.", min=0, max=65535)] = None,
    host: Annotated[str | None, typer.Option(help="Địa chỉ lắng nghe; mặc định 127.0.0.1.")] = None,
) -> None:
    """Chuẩn bị kho dữ liệu, nạp dữ liệu và mở bản đồ; Ctrl-C để dừng tất cả."""
    # Here and not above: no other command should wait a second and hold 100 MB for a server that it does not start.
    import uvicorn  # noqa: PLC0415

    from ocopmap.server.app import create_app  # noqa: PLC0415
    from ocopmap.server.startup import make_context  # noqa: PLC0415

    # Ending by SIGTERM must leave the with statements too, or the cluster would stay behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    settings = Settings()
    step = console.Steps()
    with told(), _bound(host or settings.host, settings.port if port is None else port) as listening:
        units = units_for(settings)
        step("Đơn vị hành chính cũ và mới")
        try:
            with _prepared(settings, units, step) as database:
                application = create_app(make_context(database, settings, units))
                server = uvicorn.Server(uvicorn.Config(application, log_level="warning", server_header=False))
                step(f"Bản đồ sẵn sàng ở {_address(listening)} — Ctrl-C để dừng")
                server.run(sockets=[listening])
        except KeyboardInterrupt:
            pass
    step("Đã dừng máy chủ và kho dữ liệu")


def _bound(host: str, port: int) -> socket.socket:
    """Take the address before the long work starts; visitors are refused until the server listens.

    Raises:
        UsageError: the address cannot be taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio leaves Nagle's algorithm on and each answer waits 40 ms for an acknowledgement.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except (OSError, UnicodeError) as error:  # the latter for a name that no network could carry
        bound.close()
        reason = _BIND_REASONS.get(getattr(error, "errno", None), "máy này không có địa chỉ ấy")
        raise UsageError(f"Không mở được cổng {port} ở {host}: {reason}.") from error
    return bound


def _address(bound: socket.socket) -> str:
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


@export_app.command("snapshot")
def export_snapshot(
    target: Annotated[Path, typer.Argument(help="Tệp HTML để ghi.")],
    english: Annotated[bool, typer.Option("--english", help="Bằng tiếng Anh.")] = False,
) -> None:
    """Ghi bản đồ thành một tệp HTML mở được không cần mạng."""
    from ocopmap.server.snapshot import render_snapshot  # noqa: PLC0415 - as above
    from ocopmap.server.startup import make_context  # noqa: PLC0415

    settings = Settings()
    units = units_for(settings)
    with told(), _prepared(settings, units, console.Steps()) as database:
        site = make_context(database, settings, units).site
        with reading(database.reader, today()) as connection:
            html = render_snapshot(connection, site, "en" if english else "vi", today())
        target.write_text(html, encoding="utf-8")
        console.tell(f"Đã ghi {target} ({target.stat().st_size / 1024:.0f} KiB)")
