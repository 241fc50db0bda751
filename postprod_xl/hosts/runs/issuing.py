"""The files of the documents that a command issues, and what was seen of those issued before. Shared by every host.

The workbook alone says what was issued. A file is written under a waiting name, then the workbook is saved with the
document in its ledger, then the file takes its name. Killed before the save, nothing was issued and the next command
removes the waiting file; killed after it, the next command gives the file its name. Nothing ever has the name of a
document that no ledger holds.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postprod_xl.commands import COMMANDS
from postprod_xl.commands.outcome import Outcome
from postprod_xl.domain.catalogue.statements.register import STATEMENT_NUMBER
from postprod_xl.domain.invoicing.register.issued_files import REMADE, SeenFile, SeenFiles, folder_of
from postprod_xl.domain.invoicing.register.ledger import NUMBER
from postprod_xl.domain.invoicing.register.originals import IssuedFile, original_rows
from postprod_xl.domain.office import Office
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.files.locking import sweep_temporary_files
from postprod_xl.engines.ooxml.files.waiting import WAITING, drop, settle, waiting_path
from postprod_xl.hosts.runs.house_papers import house_of, paper_problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables.billing import INVOICE_LINES, INVOICES
from postprod_xl.schema.tables.catalogue.accounts import STATEMENTS
from postprod_xl.schema.tables.originals import ORIGINALS
from postprod_xl.schema.tables.purchases import PURCHASES

if TYPE_CHECKING:
    import re

    from postprod_xl.documents.invoice import InvoiceDocument
    from postprod_xl.documents.typesetting.house import HouseStyle
    from postprod_xl.hosts.runs.master import Master

PDF = ".pdf"
TABS_DRAWN = 100
"""Documents that have a tab of their own in a workbook. The document is its file, the tab a view of it: thousands of
tabs would keep a workbook from opening, and none that stands is ever taken away."""
_LAST_READ = 20
"""Documents whose files are read by every command; `check` reads them all."""

IssuedFiles = Mapping[str, bytes]
"""The content of files, by their path from the folder of the workbook."""


@dataclass(frozen=True)
class IssuingLedger:
    """A ledger whose documents have a file each.

    Parameters
    ----------
    table
        It has their numbers, their files and the fingerprints of these.
    ending
        What the name of their folder ends with, after that of the workbook.
    number
        What their numbers look like, and the titles of their tabs.
    plural
        What they are called.
    """

    table: Table
    ending: str
    number: re.Pattern[str]
    plural: str


OF_INVOICES = IssuingLedger(INVOICES, "factures", NUMBER, "factures")
OF_STATEMENTS = IssuingLedger(STATEMENTS, "releves", STATEMENT_NUMBER, "relevés")
ISSUING_LEDGERS = (OF_INVOICES, OF_STATEMENTS)


def folder_name(workbook: Path, ledger: IssuingLedger = OF_INVOICES) -> str:
    """The folder of the documents of a workbook, beside it.

    >>> folder_name(Path("chez moi/bureau.xlsx")), folder_name(Path("bureau.xlsx"), OF_STATEMENTS)
    ('bureau_factures', 'bureau_releves')
    """
    return f"{workbook.stem}_{ledger.ending}"


def with_files(master: Master, office: Office, outcome: Outcome) -> tuple[Outcome, IssuedFiles]:
    """The outcome of a command, the documents that it issues having their file, fingerprint and original.

    Returns
    -------
    outcome
        Blocked where a paper cannot be made, or where the official rules of electronic invoices refuse it.
    files
        What is to be written once the workbook is.

    Raises
    ------
    UnusableFile
        The workbook lies nowhere on this machine.
    """
    from postprod_xl.documents.invoice import InvoiceDocument
    from postprod_xl.documents.typesetting.refusal import PaperRefused

    issued = [
        document
        for document in outcome.documents
        if isinstance(document, InvoiceDocument) and not document.is_draft
    ]
    if not issued or INVOICES.name not in outcome.appended:
        return outcome, {}
    workbook = master.on_disk()
    try:
        house = house_of(master, workbook)
        files = {}
        for document in issued:
            outcome, path, content = _with_file(master, office, outcome, document, house)
            files[path] = content
    except PaperRefused as refused:
        return Outcome(problems=(*outcome.problems, paper_problem(master, refused))), {}
    return with_few_tabs(master, outcome), files


def _with_file(
    master: Master, office: Office, outcome: Outcome, document: InvoiceDocument, house: HouseStyle
) -> tuple[Outcome, str, bytes]:
    from postprod_xl.documents.facturx.issued import checked, invoice_pdf
    from postprod_xl.documents.typesetting.kept_style import kept_style

    paper = checked(invoice_pdf(document, house), document)
    path = f"{folder_name(master.on_disk())}/{document.number}{PDF}"
    file = IssuedFile(
        path,
        sha256(paper.pdf).hexdigest(),
        sha256(paper.xml).hexdigest(),
        len(paper.pdf),
        kept_style(house),
    )
    ledger = with_file_cells(outcome.appended[INVOICES.name], document.number, file.path, file.fingerprint)
    is_own = [number == document.number for number in ledger.column("number")]
    lines = outcome.appended[INVOICE_LINES.name]
    lines = lines.where(number == document.number for number in lines.column("invoice"))
    kept = original_rows(office, document, ledger.where(is_own), lines, file)
    before = outcome.noted.get(ORIGINALS.name)
    return (
        replace(
            outcome,
            appended={**outcome.appended, INVOICES.name: ledger},
            noted={**outcome.noted, ORIGINALS.name: before.followed_by(kept) if before else kept},
            details={**outcome.details, "file": path, "sha256": file.fingerprint},
            lines=(
                f"Fichier : {path}",
                *outcome.lines,
                *(f"{document.number} : {line}" for line in paper.remarks),
            ),
        ),
        path,
        paper.pdf,
    )


def with_file_cells(ledger: Rows, number: str, path: str, fingerprint: str) -> Rows:
    """The rows of a ledger, that of one document naming its file."""
    is_own = [held == number for held in ledger.column("number")]
    return ledger.with_columns(
        {
            name: [value if own else held for own, held in zip(is_own, ledger.column(name), strict=True)]
            for name, value in (("file", path), ("fingerprint", fingerprint))
        }
    )


def with_few_tabs(master: Master, outcome: Outcome, ledger: IssuingLedger = OF_INVOICES) -> Outcome:
    """The outcome without the tabs of documents where a workbook has its fill of them."""
    drawn = sum(1 for title in master.tabs if ledger.number.fullmatch(title))
    if drawn < TABS_DRAWN:
        return outcome
    line = (
        f"Ce classeur a déjà {drawn} onglets de {ledger.plural} : celui-ci n'y est pas ajouté, le document est son "
        "fichier. Supprimez les plus anciens de ces onglets pour que les prochains y soient."
    )
    documents = tuple(document for document in outcome.documents if document.is_draft)
    return replace(outcome, documents=documents, lines=(*outcome.lines, line))


def seen_files(master: Master, command: str, options: Mapping[str, Any]) -> SeenFiles | None:
    """What there is of the files of the ledger, by one look at their folders; some are read, all by `check`.

    Those that are read are of the last documents, and where one is issued, of the same project or the one it credits.
    None where the workbook lies nowhere on this machine.
    """
    if master.is_in_cloud and not COMMANDS[command].issues:
        # Where a cloud keeps its copy here is found by looking through all of it.
        return None
    invoices = [row for row in _filed(master, OF_INVOICES, "project") if row.fingerprint]
    statements = [row for row in _filed(master, OF_STATEMENTS) if row.fingerprint]
    entries = [*invoices, *statements]
    try:
        workbook = master.on_disk()
    except UnusableFile:
        return None
    seen: dict[str, SeenFile] = {}
    folders, waiting, copies = set(), set(), set()
    for name in dict.fromkeys(folder_of(entry.file) for entry in entries):
        with suppress(OSError), os.scandir(workbook.parent / name) as found:
            folders.add(name)
            for file in found:
                if REMADE in file.name:
                    copies.add(file.name.partition(REMADE)[0])
                elif file.name.endswith(PDF):
                    # A link to nothing is no file, and hides none of the others.
                    with suppress(OSError):
                        seen[f"{name}/{file.name}"] = SeenFile(file.stat().st_size)
                elif file.name.endswith(WAITING):
                    waiting.add(file.name.partition(PDF)[0])
    others = statements if command == "check" else statements[-_LAST_READ:]
    for entry in (*_to_read(invoices, command, options), *others):
        if entry.file in seen:
            seen[entry.file] = _read(workbook.parent / entry.file)
    received = _received(master, workbook) if command == "check" else None
    return SeenFiles(seen, frozenset(folders), frozenset(waiting), frozenset(copies), received)


def _filed(master: Master, ledger: IssuingLedger, *others: str) -> list[Row]:
    """The rows of a ledger that name a file."""
    rows = master.tables[ledger.table.name].only("number", "file", "fingerprint", *others)
    return [row for row in rows if row.file]


def _received(master: Master, workbook: Path) -> dict[str, SeenFile]:
    """The files of the received invoices that are there, read."""
    paths = {path for path in master.tables[PURCHASES.name].column("file") if path}
    found = {path: _read(workbook.parent / path) for path in sorted(paths)}
    return {path: file for path, file in found.items() if file.sha256}


def _to_read(entries: Sequence[Row], command: str, options: Mapping[str, Any]) -> Iterable[Row]:
    if command == "check":
        return entries
    concerned = {options.get("project"), options.get("credit")} - {None, ""}
    if not COMMANDS[command].issues or not concerned:
        return entries[-_LAST_READ:]
    others = [entry for entry in entries[:-_LAST_READ] if {entry.project, entry.number} & concerned]
    return [*others, *entries[-_LAST_READ:]]


def _read(path: Path) -> SeenFile:
    """A file as it is; what is no file, or that the system does not let be read, is not what was issued."""
    if not path.is_file():
        return SeenFile(-1)
    try:
        content = path.read_bytes()
    except OSError:
        return SeenFile(-1)
    return SeenFile(len(content), sha256(content).hexdigest())


def settle_waiting(master: Master) -> list[str]:
    """Give their names to the files that a run which died left waiting, or remove those that the ledger does not have.

    To be called by whoever holds the workbook. Gives what was done, a French line each.
    """
    try:
        workbook = master.on_disk()
    except UnusableFile:
        return []
    kept = [ledger for ledger in ISSUING_LEDGERS if ledger.table.name in master.places]
    return [line for ledger in kept for line in _settled_of(master, workbook, ledger)]


def _settled_of(master: Master, workbook: Path, ledger: IssuingLedger) -> Iterator[str]:
    issued = {row.file: row.fingerprint for row in _filed(master, ledger)}
    folders = dict.fromkeys([folder_name(workbook, ledger), *(folder_of(file) for file in [*issued][-1:])])
    for name in folders:
        yield from _settled(workbook, name, issued)


def _settled(workbook: Path, folder: str, issued: Mapping[str, str]) -> Iterator[str]:
    ending = f"{workbook.suffix}{WAITING}"
    # What a run that died while writing a waiting file left of it.
    sweep_temporary_files(workbook.parent / folder)
    try:
        names = [name for name in os.listdir(workbook.parent / folder) if name.endswith(ending)]
    except OSError:
        return
    for name in sorted(names):
        path = f"{folder}/{name.removesuffix(ending)}"
        target = workbook.parent / path
        waiting = waiting_path(target, workbook)
        if issued.get(path) != _read(waiting).sha256 or target.exists():
            drop(waiting)
            continue
        yield from named(waiting, target, path)


def named(waiting: Path, target: Path, path: str) -> Iterator[str]:
    """Give its name to a file that a run which died left waiting; the line that says so when it has it."""
    settle(waiting, target)
    if target.exists():
        yield f"{path} : ce fichier attendait son nom depuis une commande interrompue, il l'a"
