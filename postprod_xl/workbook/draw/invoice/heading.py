"""The top of an issued document: title, issuer, receiver in the window of an envelope, references, subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, repeat, zip_longest

from postprod_xl.documents.invoice import InvoiceDocument, Party
from postprod_xl.schema.kinds import Kind
from postprod_xl.workbook.draw.printed_page import TABLE_HEIGHT, PrintedCell, PrintedRow
from postprod_xl.workbook.style import HEADER_TYPED, LINE, NUMBER_FORMATS, PALE_INK

Cells = tuple[PrintedCell, ...]
SMALL = {"font_size": 9, "font_color": PALE_INK}
TOP = {"valign": "top"}
DAY = {"num_format": NUMBER_FORMATS[Kind.DAY], "align": "left"}
FIRST, LABEL, RIGHT, LAST = 0, 1, 3, 6
# Rows of the buyer and of the references: the address starts some 55 mm from the top of the sheet.
_BUYER_ROW, _REFERENCE_ROW = 6, 10
_TITLE_HEIGHT, _NUMBER_HEIGHT = 28.0, 18.0
_GROUPS = {9: r"(\d{3})(\d{3})(\d{3})", 14: r"(\d{3})(\d{3})(\d{3})(\d{5})"}


@dataclass(frozen=True)
class PrintedHeading:
    """What stands above the lines of an issued document.

    Parameters
    ----------
    title, number
        What it is, and its number.
    issuer, receiver
        Who issues it and who receives it, under a `receiver_title`.
    references
        Its dates and codes, each under its name.
    subject
        What it is about; empty for nothing.
    """

    title: str
    number: str
    issuer: Party
    receiver_title: str
    receiver: Party
    references: Sequence[tuple[str, str | date]]
    subject: str


def invoice_heading(invoice: InvoiceDocument) -> PrintedHeading:
    """What stands above the lines of an invoice."""
    return PrintedHeading(
        invoice.heading,
        f"N° {invoice.number}" if invoice.number else "sans numéro",
        invoice.seller,
        "Client",
        invoice.buyer,
        tuple(_references(invoice)),
        invoice.subject,
    )


def heading_rows(heading: PrintedHeading) -> list[PrintedRow]:
    """Everything above the lines."""
    references = [_pair(label, value) for label, value in heading.references]
    left = _below(_REFERENCE_ROW, list(_seller(heading.issuer)), references)
    right = _below(_BUYER_ROW, [_title(heading), _number(heading)], list(_receiver(heading)))
    pairs = zip_longest(left, right, fillvalue=())
    heights = chain((_TITLE_HEIGHT, _NUMBER_HEIGHT), repeat(TABLE_HEIGHT))
    rows = [PrintedRow((*one, *other), height) for (one, other), height in zip(pairs, heights, strict=False)]
    return [*rows, PrintedRow(), *_subject(heading.subject), PrintedRow()]


def grouped(number: str) -> str:
    """A SIREN or a SIRET as it is read; anything else as it is.

    >>> grouped("73282932000074"), grouped("732829320"), grouped("12 34")
    ('732 829 320 00074', '732 829 320', '12 34')
    """
    return re.sub(f"^{_GROUPS.get(len(number), '$')}$", lambda found: " ".join(found.groups()), number)


def _below(row: int, upper: list[Cells], lower: list[Cells]) -> list[Cells]:
    return [*upper, *[()] * (row - len(upper)), *lower]


def _title(heading: PrintedHeading) -> Cells:
    look = {"bold": True, "font_size": 18, "font_color": HEADER_TYPED, "align": "right", **TOP}
    return (PrintedCell(RIGHT - 1, LAST, heading.title.upper(), look),)


def _number(heading: PrintedHeading) -> Cells:
    return (PrintedCell(RIGHT, LAST, heading.number, {"bold": True, "font_size": 12, "align": "right"}),)


def _seller(seller: Party) -> Iterator[Cells]:
    yield (PrintedCell(FIRST, LABEL, seller.name, {**TOP, "bold": True, "font_size": 14}),)
    for text in filter(None, (seller.form, *_address(seller))):
        yield (PrintedCell(FIRST, LABEL, text, TOP),)
    register = f"RCS {seller.register.removeprefix('RCS').strip()}" if seller.register else ""
    for text in filter(None, (*_numbers(seller), register, seller.email)):
        yield (PrintedCell(FIRST, LABEL, text, {**TOP, **SMALL}),)


def _receiver(heading: PrintedHeading) -> Iterator[Cells]:
    receiver = heading.receiver
    yield (PrintedCell(RIGHT, LAST, heading.receiver_title, {**SMALL, "bottom": 1, "bottom_color": LINE}),)
    yield (PrintedCell(RIGHT, LAST, receiver.name, {**TOP, "bold": True, "font_size": 11}),)
    for text in _address(receiver):
        yield (PrintedCell(RIGHT, LAST, text, {**TOP, "font_size": 11}),)
    for text in _numbers(receiver):
        yield (PrintedCell(RIGHT, LAST, text, {**TOP, **SMALL}),)


def _address(party: Party) -> list[str]:
    place = " ".join(dict.fromkeys(part for part in (party.postcode, party.city) if part))
    country = "" if party.country in ("", "FR") else party.country
    return [text for text in (party.street, place, country) if text]


def _numbers(party: Party) -> list[str]:
    shown = (
        ("SIREN", grouped(party.siren)),
        ("SIRET", grouped(party.siret)),
        ("N° TVA", party.vat_number),
    )
    return [f"{name} {number}" for name, number in shown if number]


def _references(invoice: InvoiceDocument) -> Iterator[tuple[str, str | date]]:
    first, last = invoice.service_days
    yield "Date", invoice.day
    if invoice.origin:
        dated = f" du {invoice.origin_day:%d/%m/%Y}" if invoice.origin_day else ""
        yield "Avoir sur", f"facture {invoice.origin}{dated}"
    if invoice.due_day:
        yield "Échéance", invoice.due_day
    yield "Prestations", f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}"
    if invoice.purchase_order:
        yield "N° commande", invoice.purchase_order
    yield "Projet", " — ".join(text for text in (invoice.project, invoice.title) if text)


def _pair(label: str, value: str | date) -> Cells:
    look = {} if isinstance(value, str) else DAY
    return PrintedCell(FIRST, FIRST, label, SMALL), PrintedCell(LABEL, LABEL, value, {**look, "bold": True})


def _subject(subject: str) -> list[PrintedRow]:
    if not subject:
        return []
    rule = {"top": 1, "top_color": LINE}
    cells = (
        PrintedCell(FIRST, FIRST, "Objet", {**SMALL, **rule}),
        PrintedCell(LABEL, LAST, subject, rule),
    )
    return [PrintedRow(cells, 17.0)]
