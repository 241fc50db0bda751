"""The checks of the ledger: documents lost, numbers repeated or unreadable, totals and days that disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter

from postprod_xl.domain.invoicing.register.damage import amount_damage, loose_ends
from postprod_xl.domain.invoicing.register.ledger import ENTRY_CELLS, NUMBER, SERIES, Number, entries
from postprod_xl.domain.invoicing.register.lost import (
    RESTORE,
    RESTORE_LINES,
    TRACES,
    is_traced,
    lost_documents,
    lost_numbers,
    own_documents,
)
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.wording import counted, euros_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.billing import INVOICE_LINES, INVOICES


def ledger_problems(office: Office) -> list[Problem]:
    """Faults of the ledger: documents lost, numbers repeated or unreadable, totals and days that disagree.

    What was cut or emptied blocks (`losses`); what was typed over is a warning, and stops the issuing of a document
    (`breaks`).
    """
    return [*breaks(office), *_days_going_back(entries(office))]


def breaks(office: Office) -> list[Problem]:
    """Faults that make the next number or the amounts of the ledger unsure."""
    return [*lost_documents(office), *_broken_rows(office)]


def losses(office: Office) -> list[Problem]:
    """What was cut from the ledger or emptied in it: it blocks every command that computes.

    Each run that writes puts one more version behind the ten that are kept, and drops the oldest: the one that still
    holds the rows would go.
    """
    return [problem for problem in (*lost_documents(office), *faults_of_rows(office)) if problem.is_blocking]


def damaged_documents(office: Office) -> list[str]:
    """The numbers of the documents that are lost, or of which cells or lines are, as `losses` says."""
    held = {
        INVOICES.name: (office["Factures"], "number"),
        INVOICE_LINES.name: (office["LignesFacture"], "invoice"),
    }
    damaged = [
        (*held[problem.table], problem.row)
        for problem in faults_of_rows(office)
        if problem.is_blocking and problem.row is not None
    ]
    named = [getattr(rows.row(row), name) for rows, name, row in damaged]
    return list(dict.fromkeys([*lost_numbers(office), *filter(NUMBER.fullmatch, named)]))


def faults_of_rows(office: Office) -> list[Problem]:
    """What was emptied or typed over in the rows of the ledger and of its lines, whether it blocks or not."""
    return [*_broken_rows(office), *amount_damage(office), *loose_ends(office)]


@fact(Factures=ENTRY_CELLS, LignesFacture="invoice rank amount_cents", **TRACES)
def _broken_rows(office: Office) -> list[Problem]:
    ledger, traced = own_documents(office), is_traced(office)
    return [
        *_unreadable(ledger),
        *_repeated(ledger),
        *_wrong_totals(office, ledger, traced),
        *_lost_lines(office),
        *_unknown_documents(office),
    ]


def _unreadable(ledger: Sequence[Row]) -> Iterator[Problem]:
    for entry in ledger:
        match = NUMBER.fullmatch(entry.number)
        if not entry.number:
            message = f"une ligne du registre n'a plus de numéro : {RESTORE}"
            yield entry.blocking("number", "vide", "le numéro du document émis", message)
        elif match is None:
            message = f"la facture « {entry.number} » n'a pas de numéro ou de date lisible : {RESTORE}"
            yield entry.warning("number", entry.number, "un numéro comme FA-2026-0001", message)
        elif entry.day is not None and int(match[2]) != entry.day.year:
            message = f"la facture {entry.number} est datée du {entry.day:%d/%m/%Y} : l'année diffère"
            yield entry.warning("day", f"{entry.day:%d/%m/%Y}", f"une date de {match[2]}", message)


def _repeated(ledger: Sequence[Row]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for entry in ledger:
        if entry.number and entry.number in first:
            message = (
                f"{entry.number} est déjà en ligne {first[entry.number]} : un numéro ne sert qu'une fois"
            )
            yield entry.warning("number", entry.number, "un numéro unique", message)
        first.setdefault(entry.number, entry.row)


def _wrong_totals(office: Office, ledger: Sequence[Row], traced: Callable[[str], bool]) -> Iterator[Problem]:
    """The documents that their lines do not add up to, or that have none: lines were cut, or amounts emptied."""
    sums: defaultdict[str, int] = defaultdict(int)
    for number, cents in office["LignesFacture"].select("invoice", "amount_cents"):
        sums[number] += cents or 0
    written = dict(office["Factures"].select("number", "total_cents"))
    for entry in ledger:
        if not entry.number or written[entry.number] is None:
            continue
        if entry.number not in sums or sums[entry.number] != entry.total_cents:
            report = entry.blocking if traced(entry.number) else entry.warning
            shown, expected = euros_text(entry.total_cents), euros_text(sums.get(entry.number, 0))
            message = f"{entry.number} porte {shown} HT, ses lignes font {expected} : {RESTORE_LINES}"
            yield report("total_cents", shown, expected, message)


def _lost_lines(office: Office) -> Iterator[Problem]:
    """The lines of documents whose ranks are no longer in sequence, or that no longer say their document."""
    lines = office["LignesFacture"]
    for line in lines.where(not number for number in lines.column("invoice")):
        message = f"une ligne de détail ne dit plus sa facture : {RESTORE}"
        yield line.blocking("invoice", "vide", "le numéro du document", message)
    ranks: defaultdict[str, list[int]] = defaultdict(list)
    last: dict[str, int] = {}
    for at, (number, rank) in enumerate(lines.select("invoice", "rank")):
        if number and rank is not None:
            ranks[number].append(rank)
            last[number] = at
    for number, held in ranks.items():
        if lost := set(range(1, max(held))).difference(held):
            [line] = lines.at([last[number]])
            message = f"il manque à {number} {counted(len(lost), 'ligne')} de détail : {RESTORE_LINES}"
            yield line.blocking("rank", str(max(held)), "des rangs sans trou", message)


def _unknown_documents(office: Office) -> Iterator[Problem]:
    """The lines of documents that the ledger has not, under numbers that are none of ours."""
    lines, held = office["LignesFacture"], set(office["Factures"].column("number"))
    citing = {number: at for at, number in enumerate(lines.column("invoice"))}
    for number in sorted(citing.keys() - held - {""}):
        if not NUMBER.fullmatch(number):
            [line] = lines.at([citing[number]])
            message = f"des lignes citent {number}, absente du registre {INVOICES.tab}"
            yield line.warning("invoice", number, f"un numéro de {INVOICES.tab}", message)


def _days_going_back(ledger: Sequence[Row]) -> Iterator[Problem]:
    latest: dict[str, Row] = {}
    numbered = [
        (Number.of(match), entry) for entry in ledger if (match := NUMBER.fullmatch(entry.number)) is not None
    ]
    for _, entry in sorted(numbered, key=itemgetter(0)):
        series = SERIES.get(entry.type, "")
        before = latest.get(series)
        if entry.day and before and entry.day < before.day:
            found, limit = f"{entry.day:%d/%m/%Y}", f"{before.day:%d/%m/%Y}"
            message = f"{entry.number} est datée du {found}, avant {before.number} du {limit}"
            yield entry.warning("day", found, f"une date à partir du {limit}", message)
        if entry.day and (before is None or entry.day >= before.day):
            latest[series] = entry
