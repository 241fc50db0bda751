"""A command computed on an open workbook: what it would change, and the report. Shared by every host."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postprod_xl.commands import COMMANDS
from postprod_xl.commands.kept_rows import concerning
from postprod_xl.commands.outcome import Outcome
from postprod_xl.domain.home.controls import controls_rows
from postprod_xl.domain.home.journal import compacted
from postprod_xl.domain.limits import TooLarge
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.memory.lines import lines_of, memory_of
from postprod_xl.domain.wording import counted_problems, listed
from postprod_xl.engines.ooxml.errors import CannotEdit, UnusableFile, naming
from postprod_xl.engines.ooxml.files.disk_record import DiskRecord, recorded
from postprod_xl.hosts.exits import BLOCKED, DONE, UNUSABLE
from postprod_xl.hosts.runs.frozen_pay import with_pay_files
from postprod_xl.hosts.runs.issued_statements import with_statement_file
from postprod_xl.hosts.runs.issuing import IssuedFiles, seen_files, with_files
from postprod_xl.hosts.runs.master import Master
from postprod_xl.hosts.runs.signature import Signature, user_name
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.cells.characters import message_line
from postprod_xl.schema.contents import in_workbook_order
from postprod_xl.schema.drawn_tabs import DrawnTab
from postprod_xl.schema.memory_tab import MemoryLine
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.home import CONTROLS, JOURNAL
from postprod_xl.schema.versions import FIRST
from postprod_xl.schema.vocabulary import Severity
from postprod_xl.workbook.declared import tab_command, upgrade_command
from postprod_xl.workbook.update import (
    CellChange,
    TableUpdate,
    column_update,
    compacting,
    content_update,
    ledger_update,
)

if TYPE_CHECKING:
    from postprod_xl.commands.outcome import Extract
    from postprod_xl.documents.accounts.entries import PeriodBooks
    from postprod_xl.documents.advice_form import AdviceForm
    from postprod_xl.documents.calendars.records import OfficeCalendars
    from postprod_xl.documents.papers.paper import Paper
    from postprod_xl.documents.session_form import SessionForm
    from postprod_xl.documents.sharing.copy import SharedCopy
    from postprod_xl.domain.invoicing.register.originals import Original
    from postprod_xl.domain.portfolio.summary import WorkbookSummary


@dataclass
class Report:
    """What a run did to one file.

    Parameters
    ----------
    path
        The workbook.
    status
        Exit status of the contract: 0 done, 1 blocking problems, 3 unusable file, 4 internal fault.
    summary
        One French line.
    problems
        Located problems, in workbook order.
    changed
        How many cells and rows differ, the journal aside.
    changes
        Which they are; listed by a preview only.
    backup
        Where the previous version is kept, None when nothing was written.
    notes
        What is told besides: a command's answer or remarks, rows kept for a person's notes.
    details
        What the command adds for `--json`: invoice number, month…
    in_controls
        Whether the `Contrôles` tab shows these problems.
    """

    path: Path
    status: int = DONE
    summary: str = ""
    problems: list[Problem] = field(default_factory=list)
    changed: int = 0
    changes: list[CellChange] = field(default_factory=list)
    backup: Path | None = None
    notes: list[str] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)
    in_controls: bool = False
    seconds: float = 0.0


@dataclass(frozen=True)
class Computed:
    """A command computed on an open workbook, not yet written.

    Parameters
    ----------
    report
        What is known of the run.
    updates
        The differences, table by table; empty when something blocks.
    documents
        Printable documents issued, to be drawn as tabs.
    charts
        What is to be drawn on the drawn tabs.
    copy
        What leaves the house in a workbook of its own, None most often.
    papers
        What leaves it in a PDF of its own each.
    papers_folder
        The folder beside the workbook where a button puts them; empty, beside it.
    memory
        What the hidden tab of the memory will hold; None when it is left as it is.
    fills_controls
        Whether the problems are those of the workbook, for `Contrôles`; not those of a request alone.
    question
        What a person confirms before anything is written, at the workbook or at the terminal; empty when nothing
        needs it.
    unasked
        What refuses the command where nobody can be asked.
    is_answer
        Whether there is nothing to write, not even in the journal.
    forms
        What technicians are asked, each in a workbook of its own.
    files
        What is to be written beside the workbook with it: the files of the documents issued.
    rebuilt
        The documents whose files are to be made again where they are missing.
    books
        Accounting entries that leave the house in files of their own.
    calendars
        Bookings that leave the house in calendar files.
    portfolio
        What a portfolio of several workbooks keeps of this one.
    extract
        What leaves the catalogue of rights in a file of its own.
    """

    report: Report
    updates: tuple[TableUpdate, ...] = ()
    documents: tuple[Any, ...] = ()
    charts: Mapping[DrawnTab, Any] = field(default_factory=dict)
    copy: SharedCopy | None = None
    papers: Sequence[Paper] = ()
    memory: Sequence[MemoryLine] | None = None
    fills_controls: bool = True
    question: str = ""
    is_answer: bool = False
    forms: tuple[AdviceForm | SessionForm, ...] = ()
    unasked: tuple[Problem, ...] = ()
    files: IssuedFiles = field(default_factory=dict)
    rebuilt: Sequence[Original] = ()
    books: PeriodBooks | None = None
    papers_folder: str = ""
    calendars: OfficeCalendars | None = None
    portfolio: WorkbookSummary | None = None
    extract: Extract | None = None

    def unlisted(self) -> Computed:
        """The same, its differences no longer to be listed: the cells as read need not be kept for that."""
        return replace(self, updates=tuple(replace(update, changes=tuple) for update in self.updates))


def reported(path: Path, work: Callable[[], Report]) -> Report:
    """Do work that may write files; the report says how long it took and what failed without undoing anything.

    Parameters
    ----------
    path
        The file to be named when the work refuses it.
    work
        What gives the report; a file that cannot be used, or an error of the system, is that of a file left as
        it was.
    """
    started = time.perf_counter()
    with recorded() as record:
        try:
            with naming(path):
                report = work()
        except UnusableFile as error:
            report = refused(path, error)
    report.seconds = time.perf_counter() - started
    report.notes += warning_lines(record)
    return report


def warning_lines(record: DiskRecord) -> list[str]:
    """What failed without undoing anything, one line each."""
    return [f"{Severity.WARNING} : {line}" for line in record.warnings]


def refused(path: Path, error: UnusableFile) -> Report:
    """The report of a file left as it was: something of a person's stands in the way, or it cannot be used."""
    line = message_line(str(error))
    if isinstance(error, CannotEdit):
        problems = [blocking("", None, "", "", "", line)]
        return Report(path, BLOCKED, counted_problems(problems), problems)
    return Report(path, UNUSABLE, line)


