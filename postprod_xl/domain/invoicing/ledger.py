"""The ledger of issued invoices: its numbers, what was credited, what deposits remain, its checks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from postprod_xl.documents.invoice import Deposit, InvoiceDocument
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.wording import euros_text, first_names
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.schema.vocabulary import InvoiceType

SERIES: dict[str, str] = {InvoiceType.INVOICE: "FA", InvoiceType.DEPOSIT: "FA", InvoiceType.CREDIT_NOTE: "AV"}

_NUMBER = re.compile(r"(FA|AV)-(\d{4})-(\d{4,})")
_STEP = re.compile(r"\(étape (\d+)\)$")


@fact(
    Factures="number type day project client subject total_cents total_with_vat_cents deposits_cents origin"
)
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
    """The row of `Factures` of a document; the file, its fingerprint and the payment are still empty."""
    names = (
        "number", "type", "day", "project", "client", "subject", "total_cents", "vat_cents",
        "total_with_vat_cents", "deposits_cents", "payable_cents", "due_day", "origin",
    )  # fmt: skip
    blank = {"file": "", "fingerprint": "", "paid_day": None, "paid_cents": None}
    return {name: getattr(document, name) for name in names} | blank


def standing(ledger: Sequence[Row]) -> list[Row]:
    """Invoices and deposits that no credit note cancelled, in ledger order."""
    credited = {entry.origin for entry in ledger if entry.type == InvoiceType.CREDIT_NOTE}
    return [
        entry for entry in ledger if entry.type != InvoiceType.CREDIT_NOTE and entry.number not in credited
    ]


def next_number(ledger: Sequence[Row], document_type: str, day: date) -> str:
    """The number of the next document of a type: one series a year, without gap.

    Source: CGI, annexe II, art. 242 nonies A. Invoices and deposits share `FA-`, credit notes have `AV-`.
    """
    series = SERIES[document_type]
    ranks = [int(match[3]) for match in _numbers(ledger) if (match[1], int(match[2])) == (series, day.year)]
    return f"{series}-{day.year}-{max(ranks, default=0) + 1:04d}"


def last_day(ledger: Sequence[Row], document_type: str) -> date | None:
    """The latest day of the series of a type, None when nothing was issued."""
    days = [entry.day for entry in ledger if SERIES.get(entry.type) == SERIES[document_type] and entry.day]
    return max(days, default=None)


def deposits_left(ledger: Sequence[Row], project: str) -> list[Deposit]:
    """Deposits of a project not yet deducted nor credited, oldest first, all taxes included."""
    own = [entry for entry in standing(ledger) if entry.project == project]
    deducted = sum(entry.deposits_cents for entry in own if entry.type == InvoiceType.INVOICE)
    left = []
    for entry in sorted((e for e in own if e.type == InvoiceType.DEPOSIT), key=lambda e: (e.day, e.number)):
        used = min(deducted, entry.total_with_vat_cents)
        deducted -= used
        if entry.total_with_vat_cents > used:
            left.append(Deposit(entry.number, entry.day, entry.total_with_vat_cents - used))
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
    live = {entry.number: entry for entry in standing(entries(office))}
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


def ledger_problems(office: Office) -> list[Problem]:
    """Faults of the ledger: numbers missing, repeated or unreadable, totals and days that disagree.

    All are warnings: nothing stops a refresh; `breaks` are those that stop the issuing of a document.
    """
    return [*breaks(office), *_days_going_back(entries(office))]


def breaks(office: Office) -> list[Problem]:
    """Faults that make the next number or the amounts of the ledger unsure."""
    ledger = entries(office)
    return [*_unreadable(ledger), *_repeated(ledger), *_missing(ledger), *_wrong_totals(office, ledger)]


def _numbers(ledger: Sequence[Row]) -> list[re.Match[str]]:
    return [match for entry in ledger if (match := _NUMBER.fullmatch(entry.number))]


def _unreadable(ledger: Sequence[Row]) -> Iterator[Problem]:
    for entry in ledger:
        match = _NUMBER.fullmatch(entry.number)
        if match is None or entry.day is None:
            message = (
                f"la facture « {entry.number} » n'a pas de numéro ou de date lisible : restaurez sa ligne"
            )
            yield entry.warning("number", entry.number, "un numéro comme FA-2026-0001 et une date", message)
        elif int(match[2]) != entry.day.year:
            message = f"la facture {entry.number} est datée du {entry.day:%d/%m/%Y} : l'année diffère"
            yield entry.warning("day", f"{entry.day:%d/%m/%Y}", f"une date de {match[2]}", message)


def _repeated(ledger: Sequence[Row]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for entry in ledger:
        if entry.number in first:
            message = (
                f"{entry.number} est déjà en ligne {first[entry.number]} : un numéro ne sert qu'une fois"
            )
            yield entry.warning("number", entry.number, "un numéro unique", message)
        first.setdefault(entry.number, entry.row)


def _missing(ledger: Sequence[Row]) -> Iterator[Problem]:
    years: dict[str, dict[int, Row]] = {}
    by_number = {entry.number: entry for entry in ledger}
    for match in _numbers(ledger):
        years.setdefault(f"{match[1]}-{match[2]}", {})[int(match[3])] = by_number[match[0]]
    for year, ranks in years.items():
        gap = [f"{year}-{rank:04d}" for rank in range(1, max(ranks)) if rank not in ranks]
        if gap:
            message = f"il manque {first_names(gap)} dans le registre : restaurez la ligne effacée"
            last = ranks[max(ranks)]
            yield last.warning("number", f"{year}-{max(ranks):04d}", "une suite sans trou", message)


def _wrong_totals(office: Office, ledger: Sequence[Row]) -> Iterator[Problem]:
    lines = office["LignesFacture"]
    sums: Counter[str] = Counter()
    for number, cents in lines.select("invoice", "amount_cents"):
        sums[number] += cents or 0
    for entry in ledger:
        if sums[entry.number] != entry.total_cents:
            shown, expected = euros_text(entry.total_cents), euros_text(sums[entry.number])
            message = f"{entry.number} porte {shown} HT, ses lignes font {expected} : rétablissez le registre"
            yield entry.warning("total_cents", shown, expected, message)
    citing = {line.invoice: line for line in lines.only("invoice")}
    for number in sorted(sums.keys() - {entry.number for entry in ledger}):
        message = (
            f"des lignes citent {number or 'une facture sans numéro'}, absente du registre {INVOICES.tab}"
        )
        yield citing[number].warning("invoice", number, f"un numéro de {INVOICES.tab}", message)


def _days_going_back(ledger: Sequence[Row]) -> Iterator[Problem]:
    latest: dict[str, Row] = {}
    for entry in sorted(ledger, key=lambda e: e.number):
        series = SERIES.get(entry.type, "")
        before = latest.get(series)
        if entry.day and before and entry.day < before.day:
            found, limit = f"{entry.day:%d/%m/%Y}", f"{before.day:%d/%m/%Y}"
            message = f"{entry.number} est datée du {found}, avant {before.number} du {limit}"
            yield entry.warning("day", found, f"une date à partir du {limit}", message)
        if entry.day and (before is None or entry.day >= before.day):
            latest[series] = entry
