"""How the plan of an office grows with its projects: `python -m tests.benchmarks.growth --projects 5 20 50 100 200`.

Each office comes from ../shared/tools/office.py and is planned in a process of its own: a first plan, then the
same office with that plan in force. Seconds are the processor's: such a plan takes one thread, and others may use
the machine. Each figure is also given as a multiple of the smallest office's; the chart shows the seconds on a
scale of logarithms, `|` being where they would stand had they grown like the projects. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.children import measured, run
from tests.masters import DEMO_DAY, SHARED

PLAN = "import sys; from tests.benchmarks.growth import print_plan; print_plan(sys.argv[1])"
WIDTH = 60


class Grown(NamedTuple):
    """What the plan of one office took; `late` is its projects delivered late."""

    projects: int
    tasks: int
    first_seconds: float
    unchanged_seconds: float
    mebibytes: float
    late: int


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=__doc__)
    parser.add_argument("--projects", nargs="+", type=int, default=[5, 20, 50, 100, 200])
    sizes = sorted(set(parser.parse_args(arguments).projects))
    generator = SHARED / "tools" / "office.py"
    if not generator.exists():
        print("../shared absent: no office to measure")
        return 0
    print(f"{'projects':>14}{'tasks':>14}{'first plan s':>16}{'unchanged s':>16}{'peak MiB':>14}{'late':>12}")
    rows: list[Grown] = []
    for projects in sizes:
        rows.append(_grown(generator, projects))
        _print_row(rows[-1], rows[0])
    for label, column in (("first plan", 2), ("unchanged", 3)):
        _print_chart(label, [(row.projects, row[column]) for row in rows])
    return 0


def print_plan(folder: str) -> None:
    """Plan the office of a folder twice and print what it took."""
    from postprod_xl.domain.planning.plan.project_ends import delivery_columns
    from postprod_xl.domain.planning.plan.schedule import schedule
    from tests.domain.offices import office_of_folder, with_plan

    office = office_of_folder(Path(folder), DEMO_DAY)
    # A few tasks first, so that what a plan imports is not counted in it.
    schedule(office.with_rows("Planning", office["Planning"].at(range(5))))
    seconds = []
    for _ in range(2):
        started = time.process_time()
        made = schedule(office)
        seconds.append(time.process_time() - started)
        office = with_plan(office, made)
    late = sum(days is not None for days in delivery_columns(office).column("late_days"))
    print(json.dumps([len(office["Planning"]), *seconds, late]))


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The k of `y ~ x ** k`, by least squares on the logarithms."""
    xs, ys = ([math.log(value) for value in column] for column in zip(*points, strict=True))
    return statistics.linear_regression(xs, ys).slope


def chart(points: Sequence[tuple[float, float]], width: int = WIDTH) -> list[str]:
    """A bar for each point, its length the logarithm of y; `|` where y grows like x from the first point."""
    first_x, first_y = points[0]
    straight = [first_y * x / first_x for x, _ in points]
    every = [*straight, *(y for _, y in points)]
    # The first bars keep some length: the scale begins at half the least value.
    least = min(every) / 2
    scale = (width - 1) / math.log(max(every) / least)
    bars = []
    for (_, y), even in zip(points, straight, strict=True):
        bar = ("█" * (round(math.log(y / least) * scale) + 1)).ljust(width)
        mark = round(math.log(even / least) * scale)
        bars.append(f"{bar[:mark]}|{bar[mark + 1 :]}")
    return bars


def _grown(generator: Path, projects: int) -> Grown:
    with tempfile.TemporaryDirectory() as folder:
        run([sys.executable, str(generator), folder, "--projects", str(projects), "--today", str(DEMO_DAY)])
        cost, printed = measured([sys.executable, "-c", PLAN, folder])
    tasks, first, unchanged, late = json.loads(printed)
    return Grown(projects, tasks, first, unchanged, cost.mebibytes, late)


def _print_row(row: Grown, smallest: Grown) -> None:
    times = [f"×{value / least:.1f}" if least else "" for value, least in zip(row, smallest, strict=True)]
    print(
        f"{row.projects:7}{times[0]:>7}{row.tasks:7}{times[1]:>7}{row.first_seconds:9.2f}{times[2]:>7}"
        f"{row.unchanged_seconds:9.2f}{times[3]:>7}{row.mebibytes:7.0f}{times[4]:>7}{row.late:5}{times[5]:>7}",
        flush=True,
    )


def _print_chart(label: str, points: Sequence[tuple[float, float]]) -> None:
    if len(points) < 2:
        return
    print(f"\n{label}: seconds ~ projects^{exponent(points):.2f}")
    for (projects, seconds), bar in zip(points, chart(points), strict=True):
        print(f"{projects:5.0f} {bar} {seconds:.2f} s")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
