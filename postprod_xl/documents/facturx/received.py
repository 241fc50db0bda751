"""The record of an electronic invoice as its XML says it, whoever sent it, in either syntax of EN 16931.

Amounts are exact decimals in the currency of the invoice, as written; rates are fractions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

CREDIT_CODES = frozenset(
    {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"}
)
"""Types of documents that give back (UNTDID 1001, the credit notes of EN 16931)."""
DEPOSIT_CODES = frozenset({"386", "500", "503"})
PAID_PROCESSES = frozenset({"B2", "S2", "M2"})
"""BT-23 of the French rules: already paid when it is issued."""
SIREN_SCHEME, SIRET_SCHEME = "0002", "0009"
"""Schemes of the identifiers of a company (ISO 6523)."""
PROFILES_WITHOUT_LINES = frozenset({"minimum", "basicwl"})
PROFILE_WITHOUT_VAT = "minimum"


@dataclass(frozen=True)
class TradeParty:
    """The seller or the buyer of a received invoice; what it does not say is empty."""

    name: str
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    country: str = ""
    city: str = ""

    @property
    def is_french(self) -> bool:
        return self.country in ("", "FR")


@dataclass(frozen=True)
class TradeLine:
    """One line: `amount` is its net amount, `adjustment` its charges less its allowances."""

    number: str
    label: str
    quantity: Decimal | None
    unit: str
    price: Decimal | None
    price_quantity: Decimal
    amount: Decimal
    adjustment: Decimal
    vat_category: str
    vat_rate: Decimal | None


@dataclass(frozen=True)
class DocumentAdjustment:
    """A charge on the whole document, which adds to its total, or an allowance, whose amount is counted negative."""

    is_charge: bool
    amount: Decimal
    reason: str
    vat_category: str
    vat_rate: Decimal | None


@dataclass(frozen=True)
class TradeVat:
    """The base and the tax of one category and rate."""

    category: str
    rate: Decimal | None
    base: Decimal
    tax: Decimal


@dataclass(frozen=True)
class TradeTotals:
    """The totals of a document, BT-106 to BT-115; None for one that its profile leaves out."""

    lines: Decimal | None
    allowances: Decimal | None
    charges: Decimal | None
    base: Decimal | None
    tax: Decimal | None
    with_tax: Decimal | None
    prepaid: Decimal | None
    rounding: Decimal | None
    payable: Decimal | None


@dataclass(frozen=True)
class ReceivedInvoice:
    """An electronic invoice, a deposit invoice or a credit note.

    Parameters
    ----------
    syntax, profile, guideline
        `CII` or `UBL`; its profile (`minimum` … `extended`) and BT-24, which says it.
    process
        BT-23: what is sold, and when it is paid.
    number, day, type_code, currency
        BT-1, BT-2, BT-3 (UNTDID 1001) and BT-5.
    due_day, service_day, period
        BT-9; BT-72; BT-73 and BT-74, each None where it is left out.
    order
        BT-13: the number of our order.
    origins
        BG-3: number and day of the invoices that it corrects, or that follow from deposits.
    ibans
        BT-84, as written.
    """

    syntax: str
    profile: str
    guideline: str
    process: str
    number: str
    day: date
    type_code: str
    currency: str
    seller: TradeParty
    buyer: TradeParty
    payee: str
    lines: tuple[TradeLine, ...]
    adjustments: tuple[DocumentAdjustment, ...]
    vat: tuple[TradeVat, ...]
    totals: TradeTotals
    due_day: date | None = None
    service_day: date | None = None
    period: tuple[date | None, date | None] = (None, None)
    order: str = ""
    origins: tuple[tuple[str, date | None], ...] = ()
    ibans: tuple[str, ...] = ()

    @property
    def is_credit(self) -> bool:
        """Whether it gives back what it says."""
        return self.type_code in CREDIT_CODES

    @property
    def kind(self) -> str:
        """What it is, in French."""
        if self.is_credit:
            return "avoir"
        return "facture d'acompte" if self.type_code in DEPOSIT_CODES else "facture"


@dataclass(frozen=True)
class ReceivedFile:
    """A file read: its invoice, its bytes and what a person reads of it.

    Parameters
    ----------
    invoice, xml
        What its XML says, and its bytes.
    xml_name
        The name of the attachment; empty for an XML that came alone.
    text
        The text of the pages of the PDF; None for an XML that came alone.
    sha256
        Fingerprint of the whole file.
    faults
        Where the XML does not follow the schema of its profile, one text each, in the words of the schema.
    others
        Names of the other files attached.
    """

    invoice: ReceivedInvoice
    xml: bytes
    xml_name: str
    text: str | None
    sha256: str
    faults: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
