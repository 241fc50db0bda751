"""The four quantities of a quote line, side by side: sold, planned, worked, to invoice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pandas as pd

from postprod_xl.domain.change_orders import effects
from postprod_xl.domain.columns import by_key, computed_frame, known
from postprod_xl.domain.money import half_up, margin_rate
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes import line_amounts, line_costs, reference_lines
from postprod_xl.domain.sessions import worked_minutes
from postprod_xl.domain.sold import SoldTime, sold_times
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables import BY_NAME

CANCELLED = "Annulé"
TIME_AND_MATERIALS = "Régie"
EXTRA, FREE = "En plus", "Offerte"
_SIGNS = {"Facture": 1, "Avoir": -1}


@dataclass(frozen=True)
class LineWork:
    """Minutes by line: planned by its tasks, worked in their sessions, of these the extra and the charged."""

    planned: Counter[str] = field(default_factory=Counter)
    worked: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    charged: Counter[str] = field(default_factory=Counter)


def line_work(office: Office) -> LineWork:
    """What was planned and worked on each quote line, in minutes; cancelled tasks plan nothing."""
    tasks, sessions = office["Planning"], office["Seances"]
    day_minutes = office.settings["day_minutes"]
    work = LineWork()
    columns = (known(tasks[name]) for name in ("line", "duration_days", "state"))
    for line, duration, state in zip(*columns, strict=True):
        if line and duration and state != CANCELLED:
            work.planned[line] += half_up(duration * day_minutes)
    lines = by_key(tasks, "task", "line")
    rows = zip(
        known(sessions["task"]), known(sessions["billing"]), known(worked_minutes(sessions)), strict=True
    )
    for task, billing, minutes in rows:
        line = lines.get(task)
        if not line or minutes is None:
            continue
        work.worked[line] += minutes
        if billing == EXTRA:
            work.extra[line] += minutes
        if billing != FREE:
            work.charged[line] += minutes
    return work


def quote_columns(office: Office) -> pd.DataFrame:
    """The computed columns of `Devis`, on its index.

    Amounts and sold hours exist on every row; planned, worked and to invoice only on the row a Ligne stands
    for (`reference_lines`), the others keep them empty.

    A Forfait is worth its amount, its accepted change orders and its extra hours; a Régie is worth the hours
    worked that were not given free, at the selling price. To invoice is that worth less what the invoices
    billed on the line, credit notes added back; below zero, too much was invoiced.
    """
    quote = office["Devis"]
    amounts, costs, sold = line_amounts(quote), line_costs(quote), sold_times(office, quote)
    work = line_work(office)
    references = set(reference_lines(office).index)
    rows = zip(quote.index, known(quote["line"]), strict=True)
    named = [line if row in references else None for row, line in rows]
    worth = _worths(office, work, amounts, sold)
    invoiced = invoiced_by_line(office)
    return computed_frame(
        "Devis",
        quote.index,
        amount_cents=amounts,
        cost_cents=costs,
        margin_rate=[margin_rate(amount, cost) for amount, cost in zip(amounts, costs, strict=True)],
        sold_minutes=[time.minutes for time in sold],
        planned_minutes=[None if line is None else work.planned[line] for line in named],
        worked_minutes=[None if line is None else work.worked[line] for line in named],
        to_invoice_cents=[
            None if line is None else cents - invoiced[line] for line, cents in zip(named, worth, strict=True)
        ],
    )


def invoiced_by_line(office: Office) -> Counter[str]:
    """What the invoices billed on each quote line less what credit notes gave back, in cents.

    Deposits bill no line.
    """
    types = by_key(office["Factures"], "number", "type")
    lines = office["LignesFacture"]
    invoiced: Counter[str] = Counter()
    columns = (known(lines[name]) for name in ("invoice", "line", "amount_cents"))
    for invoice, line, cents in zip(*columns, strict=True):
        invoiced[line] += _SIGNS.get(types.get(invoice, ""), 0) * (cents or 0)
    return invoiced


def overinvoiced_lines(office: Office) -> list[Problem]:
    """Lines invoiced for more than they are worth.

    Parameters
    ----------
    office
        With the computed columns of `Devis`.
    """
    quote = office["Devis"]
    heading = BY_NAME["Devis"].heading("to_invoice_cents")
    rows = zip(quote.index, known(quote["line"]), known(quote["to_invoice_cents"]), strict=True)
    return [
        warning(
            "Devis", row, heading, euros_text(cents), "un montant positif ou nul", _overinvoiced(line, -cents)
        )
        for row, line, cents in rows
        if cents is not None and cents < 0
    ]


def _overinvoiced(line: str, cents: int) -> str:
    return (
        f"{euros_text(cents)} facturés de trop sur {line} : vérifiez ses factures, émettez un avoir si besoin"
    )


def _worths(office: Office, work: LineWork, amounts: list[int], sold: list[SoldTime]) -> list[int]:
    quote, ordered = office["Devis"], effects(office).cents
    columns = zip(known(quote["line"]), known(quote["mode"]), amounts, sold, strict=True)
    return [
        time.price_cents(work.charged[line])
        if mode == TIME_AND_MATERIALS and time.minutes is not None
        else amount + ordered[line] + time.price_cents(work.extra[line])
        for line, mode, amount, time in columns
    ]
