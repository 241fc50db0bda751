"""The ledger of issued invoices: its numbers, what was credited, what deposits remain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from postprod_xl.documents.invoice import Deposit, InvoiceDocument
from postprod_xl.domain.invoicing.credits.standing import credited_standings, standings_of
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.results import computed_columns
from postprod_xl.schema.cells.formats import CREDIT_SERIES
from postprod_xl.schema.kinds import typed
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.schema.vocabulary import InvoiceType

SERIES: dict[str, str] = {
    InvoiceType.INVOICE: "FA",
    InvoiceType.DEPOSIT: "FA",
    InvoiceType.CREDIT_NOTE: CREDIT_SERIES,
}

LEDGER_CELLS = (
    "number", "type", "day", "project", "client", "subject", "total_cents", "vat_cents", "total_with_vat_cents",
    "deposits_cents", "payable_cents", "due_day", "origin", "rules",
)  # fmt: skip
"""The cells of a row of `Factures` that its document gives."""

NUMBER = re.compile(r"(FA|AV)-(\d{4})-(\d{4,})")
"""The number of a document: its series, its year and its rank in both."""
_STEP = re.compile(r"\(étape (\d+)\)$")


class Number(NamedTuple):
    """The number of a document; those of one series are in the order of their years, then of their ranks."""

    series: str
    year: int
    rank: int

    def __str__(self) -> str:
        return f"{self.series}-{self.year}-{self.rank:04d}"

    @classmethod
    def of(cls, match: re.Match[str]) -> Number:
        """The number that a match of `NUMBER` holds."""
        return cls(match[1], int(match[2]), int(match[3]))


ENTRY_CELLS = (
    "number type day project client subject total_cents vat_cents total_with_vat_cents deposits_cents payable_cents"
    " origin"
)
"""The cells of `Factures` that the rules of the ledger read."""


@fact(Factures=ENTRY_CELLS)
def entries(office: Office) -> list[Row]:
    """The rows of `Factures`, in their order; an empty amount is 0."""
    invoices = office["Factures"]
    amounts = {
        name: [cents or 0 for cents in values]
        for name, values in invoices.columns.items()
        if name.endswith("_cents")
    }
    return [*invoices.with_columns(amounts)]


def ledger_row(document: InvoiceDocument) -> dict[str, Any]:
    """The row of `Factures` of a document; the file, its fingerprint, the payment and what a person adds are empty."""
    blank = {column.name: typed(column.kind, None) for column in INVOICES.columns}
    return blank | {name: getattr(document, name) for name in LEDGER_CELLS}


def standing(ledger: Sequence[Row]) -> list[Row]:
    """Invoices and deposits that no credit note annulled, in ledger order, at the amounts issued (`credits`)."""
    annulled = {number for number, stands in credited_standings(ledger).items() if stands.is_annulled}
    return [
        entry for entry in ledger if entry.type != InvoiceType.CREDIT_NOTE and entry.number not in annulled
    ]


@fact(Factures=ENTRY_CELLS)
def standing_entries(office: Office) -> list[Row]:
    """The invoices and deposits of `Factures` that no credit note annulled."""
    return standing(entries(office))


def standing_invoices(office: Office, project: str) -> list[Row]:
    """The invoices of a project that no credit note annulled, deposits aside, in ledger order."""
    return [
        entry
        for entry in standing_entries(office)
        if entry.project == project and entry.type == InvoiceType.INVOICE
    ]


def next_number(office: Office, document_type: str, day: date) -> str:
    """The number of the next document of a type: one series a year, without gap, from 1 or from that of the settings.

    Source: CGI, annexe II, art. 242 nonies A. Invoices and deposits share `FA-`, credit notes have `AV-`.
    """
    series = SERIES[document_type]
    ranks = [number.rank for number in numbers(entries(office)) if number[:2] == (series, day.year)]
    rank = max([*ranks, first_rank(office, series, day.year) - 1]) + 1
    return str(Number(series, day.year, rank))


def first_rank(office: Office, series: str, year: int) -> int:
    """The rank from which a series of a year is numbered in this workbook: 1, unless the settings say another."""
    started = {number[:2]: number.rank for number in started_at(office)}
    return started.get((series, year), 1)


def started_at(office: Office) -> list[Number]:
    """Where the settings say that the series of the workbook begin: it takes over those of another program."""
    return [Number.of(match) for match in NUMBER.finditer(office.settings["first_numbers"])]


def is_former(office: Office, number: Number) -> bool:
    """Whether a number was given by another program, before the one from which the settings count.

    A series may begin again at a number of its own in a later year: only the first start dates the takeover.
    """
    starts = [start for start in started_at(office) if start.series == number.series]
    in_force = [start for start in starts if start.year == number.year] or sorted(starts)[:1]
    return any(number < start for start in in_force)


def last_day(ledger: Sequence[Row], document_type: str) -> date | None:
    """The latest day of the series of a type, None when nothing was issued."""
    days = [entry.day for entry in ledger if SERIES.get(entry.type) == SERIES[document_type] and entry.day]
    return max(days, default=None)


def deposits_left(ledger: Sequence[Row], project: str) -> list[Deposit]:
    """Deposits of a project not yet deducted, oldest first: what stands of each, all taxes included."""
    own, stands = [entry for entry in ledger if entry.project == project], standings_of(ledger)
    deducted = sum(stands[entry.number].deposits_cents for entry in own if entry.type == InvoiceType.INVOICE)
    left = []
    for entry in sorted((e for e in own if e.type == InvoiceType.DEPOSIT), key=lambda e: (e.day, e.number)):
        stood = stands[entry.number].total_with_vat_cents
        used = min(deducted, stood)
        deducted -= used
        if stood > used:
            left.append(Deposit(entry.number, entry.day, stood - used))
    return left


def step_subject(subject: str, rank: int) -> str:
    """The subject of an invoice, ending with the step it bills, by which the ledger finds it again."""
    return f"{subject} (étape {rank})"


def invoiced_steps(office: Office) -> dict[int, str]:
    """Number of the invoice of each step already issued, by row of `Echeancier`.

    A number already written there holds as long as the ledger has it, not credited; an erased one is found
    again by the project and the end of the subject. A step whose invoice was credited is to invoice again.
    """
    steps = office["Echeancier"]
    live = {entry.number: entry for entry in standing_entries(office)}
    kept = {
        step.row: step.invoice
        for step in steps
        if step.invoice in live and live[step.invoice].project == step.project
    }
    billed = {
        (entry.project, int(match[1])): number
        for number, entry in live.items()
        if number not in kept.values() and (match := _STEP.search(entry.subject))
    }
    found = {
        step.row: billed[step.project, step.rank] for step in steps if (step.project, step.rank) in billed
    }
    return found | kept


def schedule_columns(office: Office) -> Rows:
    """The computed column of `Echeancier`: the number of the invoice issued for each step, empty if none."""
    numbers = invoiced_steps(office)
    index = office["Echeancier"].numbers
    return computed_columns("Echeancier", index, invoice=[numbers.get(row, "") for row in index])


def numbers(ledger: Sequence[Row]) -> list[Number]:
    """The numbers of the ledger that can be read, in its order."""
    return [Number.of(match) for entry in ledger if (match := NUMBER.fullmatch(entry.number))]
