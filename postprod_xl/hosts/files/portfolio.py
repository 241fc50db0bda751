"""Several master workbooks put together in one for the director; none of them is written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from postprod_xl.documents.portfolio import MissingWorkbook, Portfolio
from postprod_xl.domain.portfolio.consolidated import portfolio_of
from postprod_xl.domain.portfolio.summary import WorkbookSummary
from postprod_xl.domain.wording import counted, counted_whole, euros_text
from postprod_xl.engines.ooxml.errors import naming
from postprod_xl.engines.ooxml.files.privacy import readers_of_all
from postprod_xl.engines.ooxml.files.saving import create
from postprod_xl.engines.ooxml.files.staging import exists_already
from postprod_xl.hosts.exits import DONE
from postprod_xl.hosts.files.batch import all_worked
from postprod_xl.hosts.files.names import WORKBOOK, called, refuse_another_kind
from postprod_xl.hosts.files.printing.papers import computed_from
from postprod_xl.hosts.runs.computing import Report, reported

COMMAND = "portfolio"


@dataclass
class _SummedReport(Report):
    """The report of a workbook that was read, and what a portfolio keeps of it."""

    summed: WorkbookSummary | None = None


def consolidate(files: Sequence[Path], output: Path, today: date, jobs: int) -> list[Report]:
    """Write the portfolio of some workbooks to a new file.

    Returns
    -------
    list of Report
        That of each workbook that is not counted, then that of the portfolio; only the former when none could be read.

    Raises
    ------
    UnusableFile
        The output is no `.xlsx`, or is there already: nothing is read.
    """
    _refuse(output)
    names = called(files)
    reports = all_worked(partial(_read, names=names, today=today), files, jobs)
    summaries = [report.summed for report in reports if isinstance(report, _SummedReport) and report.summed]
    failed = [report for report in reports if report.status != DONE]
    if not summaries:
        return failed
    missing = [MissingWorkbook(names[report.path], _reason(report)) for report in failed]
    portfolio = portfolio_of(summaries, missing, today)
    return [*failed, reported(output, lambda: _written(portfolio, output, files))]


def _refuse(output: Path) -> None:
    refuse_another_kind(output, WORKBOOK, "du portefeuille")
    with naming(output):
        if os.path.lexists(output):
            raise exists_already()


def _read(path: Path, names: dict[Path, str], today: date) -> Report:
    return reported(path, lambda: _summed(path, names[path], today))


def _summed(path: Path, name: str, today: date) -> Report:
    _, computed = computed_from(path, COMMAND, today, {"workbook": name})
    if computed.portfolio is None:
        return computed.report
    return _SummedReport(path, DONE, computed.report.summary, summed=computed.portfolio)


def _reason(report: Report) -> str:
    """Why a workbook is not counted, its name left out."""
    return report.summary.removeprefix(f"{report.path.name} — ")


def _written(portfolio: Portfolio, output: Path, files: Sequence[Path]) -> Report:
    from postprod_xl.workbook.draw.portfolio import portfolio_workbook

    create(output, portfolio_workbook(portfolio), readers_of_all(files))
    report = Report(output, DONE, _summary(portfolio))
    report.notes = list(portfolio.remarks)
    report.details = _details(portfolio)
    return report


def _summary(portfolio: Portfolio) -> str:
    margin = portfolio.costs.margin
    late = sum(each.late for each in portfolio.workbooks)
    parts = [
        counted(len(portfolio.workbooks), "classeur"),
        counted(len(portfolio.projects), "projet"),
        counted(late, "livraison en retard"),
        f"marge à terminaison {'non connue' if margin is None else f'{euros_text(margin)} HT'}",
        counted_whole(len(portfolio.clashes), "double réservation"),
    ]
    return f"{', '.join(parts)} ; document interne"


def _details(portfolio: Portfolio) -> dict[str, Any]:
    """The portfolio for a program: amounts in cents, days in ISO form."""
    return {
        "day": portfolio.day.isoformat(),
        "workbooks": [_plain(each) for each in portfolio.workbooks],
        "projects": [_plain(each) for each in portfolio.projects],
        "total": {**_plain(portfolio.costs), **_plain(portfolio.money)},
        "weeks": [monday.isoformat() for monday in portfolio.weeks],
        "loads": [_plain(each) for each in (*portfolio.loads, *portfolio.total_loads)],
        "clashes": [_plain(each) for each in portfolio.clashes],
        "missing": [_plain(each) for each in portfolio.missing],
    }


def _plain(record: Any) -> dict[str, Any]:
    return {name: _value(value) for name, value in asdict(record).items()}


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _value(held) for name, held in value.items()}
    if isinstance(value, tuple | list):
        return [_value(each) for each in value]
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value
