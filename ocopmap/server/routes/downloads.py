"""What the map shows, as files: one layer at a time, filtered as on screen."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy import Connection
from starlette.datastructures import QueryParams

from ocopmap.catalogue.places import Layer
from ocopmap.database.engine import today
from ocopmap.layers.communelist import commune_names
from ocopmap.layers.downloads.formats import MEDIA, PROJECTED, Format
from ocopmap.layers.downloads.metadata import Metadata
from ocopmap.layers.downloads.table import MAX_ROWS, Table, columns_of, count_rows, read_table
from ocopmap.layers.downloads.text import metadata_csv
from ocopmap.layers.filters import FeatureFilter, FilterError, parse_filter
from ocopmap.layers.reading import reading
from ocopmap.layers.systems import WGS84, vn2000_zones
from ocopmap.layers.views import layer_view
from ocopmap.server.asked_list import AskedList
from ocopmap.server.context import Context, ReaderLocale, Shared
from ocopmap.server.files.sending import send_file
from ocopmap.server.files.tables import metadata_of, write_table
from ocopmap.server.messages import Locale, messages
from ocopmap.server.routes.features import FilterQuery
from ocopmap.server.wording import wording

router = APIRouter(prefix="/api/v1", tags=["downloads"])


class DownloadQuery(FilterQuery):
    """The filter of the screen, and the EPSG code of a coordinate system."""

    crs: int = WGS84


@router.get(
    "/downloads/{layer}/metadata",
    responses={200: {"content": {"text/csv": {}}}, 400: {"description": "a parameter is impossible"}},
)
def download_metadata(
    shared: Shared, locale: ReaderLocale, layer: Layer, query: Annotated[DownloadQuery, Query()]
) -> Response:
    """Return what goes with a layer's file: day, filter, source, licence, and what each column means."""
    metadata = _metadata(shared, locale, layer, _filter(layer, query), query)
    headers = {"Content-Disposition": f'attachment; filename="ocop-{layer}-metadata.csv"'}
    return Response(metadata_csv(metadata), media_type=MEDIA[Format.CSV], headers=headers)


@router.get(
    "/downloads/{layer}/{kind}",
    responses={
        200: {"content": {media.split(";")[0]: {} for media in MEDIA.values()}},
        400: {"description": "a parameter is unknown or impossible"},
        503: {"description": "too many files at once"},
    },
)
def download(
    shared: Shared, locale: ReaderLocale, layer: Layer, kind: Format, query: Annotated[DownloadQuery, Query()]
) -> Response:
    """Return a layer's records as a file, with what its columns mean."""
    chosen = _filter(layer, query)
    srid = _system(kind, query.crs)
    name = f"ocop-{layer}-{(chosen.as_of or today()).isoformat()}.{kind}"
    metadata = _metadata(shared, locale, layer, chosen, query)

    def write(path: Path) -> None:
        with reading(shared.engine, chosen.as_of) as connection:
            write_table(path, kind, _table(shared, connection, layer, chosen), metadata, srid)

    return send_file(name, MEDIA[kind], write)


def _filter(layer: Layer, query: DownloadQuery) -> FeatureFilter:
    asked = query.model_dump(exclude={"crs"})
    return parse_filter(asked | {"layer": [layer]}, today=today())


def _system(kind: Format, srid: int) -> int:
    known = {WGS84, *vn2000_zones()} if kind in PROJECTED else {WGS84}
    if srid not in known:
        raise FilterError.not_a_choice("crs", srid, sorted(known))
    return srid


def _table(shared: Context, connection: Connection, layer: Layer, chosen: FeatureFilter) -> Table:
    view = layer_view(layer, shared.settings.province)
    if count_rows(connection, view, chosen) > MAX_ROWS:
        raise FilterError.of("layer", "problem.too_many_rows", most=MAX_ROWS)
    return read_table(connection, view, chosen)


def _metadata(shared: Context, locale: Locale, layer: Layer, chosen: FeatureFilter, query: DownloadQuery) -> Metadata:
    texts = messages(locale)
    facts = {
        texts["download.title"]: f"{texts['page.title']} {shared.site.province.name}: {texts[f'layer.{layer}']}",
        texts["download.as_of"]: (chosen.as_of or today()).isoformat(),
        texts["download.filter"]: _in_words(shared, locale, layer, query) or texts["download.no_filter"],
        texts["download.crs"]: f"EPSG:{query.crs}",
        texts["download.source"]: texts["download.source_text"],
        texts["download.licence"]: texts["download.licence_text"],
        texts["download.limit"]: wording(locale).t("download.limit_text", most=MAX_ROWS),
    }
    columns = columns_of(layer_view(layer, shared.settings.province))
    return metadata_of(wording(locale), facts, {name: texts[f"column.{name}"] for name in columns})


def _in_words(shared: Context, locale: Locale, layer: Layer, query: DownloadQuery) -> str:
    """Return the conditions of a file as the list of the same records says them."""
    given = query.model_dump(exclude_defaults=True, exclude={"crs", "as_of"})
    asked = AskedList(locale, layer, QueryParams([(name, each) for name, values in given.items() for each in values]))
    with reading(shared.engine) as connection:
        communes = commune_names(connection, shared.settings.province)
    return "; ".join(each.text for each in asked.conditions(communes))
