"""Many workbooks: `python -m tests.benchmarks.batch --workbooks 100` measures processes, growth and a Dask cluster.

The workbooks are copies of one office of ../shared/tools/office.py, put back before each run. What is compared is the
refresh of all of them in one process, in two, and by two Dask workers that were started before. Each run has a new
process, and its imports are not counted; rounds follow each other so that what else the machine does weighs on all,
and the shortest of each is kept. Seconds of the processor, children included, tell what the sharing itself costs, on a
busy machine too. Nothing is asserted: 1.8, 1.00 and 1.15 are what is expected of the three ratios on two idle cores.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.children import measured
from tests.benchmarks.refresh import imported_office
from tests.masters import DEMO_DAY, ROOT, SHARED

RUN = "import sys; from tests.benchmarks.batch import print_run; print_run(*sys.argv[1:])"
ONE, TWO = "1", "2"


class Took(NamedTuple):
    """What the refresh of some workbooks took, in seconds: of the clock, of the processor (workers of Dask aside)."""

    seconds: float
    cpu_seconds: float


def main(arguments: Sequence[str]) -> int:
    """Build the workbooks, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.batch", description=__doc__)
    parser.add_argument("--workbooks", type=int, default=100)
    parser.add_argument("--projects", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args(arguments)
    generator = SHARED / "tools" / "office.py"
    if not generator.exists():
        print("../shared absent: no office to measure")
        return 0
    with tempfile.TemporaryDirectory() as folder, dask_pair() as address:
        source = imported_office(generator, options.projects, Path(folder))
        _compare(source, options.workbooks, options.rounds, address)
    return 0


def print_run(folder: str, how: str) -> None:
    """Refresh the workbooks of a folder, in so many processes or on a cluster, and print what it took."""
    from postprod_xl.hosts.collecting import collect_rarely
    from postprod_xl.hosts.files.batch import refresh_all, refresh_on_cluster

    collect_rarely()
    files = sorted(Path(folder).glob("*.xlsx"))
    # One first, so that what a refresh imports is counted nowhere.
    refresh_all([files[0]], DEMO_DAY, 1)
    rest = files[1:]
    if how not in (ONE, TWO):
        refresh_on_cluster(how, rest[:2], DEMO_DAY)
        rest = rest[2:]
    before, started = os.times(), time.perf_counter()
    reports = (
        refresh_on_cluster(how, rest, DEMO_DAY)
        if how not in (ONE, TWO)
        else refresh_all(rest, DEMO_DAY, int(how))
    )
    seconds, after = time.perf_counter() - started, os.times()
    assert not any(report.status for report in reports), [
        report.summary for report in reports if report.status
    ]
    print(json.dumps([seconds / len(rest), (sum(after[:4]) - sum(before[:4])) / len(rest)]))


@contextmanager
def dask_pair() -> Iterator[str]:
    """The address of a local cluster of two workers."""
    command = [sys.executable, "-m", "tests.hosts.files.dask_pair"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["address"]
        process.communicate("")


def _compare(source: Path, workbooks: int, rounds: int, address: str) -> None:
    size = source.stat().st_size / 1024
    print(
        f"{workbooks} workbooks of {size:.0f} KiB, the shortest of {rounds} rounds; load {os.getloadavg()[0]:.1f}"
    )
    runs = {
        ("one process", ONE, workbooks),
        ("two processes", TWO, workbooks),
        ("two processes, a quarter", TWO, max(5, workbooks // 4)),
        ("two Dask workers", address, workbooks),
    }
    took: dict[str, list[Took]] = {}
    for _ in range(rounds):
        for label, how, count in sorted(runs):
            took.setdefault(label, []).append(_took(source, count, how))
    best = {label: min(each) for label, each in took.items()}
    print(f"{'per workbook':28}{'clock s':>10}{'processor s':>14}")
    for label, cost in best.items():
        print(f"{label:28}{cost.seconds:10.3f}{cost.cpu_seconds:14.3f}")
    one, two, quarter, there = (
        best[label]
        for label in ("one process", "two processes", "two processes, a quarter", "two Dask workers")
    )
    print(
        f"one process / two: {one.seconds / two.seconds:.2f} (processor: {one.cpu_seconds / two.cpu_seconds:.2f})"
    )
    print(f"all / a quarter, per workbook: {two.seconds / quarter.seconds:.2f}")
    print(f"Dask / processes: {there.seconds / two.seconds:.2f}")


def _took(source: Path, workbooks: int, how: str) -> Took:
    with tempfile.TemporaryDirectory() as folder:
        # The first one is refreshed before, as are two more by a cluster.
        for number in range(workbooks + 1 + 2 * (how not in (ONE, TWO))):
            shutil.copyfile(source, Path(folder) / f"bureau-{number:03}.xlsx")
        _, printed = measured([sys.executable, "-c", RUN, folder, how])
        return Took(*json.loads(printed.splitlines()[-1]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
