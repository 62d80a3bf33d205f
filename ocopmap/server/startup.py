"""From a fresh database to a context that can serve: migrate, communes, records, geocoder."""

from collections.abc import Callable

from sqlalchemy import Connection, Engine, text

from ocopmap.database import migrate
from ocopmap.database.access import Database
from ocopmap.database.gazetteer import LivingGeocoder, build_geocoder, places_revision
from ocopmap.geocoding import Units
from ocopmap.geocoding.units import split_name
from ocopmap.ingest.boundaries.ensure import ensure_boundaries
from ocopmap.ingest.geodata import is_loaded, load_geodata
from ocopmap.planning.definitions import read_definitions
from ocopmap.planning.reports.rules import read_report_rules
from ocopmap.server.assets import FrontEnd
from ocopmap.server.context import Context
from ocopmap.server.pages import Province, Site
from ocopmap.server.sheets.map_sheets import surroundings
from ocopmap.settings import Settings
from ocopmap.touring.circuits import Themes
from ocopmap.touring.rules import Holidays, TouringRules, read_rules

Step = Callable[[str], None]


def prepare(database: Database, settings: Settings, units: Units, step: Step) -> None:
    """Bring the database up to date, each step told in Vietnamese; a step with nothing to do takes no time.

    Raises:
        SchemaError: the database cannot be migrated.
        LoadError: the records are refused.
    """
    migrate.upgrade(database.owner)
    step("Cơ sở dữ liệu đúng phiên bản")
    step(ensure_boundaries(database.owner, settings, units))
    step(_load_records(database.owner, settings, units))


def _load_records(engine: Engine, settings: Settings, units: Units) -> str:
    with engine.connect() as connection:
        if is_loaded(connection, settings):
            return "Dữ liệu OCOP không có gì mới"
    report = load_geodata(engine, settings, units)
    return (
        f"Đã nạp dữ liệu OCOP: {report.touched} dòng mới hoặc đổi, "
        f"{len(report.without_point)} bản ghi chưa có vị trí, {len(report.contradictions)} mâu thuẫn vị trí"
    )


def make_context(database: Database, settings: Settings, units: Units) -> Context:
    """Return what requests share.

    Raises:
        AssetsMissingError: the front end has not been built.
        DefinitionError: the table of KPIs cannot be read.
        TouringRulesError: nor can that of tours.
        ReportRulesError: the rules of reports cannot be read.
    """
    front_end = FrontEnd.load(settings.web_dist_dir)
    with database.owner.connect() as connection:
        geocoder = LivingGeocoder(build_geocoder(connection, settings, units), places_revision(connection))
        province = province_served(connection, settings, units)
    office = database.office if settings.review_page else None
    definitions = read_definitions(settings.rules_dir / "indicators.yaml")
    touring = read_rules(settings.rules_dir / "touring.yaml", TouringRules)
    holidays = read_rules(settings.rules_dir / "holidays.yaml", Holidays)
    themes = read_rules(settings.rules_dir / "themes.yaml", Themes).root
    report_rules = read_report_rules(settings.rules_dir / "reports.yaml")
    site = Site(settings, province, front_end)
    rules = (definitions, touring, holidays, themes, report_rules)
    return Context(settings, database.reader, geocoder, site, *rules, surroundings(settings, province, units), office)


def province_served(connection: Connection, settings: Settings, units: Units) -> Province:
    """Return the province of the settings with its extent, read by the owner."""
    west, south, east, north = connection.execute(
        text("""
            SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)
            FROM (SELECT ST_Extent(coalesce(geom, centre)) AS box
                FROM commune WHERE valid_to IS NULL AND province_code = :province) AS extent
        """),
        {"province": settings.province},
    ).one()
    _, name = split_name(units.provinces[settings.province].name)
    return Province(settings.province, name, (west, south, east, north))
