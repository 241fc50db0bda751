"""The same problem from its last slot to its first: what is open, in use, fixed and linked is turned round."""

from __future__ import annotations

from postprod_xl.engines.schedule import (
    Activity,
    Baseline,
    Candidate,
    Commitment,
    Demand,
    Link,
    Occupation,
    Problem,
    Resource,
)
from postprod_xl.engines.schedule.generation.decoding import instance_of
from postprod_xl.engines.schedule.instance.reversal import reversed_arrays


def test_time_turned_round_has_the_same_open_and_busy_slots_from_the_end():
    person = (Candidate(0),)
    fixed = Activity(2, commitment=Commitment.FIRM, baseline=Baseline(1, 0), people=person)
    pooled = Activity(3, release=2, due=9, people=person, demands=(Demand(1, 2),))
    last = Activity(1)
    resources = (Resource(), Resource(3))
    busy = (Occupation(0, 4, 6), Occupation(1, 7, 9, 2))
    problem = Problem(10, (fixed, pooled, last), (Link(0, 1), Link(1, 2)), resources, occupations=busy)
    arrays = instance_of(problem).full
    back = reversed_arrays(arrays)
    # A busy slot of a person leads to the next one; a pool has its quantities.
    assert [bool(value) for value in back.profile[:10]] == [bool(value) for value in arrays.profile[9::-1]]
    assert [value - slot for slot, value in enumerate(back.profile[:10]) if value] == [1] * 4
    assert back.profile[10:20] == [0, 2, 2, 0, 0, 0, 0, 0, 0, 0]
    rows = [arrays.open_[start : start + 10] for start in range(0, len(arrays.open_), 10)]
    assert back.open_ == [value for row in rows for value in reversed(row)]
    assert (back.fixed_start[0], back.fixed_end[0]) == (10 - arrays.fixed_end[0], 10 - arrays.fixed_start[0])
    # A link with what is fixed holds no order.
    assert (back.indegree, back.succ) == ([0, 1, 0], [1])
    assert back.release[1] == 0
