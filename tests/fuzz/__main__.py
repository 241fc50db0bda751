"""The fuzz by hand: `python -m tests.fuzz --cases 10000 --seed 1`, and `--only 42` for one trial again."""

from __future__ import annotations

import argparse
import gc
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.trials import tried

MEMORY_ALLOWED = 3 << 30
"""Address space beyond what the process has once everything is imported, in bytes."""


def main() -> int:
    given = _arguments()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    gc.set_threshold(1_000_000)
    _bound_memory()
    cases, failed, started = 0, 0, time.perf_counter()
    seen: Counter[str] = Counter()
    number = given.first if given.only is None else given.only
    while cases < given.cases:
        print(f"seed {given.seed}, trial {number}", file=sys.stderr, flush=True)
        trial = tried(given.seed, number, folder)
        cases += trial.cases
        failed += bool(trial.faults)
        for fault in trial.faults:
            seen[fault[:90]] += 1
            print(
                f"seed {given.seed}, trial {number} : {fault}\n    {' | '.join(trial.labels)[:700]}",
                flush=True,
            )
        if given.only is not None:
            print(trial.labels, trial.statuses, folder)
            return bool(failed)
        number += 1
    for fault, count in seen.most_common(60 if given.summary else 0):
        print(f"{count:5} {fault}")
    seconds = time.perf_counter() - started
    print(
        f"seed {given.seed}: {cases} cases, trials {given.first} to {number - 1}, {failed} failed, {seconds:.0f} s"
    )
    shutil.rmtree(folder, ignore_errors=True)
    return bool(failed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="how many damages in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first trial")
    parser.add_argument("--only", type=int, help="run this trial alone and keep its file")
    parser.add_argument("--summary", action="store_true", help="count the faults by their first words")
    return parser.parse_args()


def _bound_memory() -> None:
    """A file that asks for more than a few gigabytes aborts the run; the last trial named is the culprit."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    allowed = pages * resource.getpagesize() + MEMORY_ALLOWED
    resource.setrlimit(resource.RLIMIT_AS, (allowed, resource.RLIM_INFINITY))


if __name__ == "__main__":
    sys.exit(main())
