"""``ocopmap roads``: the road network, from an OpenStreetMap extract."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import shapely
import typer
from rich import filesize
from shapely import MultiPolygon, Polygon
from sqlalchemy import Engine

from ocopmap.catalogue.places import Precision
from ocopmap.cli import console
from ocopmap.cli.told import UsageError, told, units_for
from ocopmap.database import migrate
from ocopmap.database.access import open_database
from ocopmap.database.map_places import MapPlaceRow, load_map_places, province_area
from ocopmap.geocoding import AddressRules
from ocopmap.ingest.boundaries.ensure import ensure_boundaries
from ocopmap.settings import Settings
from ocopmap.touring.roads.building import Building, Order, building
from ocopmap.touring.roads.cropping import Area
from ocopmap.touring.roads.network import current_network, roads_folder
from ocopmap.touring.roads.status import status
from ocopmap.touring.roads.tiles import Means
from ocopmap.touring.routing.choosing import answers
from ocopmap.touring.routing.rules import read_rules

roads_app = typer.Typer(no_args_is_help=True, help="Mạng đường bộ để tìm đường.")

_STAGES: Final = {
    "inside": "Tìm các nút trong phạm vi",
    "choose": "Chọn đường, phà, địa danh",
    "borders": "Biên giới quốc gia",
    "write": "Ghi bản cắt",
    "parse": "Valhalla đọc bản cắt",
    "assemble": "Valhalla dựng ô đường",
}


@roads_app.command("build")
def roads_build(
    file: Annotated[Path, typer.Argument(help="Tệp OpenStreetMap dạng .osm.pbf, chẳng hạn của cả Việt Nam.")],
    *,
    margin: Annotated[
        float | None, typer.Option("--margin", help="Giữ đường ngoài ranh giới tỉnh bao nhiêu km.", min=0, max=200)
    ] = None,
    area: Annotated[str | None, typer.Option("--area", help="Khung khác thay cho tỉnh: tây,nam,đông,bắc (độ).")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Dựng cả tệp, không cắt.")] = False,
    threads: Annotated[int | None, typer.Option(help="Số luồng; ít hơn thì tốn ít bộ nhớ hơn.", min=1)] = None,
    memory: Annotated[int, typer.Option(help="Bộ nhớ đệm cho ô đường, MB.", min=50)] = 500,
) -> None:
    """Dựng mạng đường từ tệp OpenStreetMap: dừng giữa chừng thì lần sau làm tiếp, xong mới thay mạng cũ."""
    settings = Settings()
    chosen = _chosen(area, whole=whole)
    units = units_for(settings)
    with told(), open_database(settings) as database:
        migrate.upgrade(database.owner)
        ensure_boundaries(database.owner, settings, units)
        margin_km = settings.roads_margin_km if margin is None else margin
        ground, name = chosen or _province(database.owner, settings.province, margin_km)
        order = Order(file, ground, name, Means(threads or os.cpu_count() or 1, memory))
        words = AddressRules.load(settings.rules_dir / "addresses.yaml")
        roads = roads_folder(settings.state_dir)
        with (
            console.Stages(_STAGES) as stages,
            building(roads, order, read_rules(settings.rules_dir), words, stages) as begun,
        ):
            begun.make()
            learned = _teach(database.owner, begun, file.name)
            begun.switch()
        console.tell(f"Bộ định vị đã học {learned} đường, ấp và địa danh trong tỉnh.")
        _show(status(current_network(roads), datetime.now(UTC), settings.roads_stale_months), settings)


@roads_app.command("status")
def roads_status(as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON.")] = False) -> None:
    """Mạng đường đang dùng: ngày của dữ liệu, cỡ, tuổi, phạm vi."""
    with told():
        settings = Settings()
        found = status(
            current_network(roads_folder(settings.state_dir)), datetime.now(UTC), settings.roads_stale_months
        )
        if as_json:
            router = {"valhalla_url": settings.valhalla_url, "answers": answers(settings)}
            console.tell(json.dumps(found | router, ensure_ascii=False))
        else:
            _show(found, settings)


def _chosen(area: str | None, *, whole: bool) -> tuple[Area | None, str] | None:
    """Return what to crop to instead of the province, and its name; None for the province.

    Raises:
        UsageError: the options contradict one another, or the frame is none.
    """
    if whole and area:
        raise UsageError("Chỉ dùng một trong --area và --whole.")
    if whole:
        return None, "cả tệp"
    return (_frame(area), area) if area else None


def _province(engine: Engine, province: str, margin_km: float) -> tuple[Area, str]:
    with engine.connect() as connection:
        ground = shapely.from_wkb(province_area(connection, province, margin_km * 1_000))
    if not isinstance(ground, Polygon | MultiPolygon):
        raise UsageError(f"Tỉnh {province} chưa có ranh giới; hãy dùng --area hoặc --whole.")
    return ground, f"tỉnh {province} và {margin_km:g} km quanh tỉnh"


def _frame(area: str) -> Area:
    try:
        west, south, east, north = map(float, area.split(","))
    except ValueError:
        west = south = east = north = 0.0
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise UsageError(f"--area không nhận «{area}»; viết tây,nam,đông,bắc bằng độ, chẳng hạn 105.5,10.2,106,10.8.")
    return shapely.box(west, south, east, north)


def _teach(engine: Engine, begun: Building, source: str) -> int:
    with engine.begin() as connection:
        return load_map_places(connection, _places(begun.places), source=source, extract_date=begun.extract_date)


def _places(path: Path) -> Iterator[MapPlaceRow]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            name, precision, wkb = json.loads(line)
            yield name, Precision(precision), wkb


def _size(size: int) -> str:
    """Return bytes in the unit that fits, with a comma as Vietnamese has it."""
    return filesize.decimal(size).replace(".", ",")


def _show(found: dict[str, Any], settings: Settings) -> None:
    if settings.valhalla_url:
        told_of = "đang trả lời" if answers(settings) else "KHÔNG trả lời: các chặng tạm là đường chim bay"
        console.tell(f"Tìm đường qua máy chủ Valhalla {settings.valhalla_url} (OCOPMAP_VALHALLA_URL): {told_of}.")
    if "extract_date" not in found:
        console.tell("Chưa có mạng đường: mọi chặng là đường chim bay. Dựng bằng “ocopmap roads build TỆP.osm.pbf”.")
        return
    if not found["present"]:
        console.tell(f"Tệp ô đường trong {found['path']} đã mất; hãy dựng lại.")
        return
    console.tell(
        f"Mạng đường từ {found['source']}, dữ liệu ngày {found['extract_date']} ({found['age_days']} ngày trước)\n"
        f"  dựng lúc {found['built_at']} bằng Valhalla {found['valhalla']}, phạm vi: {found['area']}\n"
        f"  {found['roads']} đoạn đường, {found['ferries']} tuyến phà, {found['places']} địa danh, "
        f"{_size(found['size_bytes'])}\n  ở {found['path']}\n  {found['attribution']}"
    )
    if found["stale"]:
        console.tell(f"Dữ liệu đã cũ hơn {settings.roads_stale_months} tháng; hãy tải tệp mới và dựng lại.")
