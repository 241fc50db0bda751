"""The sessions behind an invoice: the period it bills and the annex it prints."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dateutil.relativedelta import relativedelta

from postprod_xl.documents.invoice import SessionLine
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.extra_hours import ExtraSession, extra_hours
from postprod_xl.domain.sessions.done import done, worked_minutes
from postprod_xl.schema.rows import Rows

UNBILLED = "Non facturée"
"""The hours « En plus » that neither a line nor a change order bills, as the annex has them."""


def _worked(office: Office, project: str, day: date) -> Rows:
    sessions = office["Seances"]
    is_done = done(_on(office, day))
    own = zip(sessions.column("project"), is_done, strict=True)
    return sessions.where(code == project and was_done for code, was_done in own)


def _on(office: Office, day: date) -> Office:
    """The office on the day of an invoice, today at the latest."""
    return replace(office, today=min(day, office.today))


def billed_rows(office: Office, project: str, day: date) -> set[int]:
    """The rows of `Seances` that an invoice of a day bills: those its annex prints."""
    return set(_worked(office, project, day).numbers)


def service_days(office: Office, project: str, day: date) -> tuple[date, date]:
    """First and last session done up to the invoice, else the month of the invoice."""
    days = _worked(office, project, day).column("day")
    if days:
        return min(days), max(days)
    return day + relativedelta(day=1), day + relativedelta(day=31)


def annex(office: Office, project: str, day: date) -> list[SessionLine]:
    """The sessions of a project done up to a day, in the order worked: jobs, never the names.

    An « En plus » session has a line for the hours that each change order pays, one for those billed on top, one for
    those that nothing bills (`extra_hours`).
    """
    extra = {session.row: session for session in extra_hours(_on(office, day)).sessions}
    tasks = office["Planning"].by_key("task", "label")
    contracts, usual = office["Contrats"].by_key("contract", "job"), office["Equipe"].by_key("code", "job")
    sessions = _worked(office, project, day)
    worked = sorted(
        zip(sessions, worked_minutes(sessions), strict=True), key=lambda row: (row[0].day, row[0].start or 0)
    )
    return [
        SessionLine(
            session.day,
            tasks.get(session.task) or session.task,
            contracts.get(session.contract) or usual.get(session.technician, ""),
            billed_minutes,
            billing,
        )
        for session, minutes in worked
        for billing, billed_minutes in _parts(extra.get(session.row), session.billing, minutes)
    ]


def _parts(extra: ExtraSession | None, billing: str, minutes: int | None) -> list[tuple[str, int | None]]:
    """Who pays which minutes of a session."""
    if extra is None or not extra.minutes:
        return [(billing, minutes)]
    covered = [(f"Avenant {number}", paid) for number, paid in extra.covered.items()]
    return [part for part in (*covered, (billing, extra.on_top), (UNBILLED, extra.unpaid)) if part[1]]
