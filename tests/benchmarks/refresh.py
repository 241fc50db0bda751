"""Time and memory of a refresh: `python -m tests.benchmarks.refresh --projects 200`.

The office comes from ../shared/tools/office.py; `openpyxl.load_workbook(...).save(...)` on the same file is
the yardstick. Each figure is the median of several new processes; nothing is asserted.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.children import KIB_PER_MIB, Cost, measured, run
from tests.masters import DEMO_DAY, SHARED

OPENPYXL = "import sys, openpyxl; openpyxl.load_workbook(sys.argv[1]).save(sys.argv[2])"
POSTPROD = (sys.executable, "-m", "postprod_xl")


def main(arguments: Sequence[str]) -> int:
    """Build the office, measure, print."""
    options = _options(arguments)
    office = SHARED / "tools" / "office.py"
    if not office.exists():
        print("../shared absent: no office to measure")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = imported_office(office, options.projects, Path(folder))
        size = path.stat().st_size / KIB_PER_MIB / KIB_PER_MIB
        print(f"{options.projects} projects, {size:.1f} MiB, median of {options.runs} runs")
        _compare(path, options.runs)
    return 0


def imported_office(office: Path, projects: int, folder: Path) -> Path:
    """A master workbook that holds an office of so many projects, not yet computed."""
    tables, path = folder / "tables", folder / "office.xlsx"
    run([sys.executable, str(office), str(tables), "--projects", str(projects), "--seed", "1"])
    run([*POSTPROD, "new", str(path)])
    run([*POSTPROD, "tables", "import", str(path), str(tables)])
    return path


def median_cost(command: Sequence[str], source: Path, work: Path, runs: int) -> Cost:
    """The median cost of a command, on a new copy of the workbook each time."""
    costs = []
    for _ in range(runs):
        shutil.copyfile(source, work)
        costs.append(measured(command)[0])
    return Cost(*(statistics.median(figures) for figures in zip(*costs, strict=True)))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.refresh", description=__doc__)
    parser.add_argument("--projects", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    return parser.parse_args(arguments)


def _compare(path: Path, runs: int) -> None:
    work = path.with_name("work.xlsx")
    refresh = [*POSTPROD, "refresh", str(work), "--today", DEMO_DAY.isoformat()]
    yardstick = median_cost([sys.executable, "-c", OPENPYXL, str(work), str(work)], path, work, runs)
    first = median_cost(refresh, path, work, runs)
    computed = shutil.copyfile(work, path.with_name("computed.xlsx"))
    second = median_cost(refresh, computed, work, runs)
    after = median_cost([sys.executable, "-c", OPENPYXL, str(work), str(work)], computed, work, runs)
    help_page = median_cost([*POSTPROD, "-h"], path, work, runs)
    print(f"{'':34}{'s':>8}{'MiB':>8}{'time ÷ openpyxl':>18}{'memory ÷ openpyxl':>20}")
    _print_row("openpyxl load + save, as imported", yardstick, yardstick)
    _print_row("first refresh", first, yardstick)
    _print_row("openpyxl load + save, once computed", after, after)
    _print_row("second refresh", second, after)
    _print_row("postprod -h", help_page, yardstick)


def _print_row(label: str, cost: Cost, yardstick: Cost) -> None:
    times, memory = cost.seconds / yardstick.seconds, cost.mebibytes / yardstick.mebibytes
    print(f"{label:34}{cost.seconds:8.2f}{cost.mebibytes:8.0f}{times:18.2f}{memory:20.2f}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
