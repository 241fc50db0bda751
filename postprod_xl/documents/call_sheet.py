"""The records of the service sheets of a day: what a person, or a room, is booked for; no pay, no cost.

`domain.calling.call_sheets` works them out; `documents.papers.call_sheet` prints them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Before:
    """What a task waits for, and the day the plan ends it; None when it has none."""

    label: str
    end: date | None


@dataclass(frozen=True)
class CallBooking:
    """What is booked of a day, or of a half of it.

    Parameters
    ----------
    part
        A `DayPart`.
    start, end, pause_minutes
        Its usual hours, in minutes after midnight, and the pause within; None without any.
    project, title, task
        Of the project, and the task in words.
    person, job
        Who does it; empty where nobody is booked.
    room, site
        Where; empty without a room.
    opening, closing
        The hours of the room, in minutes after midnight; None where they are not known.
    director, producer
        Of the episode, else of the project.
    state
        How firm the booking is.
    last_day, due_day
        The day the plan ends the task, and the one it is due by.
    before
        What it waits for that is not finished.
    """

    part: str
    start: int
    end: int
    pause_minutes: int | None
    project: str
    title: str
    task: str
    person: str
    job: str
    room: str
    site: str
    opening: int | None
    closing: int | None
    director: str
    producer: str
    state: str
    last_day: date | None
    due_day: date | None
    before: tuple[Before, ...] = ()


@dataclass(frozen=True)
class CallSheet:
    """The sheet of a person, or of a room, whose `job` is its type; `bookings` are in the order of the day."""

    code: str
    name: str
    job: str
    is_room: bool
    bookings: tuple[CallBooking, ...]


@dataclass(frozen=True)
class CallSheets:
    """The sheets of a day, in the order of their names, and whom to call about them.

    Parameters
    ----------
    day, contact, sheets
        The day, whom to call, the sheets.
    made_on
        The day they are made on; None where it is not told.
    """

    day: date
    contact: str
    sheets: tuple[CallSheet, ...]
    made_on: date | None = None
