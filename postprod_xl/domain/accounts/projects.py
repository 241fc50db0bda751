"""The accounts of each project, to date and at completion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from postprod_xl.domain.accounts.costs import costs
from postprod_xl.domain.accounts.engaged import Engaged, engaged_to_come
from postprod_xl.domain.accounts.projected import ProjectCost, projected_costs, worth_to_come
from postprod_xl.domain.accounts.to_date import Spent, spent_to_date
from postprod_xl.domain.accounts.unpriced import unpriced_problems
from postprod_xl.domain.invoicing.receivables import Receivables, receivables, unpaid_invoices
from postprod_xl.domain.money import known_sum, margin_rate
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import Effects, effects
from postprod_xl.domain.quotes.follow_up.following import followed_lines
from postprod_xl.domain.quotes.lines import invoiced_by_line
from postprod_xl.domain.quotes.versions.totals import accepted_versions
from postprod_xl.domain.results import result_rows
from postprod_xl.domain.wording import first_names
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.vocabulary import ProjectStatus

UNSIGNED = "devis non accepté"
FINISHED = frozenset({ProjectStatus.DELIVERED, ProjectStatus.SETTLED})


def accounts(office: Office, remaining: Mapping[str, Decimal]) -> tuple[Rows, list[Problem]]:
    """The rows of `Comptes`: one per project not cancelled, in the order of `Projets`; amounts in cents.

    What a project is worth is its accepted quote, its change orders and what the hours of its lines change
    (`line_worth`); less what was invoiced it is to invoice. At completion, what is left of its Régie lines is worth
    its price too, and less the cost at completion (`projected_costs`) it is the margin at completion. The margin to
    date is what was invoiced less what was spent, and less the other costs once the project is delivered.

    What was spent is the cost to date; with what is booked for sure and ordered (`booked_costs`, `bought`), it is
    engaged, and what it lacks of the cost at completion is still to be spent. A figure that a cost nobody knows
    enters is None, and that cost is named.

    Parameters
    ----------
    office
        With the computed columns of `Planning`, `Projets`, `Devis` and `Versions`, and the rows of `Reservations`.
    remaining
        Working days still needed by each task.

    Returns
    -------
    rows
        Schema columns.
    problems
        People and rooms whose use costs nobody knows what.
    """
    figures = _Figures.of(office, remaining)
    rows = [figures.row(*project) for project in _open_projects(office)]
    return result_rows("Comptes", rows), [*unpriced_problems(office, costs(office))]


@dataclass(frozen=True)
class _Figures:
    """What is known of every project, before its row is written."""

    quoted: Counter[str]
    ordered: Counter[str]
    worth: Counter[str]
    to_come: Counter[str]
    signed: Container[str]
    billed: Receivables
    due: Counter[str]
    spent: Mapping[str, Spent]
    final: Mapping[str, ProjectCost]
    booked: Mapping[str, Engaged]

    @classmethod
    def of(cls, office: Office, remaining: Mapping[str, Decimal]) -> _Figures:
        followed = followed_lines(office, remaining)
        due: Counter[str] = Counter()
        for unpaid in unpaid_invoices(office):
            due[unpaid.project] += unpaid.cents
        return cls(
            _quoted_cents(office),
            effects(office).project_cents,
            worth_cents(office),
            worth_to_come(office, followed),
            accepted_versions(office),
            receivables(office),
            due,
            spent_to_date(office),
            projected_costs(office, followed, remaining),
            engaged_to_come(office, remaining),
        )

    def row(self, code: str, title: str, status: str) -> list[Any]:
        """The row of a project, in schema order."""
        spent, cost, booked, billed = self.spent[code], self.final[code], self.booked[code], self.billed
        invoiced, worth = billed.invoiced[code], self.worth[code]
        revenue = worth + self.to_come[code] if code in self.signed else None
        actual = known_sum([spent.cents, cost.other_cents if status in FINISHED else 0])
        return [
            code,
            title,
            self.quoted[code],
            self.ordered[code],
            invoiced,
            worth - invoiced,
            billed.paid[code],
            billed.overdue[code],
            spent.labour_cents,
            spent.rooms_cents,
            cost.other_cents,
            cost.final_cents,
            _less(invoiced, actual),
            _less(revenue, cost.final_cents),
            None if revenue is None or cost.final_cents is None else margin_rate(revenue, cost.final_cents),
            cost.sold_cents,
            cost.variance_cents,
            spent.purchases_cents,
            actual,
            booked.cents,
            known_sum([actual, booked.cents]),
            _less(cost.final_cents, actual),
            revenue,
            self.due[code],
            " ; ".join(self._unknown(code)),
        ]

    def _unknown(self, code: str) -> Iterator[str]:
        """What nobody knows of a project and its empty figures wait for, in French."""
        spent, cost = self.spent[code], self.final[code]
        if code not in self.signed:
            yield UNSIGNED
        people = dict.fromkeys((*spent.people, *cost.unknown_people, *self.booked[code].people))
        rooms = dict.fromkeys((*spent.rooms, *self.booked[code].rooms))
        for label, names in (
            ("coût de", people),
            ("coût jour de", rooms),
            ("coût de la ligne", dict.fromkeys(cost.unknown_lines)),
        ):
            if names:
                yield f"{label} {first_names([*names])}"


def _less(cents: int | None, other: int | None) -> int | None:
    """A difference, None when one of its terms is not known."""
    return None if cents is None or other is None else cents - other


def worth_cents(office: Office) -> Counter[str]:
    """What each project is worth: its accepted quote, its change orders and what the hours of its lines change.

    Parameters
    ----------
    office
        With the computed columns of `Devis` and `Versions`.
    """
    orders = effects(office)
    worth = _quoted_cents(office)
    for parts in (orders.project_cents, _hours_cents(office, orders)):
        for project, cents in parts.items():
            worth[project] += cents
    return worth


def to_invoice_cents(office: Office) -> dict[str, int]:
    """What is left to invoice of each project with an accepted quote, before tax, as `Comptes` tells it.

    Parameters
    ----------
    office
        With the computed columns of `Devis` and `Versions`.
    """
    worth, billed = worth_cents(office), receivables(office)
    accepted = accepted_versions(office)
    return {
        code: worth[code] - billed.invoiced[code] for code, *_ in _open_projects(office) if code in accepted
    }


def _open_projects(office: Office) -> Iterator[tuple[str, str, str]]:
    projects = office["Projets"]
    for code, title, status in projects.select("code", "title", "status"):
        if status != ProjectStatus.CANCELLED:
            yield code, title, status


def _quoted_cents(office: Office) -> Counter[str]:
    versions, accepted = office["Versions"], accepted_versions(office)
    return Counter(
        {
            project: cents
            for project, version, cents in versions.select("project", "version", "total_cents")
            if accepted.get(project) == version
        }
    )


def _hours_cents(office: Office, orders: Effects) -> Counter[str]:
    """What hours add to accepted lines, or take: what is due on them beyond amounts and change orders."""
    quote, accepted, invoiced = office["Devis"], accepted_versions(office), invoiced_by_line(office)
    change: Counter[str] = Counter()
    for project, version, line, amount, due in quote.select(
        "project", "version", "line", "amount_cents", "to_invoice_cents"
    ):
        if due is not None and accepted.get(project) == version:
            change[project] += due + invoiced[line] - amount - orders.cents[line]
    return change
