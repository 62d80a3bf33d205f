"""What requests share: settings, the reader's engine, the geocoder, rendered pages and bodies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Engine

from ocopmap.database.gazetteer import LivingGeocoder
from ocopmap.layers.revisions import RenderCache
from ocopmap.planning.definitions import Definitions
from ocopmap.planning.reports.rules import ReportRules
from ocopmap.server.messages import Locale, preferred_locale
from ocopmap.server.pages import Site
from ocopmap.server.sheets.map_sheets import Surroundings
from ocopmap.settings import Settings
from ocopmap.touring.circuits import Theme
from ocopmap.touring.routing.choosing import router
from ocopmap.touring.rules import Holidays, TouringRules
from ocopmap.touring.travel import Router


@dataclass
class Context:
    """Made once a process, by whoever starts the server."""

    settings: Settings
    engine: Engine
    geocoder: LivingGeocoder
    site: Site
    definitions: Definitions
    """How each KPI is counted."""
    touring: TouringRules
    """How long one stays where."""
    holidays: Holidays
    themes: Mapping[str, Theme]
    """What ready-made tours are about."""
    report_rules: ReportRules
    """Who reports what, in which words."""
    around: Surroundings
    """What every map sheet shows beside its theme."""
    office: Engine | None = None
    """Reads what only the office may see; None unless the review page was asked for."""
    cache: RenderCache = field(default_factory=RenderCache)

    @property
    def router(self) -> Router:
        """What finds ways just now: a network that was built meanwhile is taken up."""
        return router(self.settings)


def _context(request: Request) -> Context:
    context: Context = request.app.state.context
    return context


def _locale(request: Request) -> Locale:
    return preferred_locale(request.headers.get("accept-language"))


Shared = Annotated[Context, Depends(_context)]
ReaderLocale = Annotated[Locale, Depends(_locale)]
