"""What each project has ordered, received, been invoiced and paid, and what the house still owes its suppliers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.works import Work
from postprod_xl.schema.rows import Row

COSTED_FROM = (
    "purchase project line supplier ordered_cents received_day invoice_day invoiced_cents vat_cents due_day"
    " paid_day paid_cents origin"
)


@dataclass(frozen=True)
class PurchaseCosts:
    """Cents of the purchases of each project and line; the empty project is the house itself.

    Parameters
    ----------
    ordered
        Ordered, before tax.
    invoiced
        Invoiced before tax, credit notes received deducted.
    paid
        Paid, with tax.
    to_invoice
        Ordered and not invoiced yet, before tax; never negative, order by order.
    received_to_invoice
        The part of it that was delivered up to today.
    """

    ordered: Counter[Work] = field(default_factory=Counter)
    invoiced: Counter[Work] = field(default_factory=Counter)
    paid: Counter[Work] = field(default_factory=Counter)
    to_invoice: Counter[Work] = field(default_factory=Counter)
    received_to_invoice: Counter[Work] = field(default_factory=Counter)

    @property
    def committed(self) -> Counter[Work]:
        """What is invoiced, and what is ordered and not invoiced yet, before tax."""
        return _sum(self.invoiced, self.to_invoice)

    @property
    def incurred(self) -> Counter[Work]:
        """What is invoiced, and what is delivered and not invoiced yet, before tax: the cost to date."""
        return _sum(self.invoiced, self.received_to_invoice)


class OwedToSupplier(NamedTuple):
    """What is still owed on one received invoice, in cents with tax; negative where the supplier owes it."""

    purchase: str
    supplier: str
    project: str
    invoice: str
    due_day: date | None
    cents: int

    def is_late(self, today: date) -> bool:
        """Whether the house should have paid it before a day."""
        return self.cents > 0 and self.due_day is not None and self.due_day < today


def purchase_costs(office: Office) -> PurchaseCosts:
    """What the purchases of an office come to, by project and quote line, from `Achats`.

    The invoices of one order are the rows that name it as their `Achat d'origine`, with its own: what is still to be
    invoiced is what it ordered less its invoices, never below nothing. A credit note, a negative amount, lowers what
    was invoiced and orders nothing anew.
    """
    found = PurchaseCosts()
    # `bought` asks it of suppliers alone: through the fact `orders`, their orders would replace those of the office.
    for rows in _orders_of(office["Achats"]):
        _add_order(found, rows, office.today)
    return found


@fact(Achats=COSTED_FROM)
def orders(office: Office) -> list[list[Row]]:
    """The rows of each order, its own first: those that name it, or one that names it, as their origin.

    A row whose origin is unknown, or that is its own origin in a circle, stands alone.
    """
    return _orders_of(office["Achats"])


def _orders_of(purchases: Iterable[Row]) -> list[list[Row]]:
    rows = {purchase.purchase: purchase for purchase in purchases}
    found: dict[str, list[Row]] = {}
    for purchase in rows.values():
        first = _first_of(purchase, rows)
        held = found.setdefault(first.purchase, [first])
        if purchase is not first:
            held.append(purchase)
    return [*found.values()]


def unpaid_purchases(office: Office) -> list[OwedToSupplier]:
    """The received invoices not paid in full, in the order of `Achats`; credit notes not refunded are negative."""
    owed = (
        OwedToSupplier(p.purchase, p.supplier, p.project, p.invoice, p.due_day, owed_cents(p) or 0)
        for p in office["Achats"]
    )
    return [one for one in owed if one.cents]


def with_vat_cents(purchase: Row) -> int | None:
    """What the invoice of a purchase asks for, with tax; None without an invoice."""
    if purchase.invoiced_cents is None and purchase.vat_cents is None:
        return None
    return (purchase.invoiced_cents or 0) + (purchase.vat_cents or 0)


def paid_cents(purchase: Row) -> int:
    """What was paid of a purchase; a day of payment without an amount is a payment in full."""
    if purchase.paid_cents is not None:
        return int(purchase.paid_cents)
    return (with_vat_cents(purchase) or 0) if purchase.paid_day else 0


def owed_cents(purchase: Row) -> int | None:
    """What is still to be paid of the invoice of a purchase; None without an invoice."""
    asked = with_vat_cents(purchase)
    return None if asked is None else asked - paid_cents(purchase)


def _first_of(purchase: Row, rows: dict[str, Row]) -> Row:
    first, seen = purchase, {purchase.purchase}
    while first.origin in rows:
        first = rows[first.origin]
        if first.purchase in seen:
            return purchase
        seen.add(first.purchase)
    return first


def _add_order(found: PurchaseCosts, rows: Sequence[Row], today: date) -> None:
    for row in rows:
        work = (row.project, row.line)
        found.ordered[work] += row.ordered_cents or 0
        found.invoiced[work] += row.invoiced_cents or 0
        found.paid[work] += paid_cents(row)
    work, left = (rows[0].project, rows[0].line), left_to_invoice(rows)
    found.to_invoice[work] += left
    if any(row.received_day and row.received_day <= today for row in rows):
        found.received_to_invoice[work] += left


def left_to_invoice(rows: Sequence[Row]) -> int:
    """What the rows of one order ordered and no invoice of theirs bills yet, before tax."""
    ordered = sum(row.ordered_cents or 0 for row in rows)
    billed = sum(row.invoiced_cents for row in rows if (row.invoiced_cents or 0) > 0)
    return max(ordered - billed, 0)


def _sum(one: Counter[Work], other: Counter[Work]) -> Counter[Work]:
    found = Counter(one)
    for work, cents in other.items():
        found[work] += cents
    return found
