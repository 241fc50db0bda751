"""The tab of a document that a command issues, whatever it is."""

from __future__ import annotations

from postprod_xl.documents.catalogue.royalty_statement import RoyaltyStatement
from postprod_xl.documents.invoice import InvoiceDocument
from postprod_xl.workbook.draw.invoice.tab import invoice_workbook, tab_title


def document_workbook(document: InvoiceDocument | RoyaltyStatement) -> bytes:
    """A workbook of one tab, to be grafted into another."""
    if isinstance(document, RoyaltyStatement):
        from postprod_xl.workbook.draw.statement.tab import statement_workbook

        return statement_workbook(document)
    return invoice_workbook(document)


def document_title(document: InvoiceDocument | RoyaltyStatement) -> str:
    """The title of its tab: its number."""
    return document.number if isinstance(document, RoyaltyStatement) else tab_title(document)
