"""The kernels are loaded late, and the same schedule comes out without numba's compiler, which both tests share."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings

from postprod_xl.engines.schedule import Problem
from postprod_xl.engines.schedule.generation.decoding import decoded, instance_of
from postprod_xl.engines.schedule.generation.priority_rules import initial_keys
from postprod_xl.engines.schedule.kernels.compiled import compiled, interpreted
from postprod_xl.engines.schedule.search.metaheuristic import Metaheuristic
from tests.engines.schedule.problems import problems
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
    with_compiler, plain = answer(), answer(NUMBA_DISABLE_JIT="1")
    assert with_compiler == plain
    assert with_compiler[0] is True


# After the other in one file: it finds on disk what that one compiled.
@pytest.mark.slow
@settings(max_examples=25)
@given(problems() | problems(yields=True))
def test_kernels_plain_or_compiled_find_the_same_plan(problem: Problem):
    instance = instance_of(problem)
    if len(instance.assignments) == instance.arrays.n:
        return
    plans = []
    for engine in (interpreted(), compiled()):
        _, keys = next(iter(initial_keys(instance)))
        search = Metaheuristic(instance, engine, (keys, decoded(instance, keys)), seed=7)
        search.advance(30)
        search.advance(30)
        plans.append([int(value) for value in search.plan])
    assert plans[0] == plans[1]
