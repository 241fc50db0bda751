"""The independent search: it finds the plan there is, proves that there is none, and its answers are checked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from postprod_xl.engines.schedule import (
    Activity,
    Candidate,
    Link,
    LinkKind,
    Occupation,
    Problem,
    Resource,
    construct,
)
from tests.benchmarks.better_plan import Limit, Place, Wanted, faults, moment_after, places_of, plan_within

EDITORS, ROOM = (Candidate(0), Candidate(1)), (Candidate(2),)
FIVE_SECONDS = Limit(seconds=5)
# Two films of two slots of editing by anybody and a slot in the only room; the first editor is away in slot 1.
FILMS = Problem(
    horizon=30,
    activities=(
        Activity(2, people=EDITORS),
        Activity(1, rooms=ROOM, due=3),
        Activity(2, people=EDITORS, group=1),
        Activity(1, rooms=ROOM, due=3, group=1),
    ),
    links=(Link(0, 1), Link(2, 3)),
    resources=(Resource(open=~0b10), Resource(), Resource()),
)
LATE = {0: Place(0, 3, 0, None), 1: Place(3, 4, None, 2), 2: Place(0, 2, 1, None), 3: Place(2, 3, None, 2)}


def test_the_other_film_may_be_first_if_this_one_gives_way() -> None:
    wanted = Wanted({1: 3}, {})
    found = plan_within(FILMS, LATE, wanted, FIVE_SECONDS)
    assert found.places is not None and found.places[1] == Place(2, 3, None, 2)
    assert faults(FILMS, construct(FILMS), wanted, found.places) == []


@pytest.mark.parametrize(
    ("latest", "held"),
    [
        ({1: 3, 3: 3}, {}),  # the room serves one of them by then
        ({1: 2}, {}),  # three slots of work
        ({1: 3}, {2: LATE[2]}),  # the editor who is there has the other film
        ({1: 3}, {3: LATE[3]}),  # so has the room
        ({3: 2}, {3: LATE[3]}),
    ],
)
def test_what_cannot_be_is_proven(latest: dict[int, int], held: dict[int, Place]) -> None:
    found = plan_within(FILMS, LATE, Wanted(latest, held), FIVE_SECONDS)
    assert found.places is None and found.proven


def test_what_others_hold_is_taken() -> None:
    busy = replace(FILMS, occupations=(Occupation(2, 2, 4),))
    assert plan_within(busy, LATE, Wanted({1: 4}, {}), FIVE_SECONDS).places is None
    assert plan_within(busy, LATE, Wanted({1: 5}, {}), FIVE_SECONDS).places is not None


def test_one_more_of_a_room_serves_both() -> None:
    two = replace(FILMS, resources=(*FILMS.resources[:2], Resource(2)))
    found = plan_within(two, LATE, Wanted({1: 4, 3: 3}, {}), FIVE_SECONDS)
    assert found.places is not None and found.places[3].end == 3


def test_a_plan_that_moves_what_is_held_or_comes_too_late_is_refused() -> None:
    result = construct(FILMS)
    wanted = Wanted({1: 3}, {0: Place(1, 3, 1, None)})
    found = faults(FILMS, result, wanted, LATE)
    assert len(found) == 2 and "was moved" in found[0] and "ends at 4" in found[1]
    assert faults(FILMS, result, Wanted({}, {}), {**LATE, 1: Place(2, 3, None, 2)})  # before its editing ends


# Slots 2 and 3 are closed.
@pytest.mark.parametrize(("lag", "moment"), [(0, 2), (1, 5), (2, 6), (-1, 1), (-2, 0)])
def test_a_lag_passes_over_closed_slots(lag: int, moment: int) -> None:
    problem = Problem(10, (), calendars=(~0b1100,))
    assert moment_after(problem, 0, 2, lag) == moment


def test_every_kind_of_link_is_kept() -> None:
    activities = (Activity(3, people=EDITORS[1:]), Activity(1))
    plan = {0: Place(0, 3, 1, None), 1: Place(9, 10, None, None)}
    # The second ends a slot after the end, or starts two after the start.
    for link, earliest in ((Link(0, 1, LinkKind.END_END, 1), 4), (Link(0, 1, LinkKind.START_START, 2), 3)):
        problem = Problem(20, activities, (link,), FILMS.resources)
        assert plan_within(problem, plan, Wanted({1: earliest - 1}, {}), FIVE_SECONDS).places is None
        assert plan_within(problem, plan, Wanted({1: earliest}, {}), FIVE_SECONDS).places is not None


def test_places_of_a_result_are_read_back() -> None:
    result = construct(FILMS)
    assert faults(FILMS, result, Wanted({}, {}), places_of(result)) == []
