"""The accounts of each project, to date and at completion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pandas as pd

from postprod_xl.domain.change_orders import effects
from postprod_xl.domain.columns import known, result_frame
from postprod_xl.domain.costs import Costs, costs, unpriced_people
from postprod_xl.domain.money import half_up, margin_rate
from postprod_xl.domain.office import Office
from postprod_xl.domain.quote_lines import CANCELLED
from postprod_xl.domain.quotes import accepted_versions, reference_lines
from postprod_xl.domain.receivables import receivables
from postprod_xl.schema.problems import Problem


def accounts(office: Office) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows of `Comptes`: one per project not cancelled, in the order of `Projets`; amounts in cents.

    The cost at completion is what was spent, the cost of accepted lines that sell no hours, and the remaining
    hours of each line at the average cost of those already worked on it (else at the cost of the quote).

    Parameters
    ----------
    office
        With the computed columns of `Devis` and `Versions`, and the rows of `Depassements`.

    Returns
    -------
    rows
        Schema columns.
    problems
        People whose sessions cost nothing because nothing says what they earn.
    """
    quoted, other = _quoted_cents(office), _other_cents(office)
    ordered, billed, spent = effects(office).project_cents, receivables(office), costs(office)
    labour, rooms, to_come = spent.labour_cents(), spent.rooms_cents(), _remaining_cents(office, spent)
    rows: list[list[Any]] = []
    for code, title in _open_projects(office):
        sold, to_date = quoted[code] + ordered[code], labour[code] + rooms[code]
        final_cost = to_date + other[code] + to_come[code]
        rows.append(
            [
                code,
                title,
                quoted[code],
                ordered[code],
                billed.invoiced[code],
                sold - billed.invoiced[code],
                billed.paid[code],
                billed.overdue[code],
                labour[code],
                rooms[code],
                other[code],
                final_cost,
                billed.invoiced[code] - to_date,
                sold - final_cost,
                margin_rate(sold, final_cost),
            ]
        )
    return result_frame("Comptes", rows), unpriced_people(office, spent)


def _open_projects(office: Office) -> Iterator[tuple[str, str]]:
    projects = office["Projets"]
    columns = (known(projects[name]) for name in ("code", "title", "status"))
    for code, title, status in zip(*columns, strict=True):
        if status != CANCELLED:
            yield code, title


def _quoted_cents(office: Office) -> Counter[str]:
    versions, accepted = office["Versions"], accepted_versions(office)
    columns = (known(versions[name]) for name in ("project", "version", "total_cents"))
    return Counter(
        {
            project: cents
            for project, version, cents in zip(*columns, strict=True)
            if accepted.get(project) == version
        }
    )


def _other_cents(office: Office) -> Counter[str]:
    quote, accepted = office["Devis"], accepted_versions(office)
    columns = (known(quote[name]) for name in ("project", "version", "sold_minutes", "cost_cents"))
    other: Counter[str] = Counter()
    for project, version, sold, cents in zip(*columns, strict=True):
        if sold is None and accepted.get(project) == version:
            other[project] += cents
    return other


def _remaining_cents(office: Office, spent: Costs) -> Counter[str]:
    overruns, usual = office["Depassements"], _quoted_costs(office)
    columns = (known(overruns[name]) for name in ("project", "line", "remaining_minutes"))
    to_come: Counter[str] = Counter()
    for project, line, minutes in zip(*columns, strict=True):
        cents = spent.remaining_cents((project, line), minutes)
        if cents is None and line in usual:
            cost, sold = usual[line]
            cents = half_up(Decimal(minutes * cost) / sold)
        to_come[project] += cents or 0
    return to_come


def _quoted_costs(office: Office) -> dict[str, tuple[int, int]]:
    """Cost and sold minutes of each reference line that sells hours."""
    lines = reference_lines(office)
    columns = (known(lines[name]) for name in ("line", "cost_cents", "sold_minutes"))
    return {line: (cost, sold) for line, cost, sold in zip(*columns, strict=True) if sold}
