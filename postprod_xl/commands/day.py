"""The command that makes the sessions of a day out of its bookings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from postprod_xl.commands.outcome import Outcome
from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.sessions.done import worked_minutes
from postprod_xl.domain.sessions.from_bookings import (
    DayRefused,
    DaySessions,
    added_text,
    day_sessions,
    days_off_booked,
)
from postprod_xl.domain.sessions.line_columns import line_columns
from postprod_xl.domain.wording import listed
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.planning import SESSIONS


def sessions(office: Office, known: Sequence[Problem] = (), *, day: date | None = None) -> Outcome:
    """Add to `Seances` the sessions of a day, filled in from its bookings, for people to confirm.

    They count for nothing until then; nothing else is computed. A second time adds nothing.

    Parameters
    ----------
    day
        The day; the last working day before the present one when None.
    """
    asked = day or WorkCalendar.of("").day_before(office.today)
    try:
        made = day_sessions(office, asked)
    except DayRefused as refused:
        return Outcome(problems=(refused.problem,))
    return Outcome(
        appended={SESSIONS.name: _shown(office, made.rows)} if len(made.rows) else {},
        summary=added_text(made),
        lines=(*made.lines, *(_others(office, asked) if day is None else ())),
        details=_details(made),
    )


def _shown(office: Office, rows: Rows) -> Rows:
    """The rows with what their formulas show beside them."""
    shown = rows.with_columns({"worked_minutes": worked_minutes(rows)})
    return shown.with_columns(line_columns(office.with_rows(SESSIONS.name, shown)))


def _others(office: Office, day: date) -> Sequence[str]:
    """What is said of the days off booked since the last working day: nobody asks for them."""
    days = [f"{other:%d/%m/%Y}" for other in days_off_booked(office, day)]
    return [f"réservations aussi un jour non ouvré : --day {listed(days)}"] if days else []


def _details(made: DaySessions) -> dict[str, object]:
    return {
        "day": made.day.isoformat(),
        "sessions": made.rows.column("number"),
        "already_reported": made.reported,
        "options": list(made.options),
        "gone": list(made.gone),
    }
