"""A command run on one file: read, compute, compare, write, report. Shared by every host."""

from __future__ import annotations

import getpass
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postprod_xl.commands import COMMANDS, Outcome
from postprod_xl.domain.office import Office
from postprod_xl.hosts.exits import BLOCKED, DONE, UNUSABLE
from postprod_xl.hosts.master import Master, in_workbook_order, opened, read_master, saved
from postprod_xl.hosts.printable import add_document_tabs
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.home import CONTROLS, DASHBOARD, JOURNAL
from postprod_xl.schema.validate import frame_of
from postprod_xl.workbook.errors import CannotEdit, UnusableFile
from postprod_xl.workbook.last_run import show_last_run
from postprod_xl.workbook.update import CellChange, TableUpdate, column_update, content_update, ledger_update

if TYPE_CHECKING:
    import pandas as pd


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
        Lines about rows kept for a person's notes.
    details
        What the command adds for `--json`: invoice number, month…
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
    seconds: float = 0.0


@dataclass(frozen=True)
class Computed:
    """A command computed on an open workbook, not yet written."""

    report: Report
    updates: tuple[TableUpdate, ...] = ()
    documents: tuple[Any, ...] = ()


def check_file(path: Path, today: date) -> Report:
    """Every problem of a workbook; nothing is written."""
    report = preview_file(path, "check", today, {})
    if report.status == DONE:
        report.summary = counted(report.problems)
    return report


def preview_file(path: Path, command: str, today: date, options: dict[str, Any]) -> Report:
    """What a command would change; nothing is written."""
    try:
        computed = compute(read_master(path), command, today, options)
    except UnusableFile as error:
        return refused(path, error)
    computed.report.changes = [change for update in computed.updates for change in update.changes()]
    return computed.report


def run_file(path: Path, command: str, today: date, options: dict[str, Any]) -> Report:
    """Run one command of the registry on a workbook, in place.

    Problems that block, or an unusable file, leave the workbook as it was.
    """
    started = time.perf_counter()
    try:
        with opened(path) as master:
            computed = compute(master, command, today, options)
            report = computed.report
            if report.status == DONE:
                seconds = time.perf_counter() - started
                report.notes = written(
                    master, computed, journal_update(master, command, report.summary, seconds)
                )
                report.backup = saved(master)
    except UnusableFile as error:
        return refused(path, error)
    report.seconds = time.perf_counter() - started
    return report


def refused(path: Path, error: UnusableFile) -> Report:
    """The report of a file left as it was: something of a person's stands in the way, or it cannot be used."""
    if isinstance(error, CannotEdit):
        problems = [blocking("", None, "", "", "", str(error))]
        return Report(path, BLOCKED, counted(problems), problems)
    return Report(path, UNUSABLE, str(error))


def compute(master: Master, command: str, today: date, options: dict[str, Any]) -> Computed:
    """Compute a command on an open workbook: what it would change and every problem."""
    if master.is_blocked:
        return Computed(_blocked(master, master.problems))
    office = Office(master.frames, master.settings, today)
    try:
        outcome = COMMANDS[command].function(office, master.problems, **options)
    except UnknownRate as unknown:
        outcome = Outcome(
            problems=(blocking("", None, "", "", "une date dont les taux sont connus", str(unknown)),)
        )
    problems = in_workbook_order([*master.problems, *master.located(outcome.problems)])
    if outcome.is_blocked:
        return Computed(_blocked(master, problems))
    updates = tuple(table_updates(master, outcome, problems))
    changed = sum(update.count for update in updates)
    report = Report(master.path, DONE, outcome.summary, problems, changed, details=dict(outcome.details))
    return Computed(report, updates, outcome.documents)


def written(master: Master, computed: Computed, journal: TableUpdate | None = None) -> list[str]:
    """Put the changes and the documents' tabs into the open package; gives the lines about kept rows.

    The home page shows the last command that changed something: a command that changes nothing adds its row
    to the journal and touches no other tab.
    """
    notes = master.written([*computed.updates, *([journal] if journal else ())])
    add_document_tabs(master.package, computed.documents)
    if journal and (computed.report.changed or computed.documents):
        show_last_run(master.package, master.places[DASHBOARD.name], journal.appended[-1])
    return notes


def table_updates(master: Master, outcome: Outcome, problems: list[Problem]) -> Iterator[TableUpdate]:
    """The differences, table by table, between what a command gives and what the workbook holds."""
    for name, columns in outcome.columns.items():
        if name in master.raw:
            yield column_update(BY_NAME[name], master.raw[name], master.places[name], columns)
    results = dict(outcome.rows)
    if outcome.covers_the_office:
        results[CONTROLS.name] = controls_rows(problems)
    for name, rows in results.items():
        yield content_update(
            BY_NAME[name], master.raw[name], master.places[name], rows, master.frames[name].index
        )
    for name, rows in outcome.appended.items():
        yield ledger_update(BY_NAME[name], master.places[name], rows)


def controls_rows(problems: Iterable[Problem]) -> pd.DataFrame:
    """The rows of `Controles`: one a problem, without repeats."""
    rows = {
        (p.severity, p.tab, p.cell, p.heading, p.message): {
            "severity": str(p.severity),
            "tab": p.tab,
            "cell": p.cell,
            "heading": p.heading,
            "found": p.found,
            "expected": p.expected,
            "message": p.message,
        }
        for p in problems
    }
    return frame_of(CONTROLS, list(rows.values()))


def journal_update(master: Master, command: str, summary: str, seconds: float) -> TableUpdate:
    """The row that says who ran what, when, for how long and what came out."""
    row = {
        "at": datetime.now().replace(microsecond=0),
        "user": user_name(),
        "command": command,
        "seconds": Decimal(str(round(seconds, 2))),
        "summary": summary,
    }
    return ledger_update(JOURNAL, master.places[JOURNAL.name], frame_of(JOURNAL, [row]))


def user_name() -> str:
    """The session's user, as the journal and the lock name it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "inconnu"


def counted(problems: Iterable[Problem]) -> str:
    """How many problems of each severity, in one French line."""
    problems = list(problems)
    blocking = sum(problem.is_blocking for problem in problems)
    others = len(problems) - blocking
    if not problems:
        return "aucun problème"
    parts = [f"{blocking} bloquant{'s' if blocking > 1 else ''}"] if blocking else []
    parts += [f"{others} à voir"] if others else []
    return f"{len(problems)} problème{'s' if len(problems) > 1 else ''} : " + ", ".join(parts)


def _blocked(master: Master, problems: list[Problem]) -> Report:
    return Report(master.path, BLOCKED, counted(problems), problems)
