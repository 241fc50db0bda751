"""The words of a service sheet, on its tab as on paper."""

from __future__ import annotations

from datetime import date

from postprod_xl.documents.papers.figures import NO_BREAK, WEEKDAYS, clock
from postprod_xl.documents.service_sheet import ServiceLine
from postprod_xl.schema.tables.planning import SESSIONS
from postprod_xl.schema.tables.team import TEAM
from postprod_xl.schema.vocabulary import DayPart

CLASH, OPTION = "conflit", "option"
HOURS, WHAT, WHERE = "Horaire", "Pour quoi", "Où"
DAY_COLUMNS = ("who", "job", "hours", "what", "where")


def day_columns(day: date) -> list[str]:
    """The headings of what is booked of a day, a row a person."""
    short = f"{WEEKDAYS[day.weekday()].capitalize()} {day:%d/%m}"
    return [SESSIONS.heading("technician"), TEAM.heading("job"), f"{short} : {HOURS.lower()}", WHAT, WHERE]


def hours_text(line: ServiceLine) -> str:
    """When a booking is: its hours, after the half of the day that it takes.

    >>> hours_text(ServiceLine(date(2026, 12, 1), "Matin", 540, 780, "", "", "", "", "", "")).replace(NO_BREAK, "_")
    'matin, 9_h_–_13_h'
    """
    half = "" if line.part == DayPart.WHOLE_DAY else f"{line.part.lower()}, "
    return f"{half}{clock(line.start)}{NO_BREAK}–{NO_BREAK}{clock(line.end)}"


def what_text(line: ServiceLine) -> str:
    """What a booking is for, and that it clashes."""
    clash = f" ({CLASH})" if line.is_clashing else ""
    return f"{line.title} — {line.label}{clash}"
