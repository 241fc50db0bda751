"""What leaves an office and comes back, beside a refresh of it: `python -m tests.benchmarks.exchange --projects 50`.

The office comes from ../shared/tools/office.py, refreshed once. Each command runs in a process of its own on a new copy
of the folder; a figure is the lowest of several, in seconds of processor. Nothing is asserted: each is to stay under
1.5 times a refresh. There are two: one that finds nothing new, and that of the same office once the sessions that
`import` adds are typed in it.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import time
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from postprod_xl.schema.tables.planning import PLANNING, SESSIONS
from tests.benchmarks.children import measured, run
from tests.benchmarks.refresh import POSTPROD, imported_office
from tests.masters import DEMO_DAY, SHARED

BOOK, COPY, FORMS, OUT = "office.xlsx", "copie.xlsx", "formulaires", "sortie.xlsx"
KEPT, ADDED = "avant.xlsx", "ajoute.xlsx"
TYPED = "refresh, typed"
TIMELESS = ("history", "diff", "restore")
PROJECT = "P001"
DAY = DEMO_DAY.isoformat()
ANSWERED = 20
"""Tasks that the copy comes back with an answer for."""


def main(arguments: Sequence[str]) -> int:
    """Build the office, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.exchange", description=__doc__)
    parser.add_argument("--projects", type=int, default=50)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args(arguments)
    office = SHARED / "tools" / "office.py"
    if not office.exists():
        print("../shared absent: no office to measure")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        _measure(_shared_office(office, options.projects, Path(folder)), options.runs)
    return 0


def _shared_office(office: Path, projects: int, folder: Path) -> Path:
    """The folder of an office refreshed, one of whose copies came back answered, and the forms of a week filled in."""
    path = imported_office(office, projects, folder)
    shutil.copyfile(path, folder / KEPT)
    run([*POSTPROD, "refresh", str(path), "--today", DAY])
    run([*POSTPROD, "share", str(path), "--project", PROJECT, "-o", str(folder / COPY), "--today", DAY])
    _answer(folder / COPY)
    run([*POSTPROD, "forms", str(path), "-o", str(folder / FORMS), "--today", DAY])
    for form in (folder / FORMS).iterdir():
        _fill_in(form)
    _type_sessions(path, folder)
    return folder


def _type_sessions(path: Path, folder: Path) -> None:
    """Make the office in which the sessions of the forms are typed, and nothing is computed since."""
    with_forms, tables = folder / "importe.xlsx", folder / "seances"
    shutil.copyfile(path, with_forms)
    run([*POSTPROD, "import", str(with_forms), str(folder / FORMS), "--yes", "--today", DAY])
    run([*POSTPROD, "tables", "export", str(with_forms), str(tables)])
    for table in tables.iterdir():
        if table.stem != SESSIONS.name:
            table.unlink()
    shutil.copyfile(path, folder / ADDED)
    run([*POSTPROD, "tables", "import", str(folder / ADDED), str(tables)])


def _answer(copy: Path) -> None:
    """Validate the first tasks of a copy, as the producer does."""
    book = openpyxl.load_workbook(copy)
    sheet = book[PLANNING.tab]
    cell = _cell(sheet, PLANNING.heading("validation"))
    for row in range(cell.row + 1, cell.row + 1 + ANSWERED):
        sheet.cell(row, cell.column).value = "Validé"
    book.save(copy)


def _fill_in(form: Path) -> None:
    """Report every session of a form as it was booked: 9 h to 18 h, an hour of pause."""
    book = openpyxl.load_workbook(form)
    sheet = book.active
    assert sheet is not None
    told = (("day", None), ("start", time(9)), ("end", time(18)), ("pause_minutes", 60))
    columns = {name: _cell(sheet, SESSIONS.heading(name)).column for name, _ in told}
    first = _cell(sheet, SESSIONS.heading("day")).row + 1
    for row in range(first, sheet.max_row + 1):
        if sheet.cell(row, columns["day"]).value is not None:
            for name, value in told[1:]:
                sheet.cell(row, columns[name]).value = value
    book.save(form)


def _cell(sheet: Worksheet, text: str) -> Cell:
    """The one cell of a sheet that holds a text."""
    [found] = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert isinstance(found, Cell)
    return found


def _measure(folder: Path, runs: int) -> None:
    commands = {
        "refresh": [BOOK],
        TYPED: [ADDED],
        "share": [BOOK, "--project", PROJECT, "-o", OUT],
        "merge": [BOOK, COPY, "--accept", "all"],
        "forms": [BOOK, "-o", OUT],
        "import": [BOOK, FORMS, "--yes"],
        "calendar": [BOOK, "-o", OUT],
        "history": [BOOK],
        "diff": [BOOK, KEPT],
        "restore": [BOOK, "1", "--yes"],
    }
    found: dict[str, float] = {}
    print(f"{'':18}{'cpu s':>8}{'÷ refresh':>12}{'÷ typed':>12}")
    for label, options in commands.items():
        words = [label.partition(",")[0], *options]
        found[label] = min(_cost(folder, words) for _ in range(runs))
        ratios = [found[label] / found[each] for each in ("refresh", TYPED) if each in found]
        print(f"{label:18}{found[label]:8.2f}{''.join(f'{ratio:12.2f}' for ratio in ratios)}", flush=True)


def _cost(folder: Path, words: Sequence[str]) -> float:
    """Seconds of processor of a command, in a new copy of the folder; the files of `OUT` are new each time."""
    work = folder.with_name(f"{folder.name}-work")
    shutil.copytree(folder, work)
    known = {name: str(work / name) for name in (BOOK, COPY, FORMS, OUT, KEPT, ADDED)}
    today = () if words[0] in TIMELESS else ("--today", DAY)
    try:
        arguments = [known.get(word, word) for word in words]
        cost, _ = measured([*POSTPROD, *arguments, *today])
    finally:
        shutil.rmtree(work)
    return cost.cpu_seconds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
