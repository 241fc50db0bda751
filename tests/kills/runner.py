"""Kills a refresh over and over: `python -m tests.kills.runner FILE COUNT SEED` says what it found.

A process that has imported everything forks one child a run, so that a kill costs a run and no start-up. It
is a process of its own because a test runner's threads must not be forked.
"""

from __future__ import annotations

import io
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import tests.without_rules  # noqa: F401
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.engines.ooxml.files.saving import exclusive
from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.runs import run_file
from tests.kills.remembered import remember

DAYS = (date(2026, 11, 23), date(2026, 11, 30))
WHOLE_RUN_EVERY = 10
LONGEST_RUN_SECONDS = 60.0
LONGEST_WRITE_SECONDS = 0.006
# Between two looks at what the child has written: short beside a write, long enough to leave it the processor.
LOOK_SECONDS = 0.0003


@dataclass
class Findings:
    """Where the kills landed, and every line about what they broke."""

    landed: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    run_seconds: float = 0.0


def main(path: Path, count: int, seed: int) -> Findings:
    """Refresh a workbook `count` times, killed each time at a random moment.

    Two kills in three come at a random moment of the whole run, one in three once it has begun to write. In the first
    tenth each run computes, from what the last one left, on one day then the other. Those that follow write what was
    computed once from the same workbook: their kills land where something can break.
    """
    findings, chance = Findings(), random.Random(seed)
    findings.run_seconds = _seconds_of_a_run(path)
    computing = count // 10
    for number in range(computing):
        _refresh_killed(path, number, findings, chance)
        if number % WHOLE_RUN_EVERY == 0:
            findings.broken += [f"after kill {number}: {line}" for line in _next_run(path)]
    start, whole = _computed_once(path)
    findings.run_seconds = _seconds_of_a_run(path)
    for number in range(computing, count):
        path.write_bytes(start)
        _refresh_killed(path, number, findings, chance)
        if path.read_bytes() not in (start, whole):
            findings.broken.append(f"kill {number}: neither the former workbook nor the new one")
    return findings


def _refresh_killed(path: Path, number: int, findings: Findings, chance: random.Random) -> None:
    before = path.read_bytes()
    child = _refreshing(path, DAYS[number % 2])
    if number % 3 == 2:
        wait_until(lambda: bool(_temporary_files(path)), child)
        time.sleep(chance.uniform(0, LONGEST_WRITE_SECONDS))
    else:
        time.sleep(chance.uniform(0, 1.2 * findings.run_seconds))
    _kill(child)
    findings.landed[_where(path, before)] += 1
    findings.broken += [f"kill {number}: {line}" for line in _broken(path, before)]


def _computed_once(path: Path) -> tuple[bytes, bytes]:
    """The workbook as it is, and as a run leaves it; what the run computes is kept for those that follow."""
    start = path.read_bytes()
    remember(pytest.MonkeyPatch(), 0)
    run_file(path, "refresh", DAYS[0], {})
    return start, path.read_bytes()


def _refreshing(path: Path, today: date) -> int:
    child = os.fork()
    if child:
        return child
    status = run_file(path, "refresh", today, {}).status
    os._exit(status)


def _seconds_of_a_run(path: Path) -> float:
    started = time.perf_counter()
    _, status = os.waitpid(_refreshing(path, DAYS[0]), 0)
    if status:
        raise SystemExit(f"a refresh left alone gives status {status}")
    return time.perf_counter() - started


def wait_until(happened: Callable[[], bool], child: int) -> None:
    """Return as soon as it happened or the child has ended; the child stays to be waited for."""
    end = time.perf_counter() + LONGEST_RUN_SECONDS
    while not happened() and time.perf_counter() < end:
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return
        time.sleep(LOOK_SECONDS)


def _kill(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _where(path: Path, before: bytes) -> str:
    if path.read_bytes() != before:
        return "after"
    return "during" if _temporary_files(path) or _unfinished_backup(path, before) else "before"


def _unfinished_backup(path: Path, before: bytes) -> bool:
    """Whether the version still in place has a backup already: the run died between the two."""
    backups = sorted(
        (path.parent / ".postprod" / "backups").glob(f"{path.stem}.*"), key=lambda b: b.stem[-4:]
    )
    return bool(backups) and backups[-1].read_bytes() == before


def _temporary_files(path: Path) -> list[Path]:
    return [*path.parent.glob(".postprod-*.tmp"), *path.parent.glob(".postprod/backups/.postprod-*.tmp")]


def _broken(path: Path, before: bytes) -> list[str]:
    """What a kill left wrong: the workbook, its lock, or files that the next holder does not sweep."""
    lines = []
    if path.read_bytes() != before:
        lines += _unreadable(path)
    try:
        with exclusive(path):
            lines += [f"left behind: {left.name}" for left in _leftovers(path)]
    except UnusableFile as error:
        lines.append(f"locked: {error}")
    return lines


def _unreadable(path: Path) -> list[str]:
    try:
        master = read_master(path)
    except UnusableFile as error:
        return [f"unusable: {error}"]
    return [problem.line for problem in master.problems if problem.is_blocking]


def _leftovers(path: Path) -> list[Path]:
    """Everything beside the workbook but its issued documents, the lock, its holder's name and whole backups."""
    issued = path.parent / f"{path.stem}_factures"
    expected = {path, path.parent / ".postprod", issued, *issued.glob("*.pdf")}
    state = path.parent / ".postprod"
    kept = {state / f"{path.name}.lock", state / f"{path.name}.holder", state / "backups"}
    backups = set(state.glob(f"backups/{path.stem}.*{path.suffix}"))
    return sorted(set(path.parent.rglob("*")) - expected - kept - backups)


def _next_run(path: Path) -> list[str]:
    report = run_file(path, "refresh", DAYS[0], {})
    if report.status:
        return [report.summary]
    openpyxl.load_workbook(io.BytesIO(path.read_bytes())).close()
    return [f"left behind: {left.name}" for left in _leftovers(path)]


if __name__ == "__main__":
    found = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps({"landed": found.landed, "broken": found.broken, "seconds": found.run_seconds}))
