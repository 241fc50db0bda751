"""The records of a printed invoice: parties, lines, VAT by rate, deposits, mentions, annexed sessions.

`domain.invoicing` works them out, `workbook.draw.invoice` prints them. Amounts are cents, durations minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from postprod_xl.schema.cells.formats import DOMESTIC
from postprod_xl.schema.units import half_up, plain
from postprod_xl.schema.vocabulary import InvoiceType

# BR-FR-DEC-02.
_QUANTITY_DIGITS = Decimal("0.0001")
_IBAN_GROUP = 4
DRAFT_TAB = "BROUILLON"
"""The tab of a draft: each takes the place of the one before."""
DRAFT_MARK = "BROUILLON — sans numéro, ne vaut pas facture"
_TITLES: dict[str, str] = {InvoiceType.DEPOSIT: "Facture d'acompte"}


@dataclass(frozen=True)
class Party:
    """The seller or the buyer; what the law requires and nobody wrote reads « à compléter ».

    `electronic_address` is where a platform delivers its invoices, in the directory of scheme 0225 for a French
    company: its SIREN, and what may follow it.
    """

    name: str
    street: str
    postcode: str
    city: str
    country: str
    siren: str
    siret: str
    vat_number: str
    email: str
    form: str = ""
    register: str = ""
    iban: str = ""
    capital: str = ""
    electronic_address: str = ""

    @property
    def iban_groups(self) -> list[str]:
        """Its IBAN as it is read, four characters at a time; none without one."""
        iban = "".join(self.iban.split())
        return [iban[start : start + _IBAN_GROUP] for start in range(0, len(iban), _IBAN_GROUP)]

    @property
    def capital_mention(self) -> str:
        """Its capital as the law wants it said, where its legal form does not say it already."""
        return (
            f"au capital de {self.capital}" if self.capital and "capital" not in self.form.casefold() else ""
        )


@dataclass(frozen=True)
class InvoiceLine:
    """One line of an invoice.

    `group` is the heading it is printed under, `line` the quote line it bills. One that bills a part of a whole quote
    has the `version` of it; `sessions` are the numbers of those that the document annexes with the line.
    `credited_rank` is the rank, in its invoice, of the line that one of a partial credit note credits.
    """

    label: str
    quantity: Decimal
    unit: str
    unit_price_cents: int
    amount_cents: int
    vat_rate: Decimal
    line: str = ""
    discount_rate: Decimal | None = None
    group: str = ""
    credited_rank: int | None = None
    version: int | None = None
    sessions: str = ""

    @property
    def stated_quantity(self) -> Decimal:
        """Its quantity as an electronic invoice has it: four decimals at most, below zero where it gives back."""
        sign = -1 if self.unit_price_cents < 0 else 1
        return (sign * self.quantity).quantize(_QUANTITY_DIGITS)

    @property
    def stated_price_cents(self) -> int:
        """Its unit price as an electronic invoice has it: never below zero (BR-27, BR-FR-DEC-03)."""
        return abs(self.unit_price_cents)

    @property
    def off_reason(self) -> str:
        """Why something is taken off it."""
        if not self.discount_rate:
            return "arrondi"
        return f"{plain(self.discount_rate * 100).replace('.', ',')} %"

    @property
    def off_cents(self) -> int:
        """What its discount, or the rounding of its quantity, takes off the stated quantity at the stated price."""
        return half_up(self.stated_quantity * self.stated_price_cents) - self.amount_cents

    @property
    def is_allowance(self) -> bool:
        """Whether it takes something off the whole rather than bill a line of the quote."""
        return self.amount_cents < 0 and not self.line


@dataclass(frozen=True)
class VatShare:
    """The base and the VAT of one rate."""

    rate: Decimal
    base_cents: int
    vat_cents: int


@dataclass(frozen=True)
class Deposit:
    """What is deducted of a deposit invoice, all taxes included."""

    number: str
    day: date
    amount_cents: int


@dataclass(frozen=True)
class Mention:
    """One sentence printed under the totals; `code` is its Factur-X note (PMT, PMD, AAB), empty when none."""

    code: str
    text: str


@dataclass(frozen=True)
class SessionLine:
    """One session of the annex: the job of the person, never the name nor the pay; `line` is its quote line."""

    day: date
    task: str
    job: str
    minutes: int | None
    billing: str
    line: str = ""


@dataclass(frozen=True)
class InvoiceDocument:
    """Everything an invoice, a deposit invoice or a credit note prints.

    Parameters
    ----------
    number, type, day
        As in `Factures`; a draft has no number.
    due_day
        Last day to pay, None for a credit note.
    service_days
        First and last day of the work billed.
    project, client
        Codes; `title` and `purchase_order` are those of the project.
    vat_regime
        Regime of the client, which gives the VAT category.
    lines
        As printed, in order; lines of one `group` follow each other.
    vat
        Base and VAT of each rate of the lines, highest rate first.
    deposits
        Deposits deducted from the total.
    sessions
        The annex, in the order worked; empty without one.
    origin, origin_day
        For a credit note, the invoice it cancels.
    type_code, process
        Of the electronic invoice: BT-3 (UNTDID 1001) and BT-23 (what is sold, and when it is paid).
    vat_category
        BT-151 (UNTDID 5305) of its lines without VAT: AE, G, E; S where every line bears some.
    vat_reason
        BT-120: why a line bears no VAT; empty where every line does.
    on_debits
        Whether the seller pays the VAT of its services when it invoices, rather than when it is paid.
    terms
        BT-20: when it is to be paid, in words; empty for a credit note.
    rules
        The rules of electronic invoices that it was made under.
    """

    number: str
    type: str
    day: date
    due_day: date | None
    service_days: tuple[date, date]
    project: str
    title: str
    purchase_order: str
    client: str
    subject: str
    seller: Party
    buyer: Party
    vat_regime: str
    lines: tuple[InvoiceLine, ...]
    vat: tuple[VatShare, ...]
    deposits: tuple[Deposit, ...]
    mentions: tuple[Mention, ...]
    sessions: tuple[SessionLine, ...] = ()
    origin: str = ""
    origin_day: date | None = None
    type_code: str = "380"
    process: str = "S1"
    vat_category: str = "S"
    vat_reason: str = ""
    on_debits: bool = False
    terms: str = ""
    rules: str = ""

    @property
    def heading(self) -> str:
        """What it is, as it is headed."""
        return _TITLES.get(self.type, str(self.type))

    @property
    def is_draft(self) -> bool:
        """Whether it was given no number yet."""
        return not self.number

    @property
    def is_credit(self) -> bool:
        """Whether it gives back rather than asks for."""
        return self.type == InvoiceType.CREDIT_NOTE

    @property
    def credit_terms(self) -> str:
        """What becomes of the amount of a credit note, in words; empty for what is to be paid."""
        if not self.is_credit:
            return ""
        return (
            f"Cet avoir se rapporte à la facture {self.origin}. Le net est porté à votre crédit : il se déduit de ce "
            "que vous devez ou vous est remboursé."
        )

    @property
    def treatment(self) -> str:
        """Who it is for, as platforms sort invoices (BR-FR-20): a company, in France or not."""
        return "B2B" if self.buyer.country in DOMESTIC else "B2BINT"

    @property
    def vat_point(self) -> str:
        """When the VAT of its services is due (BT-8): at the invoice or at its payment; empty without VAT."""
        if not self.vat_cents:
            return ""
        return "invoice" if self.on_debits else "payment"

    @property
    def allowances(self) -> tuple[InvoiceLine, ...]:
        """The lines that an electronic invoice says as allowances on the whole (BG-20); never all of them."""
        found = tuple(line for line in self.lines if line.is_allowance)
        return found if len(found) < len(self.lines) else ()

    @property
    def billed_lines(self) -> tuple[InvoiceLine, ...]:
        """Its lines but its allowances."""
        allowances = self.allowances
        return tuple(line for line in self.lines if line not in allowances)

    @property
    def total_cents(self) -> int:
        """Total HT."""
        return sum(line.amount_cents for line in self.lines)

    @property
    def vat_cents(self) -> int:
        return sum(share.vat_cents for share in self.vat)

    @property
    def total_with_vat_cents(self) -> int:
        return self.total_cents + self.vat_cents

    @property
    def deposits_cents(self) -> int:
        """Deposits deducted, all taxes included."""
        return sum(deposit.amount_cents for deposit in self.deposits)

    @property
    def payable_cents(self) -> int:
        return self.total_with_vat_cents - self.deposits_cents
