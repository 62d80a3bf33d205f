"""``ocopmap import zones``: raw-material zones from an office's vector file."""

import getpass
import json
from pathlib import Path
from typing import Annotated

import typer

from ocopmap.cli import console
from ocopmap.cli.told import told, units_for
from ocopmap.database import migrate
from ocopmap.database.access import open_database
from ocopmap.ingest.zonefiles.importing import ZoneImport, import_zones
from ocopmap.ingest.zonefiles.report import Area, ZoneReport
from ocopmap.ingest.zonefiles.rules import FieldMapping
from ocopmap.settings import Settings


def zones(
    file: Annotated[Path, typer.Argument(help="GPKG, GeoJSON, KML, KMZ, Shapefile nén zip, GeoParquet hoặc DXF.")],
    *,
    crs: Annotated[str | None, typer.Option(help="Hệ tọa độ khi tệp không ghi, chẳng hạn EPSG:5897.")] = None,
    mapping: Annotated[Path | None, typer.Option(help="Tệp YAML nói cột nào là trường nào.")] = None,
    source: Annotated[str | None, typer.Option(help="Nguồn ghi cho các vùng không có cột nguồn.")] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Ghi vào cơ sở dữ liệu; không có thì chỉ chạy thử.")] = False,
    report: Annotated[Path | None, typer.Option(help="Ghi báo cáo JSON vào tệp này.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Người nạp; mặc định là người dùng máy.")] = None,
) -> None:
    """Nạp vùng nguyên liệu từ tệp bản đồ: chạy thử, hoặc ghi tất cả, hoặc không ghi gì."""
    settings = Settings()
    units = units_for(settings)
    with told(), open_database(settings) as database:
        migrate.upgrade(database.owner)
        asked = ZoneImport(file, crs, FieldMapping.load(mapping) if mapping else FieldMapping(), source)
        result = import_zones(database.owner, settings, units, asked, by=(by or getpass.getuser()) if apply else None)
    if report:
        report.write_text(json.dumps(result.as_json(), ensure_ascii=False, indent=2), encoding="utf-8")
    show(result)
    if result.rejected:
        raise typer.Exit(1)


def show(report: ZoneReport) -> None:
    """Print what an import of zones found and did."""
    console.tell(f"{report.file}: hệ tọa độ {report.system}")
    if report.unknown_columns:
        console.tell(f"Cột không dùng: {', '.join(report.unknown_columns)}")
    console.show_table(("Hình", "Vùng", "Đo được (ha)", "Khai báo (ha)", "Lệch"), map(_area_cells, report.areas))
    for finding in report.findings:
        console.tell(f"  - {f'hình {finding.row} «{finding.name}»' if finding.row else 'cả tệp'}: {finding.message}")
    for refused in report.rejected:
        shown = f" ({refused.column} «{refused.value}»)" if refused.value else ""
        console.tell(f"  - hình {refused.row} bị loại{shown}: {refused.reason}")
    counts = report.counts
    console.tell(
        f"Mới {counts.new}, đổi {counts.changed}, như cũ {counts.same}, trùng {report.duplicate}, "
        f"bị loại {len(report.rejected)}. {_ending(report)}"
    )


def _area_cells(area: Area) -> tuple[str, ...]:
    declared = "" if area.declared_ha is None else f"{area.declared_ha:.2f}"
    difference = "" if area.difference is None else f"{area.difference:+.1%}"
    return str(area.row), area.name, f"{area.computed_ha:.2f}", declared, difference


def _ending(report: ZoneReport) -> str:
    if report.batch_id is not None:
        return f"Đã ghi: lần nạp {report.batch_id}. Lấy lại bằng “ocopmap import undo {report.batch_id}”."
    if report.applied:
        return "Không có gì mới để ghi."
    if report.rejected:
        return "Chưa ghi gì: hãy sửa các hình bị loại rồi nạp lại."
    return "Chạy thử, chưa ghi gì; thêm --apply để ghi."
