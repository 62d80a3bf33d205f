"""The frame of every planners' page: its navigation and the day it speaks of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import Request, Response
from sqlalchemy import Connection

from ocopmap.catalogue.places import Layer
from ocopmap.layers.reading import reading
from ocopmap.layers.revisions import revisions
from ocopmap.server.addresses import PlannerPage
from ocopmap.server.context import Context
from ocopmap.server.frame import HTML, Head, naming_us, render_page, site_root
from ocopmap.server.messages import LOCALES
from ocopmap.server.planning_pages.asked import AskedPage
from ocopmap.server.responses import send
from ocopmap.server.wording import wording

Values = Mapping[str, object]


@dataclass(frozen=True)
class View:
    """What makes a page: its template, the parameters it takes beside the day, and what the template shows.

    ``values`` may hold ``title``, where the page is not called as its entry in the navigation is.
    """

    template: str
    parameters: tuple[str, ...]
    values: Callable[[Connection, Context, AskedPage], Values]


@dataclass(frozen=True)
class Step:
    """An entry of the navigation."""

    name: str
    address: str
    is_current: bool


def send_view(request: Request, shared: Context, asked: AskedPage, view: View) -> Response:
    """Send a planners' page, made once for every state of the layers."""
    with reading(shared.engine, asked.day) as connection:
        key = ("planners", site_root(request, shared.site), asked, revisions(connection, Layer))
        rendered = shared.cache.get_or_render(
            key, lambda: render_planning(request, shared, asked, view.template, view.values(connection, shared, asked))
        )
    return send(request, rendered, HTML, naming_us(shared.site))


def render_planning(request: Request, shared: Context, asked: AskedPage, template: str, values: Values) -> bytes:
    """Return a planners' page in UTF-8 from a template that extends ``planning/frame.html``."""
    words = wording(asked.locale)
    head = Head(
        title=str(values.get("title") or words.t(f"planning.page.{asked.page}")),
        description=words.t(f"planning.about.{asked.page}"),
        addresses={locale: asked.in_language(locale) for locale in LOCALES},
    )
    root = site_root(request, shared.site)
    frame = {"asked": asked, "steps": steps(asked)}
    return render_page(shared.site, root, template, asked.locale, head, **frame, **values)


def steps(asked: AskedPage) -> list[Step]:
    """Return the planners' navigation: its pages, each as of the same day."""
    words = wording(asked.locale)
    return [
        Step(
            name=words.t(f"planning.page.{page}"),
            address=asked.of_page(page),
            is_current=page is asked.page and asked.number is None,
        )
        for page in PlannerPage
    ]
