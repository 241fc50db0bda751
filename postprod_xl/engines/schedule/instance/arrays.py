"""A problem as flat integer arrays, the only form the kernels read (lists interpreted, NumPy arrays compiled)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from postprod_xl.engines.schedule.calendars import kept_spans
from postprod_xl.engines.schedule.instance.fixed import Assignment
from postprod_xl.engines.schedule.model import Activity, Candidate, Link, LinkKind, Problem
from postprod_xl.engines.schedule.objective import change_prices, end_price

NONE = -1_000_000_000
KINDS = (LinkKind.END_START, LinkKind.START_START, LinkKind.END_END, LinkKind.START_END)

Ints = list[int]


class Arrays(NamedTuple):
    """One problem as flat arrays, rows compressed (CSR): the entries of activity `a` are at `x_at[a]` to `x_at[a + 1]`.

    Rows of slots (`open_`, `profile`) are `horizon` long, concatenated: calendars then resources in `open_`,
    resources in `profile`. `profile` holds, for a resource of capacity 1, the end of what occupies the slot
    (0: free), for another the quantity in use.
    """

    n: int
    horizon: int
    duration: Ints
    yields: Ints
    release: Ints
    calendar: Ints
    due: Ints
    weight: Ints
    hard: Ints
    actual_start: Ints
    fixed: Ints
    fixed_start: Ints
    fixed_end: Ints
    fixed_person: Ints
    fixed_room: Ints
    pred_at: Ints
    pred: Ints
    pred_kind: Ints
    pred_lag: Ints
    succ_at: Ints
    succ: Ints
    indegree: Ints
    people_at: Ints
    people: Ints
    people_penalty: Ints
    rooms_at: Ints
    rooms: Ints
    rooms_penalty: Ints
    demand_at: Ints
    demand: Ints
    quantity: Ints
    capacity: Ints
    calendar_count: int
    open_: Ints
    always: Ints
    open_before: Ints
    kth_open: Ints
    profile: Ints
    calendar_free: Ints
    baseline_start: Ints
    baseline_person: Ints
    baseline_room: Ints
    move_price: Ints
    slot_price: Ints
    person_price: Ints
    room_price: Ints
    end_price: Ints
    tardiness_price: int


def arrays_of(problem: Problem, assignments: dict[int, Assignment]) -> Arrays:
    """The arrays of a problem with its fixed assignments (`fixed_assignments`), without `open_` and `profile`."""
    prices = _prices(problem)
    links = [
        link for link in problem.links if link.successor not in assignments and not is_past(problem, link)
    ]
    generality = _generality(problem)
    activities = problem.activities
    people = _ordered([activity.people for activity in activities], generality)
    rooms = _ordered([activity.rooms for activity in activities], generality)
    demands = [[demand for demand in activity.demands if demand.quantity > 0] for activity in activities]
    always = [int(mask is None) for mask in (*problem.calendars, *(item.open for item in problem.resources))]
    return Arrays(
        n=len(activities),
        horizon=problem.horizon,
        duration=[activity.duration for activity in activities],
        yields=[int(activity.yields) for activity in activities],
        release=[_release(problem, activity) for activity in activities],
        calendar=[activity.calendar for activity in activities],
        due=[NONE if activity.due is None else activity.due for activity in activities],
        weight=[activity.weight for activity in activities],
        hard=[int(activity.hard) for activity in activities],
        actual_start=[
            NONE if activity.actual_start is None else activity.actual_start for activity in activities
        ],
        **_fixed(problem, assignments),
        **link_lists(len(activities), links),
        indegree=_indegree(problem, links, assignments),
        people_at=_offsets(people),
        people=[candidate.resource for row in people for candidate in row],
        people_penalty=[candidate.penalty for row in people for candidate in row],
        rooms_at=_offsets(rooms),
        rooms=[candidate.resource for row in rooms for candidate in row],
        rooms_penalty=[candidate.penalty for row in rooms for candidate in row],
        demand_at=_offsets(demands),
        demand=[demand.resource for row in demands for demand in row],
        quantity=[demand.quantity for row in demands for demand in row],
        capacity=[resource.capacity for resource in problem.resources],
        calendar_count=len(problem.calendars),
        **_calendar_slots(problem),
        always=always,
        open_=[],
        profile=[],
        calendar_free=_calendar_free(problem, always),
        **prices,
        end_price=[end_price(activity) for activity in activities],
        tardiness_price=problem.tardiness_price if any(prices["move_price"]) else 0,
    )


def with_slot_rows(arrays: Arrays, problem: Problem, assignments: dict[int, Assignment]) -> Arrays:
    """The same with a row of slots per resource, which the kernels need and the disjunctive scheme does not."""
    masks = (*problem.calendars, *(resource.open for resource in problem.resources))
    open_rows = [bit for mask in masks for bit in _bits(mask, problem.horizon)]
    return arrays._replace(open_=open_rows, profile=_profile(problem, assignments))


def is_past(problem: Problem, link: Link) -> bool:
    """Whether a link constrains a start that has already happened."""
    has_begun = problem.activities[link.successor].actual_start is not None
    return has_begun and link.kind in (LinkKind.END_START, LinkKind.START_START)


# Position in the head of `packed` of each field of `Arrays`: the number itself, or where its list begins.
(
    N, HORIZON, DURATION, YIELDS, RELEASE, CALENDAR, DUE, WEIGHT, HARD, ACTUAL_START, FIXED, FIXED_START,
    FIXED_END, FIXED_PERSON, FIXED_ROOM, PRED_AT, PRED, PRED_KIND, PRED_LAG, SUCC_AT, SUCC, INDEGREE,
    PEOPLE_AT, PEOPLE, PEOPLE_PENALTY, ROOMS_AT, ROOMS, ROOMS_PENALTY, DEMAND_AT, DEMAND, QUANTITY,
    CAPACITY, CALENDAR_COUNT, OPEN, ALWAYS, OPEN_BEFORE, KTH_OPEN, PROFILE, CALENDAR_FREE, BASELINE_START,
    BASELINE_PERSON, BASELINE_ROOM, MOVE_PRICE, SLOT_PRICE, PERSON_PRICE, ROOM_PRICE, END_PRICE,
    TARDINESS_PRICE,
) = range(len(Arrays._fields))  # fmt: skip


def packed(arrays: Arrays) -> Ints:
    """All the arrays in one list: a head of one number per field, then the lists one after the other."""
    head: Ints = []
    body: Ints = []
    for item in arrays:
        if isinstance(item, list):
            head.append(len(arrays) + len(body))
            body += item
        else:
            head.append(item)
    return head + body


def _release(problem: Problem, activity: Activity) -> int:
    """Earliest slot allowed; past the horizon when a demand exceeds its resource's capacity."""
    if any(demand.quantity > problem.resources[demand.resource].capacity for demand in activity.demands):
        return problem.horizon + 1
    return max(activity.release, problem.now)


