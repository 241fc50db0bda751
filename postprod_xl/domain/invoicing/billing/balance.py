"""The lines of a Solde: everything a project is worth, less what its invoices already billed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from postprod_xl.documents.invoice import InvoiceLine
from postprod_xl.domain.invoicing.billing.lines import (
    ALREADY,
    BILLED,
    AcceptedQuote,
    adjustment_lines,
    by_family,
    lump_line,
    priced_lines,
    standing_lines,
)
from postprod_xl.domain.invoicing.credits.standing import standings
from postprod_xl.domain.invoicing.register.ledger import standing_invoices
from postprod_xl.domain.money import amount_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.change_orders import Effects, effects, is_void
from postprod_xl.domain.quotes.line_work import line_work
from postprod_xl.domain.quotes.line_worth import BilledHours, billed_hours
from postprod_xl.domain.quotes.pricing.prices import line_units
from postprod_xl.domain.wording import listed
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import ChangeOrderStatus, Unit

ORDERS, EXTRA_HOURS = "Avenants", "Heures en plus"


def balance_lines(office: Office, quote: AcceptedQuote, vat_rate: Decimal) -> list[InvoiceLine]:
    """All an accepted quote is worth (`line_worth`), less what invoices of the project already billed.

    The quote, its Régie lines for the hours worked; its « En plus » hours; its change orders. What was billed
    is taken back line by line, so that each quote line is billed once in all; lines of one earlier invoice bear
    the same label. All is at the VAT rate of the Solde, which taxes what is left: earlier invoices keep their VAT,
    that only a credit note gives back.
    """
    orders = effects(office)
    hours = billed_hours(office, line_work(office), orders)
    quoted = priced_lines(office, quote, vat_rate)
    return [
        *by_family([line for line in _as_worked(quoted, hours) if line.quantity]),
        *adjustment_lines(quote, vat_rate),
        *_extra_lines(quoted, hours),
        *_order_lines(office, quote.project, orders, vat_rate),
        *_billed_lines(office, quote.project, vat_rate),
    ]


def _as_worked(lines: Sequence[InvoiceLine], hours: BilledHours) -> list[InvoiceLine]:
    """The lines of a quote, each Régie for its hours worked."""
    return [
        replace(line, quantity=worked.quantity, amount_cents=worked.cents)
        if (worked := hours.worked.get(line.line))
        else line
        for line in lines
    ]


def _extra_lines(lines: Sequence[InvoiceLine], hours: BilledHours) -> list[InvoiceLine]:
    return [
        replace(
            line,
            label=f"{EXTRA_HOURS} — {line.label}",
            quantity=extra.quantity,
            amount_cents=extra.cents,
            group=EXTRA_HOURS,
        )
        for line in lines
        if (extra := hours.extra.get(line.line))
    ]


def _order_lines(office: Office, project: str, orders: Effects, vat_rate: Decimal) -> list[InvoiceLine]:
    """Accepted change orders, and for each quote line what their replacements took the place of."""
    quote = office["Devis"]
    units = dict(zip(quote.column("line"), line_units(office, quote), strict=True))
    lines = [
        InvoiceLine(
            label=f"Avenant {order.number} — {order.label}" if order.label else f"Avenant {order.number}",
            quantity=order.quantity or Decimal(0),
            unit=units.get(order.line, "") or Unit.LUMP_SUM,
            unit_price_cents=order.unit_price_cents or 0,
            amount_cents=amount_cents(order.quantity, order.unit_price_cents),
            vat_rate=vat_rate,
            line=order.line,
            group=ORDERS,
        )
        for order in office["Avenants"]
        if (order.project, order.status) == (project, ChangeOrderStatus.ACCEPTED)
        and not is_void(order.type, order.line)
    ]
    return lines + _replaced_lines(orders, lines)


def _replaced_lines(effect: Effects, orders: Sequence[InvoiceLine]) -> list[InvoiceLine]:
    added: dict[str, int] = {}
    for order in orders:
        added[order.line] = added.get(order.line, 0) + order.amount_cents
    return [
        replace(
            lump_line(
                f"Remplacé par avenant : {line}", effect.cents[line] - cents, orders[0].vat_rate, ORDERS
            ),
            line=line,
        )
        for line, cents in added.items()
        if line and effect.cents[line] != cents
    ]


def _billed_lines(office: Office, project: str, vat_rate: Decimal) -> list[InvoiceLine]:
    earlier = standing_invoices(office, project)
    held, stands = standing_lines(office, {entry.number for entry in earlier}), standings(office)
    return [
        replace(
            line,
            label=_billed_label(entry, stands[entry.number].credits),
            quantity=-line.quantity,
            amount_cents=-line.amount_cents,
            vat_rate=vat_rate,
            group=ALREADY,
            sessions="",
        )
        for entry in earlier
        for line in held[entry.number].values()
    ]


def _billed_label(entry: Row, notes: Sequence[str]) -> str:
    deducted = f", {listed(notes)} déduit{'s' if len(notes) > 1 else ''}" if notes else ""
    return f"{BILLED} : {entry.number} du {entry.day:%d/%m/%Y}{deducted}"
