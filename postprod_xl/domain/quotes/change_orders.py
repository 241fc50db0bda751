"""Change orders: what the accepted ones add to the reference quote."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import compress
from operator import itemgetter
from typing import NamedTuple

from postprod_xl.domain.money import amount_cents
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.quotes.reference_lines import LineRows, line_rows
from postprod_xl.domain.quotes.sold import SoldTime, sold_times
from postprod_xl.domain.quotes.unit_times import unit_lengths
from postprod_xl.domain.quotes.versions.totals import line_amounts
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.wording import decimal_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.units import half_up
from postprod_xl.schema.vocabulary import BillingMode, ChangeOrderStatus, ChangeOrderType


class Added(NamedTuple):
    """The minutes that a change order adds to its line, or takes away."""

    number: str
    minutes: int
    is_replacement: bool


@dataclass(frozen=True)
class Effects:
    """What accepted change orders add (negative: take away).

    Units, minutes and cents by line, cents by project; `replaced` are the lines a Remplacement stands for, `added` what
    each change order of a line adds to it, in the order they are taken.
    """

    quantities: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    minutes: Counter[str] = field(default_factory=Counter)
    cents: Counter[str] = field(default_factory=Counter)
    project_cents: Counter[str] = field(default_factory=Counter)
    replaced: set[str] = field(default_factory=set)
    added: defaultdict[str, list[Added]] = field(default_factory=lambda: defaultdict(list))

    @property
    def sold_again(self) -> set[str]:
        """The lines that they sell, whatever the reference version holds of them."""
        return {line for line, quantity in self.quantities.items() if quantity > 0}


@dataclass(frozen=True)
class _Line:
    """A line as it stands before its change orders; it sells nothing where its version does not hold it."""

    unit_minutes: int = 0
    quantity: Decimal = Decimal(0)
    minutes: int = 0
    cents: int = 0


@dataclass(frozen=True)
class _Order:
    number: str
    project: str
    line: str
    is_replacement: bool
    quantity: Decimal
    cents: int


@fact(
    Avenants="number day line project quantity status type unit_price_cents",
    Devis="discount_rate item line project quantity unit unit_price_cents version",
    Versions="project version status",
    Tarifs="item unit unit_minutes price_cents film_price_cents",
    Projets="code type",
)
def effects(office: Office) -> Effects:
    """The effect of the accepted change orders on the reference quote.

    They are taken in the order of their dates, then those without a date in the order of the rows.
    An Additif adds its hours and amount to the line; a Remplacement takes the place of what the line held
    that day, earlier change orders included. An Additif without a line counts for the project only; a
    Remplacement without a line replaces nothing and counts for nothing.
    """
    lines = _reference(office)
    found = Effects()
    for order in _accepted_orders(office):
        line = lines.get(order.line, _Line())
        quantity, cents = order.quantity, order.cents
        minutes = half_up(quantity * line.unit_minutes)
        if order.is_replacement:
            quantity -= line.quantity + found.quantities[order.line]
            minutes -= line.minutes + found.minutes[order.line]
            cents -= line.cents + found.cents[order.line]
            found.replaced.add(order.line)
        found.project_cents[order.project] += cents
        if order.line:
            found.quantities[order.line] += quantity
            found.minutes[order.line] += minutes
            found.added[order.line].append(Added(order.number, minutes, order.is_replacement))
            found.cents[order.line] += cents
    return found


def sold_minutes(rows: LineRows, times: Sequence[SoldTime], orders: Effects) -> list[int | None]:
    """Minutes each of some lines sells, its accepted change orders included; `times` are its `sold_times`.

    None for a line that sells no hours; a line the reference version does not hold sells those of its change
    orders alone.
    """
    ordered = orders.minutes
    lines = zip(rows.rows.column("line"), times, rows.held, strict=True)
    return [
        None if is_held and sold.minutes is None else ordered[line] + ((sold.minutes or 0) if is_held else 0)
        for line, sold, is_held in lines
    ]


def is_void(kind: str, line: str) -> bool:
    """Whether a change order counts for nothing: a Remplacement that says no line to replace."""
    return kind == ChangeOrderType.REPLACEMENT and not line


def change_order_columns(office: Office) -> Rows:
    """The computed column of `Avenants`: its amount in cents, row by row."""
    orders = office["Avenants"]
    return computed_columns("Avenants", orders.numbers, amount_cents=order_amounts(orders))


def change_order_problems(office: Office) -> list[Problem]:
    """Change orders on a line of another project, accepted without a date, replacing no line, taken from a Régie."""
    return [*_foreign_lines(office), *_undated(office), *_void(office), *_taken_from_worked_hours(office)]


def order_amounts(orders: Rows) -> list[int]:
    """Quantity × unit price of each row of `Avenants`, in cents."""
    return [amount_cents(*terms) for terms in orders.select("quantity", "unit_price_cents")]


def _reference(office: Office) -> dict[str, _Line]:
    changed, lines = set(office["Avenants"].column("line")), line_rows(office)
    is_changed = [line in changed for line in lines.rows.column("line")]
    rows, held = lines.rows.where(is_changed), compress(lines.held, is_changed)
    columns = zip(
        rows.column("line"),
        rows.column("quantity"),
        unit_lengths(office, rows),
        sold_times(office, rows),
        line_amounts(office, rows),
        held,
        strict=True,
    )
    return {
        line: _Line(length or 0, quantity or Decimal(0), sold.minutes or 0, cents)
        if is_held
        else _Line(length or 0)
        for line, quantity, length, sold, cents, is_held in columns
    }


def _accepted_orders(office: Office) -> list[_Order]:
    """In the order of their dates, then those without one in the order of the rows."""
    orders = office["Avenants"]
    rows = zip(
        orders.select("status", "day", "number", "project", "line", "type", "quantity"),
        order_amounts(orders),
        strict=True,
    )
    dated = [
        (
            day or date.max,
            _Order(number, project, line, kind == ChangeOrderType.REPLACEMENT, quantity or Decimal(0), cents),
        )
        for (status, day, number, project, line, kind, quantity), cents in rows
        if status == ChangeOrderStatus.ACCEPTED and not is_void(kind, line)
    ]
    return [order for _, order in sorted(dated, key=itemgetter(0))]


def _undated(office: Office) -> Iterator[Problem]:
    for order in office["Avenants"]:
        if order.status == ChangeOrderStatus.ACCEPTED and order.day is None:
            message = f"l'avenant {order.number} n'a pas de date : il est compté après ceux qui en ont une"
            yield order.warning("day", "vide", "la date de l'avenant", message)


def _void(office: Office) -> Iterator[Problem]:
    for order in office["Avenants"]:
        if is_void(order.type, order.line):
            message = (
                f"l'avenant {order.number} est sans ligne : rien à remplacer, il ne compte pas ; indiquez-la"
            )
            yield order.warning("line", "vide", "la ligne que l'avenant remplace", message)


def _taken_from_worked_hours(office: Office) -> Iterator[Problem]:
    """Accepted change orders that take hours from a Régie line: it bills those worked, which they lessen again."""
    rows = line_rows(office).rows
    lengths = dict(zip(rows.column("line"), unit_lengths(office, rows), strict=True))
    modes = rows.by_key("line", "mode")
    for order in office["Avenants"]:
        is_deduction = order.type != ChangeOrderType.REPLACEMENT and (order.quantity or 0) < 0
        is_regie = modes.get(order.line) == BillingMode.TIME_AND_MATERIALS and lengths[order.line]
        if is_deduction and is_regie and order.status == ChangeOrderStatus.ACCEPTED:
            message = (
                f"l'avenant {order.number} retire des heures à {order.line}, en « {modes[order.line]} » : seules "
                "celles faites y sont facturées, il les diminue encore ; passez-le à « Refusé », sauf remise voulue"
            )
            yield order.warning("quantity", decimal_text(order.quantity), "des heures ajoutées", message)


def _foreign_lines(office: Office) -> Iterator[Problem]:
    projects = office["Devis"].by_key("line", "project")
    for order in office["Avenants"]:
        line, owner = order.line, projects.get(order.line, order.project)
        if owner != order.project:
            message = (
                f"la ligne {line} est au devis de {owner}, l'avenant est sur {order.project} : corrigez-en un"
            )
            yield order.warning("line", line, f"une ligne de {order.project}", message)
