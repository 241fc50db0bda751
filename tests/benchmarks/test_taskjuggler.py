"""What is given to TaskJuggler and what is read of its plan; the program itself is not run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from postprod_xl.engines.schedule import Activity, Candidate, Demand, Link, LinkKind, Problem, Resource
from tests.benchmarks.taskjuggler import broken, lateness, split
from tests.benchmarks.taskjuggler_project import Placed, earliest_due_first, project_text, read_plan

EDITORS, ROOM = (Candidate(1, penalty=2), Candidate(0)), (Candidate(2),)
# The first editor is away in slots 3 and 4.
FILM = Problem(
    horizon=30,
    activities=(
        Activity(4, people=EDITORS, rooms=ROOM),
        Activity(2, release=26, people=EDITORS[1:]),
        Activity(0, due=25, weight=3),
    ),
    links=(Link(0, 1), Link(1, 2)),
    resources=(Resource(open=~(0b11 << 3)), Resource(), Resource()),
)
PROJECT = """\
project office "office" 2001-01-01-00:00 +2d {
  timingresolution 60min
  timeformat "%Y-%m-%d-%H:%M"
  dailyworkinghours 24
  yearlyworkingdays 365
  workinghours mon - sun 0:00 - 24:00
}
resource r0 "r0" {leaves annual 2001-01-01-03:00 - 2001-01-01-05:00}
resource r1 "r1" {}
resource r2 "r2" {efficiency 0.0}
task from26 "" {milestone start 2001-01-02-02:00}
task t0 "t0" {priority 900 effort 4h allocate r0 {alternative r1 select order persistent mandatory} \
allocate r2 {persistent mandatory}}
task t1 "t1" {depends t0, from26 priority 900 effort 2h allocate r0 {persistent mandatory}}
task t2 "t2" {depends t1 priority 900 milestone}
taskreport plan "plan" {formats csv columns id, start, end, resources}
"""
# As TaskJuggler 3.7.1 writes it.
REPORT = """\
"Id";"Start";"End";"Resources"
"t0";"2001-01-01-00:00";"2001-01-01-06:00";"r0 (r0), r2 (r2)"
"from26";"2001-01-02-02:00";"2001-01-02-02:00";""
"t1";"2001-01-02-02:00";"2001-01-02-04:00";"r0 (r0)"
"t2";"2001-01-02-04:00";"2001-01-02-04:00";""
"""
PLAN = [Placed(0, 6, (0, 2)), Placed(26, 28, (0,)), Placed(28, 28, ())]


def test_a_problem_is_written_with_an_hour_for_each_slot() -> None:
    assert project_text(FILM, [900, 900, 900]) == PROJECT


def test_without_priorities_none_is_written() -> None:
    assert project_text(FILM) == PROJECT.replace("priority 900 ", "")


def test_a_report_is_read_back_in_slots_in_the_order_of_the_activities() -> None:
    assert read_plan(REPORT) == PLAN


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"links": (Link(0, 1, LinkKind.START_START),)}, "links"),
        ({"links": (Link(0, 1, lag=2),)}, "links"),
        ({"now": 3}, "plan in force"),
        ({"activities": (Activity(2, demands=(Demand(1),)),)}, "plan in force"),
        ({"activities": (Activity(2, rooms=ROOM),)}, "without people"),
        ({"resources": (Resource(2),)}, "capacities"),
    ],
)
def test_what_is_not_written_is_refused(change: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        project_text(replace(FILM, **change))


def test_the_project_due_first_has_the_highest_priority() -> None:
    dues = [(30, 0), (None, 1), (20, 1), (None, 2)]
    activities = tuple(Activity(1, due=due, group=group) for due, group in dues)
    assert earliest_due_first(Problem(40, activities)) == [999, 1000, 1000, 998]


def test_lateness_is_weighed_and_the_dues_passed_are_counted() -> None:
    # Due at 25, ended at 28, each slot for 3.
    assert lateness(FILM, [placed.end for placed in PLAN]) == (9, 1)
    assert lateness(FILM, [6, 24, 25]) == (0, 0)


def test_a_task_that_only_waits_for_somebody_absent_is_not_split() -> None:
    assert split(FILM, PLAN) == 0
    # Four slots of work from 0 to 7, two of them closed: one open slot was somebody else's.
    assert split(FILM, [Placed(0, 7, (0, 2)), *PLAN[1:]]) == 1


def test_a_plan_of_the_problem_breaks_none_of_its_rules() -> None:
    assert broken(FILM, PLAN) == []


@pytest.mark.parametrize(
    ("index", "placed", "why"),
    [
        (0, Placed(0, 5, (0, 2)), "shorter than its work"),
        (0, Placed(0, 6, (0,)), "one of each"),
        (0, Placed(0, 6, (0, 1, 2)), "one of each"),
        (1, Placed(25, 27, (0,)), "before its release"),
        (2, Placed(27, 27, ()), "Link"),
    ],
)
def test_a_rule_broken_is_named(index: int, placed: Placed, why: str) -> None:
    plan = [*PLAN[:index], placed, *PLAN[index + 1 :]]
    assert any(why in fault for fault in broken(FILM, plan))
