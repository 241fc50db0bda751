"""An issued invoice as one tab ready to print on A4: constants only, for it never changes."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from postprod_xl.documents.invoice import DRAFT_MARK, DRAFT_TAB, InvoiceDocument, Party
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.workbook.draw.footer import set_footer
from postprod_xl.workbook.draw.invoice.amounts import line_blocks, table_heading, totals_rows
from postprod_xl.workbook.draw.invoice.heading import FIRST, LAST, grouped, heading_rows, invoice_heading
from postprod_xl.workbook.draw.invoice.payment import payment_rows
from postprod_xl.workbook.draw.invoice.sessions import ANNEX_HEADING, annex_title, hours_rows, session_blocks
from postprod_xl.workbook.draw.printed_page import MISSING_INK, PrintedCell, PrintedPage, PrintedRow
from postprod_xl.workbook.make.build import CREATED
from postprod_xl.workbook.style import FONT, Formats, family_of

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from postprod_xl.schema.table import Table

# Ligne, désignation, quantité, unité, PU, remise, montant: the width of an A4 sheet between its margins.
WIDTHS = (12.0, 38.0, 10.5, 9.5, 12.0, 8.0, 13.5)
_A4_HEIGHT = 841.9
_SIDE, _TOP, _BOTTOM = 0.6, 0.47, 0.75
_POINTS = 72
_A4 = 9


def invoice_workbook(invoice: InvoiceDocument) -> bytes:
    """A workbook of one tab, titled by the number of the invoice, to be grafted into another.

    That of a draft is titled `DRAFT_TAB`, and says at its top that it is one.

    Parameters
    ----------
    invoice
        An invoice, a deposit invoice or a credit note; amounts in cents, sessions in the order to print.

    Returns
    -------
    bytes
        The `.xlsx`; the same for the same invoice. A4 portrait, one page wide; the sessions, when there are
        any, start on a page of their own. What reads « à compléter » is red. A credit note shows positive
        amounts, to the credit of the buyer.
    """
    return issued_workbook(
        tab_title(invoice), INVOICES, invoice.seller, WIDTHS, lambda page: _write(page, invoice)
    )


def issued_workbook(
    title: str, table: Table, issuer: Party, widths: Sequence[float], write: Callable[[PrintedPage], None]
) -> bytes:
    """A workbook of one tab, a document that is issued: A4 portrait, one page wide; the same for the same document.

    Parameters
    ----------
    title
        Of the tab.
    table
        The ledger of the document, which gives its colour.
    issuer
        Who is named at the foot of each page.
    widths
        Of the columns, in characters.
    write
        Writes the rows.
    """
    from xlsxwriter import Workbook

    output = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = Workbook(output, {"in_memory": True, "default_format_properties": FONT})
        book.set_properties({"title": title, "created": CREATED})
        sheet = book.add_worksheet(title)
        sheet.set_tab_color(family_of(table).colour)
        _set_up_page(sheet, issuer, title)
        write(PrintedPage(sheet, Formats(book), widths, _room()))
        book.close()
    return output.getvalue()


def tab_title(invoice: InvoiceDocument) -> str:
    """The title of the tab of a document: its number."""
    return DRAFT_TAB if invoice.is_draft else invoice.number


def _write(page: PrintedPage, invoice: InvoiceDocument) -> None:
    if invoice.is_draft:
        page.add(_draft_rows())
    page.add(heading_rows(invoice_heading(invoice)))
    page.add_table(table_heading(), line_blocks(invoice))
    page.add_together([*totals_rows(invoice), *payment_rows(invoice)])
    if invoice.sessions:
        page.turn()
        page.add(annex_title(invoice))
        page.add_table(table_heading(ANNEX_HEADING), session_blocks(invoice))
        page.add_together(hours_rows(invoice))
    page.finish()


def _draft_rows() -> list[PrintedRow]:
    look = {"bold": True, "font_size": 16, "font_color": MISSING_INK, "align": "center"}
    boxed = {**look, "border": 2, "border_color": MISSING_INK}
    return [PrintedRow((PrintedCell(FIRST, LAST, DRAFT_MARK, boxed),), 30.0), PrintedRow()]


def _room() -> float:
    return _A4_HEIGHT - (_TOP + _BOTTOM) * _POINTS


def _set_up_page(sheet: Worksheet, issuer: Party, title: str) -> None:
    sheet.hide_gridlines(2)
    sheet.set_portrait()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(left=_SIDE, right=_SIDE, top=_TOP, bottom=_BOTTOM)
    siren = f"SIREN {grouped(issuer.siren)}" if issuer.siren else ""
    named = " · ".join(text for text in (issuer.name, siren) if text)
    texts = {"seller": named, "number": title}
    set_footer(sheet, "&L&8 {seller}&C&8 {number}&R&8 page &P/&N", texts, margin=0.35)
