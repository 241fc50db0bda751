"""Under the totals of a printed invoice: how and when to pay, and what the law wants said."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.documents.invoice import InvoiceDocument
from postprod_xl.schema.vocabulary import InvoiceType, PaymentMethod
from postprod_xl.workbook.draw.invoice.heading import DAY, FIRST, LABEL, LAST, SMALL
from postprod_xl.workbook.draw.printed_page import TABLE_HEIGHT, PrintedCell, PrintedRow
from postprod_xl.workbook.style import LINE


def payment_rows(invoice: InvoiceDocument) -> list[PrintedRow]:
    """The payment, then the mentions; a credit note is not paid, it says whose credit it is."""
    rows = list(_credit(invoice) if invoice.type == InvoiceType.CREDIT_NOTE else _payment(invoice))
    return [PrintedRow(), *rows, PrintedRow(least=6.0), *_mentions(invoice)]


def _payment(invoice: InvoiceDocument) -> Iterator[PrintedRow]:
    yield _title("Règlement")
    if invoice.due_day:
        yield _pair("Échéance", PrintedCell(LABEL, LABEL, invoice.due_day, {**DAY, "bold": True}))
    if invoice.seller.iban:
        yield _pair(
            PaymentMethod.TRANSFER, PrintedCell(LABEL, LAST, f"IBAN {' '.join(invoice.seller.iban_groups)}")
        )
    if invoice.number:
        yield _pair("Référence", PrintedCell(LABEL, LAST, invoice.number))


def _credit(invoice: InvoiceDocument) -> Iterator[PrintedRow]:
    yield _title("À votre crédit")
    text = (
        f"Cet avoir porte sur la facture {invoice.origin}. Le net ci-dessus est porté à votre crédit : "
        "il se déduit de ce que vous devez ou vous est remboursé."
    )
    yield PrintedRow((PrintedCell(FIRST, LAST, text),))


def _mentions(invoice: InvoiceDocument) -> list[PrintedRow]:
    """Those with a code are about paying in time: a credit note does without."""
    shown = [
        mention for mention in invoice.mentions if invoice.type != InvoiceType.CREDIT_NOTE or not mention.code
    ]
    return [PrintedRow((PrintedCell(FIRST, LAST, mention.text, SMALL),)) for mention in shown]


def _title(text: str) -> PrintedRow:
    return PrintedRow(
        (PrintedCell(FIRST, LAST, text, {"bold": True, "bottom": 1, "bottom_color": LINE}),), 16.0
    )


def _pair(label: str, cell: PrintedCell) -> PrintedRow:
    return PrintedRow((PrintedCell(FIRST, FIRST, label, SMALL), cell), TABLE_HEIGHT)
