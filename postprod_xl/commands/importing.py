"""The commands of session reports that people fill in elsewhere: the forms to send, what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from postprod_xl.commands.adding import Said, with_added
from postprod_xl.commands.outcome import Outcome
from postprod_xl.domain.importing.forms import FormsRefused, week_forms
from postprod_xl.domain.importing.importer import imported
from postprod_xl.domain.importing.lists import ASKED, Consent
from postprod_xl.domain.importing.source import Source
from postprod_xl.domain.office import Office
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.units import week_start


def forms(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    week: date | None = None,
    technician: str = "",
) -> Outcome:
    """Make a form of session reports for each technician booked in a week; nothing to write in the workbook.

    Parameters
    ----------
    week
        A day of the week; None for the present one.
    technician
        Code of the only technician asked; empty for everybody booked.
    """
    day = week or office.today
    try:
        made = week_forms(office, week_start(day), technician)
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


def import_sessions(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    sources: Sequence[Source],
    consent: Consent = ASKED,
    remarks: Sequence[str] = (),
) -> Outcome:
    """Add to `Seances` the session reports of some files, and to `Parametres` how lists of a new shape are read.

    Nothing that is there is changed: a report that is there already is counted, one that says otherwise is told. A
    second time adds nothing. When nothing of the files can be read, what keeps each line from it refuses the command.

    Parameters
    ----------
    sources
        Forms of `forms` filled in, and lists of any shape.
    consent
        What answers for a list whose shape is new.
    remarks
        What there is to say of the files that are not among the sources.
    """
    found = imported(office, sources, consent)
    said = Said(found.summary, (*found.lines, *remarks), found.details)
    if not found.is_empty:
        outcome = with_added(office, known, found.added, lambda _: said)
        return replace(outcome, question=found.question)
    if (refusals := found.refusals) and not found.is_known:
        return Outcome(problems=tuple(refusals), details=found.details)
    return Outcome(summary=said.summary, lines=tuple(said.lines), details=said.details, is_answer=True)
