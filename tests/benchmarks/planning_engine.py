"""Time, lateness and memory of the scheduling engine on made-up offices.

`python -m tests.benchmarks.planning_engine --seconds 10`. For each size: the first schedule, what the search
reaches, and the peak memory; then what one absence moves in a plan in force, beside a new plan. Every
schedule is verified; nothing is asserted.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from postprod_xl.engines.schedule import (
    Baseline,
    Budget,
    Commitment,
    Problem,
    Result,
    causal_chain,
    causes,
    slack,
    solve,
    verify,
)
from tests.benchmarks.office_problem import Size, office_problem

SIZES = (Size(10, 30), Size(12, 25), Size(50, 25), Size(100, 40), Size(200, 25))
KIB_PER_MIB = 1024
LATENESS_PRICE = 100  # what a slot of weighted lateness is worth when a plan is kept steady


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--sizes", nargs="*", default=list(map(str, SIZES)))
    parser.add_argument("--loads", nargs="*", default=["calm", "tight"])
    options = parser.parse_args(arguments)
    for size in map(Size.of, options.sizes):
        for load in options.loads:
            _measure(size, load, options.seconds)
    _stability(Size(50, 25), options.seconds)
    return 0


def timed(problem: Problem, seconds: float, told: list[tuple[float, int]] | None = None) -> Result:
    """The answer after so many seconds, verified; `told` gets the moments when lateness got better."""
    start = time.perf_counter()

    def note(result: Result) -> None:
        if told is not None:
            told.append((time.perf_counter() - start, result.cost.tardiness))

    budget = Budget(schedules=None, keep_going=lambda: time.perf_counter() - start < seconds)
    result = solve(problem, budget, seed=1, on_improvement=note)
    assert not verify(problem, result)
    return result


def _measure(size: Size, load: str, seconds: float) -> None:
    problem = office_problem(size, load)
    start = time.perf_counter()
    first = solve(problem)
    at_once = time.perf_counter() - start
    told: list[tuple[float, int]] = []
    result = timed(problem, seconds, told)
    start = time.perf_counter()
    found = causes(problem, result)
    late = [index for index, slots in enumerate(result.tardiness) if slots]
    chains = [causal_chain(found, index) for index in late]
    slack(problem, result)
    why = time.perf_counter() - start
    marks = {mark: min(row for moment, row in told if moment <= mark) for mark in (1, 5, seconds)
             if any(moment <= mark for moment, _ in told)}  # fmt: skip
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB
    print(
        f"{size} {load} ({len(problem.activities)} activities, "
        f"{len(problem.resources)} resources): first {at_once:.2f} s lateness {first.cost.tardiness}; "
        f"by second {marks}; late {len(late)}; bound {result.bound} {result.status.value}; "
        f"{result.improvements[-1].schedules} schedules; why {why:.2f} s ({max(map(len, chains), default=0)} steps); "
        f"{memory:.0f} MiB",
        flush=True,
    )


def _stability(size: Size, seconds: float) -> None:
    """One person away six half-days near the start: bookings kept by a repair, and by a plan from scratch."""
    problem = office_problem(size, "calm")
    plan = timed(problem, seconds)
    booked = tuple(
        replace(activity, commitment=Commitment.OPTION_1, baseline=Baseline(start, person, room))
        for activity, start, person, room in zip(
            problem.activities, plan.work_from, plan.person, plan.room, strict=True
        )
        if start is not None
    )
    busiest = max(range(len(problem.resources)), key=lambda index: (plan.person.count(index), -index))
    first = min(
        start
        for start, who in zip(plan.starts, plan.person, strict=True)
        if who == busiest and start is not None
    )
    away = problem.resources[busiest].open or 0
    people = list(problem.resources)
    people[busiest] = replace(people[busiest], open=away & ~(0b111111 << first + 2))
    changed = replace(problem, activities=booked, resources=tuple(people), tardiness_price=LATENESS_PRICE)
    scratch = timed(replace(problem, resources=tuple(people)), seconds)
    repaired = timed(changed, seconds)
    for name, result in (("repair", repaired), ("from scratch", scratch)):
        same = sum(
            (result.work_from[index], result.person[index], result.room[index])
            == (plan.work_from[index], plan.person[index], plan.room[index])
            for index in range(len(booked))
        )
        share = 100 * same / len(booked)
        print(
            f"stability {name}: {share:.1f} % unchanged, lateness {plan.cost.tardiness} → {result.cost.tardiness}"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
