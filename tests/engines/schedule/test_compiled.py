"""The kernels are loaded late, and the same schedule comes out without numba's compiler."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.masters import ROOT

SCRIPT = """
import json, sys
from postprod_xl.engines.schedule import Activity, Budget, Candidate, Problem, Resource, solve
light = not {"numba", "numpy", "ortools"} & set(sys.modules)
people = Candidate(0), Candidate(1, 2)
work = tuple(Activity(1 + index % 4, due=3 + index, weight=1 + index % 3, people=people) for index in range(30))
result = solve(Problem(200, work, (), (Resource(), Resource(open=~0b1110000))), Budget(schedules=2500), seed=5)
print(json.dumps([light, result.starts, result.person]))
"""


def answer(**environment: str) -> list[object]:
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, **environment},
    )
    return json.loads(run.stdout)


# Compiling takes ten seconds on a fresh clone.
@pytest.mark.slow
def test_a_solve_gives_the_same_schedule_with_and_without_the_compiler():
    compiled, plain = answer(), answer(NUMBA_DISABLE_JIT="1")
    assert compiled == plain
    assert compiled[0] is True
