"""The command that moves a confirmed chain, and what it shares with those that only imagine it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from postprod_xl.commands.outcome import Outcome, stopped
from postprod_xl.commands.refresh import charts
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.explain.whatif import compared, delivery_line, move_line
from postprod_xl.domain.planning.memory.recall import remembered
from postprod_xl.domain.planning.shifts.rebookings import Rebooking, Stretch, rebookings
from postprod_xl.domain.planning.shifts.request import ShiftRefused
from postprod_xl.domain.planning.shifts.shifted import Shift, left_behind, shifted
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.wording import counted_whole
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.vocabulary import DayPart

if TYPE_CHECKING:
    from postprod_xl.domain.planning.problem.outside import Busy


def shift(
    office: Office, known: Sequence[Problem] = (), *, task: str, to: date, outside: Sequence[Busy] = ()
) -> Outcome:
    """Move a task and the confirmed tasks behind it, then refresh the office with them.

    Parameters
    ----------
    task
        Code of the task, in any case.
    to
        The day it is to begin on.
    outside
        What other workbooks hold of the same people and rooms.
    """
    try:
        made = shifted(office, task, to, outside)
    except ShiftRefused as refused:
        return Outcome(problems=(refused.problem,))
    if not made.moves:
        return Outcome(summary=f"{made.task} commence déjà le {french(to)} : rien n'est décalé")
    run = refreshed(made.office, known, outside)
    if run.is_blocked:
        return stopped(run)
    rebooked = rebookings(made.before, made.after, made.pushes)
    deliveries, moves = compared((made.held, made.before), (run.office, made.after))
    told = {one.task for one in rebooked}
    others = [move for move in moves if move.task not in told]
    left = tuple(left_behind(made))
    lines = [*(one.done for one in rebooked), *map(delivery_line, deliveries), *map(move_line, others)]
    return Outcome(
        run.columns,
        run.rows,
        charts=charts(run.office),
        problems=tuple(run.problems),
        summary=_summary(made, to, len(rebooked), len(others)),
        memory=remembered(made.before.recall, run.office),
        lines=(*lines, *left, *made.before.recall.lines),
        details={
            "task": made.task,
            "to": to,
            "rebooked": [rebooked_details(one) for one in rebooked],
            "deliveries": [as_texts(asdict(delivery)) for delivery in deliveries],
            "moves": [as_texts(asdict(move)) for move in moves],
            "left_behind": list(left),
        },
        covers_the_office=True,
        noted=run.noted,
        typed=(_fixed(made),),
    )


def _fixed(made: Shift) -> Rows:
    """The days fixed that the shift changes, on their rows alone."""
    before, after = made.held["Planning"], made.office["Planning"].only("fixed_day")
    days = zip(after.numbers, before.column("fixed_day"), after.column("fixed_day"), strict=True)
    return after.of_numbers([row for row, was, now in days if was != now])


def rebooked_details(one: Rebooking) -> dict[str, Any]:
    """A confirmed task that changes, and its bookings day by day, for a program."""
    return {
        "task": one.task,
        "project": one.project,
        "state": one.state,
        "before": _placed(one.before, one.people_before),
        "after": _placed(one.after, one.people_after),
        "released": _booked(one.released, one.people_before),
        "asked": _booked(one.asked, one.people_after),
        "remarks": list(one.remarks),
    }


def as_texts(record: dict[str, Any]) -> dict[str, Any]:
    """A record whose days are texts."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in record.items()}


def _placed(days: tuple[date, date], people: tuple[str, str]) -> dict[str, Any]:
    return as_texts({"start": days[0], "end": days[1], "person": people[0], "room": people[1]})


def _booked(stretches: Sequence[Stretch], people: tuple[str, str]) -> list[dict[str, Any]]:
    """One record per day, with the part of it and the person and room it is about."""
    by_day: dict[date, list[int]] = {}
    for half in chain.from_iterable(stretches):
        by_day.setdefault(half.day, []).append(half.half)
    return [
        as_texts({"day": day, "half_day": _part(halves), "person": people[0], "room": people[1]})
        for day, halves in by_day.items()
    ]


def _part(halves: Sequence[int]) -> str:
    return DayPart.WHOLE_DAY if len(halves) > 1 else (DayPart.MORNING, DayPart.AFTERNOON)[halves[0]]


def _summary(made: Shift, to: date, rebooked: int, others: int) -> str:
    """What has moved, in one line."""
    counts = (rebooked, "tâche confirmée"), (others, "autre tâche")
    texts = [counted_whole(number, noun) for number, noun in counts if number]
    ending = "s" if rebooked + others > 1 else ""
    return f"{made.task} décalée au {french(to)} : {' et '.join(texts)} déplacée{ending}"
