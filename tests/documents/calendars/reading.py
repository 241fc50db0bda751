"""Calendars read again by an independent parser, `vobject`: none of our code, nor the library that writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple


class ReadEvent(NamedTuple):
    """An event as an application reads it: whole days, or moments of Paris."""

    summary: str
    first: date
    last: date
    times: str
    status: str
    sequence: int


def events_of(text: str) -> dict[str, ReadEvent]:
    """The events of a file by their UID; a UID read twice is a fault."""
    import vobject

    calendar = vobject.readOne(text)
    assert calendar.method.value == "PUBLISH" and calendar.vtimezone.tzid.value == "Europe/Paris"
    found = {}
    for event in calendar.contents.get("vevent", ()):
        assert event.uid.value not in found and not event.contents.get("valarm")
        found[event.uid.value] = _read(event)
    return found


def days_of(events: dict[str, ReadEvent]) -> list[tuple[str, date, str]]:
    """What is booked of each day, by an application that leaves out what is cancelled."""
    return sorted(
        (event.summary, event.first + timedelta(n), event.times)
        for event in events.values()
        if event.status != "CANCELLED"
        for n in range((event.last - event.first).days + 1)
    )


def _read(event) -> ReadEvent:
    start, end = event.dtstart.value, event.dtend.value
    told = event.summary.value, event.status.value, int(event.sequence.value)
    if isinstance(start, datetime):
        assert start.utcoffset() in (timedelta(hours=1), timedelta(hours=2))
        return ReadEvent(told[0], start.date(), start.date(), f"{start:%H:%M}-{end:%H:%M}", *told[1:])
    return ReadEvent(told[0], start, end - timedelta(1), "", *told[1:])
