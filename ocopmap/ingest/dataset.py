"""The files of ``geodata/`` as one checked whole."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from ocopmap.catalogue.places import SiteKind
from ocopmap.ingest import rows
from ocopmap.ingest.csvfile import Line, read_rows
from ocopmap.ingest.report import LoadError, Rejection


@dataclass(frozen=True)
class Dataset:
    """Every row of every file, typed, each with its line."""

    producers: list[Line[rows.ProducerRow]]
    products: list[Line[rows.ProductRow]]
    unattributed: list[Line[rows.ProductRow]]
    recognitions: list[Line[rows.RecognitionRow]]
    channels: list[Line[rows.SalesChannelRow]]
    craft_villages: list[Line[rows.CraftVillageRow]]
    tourism_points: list[Line[rows.TourismPointRow]]
    sales_points: list[Line[rows.SalesPointRow]]
    visits: list[Line[rows.VisitRow]]
    zones: list[Line[rows.ZoneRow]]
    seasons: list[Line[rows.SeasonRow]]
    vocabulary: list[Line[rows.VocabularyRow]]
    indicators: list[Line[rows.IndicatorRow]]
    targets: list[Line[rows.TargetRow]]

    @property
    def places(self) -> list[Line[rows.PlaceRow]]:
        """Rows of all files that may carry coordinates."""
        return [*self.craft_villages, *self.tourism_points, *self.sales_points]


def read_dataset(folder: Path) -> Dataset:
    """Read and check every file of a geodata folder.

    Raises:
        LoadError: with every refused line of every file.
    """
    rejections: list[Rejection] = []

    def read[R: rows.KeyedRow](name: str, model: type[R]) -> list[Line[R]]:
        try:
            return read_rows(folder / name, model, rejections)
        except LoadError as error:
            rejections.extend(error.rejections)
            return []

    data = Dataset(
        producers=read("producers.csv", rows.ProducerRow),
        products=read("products.csv", rows.ProductRow),
        unattributed=read("products_unattributed.csv", rows.ProductRow),
        recognitions=read("recognitions.csv", rows.RecognitionRow),
        channels=read("sales_channels.csv", rows.SalesChannelRow),
        craft_villages=read("craft_villages.csv", rows.CraftVillageRow),
        tourism_points=read("tourism_points.csv", rows.TourismPointRow),
        sales_points=read("sales_points.csv", rows.SalesPointRow),
        visits=read("visits.csv", rows.VisitRow),
        zones=read("raw_material_zones.csv", rows.ZoneRow),
        seasons=read("harvest_seasons.csv", rows.SeasonRow),
        vocabulary=read("vocabulary.csv", rows.VocabularyRow),
        indicators=read("indicators_history.csv", rows.IndicatorRow),
        targets=read("indicator_targets.csv", rows.TargetRow),
    )
    incomplete = {rejection.file for rejection in rejections}
    rejections += [*_repeated(data), *_dangling(data, incomplete), *_half_located(data)]
    if rejections:
        raise LoadError(rejections)
    return data


def _repeated(data: Dataset) -> list[Rejection]:
    spaces: list[Sequence[Line[rows.KeyedRow]]] = [
        list(data.producers),
        [*data.products, *data.unattributed],
        list(data.recognitions),
        list(data.channels),
        list(data.craft_villages),
        list(data.tourism_points),
        list(data.sales_points),
        list(data.visits),
        list(data.zones),
        list(data.seasons),
        list(data.vocabulary),
        list(data.indicators),
        list(data.targets),
    ]
    return [rejection for space in spaces for rejection in _repeated_within(space)]


def _repeated_within(lines: Sequence[Line[rows.KeyedRow]]) -> list[Rejection]:
    first: dict[str, Line[rows.KeyedRow]] = {}
    rejections = []
    for line in lines:
        earlier = first.setdefault(line.row.key, line)
        if earlier is not line:
            rejections.append(line.rejected(f"mã «{line.row.key}» đã có ở {earlier.file}, dòng {earlier.number}"))
    return rejections


def _dangling(data: Dataset, incomplete: Collection[str]) -> list[Rejection]:
    """Return references to nothing; where a file has refused lines, nobody knows what it would have held."""
    rejections = [line.rejected("thiếu producer_id") for line in data.products if line.row.producer_id is None]
    if "producers.csv" not in incomplete:
        rejections += _without_producer(data)
    if not {"products.csv", "products_unattributed.csv"} & set(incomplete):
        rejections += _without_product(data)
    if not {"producers.csv", "craft_villages.csv", "tourism_points.csv", "sales_points.csv"} & set(incomplete):
        rejections += _without_site(data)
    if "raw_material_zones.csv" not in incomplete:
        rejections += _without_zone(data)
    return rejections


def _without_zone(data: Dataset) -> list[Rejection]:
    zones = {line.row.id for line in data.zones}
    return [
        line.rejected(f"vùng «{line.row.zone_id}» không có trong raw_material_zones.csv")
        for line in data.seasons
        if line.row.zone_id is not None and line.row.zone_id not in zones
    ]


def _without_producer(data: Dataset) -> list[Rejection]:
    producers = {line.row.producer_id for line in data.producers}
    return [
        line.rejected(f"chủ thể «{line.row.producer_id}» không có trong producers.csv")
        for line in [*data.products, *data.unattributed]
        if line.row.producer_id is not None and line.row.producer_id not in producers
    ]


def _without_product(data: Dataset) -> list[Rejection]:
    products = {line.row.product_id for line in [*data.products, *data.unattributed]}
    references: list[tuple[str | None, Callable[[str], Rejection]]]
    references = [(line.row.product_id, line.rejected) for line in data.recognitions]
    references += [(line.row.product_id, line.rejected) for line in data.channels]
    references += [(line.row.product_id, line.rejected) for line in data.seasons if line.row.product_id]
    return [
        rejected(f"sản phẩm «{product}» không có trong products.csv")
        for product, rejected in references
        if product not in products
    ]


def _without_site(data: Dataset) -> list[Rejection]:
    sites = {f"{SiteKind.PRODUCER}:{line.row.key}" for line in data.producers}
    sites |= {f"{SiteKind.CRAFT_VILLAGE}:{line.row.key}" for line in data.craft_villages}
    sites |= {f"{SiteKind.TOURISM_POINT}:{line.row.key}" for line in data.tourism_points}
    sites |= {f"{SiteKind.SALES_POINT}:{line.row.key}" for line in data.sales_points}
    return [
        line.rejected(f"không có cơ sở, làng nghề, điểm du lịch hay điểm bán nào mang mã «{line.row.id}»")
        for line in data.visits
        if line.row.id not in sites
    ]


def _half_located(data: Dataset) -> list[Rejection]:
    return [
        line.rejected("lat, lon, coord_source và coord_precision_m phải có đủ hoặc cùng để trống")
        for line in data.places
        if not line.row.located_wholly
    ]
