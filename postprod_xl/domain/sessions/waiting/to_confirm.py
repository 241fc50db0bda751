"""The sessions filled in from bookings that nobody has confirmed yet: they count for nothing, which is said."""

from __future__ import annotations

from postprod_xl.domain.office import Office
from postprod_xl.domain.sessions.counted import rows_to_confirm
from postprod_xl.domain.wording import counted, first_names
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.vocabulary import SessionState


def sessions_to_confirm(office: Office) -> Rows:
    """The rows of `Seances` that wait to be confirmed: their number, day and project."""
    return office["Seances"].only("number", "day", "project").where(rows_to_confirm(office))


def unconfirmed(sessions: Rows) -> list[Problem]:
    """One warning per day of some sessions that wait to be confirmed, in the order of days.

    Parameters
    ----------
    sessions
        As `sessions_to_confirm` gives them.
    """
    expected = f"{SessionState.CONFIRMED}, ou {SessionState.CANCELLED}"
    problems = []
    for day in sorted(set(sessions.column("day"))):
        waiting = [session for session in sessions if session.day == day]
        names = first_names([session.number for session in waiting])
        message = (
            f"{counted(len(waiting), 'séance')} du {day:%d/%m/%Y} à confirmer ({names}) : rien n'en est payé, "
            "facturé ni compté tant que vous n'y touchez pas ; corrigez la ligne, ou changez son état"
        )
        problems.append(waiting[0].warning("state", SessionState.TO_CONFIRM, expected, message))
    return problems
