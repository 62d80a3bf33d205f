"""The half-year and yearly reports as files, and their figures for programs."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from ocopmap.catalogue.places import Layer
from ocopmap.layers.reading import reading
from ocopmap.layers.revisions import Rendered, revisions
from ocopmap.planning.reports.outline import report_docx, report_xlsx
from ocopmap.planning.reports.report import Asked, Report, make_report
from ocopmap.planning.reports.rules import ReportRules
from ocopmap.planning.reports.writing import Names
from ocopmap.server.addresses import REPORT_FILE, PlannerPage
from ocopmap.server.context import Context, ReaderLocale, Shared
from ocopmap.server.files.sending import writing_turn
from ocopmap.server.messages import Locale
from ocopmap.server.planning_pages.asked import asked_page
from ocopmap.server.planning_pages.reports import PARAMETERS, asked_report
from ocopmap.server.responses import REFUSED, json_bytes, send
from ocopmap.server.routes.planning import IndicatorQuery, indicator_json
from ocopmap.server.wording import wording

router = APIRouter()
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
Write = Callable[[Report, ReportRules, Names, str], bytes]


class Form(StrEnum):
    """What a report can be had as; the value ends the file's name."""

    DOCX = "docx"
    XLSX = "xlsx"


_FORMS: Mapping[Form, tuple[str, Write]] = {
    Form.DOCX: (_OFFICE + "wordprocessingml.document", report_docx),
    Form.XLSX: (_OFFICE + "spreadsheetml.sheet", report_xlsx),
}


class ReportQuery(IndicatorQuery):
    """Which report: ``half-year`` or ``year``, of which body, counted which way (``indicator:variant``)."""

    kind: str | None = None
    owner: str | None = None


@router.get(REPORT_FILE, include_in_schema=False)
def report_file(request: Request, shared: Shared, form: Form) -> Response:
    """Return a report as an office file, made once for every state of the layers."""
    wanted = _wanted(request, shared)
    media_type, write = _FORMS[form]
    names, province = wording("vi").name, shared.site.province.name
    rendered = _kept(shared, wanted, form, lambda found: write(found, shared.report_rules, names, province))
    answer = send(request, rendered, media_type)
    name = f"bao-cao-{wanted.kind}-{wanted.code}-{wanted.day.isoformat()}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@router.get("/api/v1/planning/report", tags=["planning"], responses=REFUSED)
def report_figures(
    request: Request, shared: Shared, locale: ReaderLocale, query: Annotated[ReportQuery, Query()]
) -> Response:
    """Return the figures of a report: KPIs on both days, changes, what lapses, zones, figures of others."""
    wanted = _wanted(request, shared)
    rendered = _kept(shared, wanted, f"json-{locale}", lambda found: json_bytes(_json(found, locale)))
    answer = send(request, rendered, "application/json")
    answer.headers["Vary"] = "Accept-Encoding, Accept-Language"
    return answer


def _wanted(request: Request, shared: Context) -> Asked:
    return asked_report(shared, asked_page("vi", PlannerPage.REPORTS, request.query_params, PARAMETERS))


def _kept(shared: Context, wanted: Asked, form: str, write: Callable[[Report], bytes]) -> Rendered:
    """Return a form of a report, made once for every state of the layers, few at a time."""

    def make() -> bytes:
        with writing_turn():
            return write(make_report(connection, shared.definitions, shared.report_rules, wanted))

    with reading(shared.engine, wanted.day) as connection:
        choice = tuple(sorted((wanted.choice or {}).items()))
        key = ("report", form, wanted.kind, wanted.code, wanted.day, choice, revisions(connection, Layer))
        return shared.cache.get_or_render(key, make)


def _json(report: Report, locale: Locale) -> dict[str, Any]:
    changed = report.changes
    return {
        "kind": report.kind,
        "owner": report.code,
        "as_of": report.day,
        "since": report.since,
        "has_data": report.has_data,
        "indicators": [
            indicator_json(each.now, locale)
            | {"before": each.before.value, "change": each.change, "is_open": each.now.is_open}
            for each in report.indicators
        ],
        "changes": {str(kind): [asdict(each) for each in found] for kind, found in changed.movements.items()},
        "transitions": [
            {"before": before, "after": after, "products": n} for (before, after), n in changed.transitions.items()
        ],
        "expiring": report.expiring,
        "zones": [asdict(each) for each in report.zones],
        "published": [
            {"label": each.figure.label, "beside": each.figure.beside}
            | {name: getattr(each, name) for name in ("year", "value", "unit", "scope", "source")}
            for each in report.published
        ],
    }
