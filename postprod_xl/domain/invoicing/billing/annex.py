"""The sessions behind an invoice: those that it annexes, each one once in all, and the period that it bills."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from postprod_xl.documents.invoice import InvoiceLine, SessionLine
from postprod_xl.domain.invoicing.billing.billed import SEPARATOR, annexed_sessions
from postprod_xl.domain.invoicing.billing.progress import on_day
from postprod_xl.domain.invoicing.register.ledger import standing_invoices
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.extra_hours import ExtraSession, extra_hours
from postprod_xl.domain.sessions.done import done, worked_minutes
from postprod_xl.schema.bounds import LONGEST_TEXT
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.vocabulary import SessionBilling

UNBILLED = "Non facturée"
"""The hours « En plus » that neither a line nor a change order bills, as the annex has them."""


def unbilled_sessions(office: Office, project: str, day: date) -> Rows:
    """The sessions of a project done up to a day, today at the latest, that no invoice annexed."""
    sessions, annexed = office["Seances"], annexed_sessions(office)
    own = zip(sessions.select("project", "number"), done(on_day(office, day)), strict=True)
    return sessions.where(
        code == project and is_done and number not in annexed for (code, number), is_done in own
    )


def validated_sessions(office: Office, sessions: Rows, lines: Collection[str]) -> Rows:
    """Those of some sessions that a Situation bills: validated, on one of its lines, not given free."""
    by_task = office["Planning"].by_key("task", "line")
    terms = sessions.select("task", "validated", "billing")
    return sessions.where(
        is_validated and by_task.get(task) in lines and billing != SessionBilling.NO_CHARGE
        for task, is_validated, billing in terms
    )


def annex(office: Office, project: str, day: date) -> list[SessionLine]:
    """The sessions of a project done up to a day that no invoice annexed, as `annex_lines`."""
    return annex_lines(on_day(office, day), unbilled_sessions(office, project, day))


def annex_lines(office: Office, sessions: Rows) -> list[SessionLine]:
    """Some sessions as they are printed, in the order worked: jobs, never the names, and the quote line they serve.

    An « En plus » session has a line for the hours that each change order pays, one for those billed on top, one for
    those that nothing bills (`extra_hours`).
    """
    extra = {session.row: session for session in extra_hours(office).sessions}
    tasks, lines = office["Planning"].by_key("task", "label"), office["Planning"].by_key("task", "line")
    contracts, usual = office["Contrats"].by_key("contract", "job"), office["Equipe"].by_key("code", "job")
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
            lines.get(session.task) or "",
        )
        for session, minutes in worked
        for billing, billed_minutes in _parts(extra.get(session.row), session.billing, minutes)
    ]


def with_annexed(office: Office, lines: Sequence[InvoiceLine], sessions: Rows) -> list[InvoiceLine]:
    """The lines of a document, each with the numbers of the sessions that it annexes with it.

    Those of no line of the document go with its first, and those that a cell would not hold with the next lines that
    have none.
    """
    by_task = office["Planning"].by_key("task", "line")
    places: dict[str, int] = {}
    for at, line in enumerate(lines):
        if line.line:
            places.setdefault(line.line, at)
    numbers: dict[int, list[str]] = {}
    for number, task in sessions.select("number", "task"):
        numbers.setdefault(places.get(by_task.get(task, ""), 0), []).append(number)
    free = iter([at for at in range(len(lines)) if at not in numbers])
    texts: dict[int, str] = {}
    for at, held in numbers.items():
        first, *others = _cell_texts(held)
        texts[at] = first
        texts.update(zip(free, others, strict=False))
    return [replace(line, sessions=texts[at]) if at in texts else line for at, line in enumerate(lines)]


def _cell_texts(numbers: Sequence[str]) -> list[str]:
    """Numbers of sessions, in as many texts as cells need to hold them."""
    texts = [""]
    for number in numbers:
        longer = SEPARATOR.join(filter(None, (texts[-1], number)))
        if len(longer) <= LONGEST_TEXT:
            texts[-1] = longer
        else:
            texts.append(number)
    return texts


def service_days(office: Office, project: str, day: date, sessions: Rows) -> tuple[date, date]:
    """The period that a document of a project bills.

    Parameters
    ----------
    sessions
        Those that it annexes.

    Returns
    -------
    first, last
        From the day after its last invoice, or the first session if it comes before, to the day of the document; of
        a first invoice, its first and last session, else the month of the document.
    """
    days = sessions.column("day")
    before = [entry.day for entry in standing_invoices(office, project) if entry.day]
    if not before:
        return (min(days), max(days)) if days else (day + relativedelta(day=1), day + relativedelta(day=31))
    last = max([*days, day])
    return min([*days, max(before) + timedelta(days=1), last]), last


def credited_days(office: Office, invoice: Row) -> tuple[date, date]:
    """The period of an invoice that is credited: that of the sessions that it annexed, else its day."""
    annexed = {
        session
        for number, sessions in office["LignesFacture"].select("invoice", "sessions")
        if number == invoice.number and sessions
        for session in sessions.split(SEPARATOR)
    }
    days = [day for number, day in office["Seances"].select("number", "day") if number in annexed]
    return (min(days), max(days)) if days else (invoice.day, invoice.day)


def _parts(extra: ExtraSession | None, billing: str, minutes: int | None) -> list[tuple[str, int | None]]:
    """Who pays which minutes of a session."""
    if extra is None or not extra.minutes:
        return [(billing, minutes)]
    covered = [(f"Avenant {number}", paid) for number, paid in extra.covered.items()]
    return [part for part in (*covered, (billing, extra.on_top), (UNBILLED, extra.unpaid)) if part[1]]
