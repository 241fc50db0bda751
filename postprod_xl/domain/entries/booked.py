"""A document of the ledger as the books take it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.invoicing.credits.standing import document_sign
from postprod_xl.domain.vat import vat_shares
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.billing import INVOICES


class Document(NamedTuple):
    """A document of the ledger; the cents of a credit note are negative."""

    number: str
    type: str
    day: date
    project: str
    client: str
    subject: str
    origin: str
    cents: int
    vat_cents: int
    deposits_cents: int

    @property
    def payable_cents(self) -> int:
        return self.cents + self.vat_cents - self.deposits_cents


def booked_document(entry: Row, lines: Sequence[Row]) -> Document | Problem:
    """A row of the ledger as it is booked, or what keeps it from being: a cell without its figure, a wrong total.

    VAT that the row does not say is that of its lines, rate by rate.
    """
    for column in ("day", "client", "total_cents"):
        if getattr(entry, column) in (None, ""):
            return _not_booked(entry, column)
    vat = entry.vat_cents
    if vat is None:
        if not lines or any(None in (line.vat_rate, line.amount_cents) for line in lines):
            return _not_booked(entry, "vat_cents")
        vat = sum(share.vat_cents for share in vat_shares(lines))
    expected, found = entry.total_cents + vat, entry.total_with_vat_cents
    if found is not None and found != expected:
        message = (
            f"{entry.number} : {euros_text(found)} TTC, attendu {euros_text(expected)}, total HT et TVA du registre "
            "réunis"
        )
        return entry.blocking("total_with_vat_cents", euros_text(found), euros_text(expected), message)
    sign = document_sign(entry)
    return Document(
        entry.number, entry.type, entry.day, entry.project, entry.client, entry.subject, entry.origin,
        sign * entry.total_cents, sign * vat, sign * (entry.deposits_cents or 0),
    )  # fmt: skip


def _not_booked(entry: Row, column: str) -> Problem:
    heading = INVOICES.heading(column)
    message = f"{entry.number} : « {heading} » est vide, la facture ne peut pas être mise en écritures"
    return entry.blocking(column, "vide", "ce que la facture porte", message)
