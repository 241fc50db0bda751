"""The records of the calendars of an office: what is booked, as a calendar application shows it; no pay, no cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class CalendarEvent:
    """A run of consecutive whole days, or a half-day with its hours.

    Parameters
    ----------
    about
        What is booked, whatever its days: the events of one calendar about one thing are told apart by their order.
    first, last
        Its days, both included.
    hours
        Start and end of a half-day in minutes after midnight, an end before the start being of the next day; None for
        whole days.
    summary, location, description
        What it shows; lines of a description are separated by a line feed.
    is_tentative
        Whether it is an option, which may be given back.
    is_busy
        Whether it takes the time of who reads it: a day to remember takes none.
    """

    about: str
    first: date
    last: date
    hours: tuple[int, int] | None
    summary: str
    location: str = ""
    description: str = ""
    is_tentative: bool = False
    is_busy: bool = True


@dataclass(frozen=True)
class OfficeCalendar:
    """The bookings of a person, of a room, of a project, or all of them; or days to remember.

    Parameters
    ----------
    stem
        Name of its file, without extension, as far as the system takes it: it never changes, since people subscribe
        to it.
    title
        What applications call it.
    events
        In any order.
    audience
        Who reads it; empty for the house itself. Every other audience is a client, from whom the identifiers of the
        events must hide what they are about.
    """

    stem: str
    title: str
    events: tuple[CalendarEvent, ...] = ()
    audience: str = ""


@dataclass(frozen=True)
class OfficeCalendars:
    """The calendars of an office that are published together.

    Parameters
    ----------
    house
        What tells an office from another: its SIREN, else its name.
    covered
        The audiences of which these are all the calendars: one published before that is not among them is of
        somebody, or something, that the workbook no longer has.
    calendars
        In the order they are told, those without events included.
    """

    house: str
    covered: tuple[str, ...]
    calendars: tuple[OfficeCalendar, ...]
