"""The service sheets of a day: for each person booked, or for one room, what the bookings of the plan say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from postprod_xl.documents.call_sheet import Before, CallBooking, CallSheet, CallSheets
from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.calling.booked_words import BookedWords
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import finished_rows
from postprod_xl.domain.planning.tasks.predecessors import linked_tasks
from postprod_xl.domain.sessions.from_bookings import DayRefused
from postprod_xl.domain.wording import closest_names, day_text
from postprod_xl.schema.problems import blocking
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.planning import BOOKINGS
from postprod_xl.schema.tables.team import TEAM
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import DayPart

_PARTS = list(DayPart)


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
    if day < office.today:
        expected = f"le {office.today:%d/%m/%Y} ou après"
        message = f"le {day_text(day)} est passé : une feuille de service est d'un jour à venir, attendu : {expected}"
        raise _refused("day", f"{day:%d/%m/%Y}", expected, message)
    code = _known(office, resource) if resource else ""
    booked = booked_on(office, day)
    if not booked:
        off = "" if WorkCalendar.of("").is_working(day) else ", jour non ouvré"
        message = f"aucune réservation le {day_text(day)}{off} : rien n'est écrit"
        raise _refused("day", f"{day:%d/%m/%Y}", "un jour avec des réservations", message)
    maker = _Maker(office)
    sheets = maker.sheets(booked, code)
    if not sheets:
        who = f"{code} n'est pas réservé" if code else "personne n'est réservé"
        message = f"{who} le {day_text(day)} : rien n'est écrit"
        raise _refused("technician", code, "une réservation", message)
    return CallSheets(day, _contact(office), tuple(sheets))


def booked_on(office: Office, day: date) -> list[Row]:
    """The bookings of a day in `Reservations`, the morning before the afternoon."""
    rows = [booking for booking in office[BOOKINGS.name] if booking.day == day]
    return sorted(rows, key=lambda booking: _PARTS.index(booking.half_day))


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


def _known(office: Office, resource: str) -> str:
    """The code of a person or of a room, however its case."""
    codes = [*office["Equipe"].column("code"), *office["Salles"].column("code")]
    found = next((code for code in codes if folded(code) == folded(resource)), None)
    if found is None:
        message = f"« {resource} » n'est ni une personne ni une salle ; {closest_names(resource, codes)}"
        expected = "le code d'une personne ou d'une salle"
        raise DayRefused(blocking(TEAM.name, None, TEAM.heading("code"), resource, expected, message))
    return found


def _contact(office: Office) -> str:
    settings = office.settings
    return " · ".join(filter(None, (settings["company_name"], settings["company_email"])))


def _refused(column: str, found: str, expected: str, message: str) -> DayRefused:
    return DayRefused(blocking(BOOKINGS.name, None, BOOKINGS.heading(column), found, expected, message))
