"""Problems of PSPLIB (single-mode `.sm` files) for the engine."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from postprod_xl.engines.schedule import Activity, Demand, Link, Problem, Resource

# j3010_1.sm is instance 10_1 of the problems of 30 jobs.
FAMILY = re.compile(r"j(?:30|60|90|120)(?=\d+_\d+)")


def read_problem(path: Path) -> Problem:
    """One instance: its last job is a milestone due at 0, so that weighted lateness is the makespan."""
    sections = _sections(path.read_text("ascii"))
    successors = {row[0]: row[3:] for row in sections["PRECEDENCE RELATIONS"]}
    requests = {row[0]: (row[2], row[3:]) for row in sections["REQUESTS/DURATIONS"]}
    capacities = sections["RESOURCEAVAILABILITIES"][-1]
    jobs = sorted(requests)
    activities = tuple(
        Activity(
            duration=requests[job][0],
            due=0 if job == jobs[-1] else None,
            demands=tuple(
                Demand(index, quantity) for index, quantity in enumerate(requests[job][1]) if quantity
            ),
        )
        for job in jobs
    )
    links = tuple(Link(job - 1, after - 1) for job in jobs for after in successors[job])
    horizon = sum(activity.duration for activity in activities)
    return Problem(horizon, activities, links, tuple(Resource(capacity) for capacity in capacities))


def families_of(folder: Path) -> dict[str, list[Path]]:
    """The `.sm` files of a folder by family, the number of jobs that starts their names, the smallest first."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*.sm")):
        family = FAMILY.match(path.name)
        found.setdefault(family[0] if family else "other", []).append(path)
    return dict(sorted(found.items(), key=lambda item: (len(item[0]), item[0])))


def critical_path(problem: Problem) -> int:
    """The makespan were nothing scarce; jobs come in an order where each follows its predecessors."""
    ends = [activity.duration for activity in problem.activities]
    for link in sorted(problem.links, key=lambda link: link.successor):
        ends[link.successor] = max(
            ends[link.successor], ends[link.predecessor] + problem.activities[link.successor].duration
        )
    return ends[-1]


def read_best_known(path: Path) -> dict[str, int]:
    """Best known makespan by file name, where the file has one."""
    with path.open(encoding="utf-8") as rows:
        return {row["file"]: int(row["best_known"]) for row in csv.DictReader(rows) if row["best_known"]}


def _sections(text: str) -> dict[str, list[list[int]]]:
    """The rows of integers under each heading."""
    found: dict[str, list[list[int]]] = {}
    rows: list[list[int]] = []
    for line in text.splitlines():
        heading = re.match(r"([A-Z/ ]+):?", line)
        if heading and not line.startswith(" "):
            rows = found.setdefault(heading[1].strip(), [])
        elif re.fullmatch(r"[\d\s]+", line) and line.strip():
            rows.append([int(word) for word in line.split()])
    return found
