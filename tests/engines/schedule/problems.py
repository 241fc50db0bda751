"""Problems drawn at random, small enough to be solved in a blink and odd enough to meet every rule."""

from __future__ import annotations

from hypothesis import strategies as st

from postprod_xl.engines.schedule import (
    Activity,
    Baseline,
    Candidate,
    Commitment,
    Demand,
    Link,
    LinkKind,
    Occupation,
    Problem,
    Resource,
)

HORIZON = 60
CALENDARS = (
    None,
    ~sum(0b11 << week for week in range(8, HORIZON, 10)),
    sum(0b1 << day for day in range(0, HORIZON, 2)),
)
PEOPLE, ROOMS, POOL = range(3), range(3, 5), 5


@st.composite
def resources(draw) -> tuple[Resource, ...]:
    away = [draw(st.integers(0, 50)) for _ in range(3)]
    masks = [~(0b11111 << first) if first % 2 else None for first in away]
    return (*(Resource(open=mask) for mask in masks), Resource(), Resource(open=~(0b111 << 12)), Resource(3))


@st.composite
def activities(draw, *, change: bool, yields: bool) -> Activity:
    people = draw(st.sampled_from([(), (0,), (0, 1), (1, 2), (0, 1, 2)]))
    rooms = draw(st.sampled_from([(), (3,), (3, 4)]))
    begun = draw(st.sampled_from([None, None, None, -3]))
    hold = draw(st.sampled_from(list(Commitment))) if change else Commitment.FREE
    planned = Baseline(draw(st.integers(0, 20)), draw(st.sampled_from([None, *people])))
    return Activity(
        duration=draw(st.integers(0, 5)),
        calendar=draw(st.integers(0, 1 + yields)),
        yields=yields and draw(st.booleans()),
        release=draw(st.integers(0, 6)),
        due=draw(st.one_of(st.none(), st.integers(3, 25))),
        hard=draw(st.booleans()),
        weight=draw(st.integers(1, 3)),
        group=draw(st.integers(0, 2)),
        commitment=hold,
        baseline=planned if change and draw(st.booleans()) else None,
        actual_start=begun,
        people=tuple(Candidate(person, draw(st.integers(0, 3))) for person in people),
        rooms=tuple(Candidate(room, draw(st.integers(0, 2))) for room in rooms),
        demands=draw(st.sampled_from([(), (Demand(POOL, 1),), (Demand(POOL, 2),)])),
    )


@st.composite
def problems(draw, *, change: bool = True, cycles: bool = False, yields: bool = False) -> Problem:
    """A problem of three people, two rooms and a pool; links go forward unless cycles are asked for.

    With `yields`, some activities leave their resources to others in the slots that their calendar closes.
    """
    work = draw(st.lists(activities(change=change, yields=yields), min_size=1, max_size=9))
    last = len(work) - 1
    links = []
    for _ in range(draw(st.integers(0, 10)) if last else 0):
        before, after = draw(st.integers(0, last)), draw(st.integers(0, last))
        if not cycles:
            before, after = min(before, after), max(before, after)
        if before != after:
            kind, lag = draw(st.sampled_from(list(LinkKind))), draw(st.integers(-3, 4))
            links.append(Link(before, after, kind, lag))
    occupations = [Occupation(draw(st.integers(0, POOL)), first, first + 3) for first in (4, 17)]
    now = draw(st.sampled_from([0, 2]))
    return Problem(HORIZON, tuple(work), tuple(links), draw(resources()), CALENDARS, tuple(occupations), now)
