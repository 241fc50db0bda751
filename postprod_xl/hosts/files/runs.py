"""A command run on one file: read, compute, compare, write, report."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

from postprod_xl.domain.wording import counted_problems
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.reading.precedents import NO_CHANGE
from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.files.billing.rebuilding import rebuild_files
from postprod_xl.hosts.files.confirming import Confirm, declined
from postprod_xl.hosts.files.keeping.lost_documents import tell_later_documents, tell_where_kept
from postprod_xl.hosts.files.master import FileMaster, opened, read_master, saved
from postprod_xl.hosts.files.printing.printable import add_document_tabs, redraw_tabs
from postprod_xl.hosts.runs.computing import Computed, Report, compute, journal_update, refused, reported
from postprod_xl.hosts.runs.frozen_pay import settle_exports
from postprod_xl.hosts.runs.issuing import settle_waiting
from postprod_xl.hosts.runs.signature import Signature
from postprod_xl.schema.tables.home import DASHBOARD, JOURNAL
from postprod_xl.workbook.last_run import last_run_changes, show_last_run
from postprod_xl.workbook.memory_tab import write_memory
from postprod_xl.workbook.update import TableUpdate


def check_file(path: Path, today: date) -> Report:
    """Every problem of a workbook; nothing is written."""
    report = preview_file(path, "check", today, {})
    if report.status == DONE:
        report.summary = counted_problems(report.problems)
    return report


def preview_file(path: Path, command: str, today: date, options: dict[str, Any]) -> Report:
    """What a command would change; nothing is written."""
    try:
        master = read_master(path)
        computed = compute(master, command, today, options)
    except UnusableFile as error:
        return refused(path, error)
    tell_where_kept(master, computed.report, today)
    tell_later_documents(master, command, computed.report, today)
    computed.report.changes = [change for update in computed.updates for change in update.changes()]
    return computed.report


def run_file(
    path: Path, command: str, today: date, options: dict[str, Any], confirm: Confirm | None = None
) -> Report:
    """Run one command of the registry on a workbook, in place.

    Problems that block, or an unusable file, leave the workbook as it was.

    Parameters
    ----------
    confirm
        Asks the person at the terminal the question of the command; None when nobody can be asked: what the command
        refuses then (`Computed.unasked`) blocks.
    """
    return reported(path, lambda: _run(path, command, today, options, confirm))


def _run(path: Path, command: str, today: date, options: dict[str, Any], confirm: Confirm | None) -> Report:
    started = time.perf_counter()
    with opened(path) as master:
        settled = [*settle_waiting(master), *settle_exports(master)]
        computed = computed_in(master, command, today, options)
        report = computed.report
        tell_later_documents(master, command, report, today)
        if report.status == DONE:
            _settle(computed, confirm)
        if computed.rebuilt:
            rebuild_files(master, computed.rebuilt, report)
        if report.status == DONE and not computed.is_answer:
            put(master, computed, command, time.perf_counter() - started)
            report.backup = saved(master, computed.files)
        report.notes += settled
        tell_where_kept(master, report, today)
    return report


def computed_in(master: FileMaster, command: str, today: date, options: dict[str, Any]) -> Computed:
    """Compute a command that is about to be written; what was read of the workbook is given up."""
    computed = compute(master, command, today, options).unlisted()
    # What was read is compared by now, the journal aside: the writing takes its room.
    master.raw = {name: raw for name, raw in master.raw.items() if name == JOURNAL.name}
    return computed


def put(
    master: FileMaster, computed: Computed, command: str, seconds: float, signature: Signature | None = None
) -> None:
    """Put into the package of a workbook what a command changes there, its row of the journal too."""
    report = computed.report
    journal = journal_update(master, command, report.summary, seconds, signature)
    report.notes += written(master, computed, journal)


def _settle(computed: Computed, confirm: Confirm | None) -> None:
    """Block a run that the person says no to, or that cannot go on without asking; what it found is not told then."""
    if confirm is None:
        refusals = list(computed.unasked)
    else:
        refusals = [] if not computed.question or confirm(computed.question) else [declined()]
    if refusals:
        report = computed.report
        report.status, report.notes, report.problems = BLOCKED, [], refusals
        report.summary = counted_problems(refusals)


def written(master: FileMaster, computed: Computed, journal: TableUpdate | None = None) -> list[str]:
    """Put the changes, the documents' tabs and the charts into the package; gives the lines about what was kept or not.

    The home page shows the last command that changed something: a command that changes nothing adds its row
    to the journal and touches no other tab.
    """
    is_shown = journal is not None and bool(computed.report.changed or computed.documents)
    home = master.places[DASHBOARD.name] if is_shown else None
    later = NO_CHANGE if home is None else last_run_changes(home)
    notes = master.written([*computed.updates, *([journal] if journal else ())], later)
    add_document_tabs(master.package, computed.documents)
    redraw_tabs(master.package, computed.charts)
    if computed.memory is not None:
        notes += write_memory(master.package, computed.memory)
    if journal and home:
        show_last_run(master.package, home, journal.appended[-1])
    return notes
