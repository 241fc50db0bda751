"""Change orders: what the accepted ones add to the reference quote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pandas as pd

from postprod_xl.domain.columns import computed_frame, known
from postprod_xl.domain.money import amount_cents, half_up
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes import ACCEPTED, accepted_versions, line_amounts, reference_rows
from postprod_xl.domain.sold import sold_times, unit_lengths
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables import BY_NAME

REPLACEMENT = "Remplacement"


@dataclass(frozen=True)
class Effects:
    """What accepted change orders add (negative: take away): minutes and cents by line, cents by project."""

    minutes: Counter[str] = field(default_factory=Counter)
    cents: Counter[str] = field(default_factory=Counter)
    project_cents: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class _Line:
    """A reference line as it stands before its change orders."""

    unit_minutes: int
    minutes: int
    cents: int


@dataclass(frozen=True)
class _Order:
    project: str
    line: str
    is_replacement: bool
    quantity: Decimal
    cents: int


def effects(office: Office) -> Effects:
    """The effect of the accepted change orders on the reference quote, in the order of their dates.

    An Additif adds its hours and amount to the line; a Remplacement takes the place of what the line held
    that day, earlier change orders included. One without a line counts for the project only.
    """
    lines = _reference(office)
    found = Effects()
    for order in _accepted_orders(office):
        line = lines.get(order.line, _Line(0, 0, 0))
        minutes, cents = half_up(order.quantity * line.unit_minutes), order.cents
        if order.is_replacement:
            minutes -= line.minutes + found.minutes[order.line]
            cents -= line.cents + found.cents[order.line]
        found.project_cents[order.project] += cents
        if order.line:
            found.minutes[order.line] += minutes
            found.cents[order.line] += cents
    return found


def change_order_columns(office: Office) -> pd.DataFrame:
    """The computed column of `Avenants`: its amount in cents, on the index of the table."""
    orders = office["Avenants"]
    return computed_frame("Avenants", orders.index, amount_cents=_amounts(orders))


def change_order_problems(office: Office) -> list[Problem]:
    """Change orders on a line of another project."""
    return list(_foreign_lines(office))


def _amounts(orders: pd.DataFrame) -> list[int]:
    columns = zip(known(orders["quantity"]), known(orders["unit_price_cents"]), strict=True)
    return [amount_cents(quantity, price) for quantity, price in columns]


def _reference(office: Office) -> dict[str, _Line]:
    quote = office["Devis"]
    lines = reference_rows(quote[quote["line"].isin(office["Avenants"]["line"])], accepted_versions(office))
    columns = zip(
        known(lines["line"]),
        unit_lengths(office, lines),
        sold_times(office, lines),
        line_amounts(lines),
        strict=True,
    )
    return {line: _Line(length or 0, sold.minutes or 0, cents) for line, length, sold, cents in columns}


def _accepted_orders(office: Office) -> list[_Order]:
    orders = office["Avenants"]
    names = ("status", "day", "project", "line", "type", "quantity")
    rows = zip(orders.index, _amounts(orders), *(known(orders[name]) for name in names), strict=True)
    dated = [
        (day or date.min, row, _Order(project, line, kind == REPLACEMENT, quantity or Decimal(0), cents))
        for row, cents, status, day, project, line, kind, quantity in rows
        if status == ACCEPTED
    ]
    return [order for _, _, order in sorted(dated, key=lambda entry: entry[:2])]


def _foreign_lines(office: Office) -> Iterator[Problem]:
    orders, quote = office["Avenants"], office["Devis"]
    projects = dict(zip(known(quote["line"]), known(quote["project"]), strict=True))
    heading = BY_NAME["Avenants"].heading("line")
    for row, project, line in zip(orders.index, known(orders["project"]), known(orders["line"]), strict=True):
        owner = projects.get(line, project)
        if owner != project:
            message = f"la ligne {line} est au devis de {owner}, l'avenant est sur {project} : corrigez-en un"
            yield warning("Avenants", row, heading, line, f"une ligne de {project}", message)
