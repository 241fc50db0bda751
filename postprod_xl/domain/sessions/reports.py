"""The computed columns of session reports: hours, night, what is left of what was sold, what to do."""

from __future__ import annotations

from collections import Counter

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.hours.parts import night_minutes
from postprod_xl.domain.people.paperwork import REPORTED_BY_PAPERWORK, paperwork_problems, session_gaps
from postprod_xl.domain.quotes.change_orders import effects, sold_minutes
from postprod_xl.domain.quotes.extra_hours import extra_hours
from postprod_xl.domain.quotes.reference_lines import line_rows
from postprod_xl.domain.quotes.sold import sold_times
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.sessions.counted import counted_rows
from postprod_xl.domain.sessions.done import done, order_worked, session_minutes, sessions_in_order
from postprod_xl.domain.sessions.faults.problems import faults_by_row, report_problems, session_faults
from postprod_xl.domain.sessions.waiting.unpaid import unpaid
from postprod_xl.domain.wording import hours_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.vocabulary import SessionState


def session_columns(office: Office) -> tuple[Rows, list[Problem]]:
    """The computed columns of `Seances`, for each of its rows, and what is to be corrected in the reports.

    Returns
    -------
    columns
        `worked_minutes`; `night_minutes`, those that pay reads; `left_minutes`, what is left of the hours sold
        on the task's line (accepted change orders included) after this session, in the order they were worked,
        negative when overrun, missing without a line sold in hours and for a session to come or that does not
        count; `alert`, in French.
    problems
        Warnings on `Seances` (hours, overlaps, absences, references that disagree, hours not paid), and one per
        contract and gap on `Contrats`.
    """
    sessions = office["Seances"]
    minutes = session_minutes(office)
    left = left_minutes(office, minutes)
    gaps, faults = session_gaps(office), session_faults(office)
    words = faults_by_row(faults)
    lacking = [
        [*(f"séance {what}" for what in words.get(row, ())), *found]
        for row, found in zip(sessions.numbers, gaps, strict=True)
    ]
    columns = computed_columns(
        "Seances",
        sessions.numbers,
        worked_minutes=minutes,
        night_minutes=night_minutes(office),
        left_minutes=left,
        alert=_alerts(office, minutes, left, lacking),
    )
    return columns, [
        *report_problems(office, faults),
        *unpaid(office, sessions_in_order(office), reported=REPORTED_BY_PAPERWORK),
        *paperwork_problems(office),
    ]


def left_minutes(office: Office, worked: list[int | None]) -> list[int | None]:
    """Sold minutes left on the line of each session once it is worked, in the order of the rows.

    Hours billed on top of what is sold take nothing of it.

    Parameters
    ----------
    office
        Read for `Devis`, `Avenants`, `Planning` and `Seances`.
    worked
        Minutes worked in each session, in row order.
    """
    rows = line_rows(office)
    minutes = sold_minutes(rows, sold_times(office, rows.rows), effects(office))
    sold = dict(zip(rows.rows.column("line"), minutes, strict=True))
    lines = office["Planning"].by_key("task", "line")
    tasks = office["Seances"].column("task")
    on_top = {session.row: session.on_top for session in extra_hours(office).sessions}
    numbers = office["Seances"].numbers
    spent: Counter[str] = Counter()
    left: list[int | None] = [None] * len(tasks)
    is_done = done(office)
    for position in order_worked(office):
        line = lines.get(tasks[position], "")
        at_first = sold.get(line)
        if at_first is not None and is_done[position]:
            spent[line] += (worked[position] or 0) - on_top.get(numbers[position], 0)
            left[position] = at_first - spent[line]
    return left


def _alerts(
    office: Office, worked: list[int | None], left: list[int | None], lacking: list[list[str]]
) -> list[str]:
    sessions = office["Seances"]
    columns = map(sessions.column, ("day", "validated", "state"))
    rows = zip(*columns, worked, left, lacking, counted_rows(office), strict=True)
    alerts = []
    for day, validated, state, minutes, rest, missing, counts in rows:
        found = [f"vendu dépassé de {hours_text(-rest)}"] if rest is not None and rest < 0 else []
        found += missing
        if state:
            found += _state_alert(state, counts)
        if counts and day < office.today:
            found += [] if validated else ["non validée"]
            found += ["heures manquantes"] if minutes is None else []
        alerts.append(" ; ".join(found))
    return alerts


def _state_alert(state: str, counts: bool) -> list[str]:
    """What the state of a session calls for, when it is not the usual one."""
    if state == SessionState.TO_CONFIRM:
        return ["comptée, car modifiée"] if counts else ["à confirmer : ne compte pas"]
    return [] if counts else ["annulée : ne compte pas"]
