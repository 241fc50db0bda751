"""The totals of the accounts: each figure of `Comptes` added up, and the projects that it lacks."""

from __future__ import annotations

from typing import Any, NamedTuple

from postprod_xl.domain.money import margin_rate
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.versions.totals import accepted_versions
from postprod_xl.domain.results import result_rows
from postprod_xl.domain.wording import listed
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.table import Column
from postprod_xl.schema.tables.billing import ACCOUNTS

_AFTER_SIGNATURE = frozenset(
    {
        "final_cost_cents", "final_margin_cents", "sold_cost_cents", "cost_variance_cents", "to_complete_cents",
        "final_revenue_cents",
    }
)  # fmt: skip
"""What a project has only once its quote is accepted: it lacks nothing before."""
_WITH_TAX = frozenset({"paid_cents", "overdue_cents", "due_cents"})
_SUMMED = [column for column in ACCOUNTS.columns if column.kind is Kind.EURO]


def account_totals(office: Office) -> Rows:
    """The rows of `TotalComptes`: one per amount of `Comptes`, in the order of its columns.

    A total is empty as long as the figure of one project is not known; what is known of it stands beside.

    Parameters
    ----------
    office
        With the rows of `Comptes`.
    """
    revenue = _total(office, "final_revenue_cents").known
    return result_rows("TotalComptes", [_row(office, column, revenue) for column in _SUMMED])


def total_cents(office: Office) -> dict[str, int | None]:
    """The total of each amount of `Comptes`, by code name; None when the figure of one project is not known."""
    return {column.name: _total(office, column.name).cents for column in _SUMMED}


class _Total(NamedTuple):
    """What is known of a figure, how many projects have it, and those that lack it."""

    known: int
    projects: int
    missing: list[str]

    @property
    def cents(self) -> int | None:
        return None if self.missing else self.known


def _total(office: Office, name: str) -> _Total:
    signed = accepted_versions(office)
    asked = [
        (project, cents)
        for project, cents in office[ACCOUNTS.name].select("project", name)
        if project in signed or name not in _AFTER_SIGNATURE
    ]
    known = [cents for _, cents in asked if cents is not None]
    return _Total(sum(known), len(known), [project for project, cents in asked if cents is None])


def _row(office: Office, column: Column, revenue: int) -> list[Any]:
    found = _total(office, column.name)
    share = None
    if found.cents is not None and column.name not in _WITH_TAX:
        share = margin_rate(revenue, revenue - found.cents)
    missing = listed(found.missing) if found.missing else ""
    return [column.heading, found.cents, share, found.projects, found.known, missing]
