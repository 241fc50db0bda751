"""Tables out of a workbook as CSV, and back into it."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from postprod_xl.documents.tables_csv import EXTENSION, CsvFolder, Reader, csv_bytes, read_folder
from postprod_xl.domain.calculated import calculated_columns
from postprod_xl.domain.invoicing.register.checks import losses
from postprod_xl.domain.limits import TooLarge
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import counted, counted_problems
from postprod_xl.engines.ooxml.errors import UnusableFile, naming, naming_in_full
from postprod_xl.engines.ooxml.files.file_sets import publish, refuse_unfinished
from postprod_xl.engines.ooxml.files.leftovers import folder_removed
from postprod_xl.engines.ooxml.files.privacy import make_folder, readers_of
from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.files.keeping.lost_documents import tell_where_kept
from postprod_xl.hosts.files.master import FileMaster, opened, read_master, saved
from postprod_xl.hosts.runs.computing import Report, journal_update, reported
from postprod_xl.schema.contents import Contents, contents_with
from postprod_xl.schema.kinds import typed
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.home import DASHBOARD, SETTINGS
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.quotes import QUOTE
from postprod_xl.workbook.declared import tab_command, upgrade_command
from postprod_xl.workbook.last_run import last_run_changes, show_last_run
from postprod_xl.workbook.update import column_update, input_update


def export_file(path: Path, folder: Path, reader: Reader = Reader.SPREADSHEET) -> Report:
    """Write every table of a workbook as CSV, all or none; a workbook with unreadable cells is not exported."""
    return reported(path, lambda: _export(path, folder, reader))


def _export(path: Path, folder: Path, reader: Reader) -> Report:
    master = read_master(path)
    if master.is_blocked:
        return Report(path, BLOCKED, counted_problems(master.problems), master.problems)
    with made_ready(folder, path):
        files = _csv_files({name: master.tables[name] for name in master.raw}, reader)
        notes = publish(folder, files, readers_of(path))
    return Report(path, DONE, f"{len(files)} tables écrites dans {folder}", notes=notes)


@contextmanager
def made_ready(folder: Path, workbook: Path) -> Iterator[None]:
    """Make the folder of a workbook's export, before anything else is written; what the block leaves empty goes.

    Raises
    ------
    UnusableFile
        It cannot be made, or written.
    """
    missing = [step for step in (folder, *folder.parents) if not step.exists()]
    try:
        with naming_in_full(folder):
            make_folder(folder, readers_of(workbook))
            if not os.access(folder, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        yield
    finally:
        for step in missing:
            folder_removed(step)


def _csv_files(given: Mapping[str, Rows], reader: Reader) -> dict[str, bytes]:
    """The content of one CSV file a table, by its name."""
    return {f"{name}{EXTENSION}": csv_bytes(BY_NAME[name], rows, reader) for name, rows in given.items()}


def import_folder(path: Path, folder: Path) -> Report:
    """Replace the rows of the input tables found in a folder, after the validation of a whole workbook."""
    return reported(path, lambda: _import(path, folder))


def _import(path: Path, folder: Path) -> Report:
    started = time.perf_counter()
    with naming(folder):
        found = _found(folder)
    with opened(path) as master:
        report = _imported(master, found, folder)
        if report.status == DONE:
            journal = journal_update(master, "tables import", report.summary, time.perf_counter() - started)
            home = master.places[DASHBOARD.name]
            master.written([journal], last_run_changes(home))
            show_last_run(master.package, home, journal.appended[-1])
            report.backup = saved(master)
        tell_where_kept(master, report, date.min)
    return report


def _found(folder: Path) -> CsvFolder:
    if not folder.exists():
        raise UnusableFile(f"{folder} — dossier introuvable : vérifiez son nom et son emplacement")
    if not folder.is_dir():
        raise UnusableFile(f"{folder} — ce n'est pas un dossier : donnez celui qui contient les fichiers CSV")
    refuse_unfinished(folder)
    found = read_folder(folder)
    # An export may have started since.
    refuse_unfinished(folder)
    if not found.tables:
        raise UnusableFile(
            f"{folder} — aucun fichier CSV d'une table de saisie n'y figure : nommez-les "
            f"comme les tables ({PROJECTS.name}.csv, {QUOTE.name}.csv…)"
        )
    return found


def _imported(master: FileMaster, found: CsvFolder, folder: Path) -> Report:
    """Put the imported rows into the open package; nothing is put when a problem blocks."""
    whole = contents_with(master.tables, found.tables, found.unread, master.version)
    given = {name: whole.tables[name] for name in found.tables}
    said = (*found.problems, *whole.problems, *_without_room(master, given))
    problems = [_located(problem, found, master) for problem in said]
    # A cell unreadable today in a table that is replaced is corrected by the import.
    problems += [p for p in master.problems if p.table not in given and p not in problems and p.is_blocking]
    problems += master.located(_still_lost(master, whole))
    if any(problem.is_blocking for problem in problems):
        return Report(master.path, BLOCKED, counted_problems(problems), problems)
    try:
        calculated = calculated_columns(Office(whole.tables, whole.settings, date.min))
    except TooLarge as large:
        problems.append(_located(large.problem, found, master))
        return Report(master.path, BLOCKED, counted_problems(problems), problems)
    updates = [
        input_update(BY_NAME[name], master.places, rows, calculated.get(name)) for name, rows in given.items()
    ]
    # Formulas of the tables that stay may read those that are replaced.
    updates += [
        column_update(BY_NAME[name], master.raw[name], master.places, rows)
        for name, rows in calculated.items()
        if name not in given and name in master.raw
    ]
    notes = master.written(updates)
    count = sum(len(rows) for rows in given.values())
    summary = f"{counted(len(given), 'table')} et {counted(count, 'ligne')} importées de {folder}"
    return Report(master.path, DONE, summary, problems, notes=notes)


def _still_lost(master: FileMaster, whole: Contents) -> list[Problem]:
    """What the ledger of a workbook lost, which blocks an import as any command that computes.

    Of what is imported, the settings alone may put that right: the first number that the house gave.
    """
    tables = {**master.tables, SETTINGS.name: whole.tables[SETTINGS.name]}
    return losses(Office(tables, whole.settings, date.min, tabs=master.tabs))


def _without_room(master: FileMaster, given: Mapping[str, Rows]) -> Iterator[Problem]:
    """What keeps files from going whole into a workbook of an earlier version, which has not all their columns."""
    remedy = f"« {upgrade_command(master.path.name)} » l'ajoute, puis recommencez"
    for name, rows in given.items():
        table, place = BY_NAME[name], master.places.get(name)
        if place is None:
            command = tab_command(master.path.name, table)
            message = f"ce classeur n'a pas la table {name} : « {command} » l'ajoute, puis recommencez"
            yield blocking(name, None, "", "table absente", "la table", message)
            continue
        for column in table.typed:
            blanks = {column.empty, typed(column.kind, None), typed(column.kind, column.default)}
            if (
                column.came_after(master.version)
                and column.heading not in place.headings
                and not blanks.issuperset(rows.column(column.name))
            ):
                message = f"ce classeur n'a pas la colonne « {column.heading} », remplie ici : {remedy}"
                yield blocking(name, None, column.heading, "colonne absente", "la colonne", message)


def _located(problem: Problem, found: CsvFolder, master: FileMaster) -> Problem:
    places = {**master.places, **found.places}
    located = problem.located(places)  # type: ignore[arg-type]
    return located if located.tab or not problem.table else replace(located, tab=problem.table)