def compute(master: Master, command: str, today: date, options: dict[str, Any]) -> Computed:
    """Compute a command on an open workbook: what it would change and every problem."""
    known = concerning(COMMANDS[command], options, master.problems, master.tables)
    if any(problem.is_blocking for problem in known):
        return Computed(_blocked(master, known))
    memory, forgotten = memory_of(master.memory)
    seen = seen_files(master, command, options) if master.seen is None else master.seen
    office = Office(
        master.tables, master.settings, today, memory, tabs=master.tabs, files=seen, absent=master.absent
    )
    try:
        outcome = COMMANDS[command].compute(office, known, **options)
    except TooLarge as large:
        outcome = Outcome(problems=(large.problem,))
    except UnknownRate as unknown:
        outcome = Outcome(
            problems=(blocking("", None, "", "", "une date dont les taux sont connus", str(unknown)),)
        )
    if unheld := _without_ledger(master, outcome):
        outcome = Outcome(problems=(*outcome.problems, *unheld))
    files: IssuedFiles = {}
    if not outcome.is_blocked:
        outcome, files = with_files(master, office, outcome)
        outcome, files = with_statement_file(master, outcome, files)
        outcome, files = with_pay_files(master, outcome, files, user_name())
    found = master.located(_where_added(master, outcome))
    problems = in_workbook_order([*_besides(known, found), *found])
    if outcome.is_blocked:
        return Computed(_blocked(master, problems), fills_controls=outcome.covers_the_office)
    updates = tuple(table_updates(master, outcome, problems))
    changed = sum(update.count for update in updates)
    # A command that answers a question says nothing else of the workbook.
    is_told = (COMMANDS[command].writes and not outcome.is_answer) or not outcome.summary
    shown = problems if is_told else []
    report = Report(master.path, DONE, outcome.summary, shown, changed)
    report.notes, report.details = list(outcome.lines), dict(outcome.details)
    if forgotten and outcome.memory is not None:
        report.notes.append(forgotten)
    return Computed(
        report,
        updates,
        outcome.documents,
        outcome.charts,
        outcome.copy,
        outcome.papers,
        None if outcome.memory is None else lines_of(outcome.memory),
        outcome.covers_the_office,
        outcome.question,
        outcome.is_answer,
        outcome.forms,
        tuple(master.located(outcome.unasked)),
        files,
        outcome.rebuilt,
        outcome.books,
        outcome.papers_folder,
        outcome.calendars,
        outcome.portfolio,
        outcome.extract,
    )


def _besides(known: Sequence[Problem], found: Sequence[Problem]) -> list[Problem]:
    """The problems of a workbook, less those of what a cell holds that a command says again, and why it matters."""
    told = {(problem.tab, problem.cell, problem.found) for problem in found}
    return [problem for problem in known if (problem.tab, problem.cell, problem.found) not in told]


