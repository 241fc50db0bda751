"""What a plan holds of each task, and the difference between the plans of two days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, TypeAlias

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.in_force import readable
from postprod_xl.domain.results import result_rows
from postprod_xl.schema.tables.planning import BOOKINGS

Moments: TypeAlias = tuple[tuple[int, int], ...]
"""Days booked, as ordinals, each with the rank of its part of the day in the menu of `Reservations`."""

_PARTS = BOOKINGS.by_name["half_day"].choices
_RANKS = {part: rank for rank, part in enumerate(_PARTS)}
_COLUMNS = ("start_day", "end_day", "assigned_technician", "assigned_room")


class Held(NamedTuple):
    """What `Planning` and `Reservations` hold of one task: all that the next plan reads back of the last one."""

    start: date | None = None
    end: date | None = None
    person: str = ""
    room: str = ""
    moments: Moments = ()


Change: TypeAlias = Held | Moments
"""What a task was, or the bookings it had besides, before those it has now."""

NOTHING = Held()


def held_in(office: Office) -> dict[str, Held]:
    """The plan that an office holds, by task code; tasks without any are left out."""
    booked: dict[str, list[tuple[int, int]]] = {}
    for day, part, task in readable(office["Reservations"]).select("day", "half_day", "task"):
        booked.setdefault(task, []).append((day.toordinal(), _RANKS[part]))
    found = {}
    for task, start, end, person, room in office["Planning"].select("task", *_COLUMNS):
        held = Held(start, end, person, room, tuple(sorted(booked.get(task, ()))))
        if held != NOTHING:
            found[task] = held
    return found


def holds_the_same(one: Office, other: Office) -> bool:
    """Whether two offices hold one plan, row for row."""
    columns = {"Planning": ("task", *_COLUMNS), "Reservations": ("day", "half_day", "task")}
    return all(
        one[table].column(name) == other[table].column(name)
        for table, names in columns.items()
        for name in names
    )


def with_held(office: Office, held: Mapping[str, Held]) -> Office:
    """An office that holds another plan: the computed columns of `Planning` that a plan reads, `Reservations`."""
    tasks = office["Planning"].column("task")
    lines = [held.get(task, NOTHING) for task in tasks]
    columns = {name: [line[at] for line in lines] for at, name in enumerate(_COLUMNS)}
    rows = [
        (date.fromordinal(day), _PARTS[part], project, task, line.person, line.room, "", "")
        for task, project, line in zip(tasks, office["Planning"].column("project"), lines, strict=True)
        for day, part in line.moments
    ]
    rows.sort(key=lambda row: (row[0], _RANKS[row[1]], row[2], row[3]))
    return office.with_columns("Planning", columns).with_rows(
        "Reservations", result_rows("Reservations", rows)
    )


def undo(before: Mapping[str, Held], after: Mapping[str, Held]) -> dict[str, Change]:
    """What gives the plan before from the one after.

    A task that has only spent bookings keeps these alone: a day that passes takes little room.

    >>> undo({"MON": Held(moments=((1, 0), (2, 0)))}, {"MON": Held(moments=((2, 0),))})
    {'MON': ((1, 0),)}
    """
    changes: dict[str, Change] = {}
    for task in dict.fromkeys((*before, *after)):
        old, new = before.get(task, NOTHING), after.get(task, NOTHING)
        if old == new:
            continue
        spent = old.moments[: len(old.moments) - len(new.moments)]
        has_only_passed = old[:-1] == new[:-1] and (*spent, *new.moments) == old.moments
        changes[task] = spent if has_only_passed else old
    return changes


def undone(held: Mapping[str, Held], changes: Mapping[str, Change]) -> dict[str, Held]:
    """The plan before, from the one after and what `undo` gave of them."""
    return {**held, **{task: _changed(held.get(task, NOTHING), change) for task, change in changes.items()}}


def both(newer: Mapping[str, Change], older: Mapping[str, Change]) -> dict[str, Change]:
    """Two undoings as one: the newer, then the older."""
    merged = dict(newer)
    for task, change in older.items():
        known = newer.get(task, ())
        merged[task] = _changed(known, change) if isinstance(known, Held) else _before(change, known)
    return merged


def _changed(held: Held, change: Change) -> Held:
    return change if isinstance(change, Held) else held._replace(moments=(*change, *held.moments))


def _before(change: Change, later: Moments) -> Change:
    return change if isinstance(change, Held) else (*change, *later)
