"""What service sheets are asked for: days, and a code; what cannot be printed is refused in one line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.sessions.from_bookings import DayRefused
from postprod_xl.domain.wording import closest_names, day_text, from_to
from postprod_xl.schema.problems import blocking
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables.planning import BOOKINGS
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.team import TEAM
from postprod_xl.schema.units import folded


def refuse_days(office: Office, first: date, last: date) -> None:
    """Refuse days that are past, or without any booking.

    Raises
    ------
    DayRefused
        They are.
    """
    if last < office.today:
        expected = f"le {office.today:%d/%m/%Y} ou après"
        past = (
            f"le {day_text(last)} est passé"
            if first == last
            else f"la semaine {from_to(first, last)} est passée"
        )
        message = f"{past} : une feuille de service est d'un jour à venir, attendu : {expected}"
        raise _refused("day", f"{first:%d/%m/%Y}", expected, message)
    if not any(first <= day <= last for day in office[BOOKINGS.name].column("day")):
        off = "" if first != last or WorkCalendar.of("").is_working(first) else ", jour non ouvré"
        when = f"le {day_text(first)}" if first == last else from_to(first, last)
        message = f"aucune réservation {when}{off} : rien n'est écrit"
        raise _refused("day", f"{first:%d/%m/%Y}", "un jour avec des réservations", message)


def refuse_unbooked(code: str, first: date, last: date) -> None:
    """Refuse a code, or everybody, of whom nothing is booked on these days.

    Raises
    ------
    DayRefused
        Always.
    """
    who = f"{code} n'est pas réservé" if code else "personne n'est réservé"
    when = f"le {day_text(first)}" if first == last else from_to(first, last)
    raise _refused("technician", code, "une réservation", f"{who} {when} : rien n'est écrit")


def person_or_room(office: Office, code: str) -> str:
    """The code of a person or of a room, however its case.

    Raises
    ------
    DayRefused
        There is none.
    """
    codes = [*office["Equipe"].column("code"), *office["Salles"].column("code")]
    return _known(
        TEAM, codes, code, "n'est ni une personne ni une salle", "le code d'une personne ou d'une salle"
    )


def project_of(office: Office, code: str) -> str:
    """The code of a project, however its case.

    Raises
    ------
    DayRefused
        There is none.
    """
    return _known(
        PROJECTS, office["Projets"].column("code"), code, "n'est pas un projet", "le code d'un projet"
    )


def contact_of(office: Office) -> str:
    """Whom to call about a sheet."""
    settings = office.settings
    return " · ".join(filter(None, (settings["company_name"], settings["company_email"])))


def _known(table: Table, codes: Sequence[str], asked: str, said: str, expected: str) -> str:
    found = next((code for code in codes if folded(code) == folded(asked)), None)
    if found is None:
        message = f"« {asked} » {said} ; {closest_names(asked, codes)}"
        raise DayRefused(blocking(table.name, None, table.heading("code"), asked, expected, message))
    return found


def _refused(column: str, found: str, expected: str, message: str) -> DayRefused:
    return DayRefused(blocking(BOOKINGS.name, None, BOOKINGS.heading(column), found, expected, message))
