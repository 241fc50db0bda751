"""The session rows of a day, filled in from what was booked on it, for people to confirm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.people.contracts import covers, holders
from postprod_xl.domain.planning.memory.booked import Booked, NotKnown, PastBookings
from postprod_xl.domain.planning.tasks.facts import OPTIONS, cancelled_rows
from postprod_xl.domain.sessions.counted import FILLED_IN, foreseen_text
from postprod_xl.domain.sessions.day_hours import UsualHours
from postprod_xl.domain.wording import counted, day_text, first_names
from postprod_xl.schema.problems import Refusal, blocking
from postprod_xl.schema.rows import Row, Rows, rows_of
from postprod_xl.schema.tables.planning import BOOKINGS, PLANNING, SESSIONS
from postprod_xl.schema.vocabulary import DayPart, SessionState

_FIRST_NUMBER = "BS-0000"
_PARTS = list(DayPart)
_COUNTER = re.compile(r"(.*?)([0-9]+)")


class DayRefused(Refusal):
    """A day that gives no session; it holds the one problem that says why."""


@dataclass(frozen=True)
class DaySessions:
    """The sessions filled in from the bookings of a day.

    Parameters
    ----------
    day
        The day.
    rows
        New rows of `Seances`, numbered after those it has.
    reported
        How many bookings have their session already.
    options
        Tasks still an option whose bookings are among the rows.
    gone
        Tasks booked that day and cancelled or removed since: they give no session.
    """

    day: date
    rows: Rows
    reported: int
    options: Sequence[str]
    gone: Sequence[str]

    @property
    def lines(self) -> tuple[str, ...]:
        """What there is to know of them, in French."""
        told = []
        if self.options:
            told.append(f"en option ce jour-là, à annuler si rien n'a eu lieu : {first_names(self.options)}")
        if self.gone:
            told.append(f"tâches annulées ou retirées depuis, sans séance : {first_names(self.gone)}")
        return tuple(told)


def day_sessions(office: Office, day: date) -> DaySessions:
    """The sessions to confirm of a day: one per booking that has none yet.

    Parameters
    ----------
    office
        `Planning`, `Reservations` and the memory of the plan, which tell what was booked; `Seances`, `Contrats`,
        `Equipe`, `Salles` and the settings, which tell the rest of each row.
    day
        The day, up to the present one.

    Returns
    -------
    DaySessions
        A booking is reported when a session of that day has its task and its person, or its task and nobody. The
        contract is the only one of the person that covers the day and serves the project, or any.

    Raises
    ------
    DayRefused
        A day to come, one whose bookings are not known, one without any.
    """
    booked = _booked(office, day)
    held = _held_tasks(office)
    reported = _reported(office, day)
    known = [booking for booking in booked if booking.task in held]
    new = [booking for booking in known if not _is_reported(booking, reported)]
    maker = _Maker(office, day, held)
    names = session_numbers(office["Seances"].column("number"))
    records = [{"number": next(names), **maker.session(booking)} for booking in new]
    numbers = office["Seances"].numbers
    return DaySessions(
        day,
        rows_of(SESSIONS, records, int(numbers[-1]) + 1 if len(numbers) else 1),
        len(known) - len(new),
        _optional(new, held),
        [booking.task for booking in booked if booking.task not in held],
    )


def days_off_booked(office: Office, first: date) -> list[date]:
    """The days from a working day to the present one that nobody usually works and that have bookings."""
    calendar = WorkCalendar.of("")
    days = map(date.fromordinal, range(first.toordinal() + 1, office.today.toordinal()))
    return [day for day in days if not calendar.is_working(day) and PastBookings(office).on(day)]


@dataclass(frozen=True)
class _Maker:
    """What turns a booking of a day into a row."""

    office: Office
    day: date
    tasks: dict[str, Row]

    def session(self, booking: Booked) -> dict[str, Any]:
        project: str = self.tasks[booking.task].project
        person = self._known("Equipe", booking.technician)
        room = self._known("Salles", booking.room)
        contract = only_contract(self.office, person, project, self.day) if person else None
        hours = self._hours.booked(booking.part, contract, person, room)
        code = contract.contract if contract else ""
        values = (self.day, project, booking.task, person, code, room, *hours)
        session: dict[str, Any] = dict(zip(FILLED_IN, values, strict=True))
        return {**session, "state": SessionState.TO_CONFIRM, "foreseen": foreseen_text(session)}

    @cached_property
    def _hours(self) -> UsualHours:
        return UsualHours.of(self.office)

    def _known(self, table: str, code: str) -> str:
        """A code that its table still has: the workbook would be refused with another."""
        return code if code in self.office[table].column("code") else ""


def only_contract(office: Office, person: str, project: str, day: date) -> Row | None:
    """The contract under which a person works for a project on a day; None without any, or with several."""
    return only_contract_of((each for each in office["Contrats"] if person == each.technician), project, day)


def only_contract_of(contracts: Iterable[Row], project: str, day: date) -> Row | None:
    """The one contract of a person, among all of his, that covers a day and serves a project, or any."""
    fitting = [each for each in contracts if each.project in ("", project) and covers(each, day)]
    return fitting[0] if len(fitting) == 1 else None


def _booked(office: Office, day: date) -> list[Booked]:
    """The bookings of a day, by part of the day, task and person.

    Raises
    ------
    DayRefused
        There is none, or they are not known.
    """
    said = day_text(day)
    if day > office.today:
        expected = f"un jour jusqu'au {office.today:%d/%m/%Y}"
        raise _refused(day, expected, f"le {said} est à venir : {expected} attendu, rien n'est ajouté")
    try:
        found = PastBookings(office).on(day)
    except NotKnown as unknown:
        since = unknown.since
        kept = "aucune actualisation n'est gardée" if since is None else f"connues depuis le {since:%d/%m/%Y}"
        message = f"les réservations du {said} ne sont pas connues ({kept}) : tapez ses séances à la main"
        raise _refused(day, "un jour dont les réservations sont connues", message) from unknown
    if not found:
        off = "" if WorkCalendar.of("").is_working(day) else ", jour non ouvré"
        message = f"aucune réservation le {said}{off} : rien n'est ajouté"
        raise _refused(day, "un jour avec des réservations", message)
    return sorted(found, key=lambda each: (each.task, each.technician, _PARTS.index(each.part)))


def _refused(day: date, expected: str, message: str) -> DayRefused:
    heading = BOOKINGS.heading("day")
    return DayRefused(blocking(BOOKINGS.name, None, heading, f"{day:%d/%m/%Y}", expected, message))


def _held_tasks(office: Office) -> dict[str, Row]:
    """The tasks of `Planning` that are not cancelled, by code."""
    tasks = office[PLANNING.name].only("task", "project", "state")
    return {row.task: row for row, is_gone in zip(tasks, cancelled_rows(office), strict=True) if not is_gone}


def _optional(booked: Sequence[Booked], tasks: dict[str, Row]) -> list[str]:
    """The tasks booked that are still an option."""
    return [booking.task for booking in booked if tasks[booking.task].state in OPTIONS]


def _reported(office: Office, day: date) -> set[tuple[str, str]]:
    """Task and person of the sessions of a day, the holder of their contract where they name nobody."""
    held_by = holders(office)
    rows = office["Seances"].select("day", "task", "technician", "contract")
    return {(task, who or held_by.get(contract, "")) for on, task, who, contract in rows if on == day}


def _is_reported(booking: Booked, reported: set[tuple[str, str]]) -> bool:
    return bool({(booking.task, booking.technician), (booking.task, "")} & reported)


def session_numbers(held: Sequence[str]) -> Iterator[str]:
    """Numbers for new sessions: they follow the last one that ends with digits, those that are taken left out."""
    last = next((number for number in reversed(held) if _COUNTER.fullmatch(number)), _FIRST_NUMBER)
    found = _COUNTER.fullmatch(last)
    assert found is not None
    stem, digits = found.groups()
    taken, value = set(held), int(digits)
    while True:
        value += 1
        number = f"{stem}{value:0{len(digits)}d}"
        if number not in taken:
            yield number


def added_text(made: DaySessions) -> str:
    """How many sessions a day gives, in one French line."""
    day = f"{made.day:%d/%m/%Y}"
    known = f", {counted(made.reported, 'réservation')} déjà en séance" if made.reported else ""
    if not len(made.rows):
        return f"aucune séance à ajouter le {day}{known}"
    return f"{counted(len(made.rows), 'séance')} du {day} à confirmer{known}"
