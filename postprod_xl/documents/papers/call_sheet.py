"""The service sheets of a day as the data of their template, `feuille.typ`: every figure a text ready to be printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from postprod_xl.documents.call_sheet import CallBooking, CallSheet, CallSheets
from postprod_xl.documents.papers.figures import clock, full_day, hours, long_day
from postprod_xl.documents.papers.paper import Paper
from postprod_xl.schema.drawn_tabs import SERVICE
from postprod_xl.schema.tables.planning import PLANNING, SESSIONS
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.vocabulary import OverrunCause

FILLED_IN = ("start", "end", "pause_minutes", "done_rate", "remaining_days")
"""What the person writes of a session, in the columns of `Seances`; its cause and remarks have places of their own."""


def call_sheet_paper(made: CallSheets) -> Paper:
    """The paper of the sheets of a day, one after the other, each on a page of its own."""
    is_one = len(made.sheets) == 1
    heading = SERVICE.title if is_one else "Feuilles de service"
    who, code = (f" — {made.sheets[0].name}", f" {made.sheets[0].code}") if is_one else ("", "")
    return Paper(
        "feuille",
        f"{heading} du {full_day(made.day)}{who}",
        made.day,
        f"{heading.lower()}{code} {made.day:%Y-%m-%d}",
        {
            "date_longue": full_day(made.day),
            "contact": made.contact,
            "situation": f", situation au {long_day(made.made_on)}" if made.made_on else "",
            "champs": [SESSIONS.heading(name) for name in FILLED_IN],
            "cause": SESSIONS.heading("cause"),
            "causes": [str(cause) for cause in OverrunCause],
            "observations": SESSIONS.heading("remarks"),
            "feuilles": [_sheet(sheet) for sheet in made.sheets],
        },
    )


def _sheet(sheet: CallSheet) -> dict[str, Any]:
    return {
        "nom": sheet.name,
        "fonction": sheet.job,
        "a_remplir": not sheet.is_room,
        "reservations": [
            {
                "titre": f"{booking.part} — {booking.title}",
                "renseignements": list(_facts(booking, sheet.is_room)),
            }
            for booking in sheet.bookings
        ],
    }


def _facts(booking: CallBooking, is_room: bool) -> Iterator[list[str]]:
    """Name and value of what is known of a booking; the person is told on the sheet of a room only."""
    pause = f", pause {hours(booking.pause_minutes)}" if booking.pause_minutes else ""
    opening = ""
    if booking.opening is not None and booking.closing is not None:
        opening = f"ouverte de {clock(booking.opening)} à {clock(booking.closing)}"
    waited = ", ".join(
        f"{each.label}{f' (prévu le {long_day(each.end)})' if each.end else ''}" for each in booking.before
    )
    told = (
        (PLANNING.heading("task"), booking.task),
        (SESSIONS.heading("technician"), _joined(booking.person, booking.job) if is_room else ""),
        ("Horaire habituel", f"de {clock(booking.start)} à {clock(booking.end)}{pause}"),
        (SESSIONS.heading("room"), "" if is_room else _joined(booking.room, booking.site, opening)),
        (PROJECTS.heading("director"), booking.director),
        (PROJECTS.heading("producer"), booking.producer),
        (PLANNING.heading("state"), booking.state),
        ("Dépend de", waited),
        (PROJECTS.heading("expected_day"), long_day(booking.last_day) if booking.last_day else ""),
        (PLANNING.heading("due_day"), long_day(booking.due_day) if booking.due_day else ""),
    )
    for name, value in told:
        if value:
            yield [name, value]


def _joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))
