"""The service sheets of a day: for each person booked, or for one room, what the bookings of the plan say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from postprod_xl.documents.call_sheet import Before, CallBooking, CallSheet, CallSheets
from postprod_xl.domain.calling.asked import contact_of, person_or_room, refuse_days, refuse_unbooked
from postprod_xl.domain.calling.booked_words import BookedWords, booked_between
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import finished_rows
from postprod_xl.domain.planning.tasks.predecessors import linked_tasks
from postprod_xl.schema.rows import Row
from postprod_xl.schema.units import folded


def call_sheets(office: Office, day: date, resource: str = "") -> CallSheets:
    """The sheets of a day, from `Reservations` as the last refresh left it.

    Parameters
    ----------
    office
        `Reservations`, and the tables that say what their codes stand for.
    day
        The present day, or a later one.
    resource
        Code of the only person or room asked for; empty for every person booked.

    Raises
    ------
    DayRefused
        The day is past, nobody is booked on it, the person or room is unknown or is not booked.
    """
    code = person_or_room(office, resource) if resource else ""
    refuse_days(office, day, day)
    sheets = _Maker(office).sheets(booked_between(office, day, day), code)
    if not sheets:
        refuse_unbooked(code, day, day)
    return CallSheets(day, contact_of(office), tuple(sheets), office.today)


class _Maker:
    """What turns the bookings of a day into sheets; what they share is looked for once."""

    def __init__(self, office: Office) -> None:
        self._office, self._words = office, BookedWords(office)

    def sheets(self, booked: Iterable[Row], only: str) -> list[CallSheet]:
        """Those of every person, by name, or that of one person or room."""
        by_code: defaultdict[str, list[Row]] = defaultdict(list)
        is_room = only in self._words.rooms
        for booking in booked:
            code = booking.room if is_room else booking.technician
            if code and only in ("", code):
                by_code[code].append(booking)
        made = [self._sheet(code, is_room, rows) for code, rows in by_code.items()]
        return sorted(made, key=lambda sheet: (folded(sheet.name), sheet.code))

    def _sheet(self, code: str, is_room: bool, rows: Sequence[Row]) -> CallSheet:
        bookings, words = tuple(self._booking(row) for row in rows), self._words
        if is_room:
            return CallSheet(code, words.room(code), words.rooms[code].type, is_room, bookings)
        return CallSheet(code, words.person(code), words.job(code), is_room, bookings)

    def _booking(self, booking: Row) -> CallBooking:
        words = self._words
        task, project = words.tasks.get(booking.task), words.projects.get(booking.project)
        room = words.rooms.get(booking.room)
        hours = words.hours(booking)
        return CallBooking(
            part=booking.half_day,
            start=hours.start,
            end=hours.end,
            pause_minutes=hours.pause_minutes,
            project=booking.project,
            title=words.title(booking.project),
            task=words.label(booking.task),
            person=words.person(booking.technician),
            job=words.job(booking.technician),
            room=words.room(booking.room),
            site=words.site(booking.room),
            opening=room.opening if room else None,
            closing=room.closing if room else None,
            director=words.director(booking.task, booking.project),
            producer=project.producer if project else "",
            state=booking.state,
            last_day=task.end_day if task else None,
            due_day=task.due_day if task else None,
            before=tuple(self._before(booking.task)),
        )

    def _before(self, code: str) -> list[Before]:
        """What the task waits for and is not finished, in sheet order."""
        waited = self._links.get(code, set()) - self._finished
        tasks = self._words.tasks
        return [Before(self._words.label(each), tasks[each].end_day) for each in tasks if each in waited]

    @cached_property
    def _links(self) -> dict[str, set[str]]:
        return dict(linked_tasks(self._office)[0])

    @cached_property
    def _finished(self) -> set[str]:
        rows = zip(self._words.tasks, finished_rows(self._office), strict=True)
        return {code for code, is_finished in rows if is_finished}
