"""The annex of a printed invoice: the sessions behind it, on pages of their own."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from postprod_xl.documents.invoice import InvoiceDocument, SessionLine
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.units import MINUTES_PER_HOUR
from postprod_xl.workbook.draw.invoice.amounts import FITTED, RULE
from postprod_xl.workbook.draw.invoice.heading import DAY, FIRST, LAST, SMALL
from postprod_xl.workbook.draw.printed_page import TABLE_HEIGHT, PrintedCell, PrintedRow
from postprod_xl.workbook.style import FILL_COMPUTED, NUMBER_FORMATS

_DAY, _TASK, _LINE, _JOB, _END_OF_JOB, _HOURS, _BILLING = range(LAST + 1)
_HOURS_LOOK = {"num_format": NUMBER_FORMATS[Kind.HOURS], **FITTED}
_HUNDREDTH = Decimal("0.01")
_CENTRED = {"align": "center"}
ANNEX_HEADING = (
    PrintedCell(_DAY, _DAY, "Date"),
    PrintedCell(_TASK, _TASK, "Tâche"),
    PrintedCell(_LINE, _LINE, "Ligne"),
    PrintedCell(_JOB, _END_OF_JOB, "Fonction"),
    PrintedCell(_HOURS, _HOURS, "Heures", {"align": "right"}),
    PrintedCell(_BILLING, _BILLING, "Facturation", _CENTRED),
)


def annex_title(invoice: InvoiceDocument) -> list[PrintedRow]:
    """What the annex is: its days, its project, its invoice."""
    first, last = invoice.service_days
    title = f"Annexe — séances facturées, période du {first:%d/%m/%Y} au {last:%d/%m/%Y}"
    about = " · ".join(text for text in (invoice.project, invoice.title, invoice.number) if text)
    return [
        PrintedRow((PrintedCell(FIRST, LAST, title, {"bold": True, "font_size": 14}),), 24.0),
        PrintedRow((PrintedCell(FIRST, LAST, about, SMALL),)),
        PrintedRow(least=8.0),
    ]


def session_blocks(invoice: InvoiceDocument) -> list[list[PrintedRow]]:
    """One row a session, in the order worked."""
    return [[_session_row(session)] for session in invoice.sessions]


def hours_rows(invoice: InvoiceDocument) -> list[PrintedRow]:
    """The total of the hours as they are printed; by billing when there are several, in the order met."""
    by_billing: dict[str, list[SessionLine]] = {}
    for session in invoice.sessions:
        by_billing.setdefault(session.billing, []).append(session)
    bold = {"bold": True, "bg_color": FILL_COMPUTED}
    total = _sum_row("Total des heures", invoice.sessions, bold)
    parts = by_billing.items() if len(by_billing) > 1 else ()
    return [total, *(_sum_row(f"dont {name or 'non précisé'}", sessions, RULE) for name, sessions in parts)]


def _session_row(session: SessionLine) -> PrintedRow:
    cells = (
        PrintedCell(_DAY, _DAY, session.day, {**RULE, **DAY}),
        PrintedCell(_TASK, _TASK, session.task, RULE),
        PrintedCell(_LINE, _LINE, session.line, {**RULE, **SMALL, "shrink": True}),
        PrintedCell(_JOB, _END_OF_JOB, session.job, RULE),
        PrintedCell(_HOURS, _HOURS, _hours(session.minutes), {**RULE, **_HOURS_LOOK}),
        PrintedCell(_BILLING, _BILLING, session.billing, {**RULE, **_CENTRED}),
    )
    return PrintedRow(cells, TABLE_HEIGHT)


def _hours(minutes: int | None) -> Decimal | None:
    """Hours as they are printed."""
    if minutes is None:
        return None
    return (Decimal(minutes) / MINUTES_PER_HOUR).quantize(_HUNDREDTH, ROUND_HALF_UP)


def _sum_row(label: str, sessions: Sequence[SessionLine], look: dict[str, Any]) -> PrintedRow:
    """What is printed above, added up; the label says the exact time where the hundredths do not make it."""
    printed = sum((_hours(session.minutes) or Decimal(0) for session in sessions), Decimal(0))
    minutes = sum(session.minutes or 0 for session in sessions)
    hours, rest = divmod(minutes, MINUTES_PER_HOUR)
    exact = "" if printed * MINUTES_PER_HOUR == minutes else f" (soit {hours} h {rest:02d})"
    cells = (
        PrintedCell(_DAY, _END_OF_JOB, f"{label}{exact}", {**look, "align": "right"}),
        PrintedCell(_HOURS, _HOURS, printed, {**look, **_HOURS_LOOK}),
        PrintedCell(_BILLING, _BILLING, None, look),
    )
    return PrintedRow(cells, TABLE_HEIGHT)
