"""What the planners' pages show, as CSV and XLSX with what each column means."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict

from ocopmap.catalogue.indicators import Indicator
from ocopmap.layers.downloads.formats import MEDIA, Format, TableFormat
from ocopmap.layers.downloads.metadata import Metadata
from ocopmap.layers.downloads.table import unplaced
from ocopmap.layers.filters import FilterError
from ocopmap.layers.reading import reading
from ocopmap.planning.indicators import Part
from ocopmap.planning.zones import Gap
from ocopmap.server.addresses import PlannerPage
from ocopmap.server.context import Context, ReaderLocale, Shared
from ocopmap.server.files.sending import send_file
from ocopmap.server.files.tables import metadata_of, write_table
from ocopmap.server.messages import Locale
from ocopmap.server.planning_pages.asked import AskedPage, past_day
from ocopmap.server.planning_pages.choosing import commune_asked, far_km
from ocopmap.server.planning_pages.tables import Choice, PlanningTable, columns_of, rows_of
from ocopmap.server.wording import wording

router = APIRouter(prefix="/api/v1/planning", tags=["planning"])


_MEDIA = {kind: MEDIA[Format(kind)] for kind in TableFormat}


class TableQuery(BaseModel):
    """What the page showed: its day, and what it was narrowed to."""

    model_config = ConfigDict(extra="forbid")
    as_of: str | None = None
    variant: list[str] = []
    indicator: Indicator | None = None
    part: Part = Part.COUNTED
    gap: Gap = Gap.PRODUCTS_WITHOUT_ZONE
    km: str | None = None
    commune: str | None = None
    commodity: str | None = None
    lang: Locale | None = None


@router.get(
    "/downloads/{table}/{kind}",
    responses={
        200: {"content": {media.split(";")[0]: {} for media in _MEDIA.values()}},
        400: {"description": "a parameter is unknown or impossible"},
        503: {"description": "too many files at once"},
    },
)
def planning_file(
    shared: Shared, locale: ReaderLocale, table: PlanningTable, kind: TableFormat, query: Annotated[TableQuery, Query()]
) -> FileResponse:
    """Return a table of the planners' pages as a file, with what its columns mean."""
    choice = _choice(query, query.lang or locale)
    if table is PlanningTable.RECORDS and choice.indicator is None:
        raise FilterError.of("indicator", "problem.empty_value")
    name = "-".join(["ocop", table.replace("_", "-"), *_told(table, choice), choice.asked.day.isoformat()])

    def write(path: Path) -> None:
        with reading(shared.engine, choice.asked.day) as connection:
            far_km(choice.asked)
            commune_asked(connection, choice.asked, shared.settings.province)
            rows = rows_of(table, connection, shared, choice)
            found = unplaced(table, columns_of(table, shared, choice), rows)
            write_table(path, Format(kind), found, _metadata(table, shared, choice))

    return send_file(f"{name}.{kind}", _MEDIA[kind], write)


def _choice(query: TableQuery, locale: Locale) -> Choice:
    narrowed = [(name, value) for name in ("km", "commune", "commodity") if (value := getattr(query, name))]
    variants = [("variant", each) for each in query.variant]
    asked = AskedPage(locale, PlannerPage.BOARD, past_day(query.as_of), (*narrowed, *variants))
    return Choice(asked, query.indicator, query.part, query.gap)


def _told(table: PlanningTable, choice: Choice) -> list[str]:
    """Return what tells files of one table apart by their names."""
    if table is PlanningTable.RECORDS:
        return [str(choice.indicator).replace("_", "-"), choice.part.replace("_", "-")]
    return [choice.gap.replace("_", "-")] if table is PlanningTable.GAPS else []


def _metadata(table: PlanningTable, shared: Context, choice: Choice) -> Metadata:
    asked, words = choice.asked, wording(choice.asked.locale)
    facts = {
        words.t("download.title"): words.t(f"planning.file.{table}"),
        words.t("download.as_of"): asked.day.isoformat(),
        words.t("download.filter"): "; ".join(f"{n}={value}" for n, value in asked.given)
        or words.t("download.no_filter"),
        words.t("download.source"): words.t("planning.file_source"),
        words.t("download.licence"): words.t("download.licence_text"),
    }
    if choice.indicator:
        definition = shared.definitions[choice.indicator]
        facts[words.t("planning.indicator")] = words.t(f"indicator.{choice.indicator}")
        facts[words.t("planning.part")] = words.t(f"planning.part.{choice.part}")
        facts[words.t("planning.how")] = getattr(definition.definition, asked.locale)
    columns = {name: words.t(f"column.{name}") for name in columns_of(table, shared, choice)}
    return metadata_of(words, facts, columns)
