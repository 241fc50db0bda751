"""What a program costs, run to its end in a process of its own."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from typing import NamedTuple

KIB_PER_MIB = 1024


class Cost(NamedTuple):
    """What one process took: seconds of wall clock and of processor, peak resident memory in MiB."""

    seconds: float
    cpu_seconds: float
    mebibytes: float


def measured(command: Sequence[str]) -> tuple[Cost, str]:
    """Run a command to its end: its cost and what it printed; its failure ends the program.

    The peak is at least this process's own size when it starts the child: it has to stay small beside it.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as printed:
        started = time.perf_counter()
        child = subprocess.Popen(command, stdout=printed)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit(f"status {child.returncode}: {' '.join(map(str, command))}")
        printed.seek(0)
        cost = Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / KIB_PER_MIB)
        return cost, printed.read()


def run(command: Sequence[str]) -> None:
    """Run a command that is not measured; its output is shown when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"status {done.returncode}: {' '.join(command)}\n{done.stdout}{done.stderr}")
