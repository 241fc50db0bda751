"""The totals of the accounts: each figure of `Comptes` added up, and the projects that it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from postprod_xl.domain.money import margin_rate
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.versions.totals import accepted_versions
from postprod_xl.domain.results import result_rows
from postprod_xl.domain.wording import listed
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.billing import ACCOUNTS

_AFTER_SIGNATURE = frozenset(
    {
        "final_cost_cents", "final_margin_cents", "sold_cost_cents", "cost_variance_cents", "to_complete_cents",
        "final_revenue_cents",
    }
)  # fmt: skip
"""What a project has only once its quote is accepted: it lacks nothing before."""
_WITH_TAX = frozenset({"paid_cents", "overdue_cents", "due_cents"})


def account_totals(office: Office) -> Rows:
    """The rows of `TotalComptes`: one per amount of `Comptes`, in the order of its columns.

    A total is empty as long as the figure of one project is not known; what is known of it stands beside.

    Parameters
    ----------
    office
        With the rows of `Comptes`.
    """
    return result_rows("TotalComptes", [*_rows(office)])


def _rows(office: Office) -> Iterator[list[Any]]:
    accounts, signed = office[ACCOUNTS.name], accepted_versions(office)
    projects = accounts.column("project")
    revenue = sum(cents for cents in accounts.column("final_revenue_cents") if cents is not None)
    for column in ACCOUNTS.columns:
        if column.kind is not Kind.EURO:
            continue
        cents = accounts.column(column.name)
        asked = [
            (project, each)
            for project, each in zip(projects, cents, strict=True)
            if project in signed or column.name not in _AFTER_SIGNATURE
        ]
        missing = [project for project, each in asked if each is None]
        known = sum(each for _, each in asked if each is not None)
        total = None if missing else known
        is_shared = total is not None and column.name not in _WITH_TAX
        yield [
            column.heading,
            total,
            margin_rate(revenue, revenue - known) if is_shared else None,
            len(asked) - len(missing),
            known,
            listed(missing) if missing else "",
        ]
