"""The files of the accounting entries: where they are asked for, or beside the workbook for a button."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from postprod_xl.documents.accounts.entries import PeriodBooks
from postprod_xl.documents.accounts.entry_files import entries_csv, fec_bytes, fec_name
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.exits import DONE
from postprod_xl.hosts.files.names import CSV, refuse_another_kind
from postprod_xl.hosts.files.printing.papers import blocked, computed_from, free_path, written_line
from postprod_xl.hosts.runs.computing import Report, reported

FEC = ".txt"


def export_books(
    path: Path, today: date, period: Mapping[str, date | None], fec: Path | None, table: Path | None
) -> Report:
    """Write the entries of a period of a master's file; the master is only read.

    Parameters
    ----------
    period
        Its first and last days, as the command takes them.
    fec
        The folder of the legal file, whose name the law gives, or the file itself, ending in .txt: its legal name is
        then said. None to leave it out.
    table
        The new CSV file; None to leave it out.
    """
    return reported(path, lambda: _exported(path, today, period, fec, table))


def books_beside(books: PeriodBooks, workbook: Path) -> list[Path]:
    """Write both files beside a workbook; a name taken gets a number."""
    stem = f"Écritures {books.first:%Y-%m-%d} {books.last:%Y-%m-%d}"
    outputs = {
        free_path(workbook.parent, fec_name(books), FEC): fec_bytes(books),
        free_path(workbook.parent, stem, CSV): entries_csv(books),
    }
    return _written(outputs, workbook)


def _exported(
    path: Path, today: date, period: Mapping[str, date | None], fec: Path | None, table: Path | None
) -> Report:
    from postprod_xl.hosts.files.tables import made_ready

    if table is not None:
        refuse_another_kind(table, CSV, "du fichier")
    if fec is not None and fec.is_file() and fec.suffix.lower() != FEC:
        raise UnusableFile(
            f"{fec} — n'est ni un dossier ni un fichier {FEC} : dites où écrire les écritures."
        )
    _, computed = computed_from(path, "ledger", today, dict(period))
    report, books = computed.report, computed.books
    if report.status != DONE or books is None:
        return blocked(path, report)
    outputs, notes = {}, [*report.notes]
    if fec is not None:
        legal = f"{fec_name(books)}{FEC}"
        output = fec if fec.suffix.lower() == FEC and not fec.is_dir() else fec / legal
        outputs[output] = fec_bytes(books)
        if output.name != legal:
            notes.append(f"{output.name} : la loi nomme ce fichier {legal}, renommez-le avant de le remettre")
    if table is not None:
        outputs[table] = entries_csv(books)
    with ExitStack() as folders:
        for output in outputs:
            folders.enter_context(made_ready(output.parent, path))
        written = _written(outputs, path)
    details = report.details | {"output": [*map(str, written)]}
    return Report(path, DONE, written_line(report.summary, written), notes=notes, details=details)


def _written(outputs: Mapping[Path, bytes], workbook: Path) -> list[Path]:
    """Write new files; none of them when one is there already."""
    from postprod_xl.engines.ooxml.files.privacy import readers_of
    from postprod_xl.engines.ooxml.files.saving import create

    for output in outputs:
        if output.exists():
            raise UnusableFile(f"{output} — existe déjà : effacez-le, ou écrivez ailleurs.")
    for output, data in outputs.items():
        create(output, data, readers_of(workbook))
    return list(outputs)
