"""The cost report: the accounts, their totals and the cash as the house reads them, with every cost and margin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from postprod_xl.documents.accounts.cost_report import (
    CostReport,
    ReportedCosts,
    ReportedLine,
    ReportedMoney,
    ReportedMonth,
    ReportedProject,
)
from postprod_xl.domain.accounts.cash.flows import incoming_cents, outgoing_cents
from postprod_xl.domain.accounts.totals import total_cents
from postprod_xl.domain.money import known_sum, margin_rate
from postprod_xl.domain.office import Office
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.accounts import CASH
from postprod_xl.schema.tables.billing import ACCOUNTS

_MONEY = ("invoiced_cents", "paid_cents", "due_cents", "overdue_cents")


def cost_report(office: Office, project: str) -> CostReport:
    """The cost report of an office, or of one of its projects; its figures are those of `Comptes` and `Tresorerie`.

    Parameters
    ----------
    office
        As just refreshed.
    project
        Code of a project of `Comptes`; empty for all of them, with their totals and the cash of the house.
    """
    rows = [row for row in office[ACCOUNTS.name] if project in ("", row.project)]
    totals = total_cents(office)
    return CostReport(
        office.today,
        office.settings["company_name"],
        project,
        tuple(map(_project, rows)),
        None if project else _costs(totals.__getitem__),
        None if project else ReportedMoney(*(totals[name] for name in _MONEY)),
        tuple(_lines(office, project)) if project else (),
        () if project else tuple(map(_month, office[CASH.name])),
    )


def _project(row: Row) -> ReportedProject:
    money = ReportedMoney(*(getattr(row, name) for name in _MONEY))
    return ReportedProject(row.project, row.title, _costs(partial(getattr, row)), money, row.unknown)


def _costs(cents: Callable[[str], int | None]) -> ReportedCosts:
    """The costs that figures of `Comptes` give, by their code names."""
    revenue, final = cents("final_revenue_cents"), cents("final_cost_cents")
    return ReportedCosts(
        sold=known_sum([cents("quoted_cents"), cents("change_orders_cents")]),
        engaged=cents("engaged_cost_cents"),
        actual=cents("actual_cost_cents"),
        to_complete=cents("to_complete_cents"),
        final=final,
        revenue=revenue,
        margin=cents("final_margin_cents"),
        margin_rate=None if revenue is None or final is None else margin_rate(revenue, final),
    )


def _lines(office: Office, project: str) -> Iterator[ReportedLine]:
    """The lines of a project, the dearest variance first, as `Depassements` has them."""
    names = ("project", "line", "label", "sold_cost_cents", "projected_cost_cents", "cost_variance_cents")
    for code, line, label, sold, projected, variance in office["Depassements"].select(*names):
        if code == project:
            yield ReportedLine(line, label, sold, projected, variance)


def _month(row: Row) -> ReportedMonth:
    return ReportedMonth(
        row.month,
        incoming_cents(row),
        outgoing_cents(row),
        row.balance_cents,
        row.cumulative_cents,
        row.unsigned_cents,
        row.remarks,
    )
