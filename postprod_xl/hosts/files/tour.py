"""The whole tour on the demonstration office: new, refresh, an invoice, half its payment, pay, a copy, an account."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from postprod_xl.documents.file_names import file_name_part
from postprod_xl.domain.invoicing.steps import next_to_invoice
from postprod_xl.engines.ooxml.errors import naming
from postprod_xl.hosts.exits import DONE
from postprod_xl.hosts.files.creation import create_demo
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.runs import run_file
from postprod_xl.hosts.files.sharing import share_project
from postprod_xl.hosts.runs.computing import Report
from postprod_xl.hosts.runs.reporting import report_line
from postprod_xl.schema.catalogue_vocabulary import DeadlineNature
from postprod_xl.schema.families import CATALOGUE
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.catalogue import RIGHTS_DEADLINES
from postprod_xl.schema.tables.home import DASHBOARD
from postprod_xl.schema.vocabulary import PaymentMethod

WORKBOOK = "bureau.xlsx"
JUNE = 6


def run_tour(folder: Path, today: date, say: Callable[[str], None], families: Collection[str] = ()) -> int:
    """Run every main command on a new demonstration office and say what was done and where.

    Parameters
    ----------
    folder
        Created when missing; holds the workbook and the producer's copy. An earlier demonstration there is
        refused rather than replaced.
    today
        The day of the demonstration.
    say
        Takes one French line at a time.
    families
        The optional families of tabs that the workbook has.

    Returns
    -------
    int
        The exit status of the contract.
    """
    with naming(folder):
        folder.mkdir(parents=True, exist_ok=True)
    path = folder / WORKBOOK
    say(f"1. Créer      {create_demo(path, today, families=families)}")
    for report, label in chain(_steps(folder, path, today), _steps_of(families, path, today)):
        say(f"{label} {report_line(report)}")
        if report.status != DONE:
            return report.status
    say(f"Ouvrez {path} dans Excel ou LibreOffice : commencez par l'onglet {DASHBOARD.tab}.")
    return DONE


def _steps(folder: Path, path: Path, today: date) -> Iterator[tuple[Report, str]]:
    yield run_file(path, "refresh", today, {}), "2. Actualiser"
    project = next_to_invoice(read_master(path).tables["Echeancier"])
    options = {"project": project, "step": None, "credit": None, "day": today}
    issued = run_file(path, "invoice", today, options)
    yield issued, "3. Facturer  "
    yield run_file(path, "payment", today, _part_of(issued, today)), "4. Encaisser "
    yield run_file(path, "payroll", today, {"month": f"{today:%Y-%m}"}), "5. Payer     "
    copy = folder / f"{file_name_part(project)} pour le producteur.xlsx"
    yield share_project(path, project, copy, today), "6. Partager  "


def _steps_of(families: Collection[str], path: Path, today: date) -> Iterator[tuple[Report, str]]:
    """What the tabs of optional families add to the tour: the account of a holder for the last whole half-year."""
    if CATALOGUE.name in families:
        holder, period = _owed(read_master(path).tables[RIGHTS_DEADLINES.name]), _last_half_year(today)
        options = {"holder": holder, "period": period, "day": today, "corrects": "", "draft": False}
        yield run_file(path, "statement", today, options, lambda _: True), "7. Rendre    "


def _owed(deadlines: Rows) -> str:
    """Whom the first statement owed is for."""
    return next(row.party for row in deadlines if row.nature == DeadlineNature.STATEMENT)


def _last_half_year(today: date) -> str:
    """The last half-year that is over, as it is typed.

    >>> _last_half_year(date(2026, 11, 23)), _last_half_year(date(2027, 6, 30))
    ('2026-S1', '2026-S2')
    """
    return f"{today.year}-S1" if today.month > JUNE else f"{today.year - 1}-S2"


def _part_of(issued: Report, today: date) -> dict[str, Any]:
    """The options of a payment of half of the invoice that a report tells."""
    half = issued.details["payable_cents"] // 2
    return {
        "invoice": issued.details["invoice"],
        "amount": half,
        "day": today,
        "method": PaymentMethod.TRANSFER,
    }
