"""What a run says: lines for people, one JSON object for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from postprod_xl.domain.wording import counted, counted_whole
from postprod_xl.hosts.exits import BLOCKED, DONE, FAULT, UNUSABLE
from postprod_xl.hosts.runs.computing import Report
from postprod_xl.schema.cells.characters import brief, message_line
from postprod_xl.schema.cells.shown import shown
from postprod_xl.schema.kinds import Damaged, ExcelError, NoCachedValue
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.vocabulary import Severity
from postprod_xl.workbook.update import CellChange

_TALLIED = {DONE: "fait", BLOCKED: "bloqué", UNUSABLE: "inutilisable", FAULT: "interrompu"}
"""What is said of the files of each status."""


def problem_lines(problems: Sequence[Problem]) -> list[str]:
    """One line a problem: its severity, then where, what was found and what is expected."""
    return [f"{problem.severity} : {problem.line}" for problem in problems]


def in_reading_order(command: str, report: Report) -> list[Problem]:
    """The problems as they are told: what stopped a command last, right above the line that says so.

    `check` tells them all in workbook order.
    """
    if command == "check" or report.status != BLOCKED:
        return report.problems
    return sorted(report.problems, key=lambda problem: problem.is_blocking)


def note_lines(report: Report) -> list[str]:
    """What is told besides, one line each."""
    return [message_line(note) for note in report.notes]


def report_line(report: Report) -> str:
    """One line for one file."""
    return message_line(_outcome(report))


def _outcome(report: Report) -> str:
    if report.status == DONE:
        done = report.summary if report.backup is None else f"{report.summary} ({_seconds(report.seconds)})"
        return f"{report.path.name} : {done}"
    if report.status == BLOCKED:
        return f"{report.path.name} : rien n'a été écrit, {report.summary}"
    return report.summary


def tally_line(reports: Sequence[Report]) -> str:
    """What became of several files, in one line.

    >>> tally_line([Report(Path("a.xlsx")), Report(Path("b.xlsx")), Report(Path("c.xlsx"), UNUSABLE)])
    '3 classeurs : 2 faits, 1 inutilisable'
    """
    counts = Counter(report.status for report in reports)
    said = [counted_whole(counts[status], word) for status, word in _TALLIED.items() if counts[status]]
    return f"{counted(len(reports), 'classeur')} : {', '.join(said)}"


def change_lines(report: Report) -> list[str]:
    """One line a cell or row that would change."""
    return [message_line(_change_line(change)) for change in report.changes]


def _change_line(change: CellChange) -> str:
    if change.cell and change.heading:
        return (
            f"{change.tab}!{change.cell} — {change.heading} : {_cell(change.before)} → {_cell(change.after)}"
        )
    place = f"{change.tab}!{change.cell}" if change.cell else change.tab
    return f"{place} : {change.after}" if change.before == "" else f"{place} : {change.before} {change.after}"


def report_json(command: str, reports: Sequence[Report]) -> str:
    """One JSON object for all the files of a command."""
    return json.dumps(
        {
            "command": command,
            "status": max((report.status for report in reports), default=DONE),
            "files": [_report_object(report) for report in reports],
        },
        ensure_ascii=False,
    )


def _report_object(report: Report) -> dict[str, Any]:
    return {
        "file": str(report.path),
        "status": report.status,
        "summary": report.summary,
        "problems": [_problem_object(problem) for problem in report.problems],
        "changed_cells": report.changed,
        "backup": None if report.backup is None else str(report.backup),
        "notes": report.notes,
        "seconds": round(report.seconds, 3),
        **{name: _plain(value) for name, value in report.details.items()},
    }


def _problem_object(problem: Problem) -> dict[str, Any]:
    return {
        "severity": {Severity.BLOCKING: "blocking", Severity.WARNING: "warning", Severity.INFO: "info"}[
            problem.severity
        ],
        "tab": problem.tab,
        "cell": problem.cell,
        "table": problem.table,
        "heading": problem.heading,
        "found": problem.found,
        "expected": problem.expected,
        "message": problem.message,
        "line": problem.line,
    }


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, date | datetime | Path) else value


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "(vide)"
    if isinstance(value, NoCachedValue):
        return "(jamais calculé)"
    if isinstance(value, Damaged):
        return "(illisible)"
    if isinstance(value, ExcelError):
        return value.code
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    return brief(shown(value))


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s".replace(".", ",")
