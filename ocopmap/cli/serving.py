"""``ocopmap serve`` and ``ocopmap export``: the map, live or in one file."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from ocopmap.cli import console
from ocopmap.cli.told import told
from ocopmap.database.access import Database, open_database
from ocopmap.geocoding import Units
from ocopmap.layers.reading import reading
from ocopmap.server.app import create_app
from ocopmap.server.context import today
from ocopmap.server.snapshot import render_snapshot
from ocopmap.server.startup import make_context, prepare
from ocopmap.settings import Settings

export_app = typer.Typer(no_args_is_help=True, help="Xuất bản đồ.")


@contextmanager
def _prepared(settings: Settings, units: Units, step: console.Steps) -> Iterator[Database]:
    with open_database(settings) as database:
        step("Kho dữ liệu đang chạy")
        prepare(database, settings, units, step)
        yield database


def serve(
    port: Annotated[int | None, typer.Option(help="Cổng TCP; mặc định 8080.", min=0, max=65535)] = None,
    host: Annotated[str | None, typer.Option(help="Địa chỉ lắng nghe; mặc định 127.0.0.1.")] = None,
) -> None:
    """Chuẩn bị kho dữ liệu, nạp dữ liệu và mở bản đồ; Ctrl-C để dừng tất cả."""
    # Ending by SIGTERM must leave the with statements too, or the cluster would stay behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    settings = Settings()
    settings = settings.model_copy(update={"port": port or settings.port, "host": host or settings.host})
    step = console.Steps()
    with told():
        units = Units.load()
        step("Đơn vị hành chính cũ và mới")
        try:
            with _prepared(settings, units, step) as database:
                application = create_app(make_context(database, settings, units))
                step(f"Bản đồ sẵn sàng ở http://{settings.host}:{settings.port}/ — Ctrl-C để dừng")
                uvicorn.run(
                    application, host=settings.host, port=settings.port, log_level="warning", server_header=False
                )
        except KeyboardInterrupt:
            pass
    step("Đã dừng máy chủ và kho dữ liệu")


@export_app.command("snapshot")
def export_snapshot(
    target: Annotated[Path, typer.Argument(help="Tệp HTML để ghi.")],
    english: Annotated[bool, typer.Option("--english", help="Bằng tiếng Anh.")] = False,
) -> None:
    """Ghi bản đồ thành một tệp HTML mở được không cần mạng."""
    settings = Settings()
    units = Units.load()
    with told(), _prepared(settings, units, console.Steps()) as database:
        site = make_context(database, settings, units).site
        with reading(database.reader, today()) as connection:
            html = render_snapshot(connection, site, "en" if english else "vi", today())
        target.write_text(html, encoding="utf-8")
        console.tell(f"Đã ghi {target} ({target.stat().st_size / 1024:.0f} KiB)")
