"""Makespans of PSPLIB instances against the best known: `python -m tests.benchmarks.psplib --every 3`.

Prints, for each family and time, the mean gap in percent, the share of instances at the best known makespan
and of those proven optimal; then CP-SAT alone with two workers, started cold. Every schedule is verified.
The instances are those of ../shared/data/psplib (Kolisch and Sprecher, 1996), or the `.sm` files of another
folder; where no best known makespan is given, the gap is to the critical path, said apart: nobody may ever reach
it. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from postprod_xl.engines.schedule import Budget, Problem, Result, Status, solve, verify
from tests.benchmarks.psplib_reader import critical_path, families_of, read_best_known, read_problem
from tests.masters import SHARED

MARKS = (0.2, 1.0, 5.0)


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
    parser.add_argument("--families", nargs="*", help="j30, j60, j90, j120: by default those there are")
    parser.add_argument("--folder", type=Path, default=SHARED / "data" / "psplib", help="of `.sm` files")
    parser.add_argument("--known", type=Path, help="best known makespans: columns file, best_known")
    parser.add_argument("--alone", action="store_true", help="CP-SAT alone as well")
    options = parser.parse_args(arguments)
    families = families_of(options.folder)
    if not families:
        print(f"no .sm file in {options.folder}: nothing to measure")
        return 0
    listed = options.known or options.folder / "best_known.csv"
    known = read_best_known(listed) if options.known or listed.exists() else {}
    _warm()
    solvers: dict[str, Solver] = {"engine": engine}
    if options.alone:
        solvers["CP-SAT, 2 workers"] = cp_sat
    for name, solver in solvers.items():
        for family in options.families or families:
            paths = families.get(family, [])[:: options.every]
            reached = [(path, solver(read_problem(path), options.seconds)) for path in paths]
            for line in _lines(reached, known, options.seconds):
                print(f"{name:18} {family:5} {line}", flush=True)
    return 0


def engine(problem: Problem, seconds: float) -> list[Reached]:
    """The engine, its best makespan at each mark."""
    start = time.perf_counter()
    met: list[tuple[float, int, bool]] = []

    def told(result: Result) -> None:
        proven = result.status is Status.OPTIMAL
        met.append((time.perf_counter() - start, result.cost.tardiness, proven))

    budget = Budget(schedules=None, keep_going=lambda: time.perf_counter() - start < seconds)
    result = solve(problem, budget, seed=1, on_improvement=told)
    told(result)
    assert not verify(problem, result)
    return [
        Reached(
            min((span for moment, span, _ in met if moment <= mark), default=None),
            any(proven for moment, _, proven in met if moment <= mark),
        )
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
        model.add(
            starts[link.successor] >= starts[link.predecessor] + problem.activities[link.predecessor].duration
        )
    for index, resource in enumerate(problem.resources):
        used = [
            (span, use.quantity)
            for span, activity in zip(spans, problem.activities, strict=True)
            for use in activity.demands
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
    from postprod_xl.engines.schedule.search.metaheuristic import compiling

    start = time.perf_counter()
    compiling().result()
    print(f"kernels ready in {time.perf_counter() - start:.2f} s")


def _lines(
    reached: Sequence[tuple[Path, list[Reached]]], known: Mapping[str, int], seconds: float
) -> Iterator[str]:
    bounds = {path: critical_path(read_problem(path)) for path, _ in reached if path.name not in known}
    for position, mark in enumerate(MARKS):
        if mark > seconds:
            continue
        spans = [(path, marks[position]) for path, marks in reached]
        best = [(span, known[path.name]) for path, span in spans if path.name in known]
        least = [(span, bounds[path]) for path, span in spans if path in bounds]
        gaps = _gaps("best known", best) + _gaps("critical path", least)
        proven = sum(span.proven for _, span in spans)
        missing = sum(span.makespan is None for _, span in spans)
        yield f"{mark:4} s: {gaps}proven {proven}, without schedule {missing}"


def _gaps(yardstick: str, spans: Sequence[tuple[Reached, int]]) -> str:
    gaps = [span.makespan / least - 1 for span, least in spans if span.makespan is not None]
    if not spans:
        return ""
    mean = 100 * sum(gaps) / max(len(gaps), 1)
    return f"mean gap {mean:6.3f} % to the {yardstick}, at it {sum(gap <= 0 for gap in gaps)}/{len(spans)}, "


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
