"""Lateness beside TaskJuggler's on made-up offices: `python -m tests.benchmarks.taskjuggler --seconds 10`.

The same problem is given to `tj3` (3.7.1 from apt) and to the engine, each in a process of its own; the dates of
both are weighed alike. TaskJuggler knows no due dates: it plans once with its default priorities, once with the
project due first going first, and the ratios are to the better of the two. The people of a task are offered in
order of preference, which served it better than its own choice (`minallocated`) on every office tried.

What it solves is easier than what the engine solves: it interrupts a task wherever somebody else takes its person
or room (the tasks so split are counted, at least: where it paused though all that serves it was there), a room is
free for others while its person is away, and a task goes on without its room when another of the same type is free.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from postprod_xl.engines.schedule import Candidate, Problem, construct
from tests.benchmarks.children import Cost, measured
from tests.benchmarks.office_problem import Size, office_problem
from tests.benchmarks.planning_engine import timed
from tests.benchmarks.taskjuggler_project import Placed, earliest_due_first, project_text, read_plan

LOADS = ("calm", "tight")
SEEDS = {Size(10, 30): (1, 2, 3)}
# The ratio of lateness wished for.
AIMS = {Size(10, 30): 0.6, Size(100, 40): 0.15}
ENGINE = "import sys; from tests.benchmarks.taskjuggler import print_ends; print_ends(*sys.argv[1:])"
WARM = "from postprod_xl.engines.schedule.search.metaheuristic import compiling; compiling().result()"
ABSENT = "tj3 absent: nothing to compare with; `apt-get install tj3` gives it"


@dataclass(frozen=True)
class Office:
    """A made-up office, by what makes it."""

    size: Size
    load: str
    seed: int

    @property
    def problem(self) -> Problem:
        return office_problem(self.size, self.load, self.seed)


@dataclass(frozen=True)
class Answer:
    """What a planner made of an office."""

    lateness: int
    late: int
    cost: Cost
    split: int = 0


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    options = _options(arguments)
    if shutil.which("tj3") is None:
        print(ABSENT)
        return 0
    ready, _ = measured([sys.executable, "-c", WARM])
    print(f"kernels of the engine ready in {ready.seconds:.1f} s\n", flush=True)
    for size in map(Size.of, options.sizes):
        met: dict[tuple[Problem, ...], str] = {}
        for load in options.loads:
            offices = [Office(size, load, seed) for seed in options.seeds or SEEDS.get(size, (1,))]
            twin = met.setdefault(tuple(office.problem for office in offices), load)
            if twin == load:
                _print_ratio(size, load, [_compare(office, options.seconds) for office in offices])
            else:
                print(f"{size} {load}: the very offices of {twin}\n", flush=True)
    return 0


def lateness(problem: Problem, ends: Iterable[int | None]) -> tuple[int, int]:
    """Weighted slots of lateness, and how many dues are passed; every activity due has its end."""
    overs = []
    for activity, end in zip(problem.activities, ends, strict=True):
        if activity.due is not None:
            assert end is not None
            overs.append(activity.weight * max(end - activity.due, 0))
    return sum(overs), sum(over > 0 for over in overs)


def split(problem: Problem, plan: Sequence[Placed]) -> int:
    """How many activities were interrupted while all that serves them was there."""
    return sum(
        _slots(problem, placed, placed.resources) > activity.duration
        for activity, placed in zip(problem.activities, plan, strict=True)
        if activity.duration
    )


def broken(problem: Problem, plan: Sequence[Placed]) -> list[str]:
    """The rules left of the problem that a plan of TaskJuggler breaks: it should break none."""
    found = [f"{link}" for link in problem.links if plan[link.successor].start < plan[link.predecessor].end]
    for index, (activity, placed) in enumerate(zip(problem.activities, plan, strict=True)):
        people, rooms = (_serving(placed, wished) for wished in (activity.people, activity.rooms))
        if placed.start < activity.release:
            found.append(f"{index} starts before its release")
        if len(people) != bool(activity.people) or len(rooms) != bool(activity.rooms):
            found.append(f"{index} is not served by one of each")
        elif _slots(problem, placed, people) < activity.duration:
            found.append(f"{index} is shorter than its work")
    return found


def print_ends(size: str, load: str, seed: str, seconds: str) -> None:
    """Plan an office with the engine and print the ends; 0 seconds is an answer at once."""
    problem = Office(Size.of(size), load, int(seed)).problem
    result = timed(problem, float(seconds)) if float(seconds) else construct(problem)
    print(json.dumps(result.ends))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.taskjuggler", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--sizes", nargs="*", default=list(map(str, AIMS)))
    parser.add_argument("--loads", nargs="*", default=list(LOADS))
    parser.add_argument("--seeds", nargs="*", type=int, help="three for 10x30, one for the others by default")
    return parser.parse_args(arguments)


def _compare(office: Office, seconds: float) -> tuple[int, int]:
    """Print what each made of an office; the lateness of TaskJuggler, and of the engine with time."""
    problem = office.problem
    print(
        f"{office.size} {office.load}, seed {office.seed}: "
        f"{len(problem.activities)} activities, {len(problem.resources)} people and rooms"
    )
    print(f"{'':34}{'lateness':>9}{'÷ TJ':>10}{'late':>6}{'split':>7}{'wall s':>9}{'CPU s':>8}{'MiB':>6}")
    by_default = _taskjuggler(problem, None)
    _print_row("TaskJuggler, default priorities", by_default)
    by_dues = _taskjuggler(problem, earliest_due_first(problem))
    _print_row("TaskJuggler, first due goes first", by_dues)
    theirs = min(by_default.lateness, by_dues.lateness)
    _print_row("engine, at once", _engine(office, 0), theirs)
    best = _engine(office, seconds)
    _print_row(f"engine, {seconds:g} s", best, theirs)
    return theirs, best.lateness


def _taskjuggler(problem: Problem, priorities: Sequence[int] | None) -> Answer:
    with tempfile.TemporaryDirectory() as name:
        source = Path(name, "office.tjp")
        source.write_text(project_text(problem, priorities), "ascii")
        cost, _ = measured(["env", "TZ=UTC", "tj3", "--silent", "--output-dir", name, str(source)])
        plan = read_plan(Path(name, "plan.csv").read_text("utf-8"))
    assert not broken(problem, plan)
    return Answer(*lateness(problem, (placed.end for placed in plan)), cost, split(problem, plan))


def _engine(office: Office, seconds: float) -> Answer:
    named = [str(office.size), office.load, str(office.seed), str(seconds)]
    cost, printed = measured([sys.executable, "-c", ENGINE, *named])
    return Answer(*lateness(office.problem, json.loads(printed)), cost)


def _print_ratio(size: Size, load: str, latenesses: Sequence[tuple[int, int]]) -> None:
    theirs, ours = (sum(column) for column in zip(*latenesses, strict=True))
    wished = f", at most {AIMS[size]} wished for" if size in AIMS else ""
    print(f"{size} {load}, all: {ours} ÷ {theirs}, ratio {_ratio(ours, theirs)}{wished}\n", flush=True)


def _print_row(label: str, answer: Answer, theirs: int | None = None) -> None:
    ratio = "" if theirs is None else _ratio(answer.lateness, theirs)
    cost = answer.cost
    print(
        f"{label:34}{answer.lateness:9}{ratio:>10}{answer.late:6}{answer.split:7}"
        f"{cost.seconds:9.2f}{cost.cpu_seconds:8.2f}{cost.mebibytes:6.0f}",
        flush=True,
    )


def _ratio(ours: int, theirs: int) -> str:
    return f"{ours / theirs:.3f}" if theirs else "(TJ 0)"


def _serving(placed: Placed, wished: Sequence[Candidate]) -> list[int]:
    return [one.resource for one in wished if one.resource in placed.resources]


def _slots(problem: Problem, placed: Placed, resources: Iterable[int]) -> int:
    """The slots between start and end when all these resources are there."""
    shared = ((1 << placed.end - placed.start) - 1) << placed.start
    for index in resources:
        is_open = problem.resources[index].open
        shared &= shared if is_open is None else is_open
    return shared.bit_count()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
