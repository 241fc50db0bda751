"""A problem as flat lists of integers, the only form the kernels read (lists uncompiled, arrays compiled)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from postprod_xl.engines.schedule.aims import change_prices, end_price
from postprod_xl.engines.schedule.held import Place
from postprod_xl.engines.schedule.model import Activity, Candidate, Link, LinkKind, Problem

NONE = -1_000_000_000
KINDS = (LinkKind.END_START, LinkKind.START_START, LinkKind.END_END, LinkKind.START_END)

Ints = list[int]


class Tables(NamedTuple):
    """One problem, flat.

    Lists of pairs are stored one after the other: those of activity `a` are at `x_at[a]` to `x_at[a + 1]`.
    Rows of slots (`open_`, `load`) are `horizon` long, one after the other: calendars then resources in
    `open_`, resources in `load`. `load` holds, for a resource of capacity 1, the end of what takes the slot
    (0: free), for another the quantity taken.
    """

    n: int
    horizon: int
    duration: Ints
    release: Ints
    calendar: Ints
    due: Ints
    weight: Ints
    hard: Ints
    begun: Ints
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
    waits: Ints
    people_at: Ints
    people: Ints
    people_fee: Ints
    rooms_at: Ints
    rooms: Ints
    rooms_fee: Ints
    use_at: Ints
    use: Ints
    quantity: Ints
    capacity: Ints
    rows: int
    open_: Ints
    always: Ints
    behind: Ints
    kth: Ints
    load: Ints
    plain: Ints
    planned_start: Ints
    planned_person: Ints
    planned_room: Ints
    move_price: Ints
    slot_price: Ints
    person_price: Ints
    room_price: Ints
    end_price: Ints
    lateness_price: int


def tables_of(problem: Problem, places: dict[int, Place]) -> Tables:
    """The tables of a problem whose given places (`held_places`) are known, without `open_` and `load`."""
    prices = _prices(problem)
    links = [link for link in problem.links if link.after not in places and not past(problem, link)]
    generality = _generality(problem)
    activities = problem.activities
    people = _ordered([activity.people for activity in activities], generality)
    rooms = _ordered([activity.rooms for activity in activities], generality)
    uses = [[use for use in activity.uses if use.quantity > 0] for activity in activities]
    always = [int(mask is None) for mask in (*problem.calendars, *(item.open for item in problem.resources))]
    return Tables(
        n=len(activities),
        horizon=problem.horizon,
        duration=[activity.duration for activity in activities],
        release=[_release(problem, activity) for activity in activities],
        calendar=[activity.calendar for activity in activities],
        due=[NONE if activity.due is None else activity.due for activity in activities],
        weight=[activity.weight for activity in activities],
        hard=[int(activity.hard) for activity in activities],
        begun=[NONE if activity.begun is None else activity.begun for activity in activities],
        **_fixed(problem, places),
        **_links(problem, links),
        waits=_waits(problem, links, places),
        people_at=_offsets(people),
        people=[candidate.resource for row in people for candidate in row],
        people_fee=[candidate.penalty for row in people for candidate in row],
        rooms_at=_offsets(rooms),
        rooms=[candidate.resource for row in rooms for candidate in row],
        rooms_fee=[candidate.penalty for row in rooms for candidate in row],
        use_at=_offsets(uses),
        use=[use.resource for row in uses for use in row],
        quantity=[use.quantity for row in uses for use in row],
        capacity=[resource.capacity for resource in problem.resources],
        rows=len(problem.calendars),
        **_calendar_slots(problem),
        always=always,
        open_=[],
        load=[],
        plain=_plain(problem, always),
        **prices,
        end_price=[end_price(activity) for activity in activities],
        lateness_price=problem.lateness_price if any(prices["move_price"]) else 0,
    )


def with_slots(tables: Tables, problem: Problem, places: dict[int, Place]) -> Tables:
    """The same with the slots of every resource, which the kernels read and the serial schedule does not."""
    masks = (*problem.calendars, *(resource.open for resource in problem.resources))
    opened = [bit for mask in masks for bit in _bits(mask, problem.horizon)]
    return tables._replace(open_=opened, load=_load(problem, places))


def past(problem: Problem, link: Link) -> bool:
    """Whether a link holds a start that has already taken place."""
    begun = problem.activities[link.after].begun is not None
    return begun and link.kind in (LinkKind.END_START, LinkKind.START_START)


# Where each field of `Tables` is told in the head of `flat_tables`: the number itself, or where its list begins.
(
    N, HORIZON, DURATION, RELEASE, CALENDAR, DUE, WEIGHT, HARD, BEGUN, FIXED, FIXED_START, FIXED_END,
    FIXED_PERSON, FIXED_ROOM, PRED_AT, PRED, PRED_KIND, PRED_LAG, SUCC_AT, SUCC, WAITS, PEOPLE_AT, PEOPLE,
    PEOPLE_FEE, ROOMS_AT, ROOMS, ROOMS_FEE, USE_AT, USE, QUANTITY, CAPACITY, ROWS, OPEN, ALWAYS, BEHIND, KTH,
    LOAD, PLAIN, PLANNED_START, PLANNED_PERSON, PLANNED_ROOM, MOVE_PRICE, SLOT_PRICE, PERSON_PRICE, ROOM_PRICE,
    END_PRICE, LATENESS_PRICE,
) = range(len(Tables._fields))  # fmt: skip


def flat_tables(tables: Tables) -> Ints:
    """All the tables in one list: a head of one number per field, then the lists one after the other."""
    head: Ints = []
    body: Ints = []
    for item in tables:
        if isinstance(item, list):
            head.append(len(tables) + len(body))
            body += item
        else:
            head.append(item)
    return head + body


def _release(problem: Problem, activity: Activity) -> int:
    """The first slot allowed; past the axis when a resource is too small for what is asked of it."""
    if any(use.quantity > problem.resources[use.resource].capacity for use in activity.uses):
        return problem.horizon + 1
    return max(activity.release, problem.now)


def _offsets(rows: Sequence[Sequence[Any]]) -> Ints:
    offsets = [0]
    for row in rows:
        offsets.append(offsets[-1] + len(row))
    return offsets


def _generality(problem: Problem) -> dict[int, int]:
    """How many activities each resource may serve: specialists are taken first."""
    found: dict[int, int] = {}
    for activity in problem.activities:
        for candidate in (*activity.people, *activity.rooms):
            found[candidate.resource] = found.get(candidate.resource, 0) + 1
    return found


def _ordered(rows: Sequence[Sequence[Candidate]], generality: dict[int, int]) -> list[list[Candidate]]:
    """Each row in the order its candidates are tried; most rows are the same tuple, sorted once."""
    known = {
        place: sorted(row, key=lambda item: (generality[item.resource], item.penalty, item.resource))
        for place, row in {id(row): row for row in rows}.items()
    }
    return [known[id(row)] for row in rows]


def _fixed(problem: Problem, places: dict[int, Place]) -> dict[str, Any]:
    none = Place(NONE, NONE)
    found = [places.get(index, none) for index in range(len(problem.activities))]
    return {
        "fixed": [int(index in places) for index in range(len(problem.activities))],
        "fixed_start": [place.start for place in found],
        "fixed_end": [place.end for place in found],
        "fixed_person": [-1 if place.person is None else place.person for place in found],
        "fixed_room": [-1 if place.room is None else place.room for place in found],
    }


def _links(problem: Problem, links: Sequence[Link]) -> dict[str, Any]:
    return link_lists(len(problem.activities), links)


def link_lists(n: int, links: Sequence[Link]) -> dict[str, Any]:
    """The lists of `Tables` that hold the links, of problems of `n` activities."""
    before: list[list[Link]] = [[] for _ in range(n)]
    after: list[Ints] = [[] for _ in range(n)]
    for link in links:
        before[link.after].append(link)
        after[link.before].append(link.after)
    flat = [link for row in before for link in row]
    return {
        "pred_at": _offsets(before),
        "pred": [link.before for link in flat],
        "pred_kind": [KINDS.index(link.kind) for link in flat],
        "pred_lag": [link.lag for link in flat],
        "succ_at": _offsets(after),
        "succ": [index for row in after for index in row],
    }


def _waits(problem: Problem, links: Sequence[Link], places: dict[int, Place]) -> Ints:
    waits = [0] * len(problem.activities)
    for link in links:
        waits[link.after] += link.before not in places
    return waits


def _bits(mask: int | None, horizon: int) -> Ints:
    return [1] * horizon if mask is None else [mask >> slot & 1 for slot in range(horizon)]


def _calendar_slots(problem: Problem) -> dict[str, Any]:
    rows = [_bits(mask, problem.horizon) for mask in problem.calendars]
    behind: Ints = []
    kth: Ints = []
    for row in rows:
        moments = [0, *(slot + 1 for slot, is_open in enumerate(row) if is_open)]
        kth += moments + [2 * problem.horizon + 1] * (problem.horizon + 1 - len(moments))
        total = 0
        for is_open in (*row, 0):
            behind.append(total)
            total += is_open
    return {"behind": behind, "kth": kth}


def _load(problem: Problem, places: dict[int, Place]) -> Ints:
    load = [0] * (len(problem.resources) * problem.horizon)
    for taken in problem.occupations:
        _take(load, problem, taken.resource, (taken.start, taken.end), taken.quantity)
    for index, place in places.items():
        if not problem.activities[index].stays:
            continue
        span = place.start, place.end
        for resource in (place.person, place.room):
            if resource is not None:
                _take(load, problem, resource, span, 1)
        for use in problem.activities[index].uses:
            _take(load, problem, use.resource, span, use.quantity)
    return load


def _take(load: Ints, problem: Problem, resource: int, span: tuple[int, int], quantity: int) -> None:
    first, last = max(span[0], 0), min(span[1], problem.horizon)
    at = resource * problem.horizon
    for slot in range(first, last):
        if problem.resources[resource].capacity == 1:
            load[at + slot] = max(load[at + slot], last)
        else:
            load[at + slot] += quantity


def _plain(problem: Problem, always: Ints) -> Ints:
    """1 for the activities that only use resources, all of them always open: the quick way is right."""
    rows = len(problem.calendars)
    return [
        int(
            not activity.people
            and not activity.rooms
            and bool(always[activity.calendar])
            and all(always[rows + use.resource] for use in activity.uses)
        )
        for activity in problem.activities
    ]


def _prices(problem: Problem) -> dict[str, Any]:
    planned = [activity.planned for activity in problem.activities]
    prices = [change_prices(problem, activity) for activity in problem.activities]
    return {
        "planned_start": [NONE if item is None else item.start for item in planned],
        "planned_person": [-1 if item is None or item.person is None else item.person for item in planned],
        "planned_room": [-1 if item is None or item.room is None else item.room for item in planned],
        "move_price": [price.moved for price in prices],
        "slot_price": [price.slot for price in prices],
        "person_price": [price.person for price in prices],
        "room_price": [price.room for price in prices],
    }
