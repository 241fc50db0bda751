"""The command that prints the service sheets of a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from postprod_xl.commands.outcome import Outcome, stopped
from postprod_xl.documents.call_sheet import CallSheets
from postprod_xl.documents.papers.call_sheet import call_sheet_paper
from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.calling.call_sheets import booked_on, call_sheets
from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.sessions.from_bookings import DayRefused
from postprod_xl.domain.wording import counted, day_text, first_names
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.planning import BOOKINGS


def callsheet(
    office: Office, known: Sequence[Problem] = (), *, day: date | None = None, resource: str = ""
) -> Outcome:
    """Print the service sheets of a day, from the bookings that the workbook holds; nothing is written in it.

    Parameters
    ----------
    day
        The day; the next working day when None.
    resource
        Code of the only person or room asked for; empty for every person booked.
    """
    asked = day or WorkCalendar.of("").day_after(office.today)
    try:
        made = call_sheets(office, asked, resource)
    except DayRefused as refused:
        return Outcome(problems=(refused.problem,))
    run = refreshed(office, known)
    if run.is_blocked:
        return stopped(run)
    return Outcome(
        summary=f"{counted(len(made.sheets), 'feuille')} de service du {day_text(asked)}",
        lines=tuple(_remarks(office, run.office, made)),
        details={
            "day": asked.isoformat(),
            "sheets": [sheet.code for sheet in made.sheets],
            "bookings": sum(len(sheet.bookings) for sheet in made.sheets),
        },
        papers=(call_sheet_paper(made),),
    )


def _remarks(office: Office, now: Office, made: CallSheets) -> Iterator[str]:
    """What a person should know before they are handed out."""
    booked = booked_on(office, made.day)
    moved = Counter(map(told_of, booked)) != Counter(map(told_of, booked_on(now, made.day)))
    if moved:
        yield (
            f"le {day_text(made.day)}, le planning recalculé à ce jour n'a plus les réservations du classeur : "
            "actualisez-le, puis recommencez"
        )
    clashing = dict.fromkeys(booking.task for booking in booked if booking.conflict)
    if clashing:
        yield f"à régler avant de les remettre, {BOOKINGS.heading('conflict')} : {first_names(list(clashing))}"
    alone = dict.fromkeys(booking.task for booking in booked if not booking.technician)
    if alone and not any(sheet.is_room for sheet in made.sheets):
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
