"""``ocopmap export map-sheet``: the province's map to print."""

from pathlib import Path
from typing import Annotated

import typer

from ocopmap.cli import console
from ocopmap.cli.reports import past_day
from ocopmap.cli.told import UsageError, told, units_for
from ocopmap.database.access import open_database
from ocopmap.layers.reading import reading
from ocopmap.planning.mapsheets.ground import drawable_commodities
from ocopmap.planning.mapsheets.paper import Orientation, Paper, Sheet
from ocopmap.planning.mapsheets.themes import Theme
from ocopmap.printing.press import Press
from ocopmap.server.wording import wording
from ocopmap.settings import Settings


def map_sheet_command(
    out: Annotated[Path, typer.Argument(help="Tệp PDF để ghi.")],
    *,
    theme: Annotated[Theme, typer.Option(help="Nội dung của bản đồ.")] = Theme.PRODUCTS,
    commodity: Annotated[str | None, typer.Option(help="Nguyên liệu, cho --theme zones, như mango.")] = None,
    paper: Annotated[Paper, typer.Option(help="Khổ giấy.")] = Paper.A4,
    orientation: Annotated[Orientation, typer.Option(help="Giấy ngang hay dọc.")] = Orientation.LANDSCAPE,
    as_of: Annotated[str | None, typer.Option(help="Ngày tính, như 2026-06-15; mặc định hôm nay.")] = None,
    english: Annotated[bool, typer.Option("--english", help="Bằng tiếng Anh.")] = False,
) -> None:
    """Ghi tờ bản đồ của tỉnh thành PDF để in."""
    # The other commands start without the server's libraries.
    from ocopmap.server.sheets.map_sheets import (  # noqa: PLC0415
        AskedSheet,
        NoGroundError,
        map_sheet,
        surroundings,
    )
    from ocopmap.server.startup import province_served  # noqa: PLC0415

    settings = Settings()
    with told():
        units = units_for(settings)
        asked = AskedSheet(
            Sheet(paper, orientation), theme, past_day(as_of), commodity if theme is Theme.ZONES else None
        )
        with open_database(settings) as database:
            with database.owner.connect() as connection:
                around = surroundings(settings, province_served(connection, settings, units), units)
            with reading(database.reader, asked.day) as connection:
                drawn = drawable_commodities(connection)
                if theme is Theme.ZONES and commodity not in drawn:
                    raise UsageError(
                        f"--commodity: chọn một nguyên liệu có vùng vẽ được: {', '.join(drawn) or 'chưa có'}."
                    )
                try:
                    data, drawings = map_sheet(connection, wording("en" if english else "vi"), asked, around)
                except NoGroundError as error:
                    raise UsageError(
                        "Chưa có ranh giới xã, phường nào để vẽ; hãy chạy “ocopmap load” trước."
                    ) from error
        out.write_bytes(Press(settings.web_dist_dir / "print").print("map_sheet", data, drawings))
    console.tell(f"Đã ghi {out} ({out.stat().st_size / 1024:.0f} KiB)")
