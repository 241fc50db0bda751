"""People exchanged in a schedule whose dates stay."""

from __future__ import annotations

from postprod_xl.engines.schedule import Activity, Baseline, Candidate, Problem, Resource, construct, verify
from postprod_xl.engines.schedule.generation.decoding import decoded, instance_of, new_keys, schedule_of
from postprod_xl.engines.schedule.generation.preferred import with_preferred_people
from postprod_xl.engines.schedule.kernels.sgs import compare

ANNA, BASILE = 0, 1
THERE = Resource()
PREFERRED = (Candidate(ANNA, 9), Candidate(BASILE, 1))


def exchanged(*work: Activity, basile: Resource = THERE) -> tuple[list[int], list[int]]:
    """The people of a schedule where Anna has everything she can have, before and after the exchange."""
    instance = instance_of(Problem(30, work, (), (THERE, basile)))
    anna = [ANNA if any(one.resource == ANNA for one in item.people) else -1 for item in work]
    plan = decoded(instance, new_keys(instance.arrays)._replace(person=anna))
    better = with_preferred_people(instance, plan)
    assert schedule_of(better).start == schedule_of(plan).start
    assert better is plan or compare(better, plan) > 0
    return schedule_of(plan).person, schedule_of(better).person


def test_the_preferred_person_who_is_free_takes_the_place_of_another():
    assert exchanged(Activity(4, people=PREFERRED)) == ([ANNA], [BASILE])


def test_somebody_taken_away_or_kept_by_the_plan_in_force_is_left_as_is():
    taken = Activity(2, people=(Candidate(BASILE),))
    assert exchanged(Activity(4, people=PREFERRED), taken) == ([ANNA, BASILE], [ANNA, BASILE])
    away = Resource(open=~0b10)
    assert exchanged(Activity(4, people=PREFERRED), basile=away) == ([ANNA], [ANNA])
    kept = Activity(4, people=PREFERRED, baseline=Baseline(0, ANNA))
    assert exchanged(kept) == ([ANNA], [ANNA])


def test_a_schedule_made_from_nothing_has_the_preferred_people_who_are_free():
    # Each could be served at once by the specialist Anna; Basile is preferred and waits for nothing.
    work = Activity(4, people=PREFERRED), Activity(3, release=8, people=PREFERRED)
    problem = Problem(30, work, (), (THERE, THERE))
    result = construct(problem)
    assert not verify(problem, result)
    assert result.person == (BASILE, BASILE) and result.starts == (0, 8)


def test_an_activity_that_lost_the_person_of_its_baseline_takes_the_preferred_one_who_is_free():
    lost = Activity(4, people=PREFERRED, baseline=Baseline(0, BASILE))
    assert exchanged(lost) == ([ANNA], [BASILE])
