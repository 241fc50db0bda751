"""What `Achats` writes in the books: invoices of suppliers, their VAT, what was paid of them.

VAT on services is deductible once they are paid (CGI art. 271-I-2 and 269-2 c): it waits in 44564 until then. A service
bought from a company that is not established in France, in the EU or out of it, bears none: the house owes it and
deducts it (CGI art. 283-2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from postprod_xl.documents.accounts.entries import Entry, EntryLine
from postprod_xl.domain.entries.chart import Chart
from postprod_xl.domain.money import share_cents
from postprod_xl.domain.office import Office
from postprod_xl.parameters import rate
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.purchases import PURCHASES


@dataclass
class PurchasesBook:
    """The entries of purchases and what refuses them."""

    office: Office
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def write(self) -> None:
        """Write every invoice received and what was paid of it."""
        chart = Chart(self.office.settings)
        for purchase in self.office[PURCHASES.name]:
            faults = list(_faults(purchase))
            self.problems += faults
            if not faults and purchase.invoiced_cents is not None:
                self.entries += _entries(chart, purchase)


def _faults(purchase: Row) -> Iterator[Problem]:
    """What an entry needs and the row does not say; a row without invoice needs nothing, unless it was paid."""
    is_paid = purchase.paid_day is not None or purchase.paid_cents is not None
    if purchase.invoiced_cents is None:
        if is_paid:
            yield _lacks(purchase, "invoiced_cents", "le montant de la facture payée")
        return
    if purchase.invoice_day is None:
        yield _lacks(purchase, "invoice_day", "le jour que porte la facture")
    if purchase.vat_cents is None:
        yield _lacks(purchase, "vat_cents", "la taxe que porte la facture, 0 si elle n'en porte pas")
    if not _supplier(purchase):
        yield _lacks(purchase, "supplier", "qui vend")
    if purchase.paid_cents is not None and purchase.paid_day is None:
        yield _lacks(purchase, "paid_day", "le jour du paiement")


def _lacks(purchase: Row, column: str, expected: str) -> Problem:
    heading = PURCHASES.heading(column)
    message = f"{purchase.purchase} : « {heading} » est vide, attendu {expected}, pour la mettre en écritures"
    return purchase.blocking(column, "vide", expected, message)


def _entries(chart: Chart, purchase: Row) -> Iterator[Entry]:
    net, vat = purchase.invoiced_cents, purchase.vat_cents
    piece, supplier = purchase.invoice or purchase.purchase, _supplier(purchase)
    charge = "subcontracting" if purchase.technician else "purchases"
    lines = [
        chart.line(charge, net),
        chart.line("vat_deductible_pending", vat),
        *_reverse_charge(chart, purchase),
        chart.line("supplier", -net - vat, supplier),
    ]
    label = f"Facture {piece} {supplier} {purchase.label}".strip()
    day = purchase.invoice_day
    yield Entry("AC", day, piece, day, label, _filled(lines), purchase.purchase)
    if purchase.paid_day is None:
        return
    paid = net + vat if purchase.paid_cents is None else purchase.paid_cents
    settled = [chart.line("supplier", paid, supplier), chart.line("bank", -paid)]
    label = f"Paiement {piece} {supplier}"
    if paid:
        yield Entry("BQ", purchase.paid_day, piece, day, label, _filled(settled), purchase.purchase)
    deductible = vat if paid == net + vat else _share(vat, paid, net + vat)
    if deductible:
        moved = [chart.line("vat_deductible", deductible), chart.line("vat_deductible_pending", -deductible)]
        yield Entry("OD", purchase.paid_day, piece, day, f"TVA déductible {piece}", _filled(moved))


def _share(vat: int, paid: int, owed: int) -> int:
    """The VAT of the part paid of an invoice, never more than it bears."""
    part = min(Decimal(1), Decimal(paid) / owed) if owed else Decimal(0)
    return share_cents(vat, max(Decimal(0), part))


def _reverse_charge(chart: Chart, purchase: Row) -> list[EntryLine]:
    if purchase.vat_cents or purchase.vat_number[:2].upper() in ("", "FR"):
        return []
    vat = share_cents(purchase.invoiced_cents, rate("vat.standard", purchase.invoice_day))
    return [chart.line("vat_deductible_eu", vat), chart.line("vat_due_eu", -vat)]


def _supplier(purchase: Row) -> str:
    return str(purchase.supplier or purchase.technician)


def _filled(lines: list[EntryLine]) -> tuple[EntryLine, ...]:
    return tuple(line for line in lines if line.cents)
