"""The plan and the load of an office as one paper; the workbook is only read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from postprod_xl.documents.papers.plan import PRINTED_TABS, plan_paper
from postprod_xl.domain.wording import counted
from postprod_xl.hosts.exits import DONE
from postprod_xl.hosts.files.names import refuse_another_kind
from postprod_xl.hosts.files.printing.papers import blocked, delivered
from postprod_xl.hosts.runs.computing import Computed, Report, compute, reported
from postprod_xl.schema.tables import BY_NAME

_PLANNING = BY_NAME["Planning"]
_PLACED = {
    _PLANNING.heading(name) for name in ("start_day", "end_day", "assigned_technician", "assigned_room")
}


def print_plan(path: Path, output: Path, today: date, views: Sequence[str] = ()) -> Report:
    """Write the plan of a master's file, as a refresh of that day would draw it, to a new PDF.

    The line says how many tasks are not where the workbook has them: it was refreshed on another day.

    Parameters
    ----------
    path
        The master workbook.
    output
        The PDF to create.
    today
        The day of the plan.
    views
        What is printed, as `DrawnTab.view` says it; everything when none is named.
    """
    return reported(path, lambda: _printed(path, output, today, views))


def _printed(path: Path, output: Path, today: date, views: Sequence[str]) -> Report:
    from postprod_xl.hosts.files.master import read_master

    refuse_another_kind(output)
    master = read_master(path)
    computed = compute(master, "refresh", today, {})
    if computed.report.status != DONE:
        return blocked(path, computed.report)
    charts = {tab: computed.charts[tab] for tab in PRINTED_TABS if not views or tab.view in views}
    paper = plan_paper(charts, today, path.stem)
    printed = replace(computed, papers=(paper,), report=Report(path, DONE, "planning imprimé"))
    report = delivered(master, printed, path, lambda _: output)
    if report.status == DONE:
        report.summary += _newer(computed)
    return report


def _newer(computed: Computed) -> str:
    """What to say when tasks are not printed where the workbook still has them; empty when all are."""
    rows = {
        row
        for update in computed.updates
        for row, heading in update.cells
        if update.table is _PLANNING and heading in _PLACED
    }
    if not rows:
        return ""
    verb = "ne sont" if len(rows) > 1 else "n'est"
    return (
        f" ; {counted(len(rows), 'tâche')} {verb} plus où le classeur les a, recalculées à ce jour : "
        "actualisez-le, ou imprimez au jour de sa dernière actualisation avec --today"
    )
