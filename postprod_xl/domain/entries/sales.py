"""What the ledger of invoices and the payments of clients write in the books: sales, VAT, deposits, credit notes.

The scheme is the usual French one of a provider of services: a deposit is owed in 4191, all taxes included, until the
invoice that deducts it; VAT waits in 4458 and 44574 until it is cashed (CGI art. 269-2 c), where the house has not
opted for debits; a credit note gives back first the VAT that no payment has made due (CGI art. 272-1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from postprod_xl.documents.accounts.entries import Entry, EntryLine
from postprod_xl.domain.entries.booked import Document, booked_document
from postprod_xl.domain.entries.chart import Chart
from postprod_xl.domain.money import share_cents
from postprod_xl.domain.office import Office
from postprod_xl.domain.payments.lettering import Payment, payments
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.billing import INVOICE_LINES, INVOICES
from postprod_xl.schema.tables.payments import PAYMENTS
from postprod_xl.schema.vocabulary import InvoiceType, VatRegime

_SALES = {VatRegime.REVERSE_CHARGE: "sales_eu", VatRegime.OUTSIDE_EU: "sales_outside"}


@dataclass
class _Account:
    """What stands of an invoice or a deposit at some day, credit notes and payments taken in; cents."""

    owed_cents: int = 0
    vat_cents: int = 0
    paid_cents: int = 0
    due_vat_cents: int = 0

    def vat_to_declare(self, *, on_debits: bool) -> int:
        """What becomes due of its VAT, negative when a credit note takes it back; it is then counted as due."""
        paid = max(0, min(self.paid_cents, self.owed_cents))
        if on_debits or paid == self.owed_cents:
            target = self.vat_cents
        else:
            target = share_cents(self.vat_cents, Decimal(paid) / self.owed_cents)
        moved, self.due_vat_cents = target - self.due_vat_cents, target
        return moved


@dataclass
class _Deposits:
    """The deposits of a project that no invoice deducts yet, all taxes included, and their VAT; cents."""

    cents: int = 0
    vat_cents: int = 0

    def deduct(self, cents: int) -> int:
        """Take some cents off; gives the VAT in them."""
        whole = cents == self.cents or not self.cents
        vat = self.vat_cents if whole else share_cents(self.vat_cents, Decimal(cents) / self.cents)
        self.cents, self.vat_cents = self.cents - cents, self.vat_cents - vat
        return vat


@dataclass
class SalesBook:
    """The entries of sales and receipts, what refuses them and, with its day, what is to be known of them."""

    office: Office
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[tuple[date, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._chart = Chart(self.office.settings)
        self._on_debits = bool(self.office.settings["vat_on_debits"])
        self._clients = {client.code: client for client in self.office["Clients"]}
        self._accounts: defaultdict[str, _Account] = defaultdict(_Account)
        self._deposits: defaultdict[str, _Deposits] = defaultdict(_Deposits)
        self._deducted: dict[str, int] = {}
        self._documents: dict[str, Document] = {}

    def write(self) -> None:
        """Write every document and payment by day; those of a day in the order of the ledger, then its payments."""
        events = sorted([*self._issues(), *self._receipts()], key=lambda event: event[:3])
        if self.problems:
            return
        for day, _, _, event in events:
            if isinstance(event, Payment):
                self._receive(event, day)
            else:
                self._issue(event)

    def _issues(self) -> Iterator[_Event]:
        lines: defaultdict[str, list[Row]] = defaultdict(list)
        for line in self.office[INVOICE_LINES.name]:
            lines[line.invoice].append(line)
        for rank, entry in enumerate(self.office[INVOICES.name]):
            document = booked_document(entry, lines[entry.number])
            if isinstance(document, Problem):
                self.problems.append(document)
            else:
                self._documents[document.number] = document
                yield document.day, 0, rank, document

    def _receipts(self) -> Iterator[_Event]:
        numbers = set(self.office[INVOICES.name].column("number"))
        for rank, payment in enumerate(payments(self.office)):
            table, heading = (PAYMENTS, "day") if payment.row else (INVOICES, "paid_day")
            money = f"{euros_text(payment.cents)} de {payment.client or 'client inconnu'}"
            if not self._is_known(payment, numbers):
                message = f"{money} sans facture : émettez sa facture d'acompte, ou notez celle qu'il paie"
                found, expected = payment.document or "vide", "le numéro d'une facture"
                self.problems.append(
                    blocking(table.name, payment.row, PAYMENTS.heading("invoice"), found, expected, message)
                )
            elif payment.day is None:
                paid = payment.document or payment.client
                message = f"{paid} : {money} sans date, attendu le jour où l'argent est arrivé"
                self.problems.append(
                    blocking(table.name, payment.row, table.heading(heading), "vide", "une date", message)
                )
            else:
                yield payment.day, 1, rank, payment

    def _is_known(self, payment: Payment, numbers: Container[str]) -> bool:
        """Whether a payment says its document, or its client where it has none yet."""
        if payment.document:
            return payment.document in numbers
        return payment.client in self._clients and not payment.is_use

    def _issue(self, document: Document) -> None:
        origin = self._origin(document)
        if origin.type == InvoiceType.DEPOSIT:
            lines, waiting = self._deposit_lines(document, origin), document.vat_cents
        else:
            deducted = self._deducted_vat(document, origin)
            waiting = document.vat_cents - deducted
            lines = [
                self._client_line(document.client, document.payable_cents),
                self._chart.line("deposit", document.deposits_cents, *self._named(document.client)),
                self._chart.line(self._revenue(document), -document.cents),
                self._chart.line("vat_deposit", -deducted),
                self._chart.line("vat_collected" if self._on_debits else "vat_pending", -waiting),
            ]
        label = f"{document.type} {document.number} {document.subject}"
        self._add("VE", document.day, document, lines, label, origin.number)
        account = self._accounts[origin.number]
        account.owed_cents += document.payable_cents
        account.vat_cents += waiting
        self._declare(document.day, document, origin)

    def _deposit_lines(self, document: Document, origin: Document) -> list[EntryLine]:
        with_vat = document.cents + document.vat_cents
        left = self._deposits[origin.project]
        left.cents, left.vat_cents = left.cents + with_vat, left.vat_cents + document.vat_cents
        return [
            self._client_line(document.client, with_vat),
            self._chart.line("deposit", -with_vat, *self._named(document.client)),
        ]

    def _deducted_vat(self, document: Document, origin: Document) -> int:
        """The VAT of the deposits that an invoice deducts, or, negative, that its credit note gives back."""
        left, cents = self._deposits[origin.project], document.deposits_cents
        if document is origin:
            self._deducted[origin.number] = left.deduct(cents)
            return self._deducted[origin.number]
        part = Decimal(cents) / origin.deposits_cents if origin.deposits_cents else Decimal(0)
        vat = share_cents(self._deducted.get(origin.number, 0), part)
        left.cents, left.vat_cents = left.cents - cents, left.vat_cents - vat
        return vat

    def _receive(self, payment: Payment, day: date) -> None:
        document = self._documents.get(payment.document)
        if document is None:
            self._receive_advance(payment, day)
            return
        origin = self._origin(document)
        account = self._accounts[origin.number]
        if not payment.is_use:
            lines = self._bank_lines(payment)
            self._add("BQ", day, document, lines, f"{_verb(payment)} {document.number}", origin.number)
        account.paid_cents += payment.cents
        owed = account.owed_cents if origin.day <= day else origin.payable_cents
        excess = min(account.paid_cents - max(0, owed), payment.cents)
        if excess > 0:
            self._remark_advance(document.number, excess, "reçus de trop", day)
        self._declare(day, document, origin)

    def _receive_advance(self, payment: Payment, day: date) -> None:
        """Money of a client that no document asks for, or that goes back to him: it stands on his account."""
        piece = self.office[PAYMENTS.name].row(payment.row or 0).payment
        label = f"{_verb(payment)} {payment.client} sans facture"
        lines = tuple(line for line in self._bank_lines(payment) if line.cents)
        if lines:
            self.entries.append(Entry("BQ", day, piece, day, label, lines, payment.client))
        if payment.cents > 0:
            self._remark_advance(piece, payment.cents, f"de {payment.client} sans facture, reçus", day)

    def _bank_lines(self, payment: Payment) -> list[EntryLine]:
        return [
            self._chart.line("bank", payment.cents),
            self._client_line(payment.client, -payment.cents),
        ]

    def _remark_advance(self, piece: str, cents: int, how: str, day: date) -> None:
        text = (
            f"{piece} : {euros_text(cents)} {how} le {day:%d/%m/%Y}, laissés au crédit du client ; la TVA d'une "
            "avance sans facture d'acompte n'est pas calculée"
        )
        self.remarks.append((day, text))

    def _declare(self, day: date, document: Document, origin: Document) -> None:
        """Move the VAT that becomes due from where it waits; that of an invoice on debits never waited."""
        moved = self._accounts[origin.number].vat_to_declare(on_debits=self._on_debits)
        if origin.type != InvoiceType.DEPOSIT and self._on_debits:
            return
        waits = "vat_deposit" if origin.type == InvoiceType.DEPOSIT else "vat_pending"
        lines = [self._chart.line(waits, moved), self._chart.line("vat_collected", -moved)]
        self._add("OD", day, document, lines, f"TVA exigible {origin.number}")

    def _origin(self, document: Document) -> Document:
        return self._documents.get(document.origin, document)

    def _revenue(self, document: Document) -> str:
        client = self._clients.get(document.client)
        return _SALES.get(client.vat_regime, "sales") if client and not document.vat_cents else "sales"

    def _client_line(self, code: str, cents: int) -> EntryLine:
        return self._chart.line("client", cents, *self._named(code))

    def _named(self, code: str) -> tuple[str, str]:
        client = self._clients.get(code)
        return code, client.name if client else code

    def _add(
        self,
        journal: str,
        day: date,
        document: Document,
        lines: Sequence[EntryLine],
        label: str,
        settles: str = "",
    ) -> None:
        kept = tuple(line for line in lines if line.cents)
        if kept:
            self.entries.append(
                Entry(journal, day, document.number, document.day, label.strip(), kept, settles)
            )


_Event: TypeAlias = tuple[date, int, int, Document | Payment]


def _verb(payment: Payment) -> str:
    return "Règlement" if payment.cents >= 0 else "Remboursement"
