"""Problems of PSPLIB (single-mode `.sm` files) for the engine."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from postprod_xl.domain.scheduling.engine import Activity, Link, Problem, Resource, Use


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
            uses=tuple(Use(index, quantity) for index, quantity in enumerate(requests[job][1]) if quantity),
        )
        for job in jobs
    )
    links = tuple(Link(job - 1, after - 1) for job in jobs for after in successors[job])
    horizon = sum(activity.duration for activity in activities)
    return Problem(horizon, activities, links, tuple(Resource(capacity) for capacity in capacities))


def read_best_known(path: Path) -> dict[str, tuple[str, int, int]]:
    """Set, best known makespan and proven lower bound by file name, from `best_known.csv`."""
    with path.open(encoding="utf-8") as rows:
        return {
            row["file"]: (row["set"], int(row["best_known"]), int(row["proven_lower_bound"]))
            for row in csv.DictReader(rows)
        }


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
