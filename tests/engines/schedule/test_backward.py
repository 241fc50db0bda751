"""A backward pass from the due dates orders the forward one."""

from __future__ import annotations

from collections.abc import Sequence

from postprod_xl.engines.schedule import Activity, Candidate, Link, Problem, Resource
from postprod_xl.engines.schedule.generation.backward import Backward
from postprod_xl.engines.schedule.generation.decoding import instance_of

EDITOR = (Candidate(0),)


def ranks(problem: Problem, latest: Sequence[int] = range(9)) -> list[int]:
    """The activities in the order that a backward pass gives; by default it takes the last one first."""
    scheme = instance_of(problem).scheme
    order = Backward(scheme).keys(latest[: len(problem.activities)]).order
    return sorted(range(len(order)), key=lambda a: order[a])


def test_what_is_due_first_on_a_person_goes_first():
    work = (
        Activity(2, due=10, people=EDITOR),
        Activity(2, due=4, people=EDITOR),
        Activity(2, due=7, people=EDITOR),
    )
    assert ranks(Problem(40, work, (), (Resource(),))) == [1, 2, 0]


def test_what_leads_to_a_due_date_goes_before_what_has_time():
    # Behind 1 a mix of six slots is due at 12: it must be over at 6, and 0 has until the end of the axis.
    work = (Activity(4, people=EDITOR), Activity(3, people=EDITOR), Activity(6, due=12))
    assert ranks(Problem(40, work, (Link(1, 2),), (Resource(),)))[0] == 1


def test_a_due_date_that_cannot_be_kept_still_gives_an_order():
    # Ten slots of work due at 4: the pass goes on before now.
    work = (Activity(5, due=4, people=EDITOR), Activity(5, due=3, people=EDITOR))
    assert sorted(ranks(Problem(40, work, (), (Resource(),)))) == [0, 1]


def test_what_is_taken_first_backward_goes_last_where_nothing_is_due():
    problem = Problem(40, (Activity(3, people=EDITOR), Activity(3, people=EDITOR)), (), (Resource(),))
    assert ranks(problem, [9, 5]) == [1, 0] and ranks(problem, [5, 9]) == [0, 1]
