"""The sessions of months over that nobody validated: pay would count their hours as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from postprod_xl.domain.office import Office
from postprod_xl.domain.sessions.done import Session, sessions_in_order
from postprod_xl.domain.wording import counted, counted_sessions, first_names, from_to
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables.planning import SESSIONS
from postprod_xl.schema.vocabulary import YesNo


def unvalidated_problems(office: Office) -> Iterator[Problem]:
    """One warning per person whose sessions of the months over are not validated: how many, since when, which.

    Those of the present month are listed on the home page and in `Alerte` only: there is time until its pay.

    Parameters
    ----------
    office
        `Seances`, and `Contrats` for who worked.
    """
    waiting: dict[str, list[Session]] = {}
    since = office.today.replace(day=1)
    for session in sessions_in_order(office):
        if session.day >= since:
            break
        if not session.validated:
            waiting.setdefault(session.person, []).append(session)
    for person, held in waiting.items():
        first, last = held[0], held[-1]
        days = from_to(first.day, last.day)
        names = first_names([session.number for session in held])
        message = (
            f"{person or 'personne sans code'} : {counted(len(held), 'séance')} à valider, {days} ({names}) : relisez "
            f"les bons, puis mettez « {SESSIONS.heading('validated')} » à Oui, avant la paie"
        )
        heading = SESSIONS.heading("validated")
        yield warning(SESSIONS.name, first.row, heading, YesNo.NO, YesNo.YES, message)


def unvalidated_hours(
    office: Office, first: date, last: date, contracts: Collection[str]
) -> Iterator[Problem]:
    """The warning that some sessions that a month of pay counts are not validated, if any.

    Parameters
    ----------
    first, last
        Both included.
    contracts
        Those that the month pays.
    """
    held = [
        session
        for session in sessions_in_order(office)
        if first <= session.day <= last and not session.validated and session.contract in contracts
    ]
    if held:
        what = counted_sessions(len(held), "non validée")
        names = first_names(list(dict.fromkeys(session.person for session in held)))
        message = f"{what} en {last:%Y-%m} ({names}) : leurs heures partent telles quelles"
        yield warning(SESSIONS.name, None, SESSIONS.heading("validated"), what, YesNo.YES, message)