def _offsets(rows: Sequence[Sequence[Any]]) -> Ints:
    offsets = [0]
    for row in rows:
        offsets.append(offsets[-1] + len(row))
    return offsets


def _generality(problem: Problem) -> dict[int, int]:
    """How many activities each resource may serve: specialists are tried first."""
    found: dict[int, int] = {}
    for activity in problem.activities:
        for candidate in (*activity.people, *activity.rooms):
            found[candidate.resource] = found.get(candidate.resource, 0) + 1
    return found


def _ordered(rows: Sequence[Sequence[Candidate]], generality: dict[int, int]) -> list[list[Candidate]]:
    """Each row in the order its candidates are tried; most rows are the same tuple, sorted once."""
    known = {
        identity: sorted(row, key=lambda item: (generality[item.resource], item.penalty, item.resource))
        for identity, row in {id(row): row for row in rows}.items()
    }
    return [known[id(row)] for row in rows]


def _fixed(problem: Problem, assignments: dict[int, Assignment]) -> dict[str, Any]:
    none = Assignment(NONE, NONE)
    found = [assignments.get(index, none) for index in range(len(problem.activities))]
    return {
        "fixed": [int(index in assignments) for index in range(len(problem.activities))],
        "fixed_start": [assignment.start for assignment in found],
        "fixed_end": [assignment.end for assignment in found],
        "fixed_person": [-1 if assignment.person is None else assignment.person for assignment in found],
        "fixed_room": [-1 if assignment.room is None else assignment.room for assignment in found],
    }