def table_updates(master: Master, outcome: Outcome, problems: list[Problem]) -> Iterator[TableUpdate]:
    """The differences, table by table, between what a command gives and what the workbook holds."""
    typed = ((cells.table.name, cells) for cells in outcome.typed)
    for name, columns in (*outcome.columns.items(), *typed):
        if name in master.raw:
            yield column_update(BY_NAME[name], master.raw[name], master.places, columns)
    results = dict(outcome.rows)
    if outcome.covers_the_office and outcome.rows:
        results[CONTROLS.name] = controls_rows(problems)
    for name, rows in results.items():
        # A workbook of an earlier version has no tab for some results.
        if name in master.raw:
            yield content_update(
                BY_NAME[name], master.raw[name], master.places[name], rows, master.tables[name].numbers
            )
    kept = {name: rows for name, rows in outcome.noted.items() if name in master.places and len(rows)}
    for name, rows in (*outcome.appended.items(), *kept.items()):
        yield ledger_update(BY_NAME[name], master.places, rows)


def _without_ledger(master: Master, outcome: Outcome) -> list[Problem]:
    """What keeps a command from adding rows to a table: a workbook has not all the columns or all the tabs it needs."""
    command = f"« {upgrade_command(master.path.name)} »"
    return [*_without_columns(master, outcome, command), *_without_tab(master, outcome)]


def _without_columns(master: Master, outcome: Outcome, command: str) -> Iterator[Problem]:
    """Columns that came since the workbook and that new rows fill: what they say would be lost.

    The typed ones, and those that the command needs: other computed columns are left out without a word.
    """
    for name, rows in outcome.appended.items():
        place, tab = master.places.get(name), BY_NAME[name].tab
        lost = [
            f"« {column.heading} »"
            for column in (BY_NAME[name].columns if place else ())
            if column in BY_NAME[name].typed or column.name in outcome.needed.get(name, ())
            if place and column.heading not in place.headings and any(rows.column(column.name))
            if column.came_after(FIRST)
        ]
        if lost:
            filled = f"la colonne {lost[0]}" if len(lost) == 1 else f"les colonnes {listed(lost)}"
            adds = "l'ajoute" if len(lost) == 1 else "les ajoute"
            remedy = f"{command} {adds}, puis recommencez"
            message = f"cette commande remplit {filled} de « {tab} », que ce classeur n'a pas : {remedy}"
            yield blocking(name, None, "", "colonne absente", filled, message)


def _without_tab(master: Master, outcome: Outcome) -> Iterator[Problem]:
    """The tabs that a workbook has not and that a command writes, those of an optional family that it fills included.

    A result tab that a refresh makes whole is left out without a word where it is absent.
    """
    kept = (
        name for name, rows in outcome.rows.items() if BY_NAME[name].family and BY_NAME[name].keeps and rows
    )
    for table in (BY_NAME[name] for name in (*outcome.appended, *kept) if name not in master.places):
        remedy = f"« {tab_command(master.path.name, table)} » l'ajoute, puis recommencez"
        message = f"cette commande écrit dans l'onglet « {table.tab} », que ce classeur n'a pas : {remedy}"
        yield blocking("", None, "", "onglet absent", f"l'onglet {table.tab}", message)


def _where_added(master: Master, outcome: Outcome) -> list[Problem]:
    """The problems of a command, at the rows that those it adds to a table still empty will have."""
    moved = {
        name: master.places[name].first_row - int(rows.numbers[0])
        for name, rows in outcome.appended.items()
        if len(rows) and not len(master.tables[name])
    }
    return [
        replace(problem, row=problem.row + moved[problem.table])
        if problem.table in moved and problem.row is not None
        else problem
        for problem in outcome.problems
    ]


def journal_update(
    master: Master, command: str, summary: str, seconds: float, signature: Signature | None = None
) -> TableUpdate:
    """The row that says who ran what, when, for how long and what came out; the oldest rows are compacted."""
    signature = signature or Signature.now()
    row = {
        "at": signature.at,
        "user": signature.user,
        "command": command,
        "seconds": signature.lasted(seconds),
        "summary": summary,
    }
    update = ledger_update(JOURNAL, master.places, rows_of(JOURNAL, [row]))
    passing = [name for name, each in COMMANDS.items() if not each.issues]
    fewer = compacted(master.tables[JOURNAL.name], signature.at, passing)
    return update if fewer is None else compacting(update, master.raw[JOURNAL.name], *fewer)


def _blocked(master: Master, problems: list[Problem]) -> Report:
    return Report(master.path, BLOCKED, counted_problems(problems), problems)
