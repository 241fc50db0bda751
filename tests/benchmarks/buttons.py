"""Time of a button and of a custom function in LibreOffice: `python -m tests.benchmarks.buttons`.

The button Actualiser is pressed through its control, from the press to the end of the Python it starts, and
compared with `postprod refresh` on the same file; then the press is taken apart. A column of PP_JOURS_OUVRES is
calculated by one array formula and by one formula a cell, and compared with LibreOffice's own NETWORKDAYS. Each
figure is the best of a few runs against one office; the results are compared, nothing else is asserted.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from postprod_xl.hosts.files.creation import create_demo
from postprod_xl.hosts.live.runs import Operator, run_live
from tests.hosts.libreoffice.macro_office import CALLBACK, MacroOffice, macro_office, press
from tests.live import opened

POSTPROD = (sys.executable, "-m", "postprod_xl")
FIRST_SERIAL = 46000.0  # 9 December 2025
SLOWEST_IMPORTS = 8


def main(arguments: Sequence[str]) -> int:
    """Build the workbook, measure, print."""
    options = _options(arguments)
    if shutil.which("soffice") is None:
        print("LibreOffice absent: nothing to measure")
        return 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        path = folder / "bureau.xlsm"
        create_demo(path, date.today(), "libreoffice")
        with macro_office(folder) as office:
            _compare_refresh(office, path, options.runs)
            _print_imports()
            with opened(office.app, path) as book:
                return _compare_functions(book.impl.xl, options.cells, options.runs)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.buttons", description=__doc__)
    parser.add_argument("--cells", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    return parser.parse_args(arguments)


def _compare_refresh(office: MacroOffice, path: Path, runs: int) -> None:
    work = path.with_name("commande.xlsm")

    def command_line() -> float:
        shutil.copyfile(path, work)
        return _seconds_of([*POSTPROD, "refresh", str(work)])

    command = min(command_line() for _ in range(runs))
    with opened(office.app, path) as book:
        book.sheets["Accueil"].activate()
        pressed = min(_timed(lambda: press(office, book, "Accueil", "Actualiser")) for _ in range(runs))
        steps = min((_steps(book) for _ in range(runs)), key=lambda found: sum(found.values()))
    start = min(_seconds_of([sys.executable, "-c", "pass"]) for _ in range(runs))
    imports = min(_seconds_of([sys.executable, "-c", f"import {CALLBACK}"]) for _ in range(runs)) - start
    print(f"{'refresh of the demo':46}{'ms':>10}{'÷ CLI':>12}")
    rows = [("postprod refresh, a new process", command), ("button, press to end of Python", pressed)]
    parts = [("start of Python", start), ("import of xlwings and of the engine", imports), *steps.items()]
    rest = pressed - sum(seconds for _, seconds in parts)
    for label, seconds in [*rows, *((f"  {label}", part) for label, part in parts), ("  the rest", rest)]:
        print(f"{label:46}{seconds * 1e3:10.0f}{seconds / command:12.2f}")


def _steps(book: Any) -> dict[str, float]:
    """Seconds of each step of a refresh of the open workbook, in this process: everything is imported."""
    marks: list[tuple[str, float]] = []
    run_live(
        book,
        "refresh",
        "",
        date.today(),
        Operator(str, bool, lambda step: marks.append((step, time.perf_counter()))),
    )
    marks.append(("", time.perf_counter()))
    return {step: after - at for (step, at), (_, after) in pairwise(marks)}


def _print_imports() -> None:
    """The slowest imports of a press that are not parts of another one shown."""
    code = f"import {CALLBACK}, postprod_xl.hosts.buttons, postprod_xl.hosts.live.runs"
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code], capture_output=True, text=True, check=True
    )
    lines = re.findall(r"import time:\s+\d+ \|\s+(\d+) \| ( *)(\S+)", run.stderr)
    slowest = sorted(((int(total), name) for total, _, name in lines if "." not in name), reverse=True)
    print(f"\n{'slowest imports of a press (-X importtime)':46}{'ms':>10}")
    for total, name in slowest[:SLOWEST_IMPORTS]:
        print(f"{name:46}{total / 1e3:10.0f}")


def _compare_functions(document: Any, cells: int, runs: int) -> int:
    sheets = document.Sheets
    sheets.insertNewByName("Mesures", sheets.Count)
    sheet = sheets.getByName("Mesures")
    days = tuple(
        (first, first + place * 13 % 400)
        for place, first in enumerate(FIRST_SERIAL + place * 7 % 730 for place in range(cells))
    )
    sheet.getCellRangeByName(f"A1:B{cells}").setDataArray(days)
    off = _holidays()
    sheet.getCellRangeByName(f"D1:D{len(off)}").setDataArray(tuple((serial,) for serial in off))
    found = [
        (label, *_calculated(sheet, write, cells, runs))
        for label, write in (
            ("PP_JOURS_OUVRES, one array formula", _array_formula),
            ("PP_JOURS_OUVRES, one formula a cell", _formula_a_cell),
            ("NETWORKDAYS, one formula a cell", _native),
        )
    ]
    print(f"\n{f'{cells} cells':46}{'ms':>10}{'µs a cell':>12}{'÷ one call':>12}  same days")
    for label, seconds, values in found:
        same = "yes" if values == found[0][2] else "NO"
        ratio = seconds / found[0][1]
        print(f"{label:46}{seconds * 1e3:10.1f}{seconds / cells * 1e6:12.2f}{ratio:12.2f}  {same}")
    return 0 if all(values == found[0][2] for _, _, values in found) else 1


@cache
def _holidays() -> list[float]:
    from holidays.countries.france import France

    origin = date(1899, 12, 30)
    return sorted(float((day - origin).days) for day in France(years=range(2025, 2030), expand=False))


def _calculated(
    sheet: Any, write: Callable[[Any, int], None], cells: int, runs: int
) -> tuple[float, list[int]]:
    """Best time to write formulas into column C and have all their results."""
    target = sheet.getCellRangeByName(f"C1:C{cells}")
    times = []
    for _ in range(runs):
        target.clearContents(16)
        times.append(_timed(lambda: write(target, cells)))
    return min(times), [int(row[0]) for row in target.getDataArray()]


def _array_formula(target: Any, cells: int) -> None:
    target.setArrayFormula(f"=PP_JOURS_OUVRES(A1:A{cells};B1:B{cells})")
    target.getDataArray()


def _formula_a_cell(target: Any, cells: int) -> None:
    target.setFormulaArray(tuple((f"=PP_JOURS_OUVRES(A{row};B{row})",) for row in range(1, cells + 1)))
    target.getDataArray()


def _native(target: Any, cells: int) -> None:
    target.setFormulaArray(tuple((f"=NETWORKDAYS(A{row};B{row};$D$1:$D$60)",) for row in range(1, cells + 1)))
    target.getDataArray()


def _timed(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def _seconds_of(command: Sequence[str]) -> float:
    return _timed(lambda: subprocess.run(command, capture_output=True, check=True))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
