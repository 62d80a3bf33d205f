"""Command line: thin commands over the rooms."""

import typer

from ocopmap.cli.boundaries import boundaries_app
from ocopmap.cli.database import database_app, load
from ocopmap.cli.geocoding import geocode
from ocopmap.cli.imports import import_app
from ocopmap.cli.mapsheets import map_sheet_command
from ocopmap.cli.national import export_ptnt
from ocopmap.cli.reports import report
from ocopmap.cli.review import review_app
from ocopmap.cli.roads import roads_app
from ocopmap.cli.serving import export_app, serve
from ocopmap.cli.told import ToldGroup
from ocopmap.cli.zones import zones

app = typer.Typer(cls=ToldGroup, no_args_is_help=True, add_completion=False, help="Bản đồ số OCOP.")
app.command()(serve)
app.command()(load)
app.command()(geocode)
app.command()(report)
app.add_typer(database_app, name="db")
app.add_typer(boundaries_app, name="boundaries")
app.add_typer(export_app, name="export")
app.add_typer(review_app, name="review")
app.add_typer(import_app, name="import")
app.add_typer(roads_app, name="roads")
import_app.command()(zones)
export_app.command("map-sheet")(map_sheet_command)
export_app.command("ptnt")(export_ptnt)
