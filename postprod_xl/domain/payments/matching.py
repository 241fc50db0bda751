"""What a line of a bank statement may pay: proposals by reference and by amount, none of them applied."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, islice
from typing import NamedTuple, TypeAlias

from postprod_xl.documents.statements.statement import BankLine
from postprod_xl.domain.office import Office
from postprod_xl.domain.payments.lettering import Lettering, lettering
from postprod_xl.domain.wording import euros_text, listed
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import InvoiceType, PaymentMethod

_NUMBER = re.compile(r"(FA|AV)\W{0,2}(\d{4})\W{0,2}(\d{4,6})(?!\d)")
_WORD = re.compile(r"[a-z0-9]+")
_LEGAL_FORMS = frozenset(
    {"sa", "sas", "sasu", "sarl", "eurl", "snc", "sci", "srl", "association", "ste", "societe"}
)
_LONG_ENOUGH = 3
_MOST_SUMMED, _MOST_LOOKED_AT = 4, 12
"""Invoices that one transfer pays, and invoices of a client among which they are looked for."""
_MOST_PROPOSED = 3
_ID_LENGTH = 6
_METHODS = (
    ("vir", PaymentMethod.TRANSFER), ("chq", PaymentMethod.CHEQUE), ("cheque", PaymentMethod.CHEQUE),
    ("remise", PaymentMethod.CHEQUE), ("carte", PaymentMethod.CARD), ("cb ", PaymentMethod.CARD),
    ("prlv", PaymentMethod.DIRECT_DEBIT), ("prelevement", PaymentMethod.DIRECT_DEBIT),
)  # fmt: skip


class Confidence(StrEnum):
    """How sure a proposal is."""

    SURE = "sûre"
    LIKELY = "probable"
    POSSIBLE = "possible"


class Part(NamedTuple):
    """What a line pays of an invoice, or gives a client as an advance, in cents."""

    invoice: str
    client: str
    cents: int


@dataclass(frozen=True)
class LineMatch:
    """What a line may pay.

    Parameters
    ----------
    id
        By what it is accepted: that of its line, with a letter where the line has several.
    line
        The line.
    parts
        What it pays; their sum is the amount of the line.
    confidence, reason
        How sure it is, and why, in French.
    """

    id: str
    line: BankLine
    parts: tuple[Part, ...]
    confidence: Confidence
    reason: str


_Found: TypeAlias = tuple[Sequence[Part], Confidence, str]


def line_id(line: BankLine) -> str:
    """A short name of a line, the same each time that its statement is read."""
    mark = f"{line.account}\n{line.mark}".encode()
    return hashlib.sha256(mark).hexdigest()[:_ID_LENGTH].upper()


def proposals(office: Office, line: BankLine) -> list[LineMatch]:
    """What a line in euros may pay, the likeliest first; empty when nothing says."""
    found = [*islice(_found(office, line), _MOST_PROPOSED)]
    letters = [""] if len(found) == 1 else [f"-{letter}" for letter in "ABC"]
    return [
        LineMatch(f"{line_id(line)}{letter}", line, tuple(parts), confidence, reason)
        for letter, (parts, confidence, reason) in zip(letters, found, strict=False)
    ]


def _found(office: Office, line: BankLine) -> Iterator[_Found]:
    said = f"{line.label} {line.payer}"
    named = _named_documents(office, said)
    if line.cents < 0:
        yield from _refund(office, line, named)
        return
    if invoices := [each for each in named if each.type != InvoiceType.CREDIT_NOTE]:
        yield _of_numbers(lettering(office), line, invoices)
    elif clients := _named_clients(office, said):
        for client in clients:
            yield from _of_client(office, line, client, is_alone=len(clients) == 1)
    else:
        yield from _of_amount(office, line)


def _of_numbers(paid: Lettering, line: BankLine, invoices: Sequence[Row]) -> _Found:
    """A line that names invoices: each is paid what it owes, in the order of their naming, then an advance."""
    names = listed([invoice.number for invoice in invoices])
    owed = sum(paid.due_cents(invoice.number) for invoice in invoices)
    left, parts = line.cents, []
    for invoice in invoices:
        if taken := min(left, paid.due_cents(invoice.number)):
            parts.append(Part(invoice.number, invoice.client, taken))
            left -= taken
    if left:
        parts.append(Part("", invoices[0].client, left))
        due = f"{euros_text(owed)} dus" if owed else "qui ne doit plus rien"
        return parts, Confidence.LIKELY, f"cite {names}, {due} : {euros_text(left)} en avance"
    if owed == line.cents:
        return parts, Confidence.SURE, f"cite {names}, au montant dû"
    return parts, Confidence.LIKELY, f"cite {names}, en paie une partie de {euros_text(owed)} dus"


def _of_client(office: Office, line: BankLine, client: Row, *, is_alone: bool) -> Iterator[_Found]:
    """A line that names a client: his invoices whose amounts due add up to it, else an advance."""
    paid = lettering(office)
    own = [invoice for invoice in _owing(office, line) if invoice.client == client.code][:_MOST_LOOKED_AT]
    sums = [*islice(_adding_up(paid, own, line.cents), _MOST_PROPOSED)]
    sure = Confidence.LIKELY if len(sums) == 1 and is_alone else Confidence.POSSIBLE
    for chosen in sums:
        parts = [Part(each.number, client.code, paid.due_cents(each.number)) for each in chosen]
        yield parts, sure, f"nomme {client.name}, au montant de {listed([each.number for each in chosen])}"
    if not sums:
        reason = f"nomme {client.name}, dont aucune facture n'a ce montant : en avance, à répartir ensuite"
        yield [Part("", client.code, line.cents)], Confidence.POSSIBLE, reason


def _adding_up(paid: Lettering, invoices: Sequence[Row], cents: int) -> Iterator[tuple[Row, ...]]:
    """The invoices, the fewest first, whose amounts due add up to an amount."""
    for count in range(1, _MOST_SUMMED + 1):
        for chosen in combinations(invoices, count):
            if sum(paid.due_cents(invoice.number) for invoice in chosen) == cents:
                yield chosen


def _of_amount(office: Office, line: BankLine) -> Iterator[_Found]:
    paid = lettering(office)
    for invoice in _owing(office, line):
        if paid.due_cents(invoice.number) == line.cents:
            reason = f"le montant est ce que doit {invoice.number}, rien d'autre ne le dit"
            yield [Part(invoice.number, invoice.client, line.cents)], Confidence.POSSIBLE, reason


def _refund(office: Office, line: BankLine, named: Sequence[Row]) -> Iterator[_Found]:
    """A debit that names a credit note, within what its client has in advance."""
    notes = [each for each in named if each.type == InvoiceType.CREDIT_NOTE]
    if len(notes) == 1 and -line.cents <= lettering(office).advances[notes[0].client]:
        part = Part(notes[0].number, notes[0].client, line.cents)
        yield [part], Confidence.LIKELY, f"rend l'avoir {notes[0].number}, cité"


def _owing(office: Office, line: BankLine) -> list[Row]:
    """The invoices issued when the line was booked that still owe something."""
    paid = lettering(office)
    return [
        invoice
        for invoice in office["Factures"]
        if paid.due_cents(invoice.number) > 0 and not (invoice.day and invoice.day > line.day)
    ]


def _named_documents(office: Office, said: str) -> list[Row]:
    """The documents whose numbers a label holds, however it parts their figures, in the order of their naming."""
    numbers = ["".join(match.groups()) for match in _NUMBER.finditer(said.upper())]
    if not numbers:
        return []
    held = {re.sub(r"\W", "", invoice.number): invoice for invoice in office["Factures"]}
    return [held[number] for number in dict.fromkeys(numbers) if number in held]


def _named_clients(office: Office, said: str) -> list[Row]:
    """The clients whose name, its legal form left out, stands whole in a label."""
    words = f" {' '.join(_WORD.findall(plain_letters(said)))} "
    named = []
    for client in office["Clients"]:
        name = " ".join(
            word for word in _WORD.findall(plain_letters(client.name)) if word not in _LEGAL_FORMS
        )
        if len(name) >= _LONG_ENOUGH and f" {name} " in words:
            named.append(client)
    return named


def method_of(line: BankLine) -> str:
    """How the money came, where the label begins with a word of banks that says so; empty elsewhere."""
    label = plain_letters(line.label)
    return next((method for word, method in _METHODS if label.startswith(word)), "")