def link_lists(n: int, links: Sequence[Link]) -> dict[str, Any]:
    """The fields of `Arrays` that hold the links, for problems of `n` activities."""
    incoming: list[list[Link]] = [[] for _ in range(n)]
    outgoing: list[Ints] = [[] for _ in range(n)]
    for link in links:
        incoming[link.successor].append(link)
        outgoing[link.predecessor].append(link.successor)
    flat = [link for row in incoming for link in row]
    return {
        "pred_at": _offsets(incoming),
        "pred": [link.predecessor for link in flat],
        "pred_kind": [KINDS.index(link.kind) for link in flat],
        "pred_lag": [link.lag for link in flat],
        "succ_at": _offsets(outgoing),
        "succ": [index for row in outgoing for index in row],
    }


def _indegree(problem: Problem, links: Sequence[Link], assignments: dict[int, Assignment]) -> Ints:
    indegree = [0] * len(problem.activities)
    for link in links:
        indegree[link.successor] += link.predecessor not in assignments
    return indegree


def _bits(mask: int | None, horizon: int) -> Ints:
    return [1] * horizon if mask is None else [mask >> slot & 1 for slot in range(horizon)]


def _calendar_slots(problem: Problem) -> dict[str, Any]:
    rows = [_bits(mask, problem.horizon) for mask in problem.calendars]
    open_before: Ints = []
    kth_open: Ints = []
    for row in rows:
        moments = [0, *(slot + 1 for slot, is_open in enumerate(row) if is_open)]
        kth_open += moments + [2 * problem.horizon + 1] * (problem.horizon + 1 - len(moments))
        total = 0
        for is_open in (*row, 0):
            open_before.append(total)
            total += is_open
    return {"open_before": open_before, "kth_open": kth_open}


def _profile(problem: Problem, assignments: dict[int, Assignment]) -> Ints:
    profile = [0] * (len(problem.resources) * problem.horizon)
    for occupation in problem.occupations:
        _reserve(
            profile, problem, occupation.resource, (occupation.start, occupation.end), occupation.quantity
        )
    for index, assignment in assignments.items():
        if not problem.activities[index].is_fixed:
            continue
        activity = problem.activities[index]
        for span in kept_spans(problem, activity, assignment.start, assignment.end):
            for resource in (assignment.person, assignment.room):
                if resource is not None:
                    _reserve(profile, problem, resource, span, 1)
            for demand in activity.demands:
                _reserve(profile, problem, demand.resource, span, demand.quantity)
    return profile


def _reserve(profile: Ints, problem: Problem, resource: int, span: tuple[int, int], quantity: int) -> None:
    first, last = max(span[0], 0), min(span[1], problem.horizon)
    at = resource * problem.horizon
    for slot in range(first, last):
        if problem.resources[resource].capacity == 1:
            profile[at + slot] = max(profile[at + slot], last)
        else:
            profile[at + slot] += quantity


def _calendar_free(problem: Problem, always: Ints) -> Ints:
    """1 for activities without choice whose resources are all always open: the fast path applies."""
    rows = len(problem.calendars)
    return [
        int(
            not activity.people
            and not activity.rooms
            and bool(always[activity.calendar])
            and all(always[rows + demand.resource] for demand in activity.demands)
        )
        for activity in problem.activities
    ]


def _prices(problem: Problem) -> dict[str, Any]:
    baseline = [activity.baseline for activity in problem.activities]
    prices = [change_prices(problem, activity) for activity in problem.activities]
    return {
        "baseline_start": [NONE if item is None else item.start for item in baseline],
        "baseline_person": [-1 if item is None or item.person is None else item.person for item in baseline],
        "baseline_room": [-1 if item is None or item.room is None else item.room for item in baseline],
        "move_price": [price.moved for price in prices],
        "slot_price": [price.slot for price in prices],
        "person_price": [price.person for price in prices],
        "room_price": [price.room for price in prices],
    }
