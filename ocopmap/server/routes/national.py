"""Our products as the ministry's tables, for whoever keeps the national system."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict

from ocopmap.layers.reading import reading
from ocopmap.planning.national import national_export
from ocopmap.server.context import ReaderLocale, Shared
from ocopmap.server.files.national import NATIONAL_MEDIA, NationalFormat, write_national
from ocopmap.server.files.sending import send_file
from ocopmap.server.planning_pages.asked import past_day
from ocopmap.server.wording import wording

router = APIRouter(prefix="/api/v1", tags=["downloads"])


class NationalQuery(BaseModel):
    """The day of the count."""

    model_config = ConfigDict(extra="forbid")
    as_of: str | None = None


@router.get(
    "/national/ptnt_ocop/{kind}",
    responses={
        200: {"content": {media: {} for media in NATIONAL_MEDIA.values()}},
        400: {"description": "a parameter is unknown or impossible"},
        503: {"description": "too many files at once"},
    },
)
def national_tables(
    shared: Shared, locale: ReaderLocale, kind: NationalFormat, query: Annotated[NationalQuery, Query()]
) -> Response:
    """Return PTNT_OCOP and its code lists (decision 5277/QĐ-BNNMT), with what either side has no place for."""
    day, words = past_day(query.as_of), wording(locale)

    def write(path: Path) -> None:
        with reading(shared.engine, day) as connection:
            made = national_export(connection, day, shared.settings.province, words.name)
        write_national(path, kind, made, words)

    return send_file(f"PTNT_OCOP-{day.isoformat()}.{kind}", NATIONAL_MEDIA[kind], write)
