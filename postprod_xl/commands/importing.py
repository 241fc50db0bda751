"""The commands of session reports that people fill in elsewhere: the forms to send, what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from postprod_xl.commands.outcome import Outcome
from postprod_xl.domain.importing.forms import FormsRefused, week_forms
from postprod_xl.domain.office import Office
from postprod_xl.schema.problems import Problem


def forms(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    week: date | None = None,
    first: date | None = None,
    technician: str = "",
) -> Outcome:
    """Make a form of session reports for each technician booked in a week; nothing to write in the workbook.

    Parameters
    ----------
    week
        First day of the week; None for that of `first`.
    first
        A day of the week; None for the present one.
    technician
        Code of the only technician asked; empty for everybody booked.
    """
    day = week or first or office.today
    try:
        made = week_forms(office, day - timedelta(days=day.weekday()), technician)
    except FormsRefused as refused:
        return Outcome(problems=(refused.problem,))
    return Outcome(
        summary=made.summary,
        lines=made.lines,
        details={
            "week": made.forms[0].week,
            "technicians": [form.technician for form in made.forms],
            "already_reported": made.reported,
        },
        forms=tuple(made.forms),
    )
