"""The figures of a printed invoice: lines under their group, totals, VAT by rate, deposits, what is due."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import Any

from postprod_xl.documents.invoice import Deposit, InvoiceDocument, InvoiceLine
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.units import plain
from postprod_xl.schema.vocabulary import InvoiceType
from postprod_xl.workbook.draw.invoice.heading import LAST
from postprod_xl.workbook.draw.printed_page import TABLE_HEIGHT, PrintedCell, PrintedRow
from postprod_xl.workbook.style import (
    FILL_COMPUTED,
    HEADER_TYPED,
    LINE,
    NUMBER_FORMATS,
    PALE_INK,
)

RULE = {"bottom": 1, "bottom_color": LINE}
_CODE, _LABEL, _QUANTITY, _UNIT, _PRICE, _DISCOUNT, _AMOUNT = range(LAST + 1)
_HEADING = (
    PrintedCell(_CODE, _CODE, "Ligne"),
    PrintedCell(_LABEL, _LABEL, "Désignation"),
    PrintedCell(_QUANTITY, _QUANTITY, "Quantité", {"align": "right"}),
    PrintedCell(_UNIT, _UNIT, "Unité", {"align": "center"}),
    PrintedCell(_PRICE, _PRICE, "PU HT", {"align": "right"}),
    PrintedCell(_DISCOUNT, _DISCOUNT, "Remise", {"align": "right"}),
    PrintedCell(_AMOUNT, _AMOUNT, "Montant HT", {"align": "right"}),
)
# A figure too wide for its column is printed smaller, never as a row of signs.
FITTED = {"align": "right", "shrink": True}
EURO = {"num_format": NUMBER_FORMATS[Kind.EURO], **FITTED}
_CENTS = Decimal(100)
_UNGROUPED = "Autres"
_LEAST_DECIMALS = 2


def table_heading(cells: tuple[PrintedCell, ...] = _HEADING) -> list[PrintedRow]:
    """The heading of a printed table, that of the lines unless told."""
    look = {"bold": True, "font_color": "#FFFFFF", "bg_color": HEADER_TYPED}
    shown = (PrintedCell(c.first, c.last, c.value, {**c.look, **look, "valign": "vcenter"}) for c in cells)
    return [PrintedRow(tuple(shown), 18.0)]


def line_blocks(invoice: InvoiceDocument) -> list[list[PrintedRow]]:
    """One block a line; the heading of a group goes with its first line."""
    finest = max((_decimals(line) for line in invoice.lines), default=0)
    several_rates = len(invoice.vat) > 1
    blocks: list[list[PrintedRow]] = []
    for group, lines in groupby(invoice.lines, key=lambda line: line.group):
        rows = [[_line_row(line, finest, _label(line, several_rates))] for line in lines]
        if heading := group or (_UNGROUPED if blocks else ""):
            rows[0].insert(0, _group_row(heading))
        blocks += rows
    return blocks


def totals_rows(invoice: InvoiceDocument) -> list[PrintedRow]:
    """The totals, on the right; the amount due is framed."""
    rows = [PrintedRow(least=8.0), _total_row("Total HT", invoice.total_cents)]
    for share in invoice.vat:
        label = PrintedCell(_QUANTITY, _UNIT, f"TVA {percent(share.rate)} sur", RULE)
        base = _amount(_PRICE, share.base_cents, {**RULE, "font_color": PALE_INK, "align": "left"})
        amount = _amount(_AMOUNT, share.vat_cents, RULE)
        rows.append(
            PrintedRow((label, base, PrintedCell(_DISCOUNT, _DISCOUNT, None, RULE), amount), TABLE_HEIGHT)
        )
    rows.append(_total_row("Total TTC", invoice.total_with_vat_cents, {"bold": True}))
    rows += [
        _total_row(_deposit_label(invoice, deposit), -deposit.amount_cents) for deposit in invoice.deposits
    ]
    return [*rows, PrintedRow(least=4.0), _due_row(invoice)]


def percent(rate: Decimal) -> str:
    """A rate in French.

    >>> percent(Decimal("0.055")), percent(Decimal("0.20"))
    ('5,5 %', '20 %')
    """
    return f"{plain(rate * 100).replace('.', ',')} %"


def _label(line: InvoiceLine, several_rates: bool) -> str:
    return f"{line.label} (TVA {percent(line.vat_rate)})" if several_rates else line.label


def _group_row(group: str) -> PrintedRow:
    return PrintedRow(
        (PrintedCell(_CODE, LAST, group, {"bold": True, "bg_color": FILL_COMPUTED, "valign": "vcenter"}),),
        16.0,
    )


def _line_row(line: InvoiceLine, finest: int, label: str) -> PrintedRow:
    discount = percent(line.discount_rate) if line.discount_rate else ""
    quantity = {"num_format": _quantity_format(line, finest), **FITTED}
    cells = (
        PrintedCell(_CODE, _CODE, line.line, {**RULE, "font_size": 8, "font_color": PALE_INK}),
        PrintedCell(_LABEL, _LABEL, label, RULE),
        PrintedCell(_QUANTITY, _QUANTITY, line.quantity, {**RULE, **quantity}),
        PrintedCell(_UNIT, _UNIT, line.unit, {**RULE, "align": "center"}),
        _amount(_PRICE, line.unit_price_cents, RULE),
        PrintedCell(_DISCOUNT, _DISCOUNT, discount, {**RULE, "align": "right"}),
        _amount(_AMOUNT, line.amount_cents, RULE),
    )
    return PrintedRow(cells, TABLE_HEIGHT)


def _decimals(line: InvoiceLine) -> int:
    return len(plain(line.quantity).partition(".")[2])


def _quantity_format(line: InvoiceLine, finest: int) -> str:
    """No decimal when all lines are whole; else two, and all those that give the amount again."""
    decimals = max(_decimals(line), _LEAST_DECIMALS)
    return f"#,##0.{'0' * decimals}" if finest else "#,##0"


def _amount(column: int, cents: int, look: dict[str, Any]) -> PrintedCell:
    return PrintedCell(column, column, Decimal(cents) / _CENTS, {**EURO, **look})


def _total_row(label: str, cents: int, look: dict[str, Any] | None = None) -> PrintedRow:
    shown = {**RULE, **(look or {})}
    return PrintedRow(
        (PrintedCell(_QUANTITY, _DISCOUNT, label, shown), _amount(_AMOUNT, cents, shown)), TABLE_HEIGHT
    )


def _deposit_label(invoice: InvoiceDocument, deposit: Deposit) -> str:
    """On a credit note it is what its invoice had deducted, already in words."""
    if invoice.type == InvoiceType.CREDIT_NOTE:
        return deposit.number[:1].upper() + deposit.number[1:]
    return f"Acompte {deposit.number} du {deposit.day:%d/%m/%Y}, TTC"


def _due_row(invoice: InvoiceDocument) -> PrintedRow:
    label = "Net à votre crédit" if invoice.type == InvoiceType.CREDIT_NOTE else "Net à payer"
    look = {
        "bold": True,
        "font_size": 12,
        "bg_color": FILL_COMPUTED,
        "valign": "vcenter",
        "top": 2,
        "bottom": 2,
    }
    cells = (
        PrintedCell(_QUANTITY, _PRICE, label, {**look, "left": 2, "indent": 1}),
        PrintedCell(
            _DISCOUNT, _AMOUNT, Decimal(invoice.payable_cents) / _CENTS, {**EURO, **look, "right": 2}
        ),
    )
    return PrintedRow(cells, 24.0)
