"""The whole tour on the demonstration office: new, refresh, one invoice, one month's pay, a producer's copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

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
from postprod_xl.schema.tables.home import DASHBOARD

WORKBOOK = "bureau.xlsx"


def run_tour(folder: Path, today: date, say: Callable[[str], None]) -> int:
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

    Returns
    -------
    int
        The exit status of the contract.
    """
    with naming(folder):
        folder.mkdir(parents=True, exist_ok=True)
    path = folder / WORKBOOK
    say(f"1. Créer      {create_demo(path, today)}")
    for report, label in _steps(folder, path, today):
        say(f"{label} {report_line(report)}")
        if report.status != DONE:
            return report.status
    say(f"Ouvrez {path} dans Excel ou LibreOffice : commencez par l'onglet {DASHBOARD.tab}.")
    return DONE


def _steps(folder: Path, path: Path, today: date) -> Iterator[tuple[Report, str]]:
    yield run_file(path, "refresh", today, {}), "2. Actualiser"
    project = next_to_invoice(read_master(path).tables["Echeancier"])
    options = {"project": project, "step": None, "credit": None, "day": today}
    yield run_file(path, "invoice", today, options), "3. Facturer  "
    yield run_file(path, "payroll", today, {"month": f"{today:%Y-%m}"}), "4. Payer     "
    copy = folder / f"{file_name_part(project)} pour le producteur.xlsx"
    yield share_project(path, project, copy, today), "5. Partager  "
