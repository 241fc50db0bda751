"""Makespans of PSPLIB instances against the best known: `python -m tests.benchmarks.psplib --every 3`.

Prints, for each family and time, the mean gap in percent, the share of instances at the best known makespan
and of those proven optimal; then CP-SAT alone with two workers, started cold. Every schedule is verified.
The instances are those of ../shared/data/psplib (Kolisch and Sprecher, 1996); nothing is asserted.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from postprod_xl.domain.scheduling.engine import Budget, Problem, Result, solve, verify
from tests.benchmarks.psplib_reader import read_best_known, read_problem
from tests.masters import SHARED

MARKS = (0.2, 1.0, 5.0)
FAMILIES = ("j30", "j60", "j120")


class Reached(NamedTuple):
    """What one instance reached at one time: makespan (None: no schedule yet), proven optimal or not."""

    makespan: int | None
    proven: bool


Solver = Callable[[Problem, float], list[Reached]]


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="one instance in so many")
    parser.add_argument("--seconds", type=float, default=5.0, help="time for each instance")
    parser.add_argument("--families", nargs="*", default=list(FAMILIES))
    parser.add_argument("--alone", action="store_true", help="CP-SAT alone as well")
    options = parser.parse_args(arguments)
    folder = SHARED / "data" / "psplib"
    _warm()
    solvers: dict[str, Solver] = {"engine": engine}
    if options.alone:
        solvers["CP-SAT, 2 workers"] = cp_sat
    for name, solver in solvers.items():
        for family in options.families:
            for line in _lines(folder, family, options.every, (solver, options.seconds)):
                print(f"{name:18} {line}", flush=True)
    return 0


def engine(problem: Problem, seconds: float) -> list[Reached]:
    """The engine, its best makespan at each mark."""
    start = time.perf_counter()
    met: list[tuple[float, int]] = []

    def told(result: Result) -> None:
        met.append((time.perf_counter() - start, result.cost.lateness))

    budget = Budget(schedules=None, keep_going=lambda: time.perf_counter() - start < seconds)
    result = solve(problem, budget, seed=1, on_better=told)
    took = time.perf_counter() - start
    assert not verify(problem, result)
    proven = result.bound == result.cost.lateness
    return [
        Reached(min((span for moment, span in met if moment <= mark), default=None), proven and took <= mark)
        for mark in MARKS
    ]


def cp_sat(problem: Problem, seconds: float) -> list[Reached]:
    """CP-SAT alone on a plain model, two workers, no hint."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    starts = [model.new_int_var(0, problem.horizon, "") for _ in problem.activities]
    spans = [
        model.new_fixed_size_interval_var(start, activity.duration, "")
        for start, activity in zip(starts, problem.activities, strict=True)
    ]
    for link in problem.links:
        model.add(starts[link.after] >= starts[link.before] + problem.activities[link.before].duration)
    for index, resource in enumerate(problem.resources):
        used = [
            (span, use.quantity)
            for span, activity in zip(spans, problem.activities, strict=True)
            for use in activity.uses
            if use.resource == index
        ]
        model.add_cumulative(
            [span for span, _ in used], [quantity for _, quantity in used], resource.capacity
        )
    model.minimize(starts[-1])
    met: list[tuple[float, int]] = []
    begun = time.perf_counter()

    class Listener(cp_model.CpSolverSolutionCallback):
        """Notes each makespan and its time."""

        def on_solution_callback(self) -> None:
            met.append((time.perf_counter() - begun, int(self.objective_value)))

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model, Listener())
    took = time.perf_counter() - begun
    return [
        Reached(
            min((span for moment, span in met if moment <= mark), default=None),
            status == cp_model.OPTIMAL and took <= mark,
        )
        for mark in MARKS
    ]


def _warm() -> None:
    """Have the kernels compiled, and say how long that takes."""
    from postprod_xl.domain.scheduling.engine.improve import compiling

    start = time.perf_counter()
    compiling().result()
    print(f"kernels ready in {time.perf_counter() - start:.2f} s")


def _lines(folder: Path, family: str, every: int, how: tuple[Solver, float]) -> Iterator[str]:
    solver, seconds = how
    known = {
        name: row for name, row in read_best_known(folder / "best_known.csv").items() if row[0] == family
    }
    names = sorted(known)[::every]
    reached = {name: solver(read_problem(folder / name), seconds) for name in names}
    for position, mark in enumerate(MARKS):
        if mark > seconds:
            continue
        spans = [(reached[name][position], known[name][1]) for name in names]
        gaps = [span.makespan / best - 1 for span, best in spans if span.makespan is not None]
        at_best = sum(gap <= 0 for gap in gaps)
        proven = sum(span.proven for span, _ in spans)
        mean = 100 * sum(gaps) / max(len(gaps), 1)
        yield (
            f"{family:5} {mark:4} s: mean gap {mean:6.3f} %, best known {at_best}/{len(names)}, "
            f"proven {proven}, without schedule {len(names) - len(gaps)}"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
