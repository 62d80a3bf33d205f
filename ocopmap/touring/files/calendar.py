"""A tour as iCalendar (RFC 5545): an event a visit, or a whole day where ways have no times."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from icalendar import Calendar, Event, vGeo, vUri

from ocopmap.touring.files.itinerary import Halt, Itinerary

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"


def calendar(tour: Itinerary, now: datetime) -> bytes:
    """Return a tour whose days have dates as iCalendar; the same tour gives the same events."""
    found = Calendar()
    found.add("prodid", "-//OCOP map//tour//VI")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", tour.title)
    timed = [halt for halt in tour.halts if halt.arrive and halt.leave]
    events = [_visit(halt, tour.link) for halt in timed] if timed else _days(tour)
    for event in events:
        event.add("dtstamp", now)
        found.add_component(event)
    found.add_missing_timezones()
    return bytes(found.to_ical())


def _visit(halt: Halt, link: str) -> Event:
    event = _event(halt.title, f"{link} {halt.title} {halt.arrive}", halt.page or link)
    event.add("dtstart", halt.arrive)
    event.add("dtend", halt.leave)
    event.add("description", halt.description)
    event.add("location", halt.address or halt.name)
    event.add("geo", vGeo(halt.position))
    return event


def _days(tour: Itinerary) -> list[Event]:
    events = []
    for number, day in enumerate(tour.days):
        if day.date:
            names = [halt.title for halt in tour.halts if halt.day == number]
            event = _event(tour.title, f"{tour.link} {day.date}", tour.link)
            event.add("dtstart", day.date)
            event.add("dtend", day.date + timedelta(days=1))
            event.add("description", "\n".join([tour.about, *names]))
            events.append(event)
    return events


def _event(summary: str, identity: str, page: str) -> Event:
    event = Event()
    event.add("uid", f"{sha256(identity.encode()).hexdigest()[:32]}@ocop-map")
    event.add("summary", summary)
    event.add("url", vUri(page))
    return event
