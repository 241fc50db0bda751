"""The records of the cost report, a paper of the house: what it sold, spent and still has to, with its margins.

`domain.accounts.statements.cost_report` works them out; `documents.papers.cost_report` prints them. Amounts are cents
before tax unless they say otherwise, None where nobody knows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class ReportedCosts:
    """What a project, or the house, sold, is engaged to spend, has spent and has still to."""

    sold: int | None
    engaged: int | None
    actual: int | None
    to_complete: int | None
    final: int | None
    revenue: int | None
    margin: int | None
    margin_rate: Decimal | None

    @property
    def margin_is_loss(self) -> bool:
        return self.margin is not None and self.margin < 0


@dataclass(frozen=True)
class ReportedMoney:
    """What a project, or the house, invoiced before tax, received, is owed and is owed late with tax."""

    invoiced: int | None
    received: int | None
    due: int | None
    overdue: int | None


@dataclass(frozen=True)
class ReportedProject:
    """One project; `unknown` says in French what its empty figures wait for."""

    code: str
    title: str
    costs: ReportedCosts
    money: ReportedMoney
    unknown: str


@dataclass(frozen=True)
class ReportedLine:
    """A quote line: what it was to cost, what it will have cost, and by how much that is more."""

    line: str
    label: str
    sold: int | None
    projected: int | None
    variance: int | None


@dataclass(frozen=True)
class ReportedMonth:
    """A month of the cash, with tax: what comes in, goes out, is left, adds up; None where it has no date."""

    label: str
    incoming: int
    outgoing: int
    balance: int | None
    cumulative: int | None
    unsigned: int
    remarks: str


@dataclass(frozen=True)
class CostReport:
    """The cost report on a day: every project with its totals and the cash, or one project with its lines.

    Parameters
    ----------
    project
        Code of the only project; empty for all of them.
    total_costs, total_money
        Of all the projects; None when only one is reported.
    lines
        Those of the only project.
    months
        The cash of the house; none when only one project is reported.
    """

    day: date
    house: str
    project: str
    projects: tuple[ReportedProject, ...]
    total_costs: ReportedCosts | None
    total_money: ReportedMoney | None
    lines: tuple[ReportedLine, ...]
    months: tuple[ReportedMonth, ...]

    @property
    def heading(self) -> str:
        """« Situation de production au 29/11/2026 »."""
        of_project = f" {self.project}" if self.project else ""
        return f"Situation de production{of_project} au {self.day:%d/%m/%Y}"
