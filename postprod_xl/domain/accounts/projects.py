"""The accounts of each project, to date and at completion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from postprod_xl.domain.accounts.costs import costs, unpriced_people, unpriced_rooms
from postprod_xl.domain.accounts.projected import projected_costs, worth_to_come
from postprod_xl.domain.invoicing.receivables import receivables
from postprod_xl.domain.money import margin_rate
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import Effects, effects
from postprod_xl.domain.quotes.follow_up.following import followed_lines
from postprod_xl.domain.quotes.lines import invoiced_by_line
from postprod_xl.domain.quotes.versions.totals import accepted_versions
from postprod_xl.domain.results import result_rows
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.vocabulary import ProjectStatus

FINISHED = frozenset({ProjectStatus.DELIVERED, ProjectStatus.SETTLED})


def accounts(office: Office, remaining: Mapping[str, Decimal]) -> tuple[Rows, list[Problem]]:
    """The rows of `Comptes`: one per project not cancelled, in the order of `Projets`; amounts in cents.

    What a project is worth is its accepted quote, its change orders and what the hours of its lines change
    (`line_worth`); less what was invoiced it is to invoice. At completion, what is left of its Régie lines is worth
    its price too, and less the cost at completion (`projected_costs`) it is the margin at completion. The margin to
    date is what was invoiced less what was spent, and less the other costs once the project is delivered.

    Parameters
    ----------
    office
        With the computed columns of `Planning`, `Projets`, `Devis` and `Versions`.
    remaining
        Working days still needed by each task.

    Returns
    -------
    rows
        Schema columns.
    problems
        People whose sessions cost nothing because nothing says what they earn, rooms whose days do not.
    """
    orders, billed, spent = effects(office), receivables(office), costs(office)
    quoted, worths = _quoted_cents(office), worth_cents(office)
    followed = followed_lines(office, remaining)
    final, to_come = projected_costs(office, followed, remaining), worth_to_come(office, followed)
    labour, rooms = spent.labour_cents(), spent.rooms_cents()
    rows: list[list[Any]] = []
    for code, title, status in _open_projects(office):
        cost, worth, to_date = final[code], worths[code], labour[code] + rooms[code]
        at_completion = worth + to_come[code]
        other = cost.other_cents if status in FINISHED else 0
        rows.append(
            [
                code,
                title,
                quoted[code],
                orders.project_cents[code],
                billed.invoiced[code],
                worth - billed.invoiced[code],
                billed.paid[code],
                billed.overdue[code],
                labour[code],
                rooms[code],
                cost.other_cents,
                cost.final_cents,
                None if other is None else billed.invoiced[code] - to_date - other,
                None if cost.final_cents is None else at_completion - cost.final_cents,
                None if cost.final_cents is None else margin_rate(at_completion, cost.final_cents),
                cost.sold_cents,
                cost.variance_cents,
            ]
        )
    return result_rows("Comptes", rows), [*unpriced_people(office, spent), *unpriced_rooms(office, spent)]


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
