"""The drawn tabs of an office printed to a PDF, through LibreOffice; the workbook is only read."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from postprod_xl.domain.wording import counted, counted_problems, listed
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.exits import BLOCKED, DONE
from postprod_xl.hosts.runs.computing import Computed, Report, compute, reported
from postprod_xl.hosts.setup.libreoffice import office_found
from postprod_xl.hosts.setup.machine import Machine
from postprod_xl.schema.drawn_tabs import DRAWN_TABS
from postprod_xl.schema.tables import BY_NAME

NO_OFFICE = (
    "LibreOffice est introuvable, et le PDF se fait avec lui : installez-le, ou imprimez depuis votre tableur les "
    f"onglets {listed([f'« {tab.title} »' for tab in DRAWN_TABS])}."
)
_LONGEST_SECONDS = 180
_PLANNING = BY_NAME["Planning"]
_PLACED = {
    _PLANNING.heading(name) for name in ("start_day", "end_day", "assigned_technician", "assigned_room")
}


def print_plan(path: Path, output: Path, today: date, machine: Machine, views: Sequence[str] = ()) -> Report:
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
    machine
        Where LibreOffice is looked for.
    views
        What is printed, as `DrawnTab.view` says it; everything when none is named.
    """
    return reported(path, lambda: _printed(path, output, today, (machine, views)))


def _printed(path: Path, output: Path, today: date, how: tuple[Machine, Sequence[str]]) -> Report:
    from postprod_xl.engines.ooxml.files.privacy import readers_of
    from postprod_xl.engines.ooxml.files.saving import create
    from postprod_xl.hosts.files.master import read_master
    from postprod_xl.workbook.draw.drawn_tabs import drawn_workbook

    machine, views = how
    office = office_found(machine)
    if not office:
        raise UnusableFile(NO_OFFICE)
    computed = compute(read_master(path), "refresh", today, {})
    if computed.report.status != DONE:
        problems = [problem for problem in computed.report.problems if problem.is_blocking]
        return Report(path, BLOCKED, counted_problems(problems), problems)
    charts = {tab: chart for tab, chart in computed.charts.items() if not views or tab.view in views}
    create(output, _pdf(office, drawn_workbook(charts), path.stem), readers_of(path))
    summary = f"planning imprimé : {output}{_newer(computed)}"
    return Report(path, DONE, summary, details={"output": output})


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


def _pdf(office: str, workbook: bytes, stem: str) -> bytes:
    """A workbook as LibreOffice prints it, with a profile of its own: one already open is not disturbed."""
    from postprod_xl.engines.ooxml.files.scratch import scratch_folder

    with scratch_folder() as folder:
        source, result = folder / f"{stem}.xlsx", folder / f"{stem}.pdf"
        source.write_bytes(workbook)
        profile = (folder / "profile").as_uri()
        command = [office, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), str(source)]
        _carried_out(command, folder)
        if not result.exists():
            raise UnusableFile("LibreOffice n'a pas pu écrire le PDF : ouvrez-le une fois, puis recommencez.")
        return result.read_bytes()


def _carried_out(command: list[str], folder: Path) -> None:
    """Run LibreOffice to its end, its temporary files in a folder.

    A run that is interrupted, or loses patience, does not leave it behind.
    """
    from postprod_xl.engines.calc.office.process import end
    from postprod_xl.engines.ooxml.files.interrupts import shielded

    silent, process = subprocess.DEVNULL, None
    try:
        # Interrupted while it starts, a process would be left without anybody who knows it.
        with shielded():
            process = subprocess.Popen(
                command,
                stdin=silent,
                stdout=silent,
                stderr=silent,
                env=os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder)),
                start_new_session=True,
            )
        process.wait(_LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        raise UnusableFile(
            f"LibreOffice n'a pas répondu en {_LONGEST_SECONDS} s : fermez-le, puis recommencez."
        ) from None
    finally:
        if process is not None:
            end(process)
