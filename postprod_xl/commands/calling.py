"""The command that prints the service sheets of a day or of a week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from postprod_xl.commands.outcome import Outcome, stopped
from postprod_xl.documents.papers.call_sheet import call_sheet_paper
from postprod_xl.documents.papers.paper import Paper
from postprod_xl.documents.papers.service_sheet import service_sheet_paper
from postprod_xl.documents.service_sheet import ServiceBy
from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.calling.asked import (
    contact_of,
    person_or_room,
    project_of,
    refuse_days,
    refuse_unbooked,
)
from postprod_xl.domain.calling.booked_words import booked_between
from postprod_xl.domain.calling.call_sheets import call_sheets
from postprod_xl.domain.calling.service_sheets import service_sheets, week_of
from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.sessions.from_bookings import DayRefused
from postprod_xl.domain.wording import counted, day_text, first_names, from_to
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.planning import BOOKINGS
from postprod_xl.schema.units import folded

Days = tuple[date, date]


def callsheet(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    day: date | None = None,
    week: date | None = None,
    by: str = "",
    resource: str = "",
) -> Outcome:
    """Print the service sheets of a day or of a week, from the bookings that the workbook holds; nothing is written.

    Parameters
    ----------
    day
        The day; the next working day when None.
    week
        A day of the week, which is told in its place; None for a day.
    by
        A `ServiceBy`: what has a sheet of its own; empty, the project that `resource` names, else each person.
    resource
        Code of the only person, room or project asked for; empty for all.
    """
    asked = day or WorkCalendar.of("").day_after(office.today)
    days = week_of(week) if week else (asked, asked)
    kind = _kind(office, by, resource)
    try:
        paper, codes, lines = _printed(office, days, kind, resource)
    except DayRefused as refused:
        return Outcome(problems=(refused.problem,))
    run = refreshed(office, known)
    if run.is_blocked:
        return stopped(run)
    last = {} if days[0] == days[1] else {"last_day": days[1].isoformat()}
    is_of_people = kind is ServiceBy.PERSON and not {*codes} & {*office["Salles"].column("code")}
    return Outcome(
        summary=f"{counted(len(codes), 'feuille')} de service {_when(days)}",
        lines=(*_remarks(office, run.office, days), *(_unmanned(office, days) if is_of_people else ())),
        details={"day": days[0].isoformat(), **last, "sheets": codes, "bookings": lines},
        papers=(paper,),
    )


def _kind(office: Office, by: str, resource: str) -> ServiceBy:
    if by:
        return ServiceBy(by)
    is_project = bool(resource) and folded(resource) in map(folded, office["Projets"].column("code"))
    return ServiceBy.PROJECT if is_project else ServiceBy.PERSON


def _printed(office: Office, days: Days, by: ServiceBy, resource: str) -> tuple[Paper, list[str], int]:
    """The paper, the codes of its sheets, and how many bookings they tell.

    Raises
    ------
    DayRefused
        Nothing is booked on these days, or of this code; they are past, or nobody has it.
    """
    if by is ServiceBy.PERSON and days[0] == days[1]:
        made = call_sheets(office, days[0], resource)
        lines = sum(len(sheet.bookings) for sheet in made.sheets)
        return call_sheet_paper(made), [sheet.code for sheet in made.sheets], lines
    code = ""
    if resource:
        code = (project_of if by is ServiceBy.PROJECT else person_or_room)(office, resource)
    refuse_days(office, *days)
    service = service_sheets(office, days, by, contact_of(office), code)
    if not service.sheets:
        refuse_unbooked(code, *days)
    lines = sum(len(sheet.lines) for sheet in service.sheets)
    return service_sheet_paper(service), [sheet.code for sheet in service.sheets], lines


def _when(days: Days) -> str:
    return f"du {day_text(days[0])}" if days[0] == days[1] else from_to(*days)


def _remarks(office: Office, now: Office, days: Days) -> Iterator[str]:
    """What a person should know before they are handed out."""
    # Of the days that are over, a plan made today says nothing.
    left = max(days[0], office.today), days[1]
    booked = booked_between(office, *left)
    if Counter(map(told_of, booked)) != Counter(map(told_of, booked_between(now, *left))):
        when = f"le {day_text(days[0])}" if days[0] == days[1] else from_to(*days)
        yield (
            f"{when}, le planning recalculé à ce jour n'a plus les réservations du classeur : "
            "actualisez-le, puis recommencez"
        )
    clashing = dict.fromkeys(booking.task for booking in booked if booking.conflict)
    if clashing:
        yield f"à régler avant de les remettre, {BOOKINGS.heading('conflict')} : {first_names(list(clashing))}"


def _unmanned(office: Office, days: Days) -> Iterator[str]:
    """The tasks that no sheet of a person tells."""
    alone = dict.fromkeys(row.task for row in booked_between(office, *days) if not row.technician)
    if alone:
        yield f"sans personne, donc sans feuille : {first_names(list(alone))}"


def told_of(booking: Row) -> tuple[object, ...]:
    """What a sheet, or a calendar, tells of a booking."""
    return (
        booking.day,
        booking.half_day,
        booking.project,
        booking.task,
        booking.technician,
        booking.room,
        booking.state,
    )
