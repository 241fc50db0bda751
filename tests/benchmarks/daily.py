"""Whether the plan of the day lies: offices run day by day, each plan put before an independent search.

`python -m tests.benchmarks.daily --seeds 1 100`. Each seed is an office of 5 to 20 projects, run for ten working days
with sessions, late rushes, absences, new options and confirmations (`daily_office`); the plan of a day is the plan in
force of the next. Three counts, defined in `daily_truth`: false delays, false causes, bookings changed without gain;
and the confirmed bookings that moved, which must be none. Each better plan is verified. `--keep DIR` writes the
workbook of each case found there, with what is wrong in it.

Beside them, as a reference, the same day planned from nothing but what is confirmed: its late deliveries and their
working days. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from postprod_xl.domain.planning.plan.schedule import schedule
from postprod_xl.schema.vocabulary import TaskState
from tests.benchmarks.better_plan import Limit
from tests.benchmarks.daily_office import House
from tests.benchmarks.daily_truth import (
    Change,
    Day,
    FalseCause,
    FalseDelay,
    changes_without_gain,
    confirmed_moved,
    false_causes,
    false_delays,
    false_displacements,
)
from tests.domain.offices import records_of

DAYS = 10
SMALLEST, LARGEST = 5, 20
# CP-SAT's own clock, which a busy machine does not slow down, in a second of a processor here.
WORK_PER_SECOND = 1 / 12


@dataclass
class Counts:
    """What was counted, of a seed or of them all."""

    late: int = 0
    late_days: int = 0
    false_delays: int = 0
    false_days: int = 0
    false_causes: int = 0
    without_cause: int = 0
    false_moves: int = 0
    bookings: int = 0
    changes: int = 0
    moved_confirmed: int = 0
    late_from_nothing: int = 0
    days_from_nothing: int = 0

    def add(self, other: Counts) -> None:
        for name in (one.name for one in fields(self)):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def projects_of_seed(seed: int) -> int:
    """5 to 20, every size as often."""
    return SMALLEST + seed * 7 % (LARGEST - SMALLEST + 1)


def main(arguments: Sequence[str]) -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.daily", description=__doc__)
    parser.add_argument("--seeds", nargs=2, type=int, default=(1, 100), metavar=("FIRST", "LAST"))
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument(
        "--seconds", type=float, default=20.0, help="of a processor, about, for each late delivery"
    )
    parser.add_argument("--projects", type=int, help="the same size for every seed")
    parser.add_argument("--keep", type=Path, help="a folder for the workbooks of the cases found")
    options = parser.parse_args(arguments)
    total, started = Counts(), time.perf_counter()
    for seed in range(options.seeds[0], options.seeds[1] + 1):
        house = House(seed, options.projects or projects_of_seed(seed))
        counts = Counts()
        for _ in range(options.days):
            house.next_day()
            counts.add(_counted(house, Limit(work=options.seconds * WORK_PER_SECOND), options.keep))
        total.add(counts)
        print(f"seed {seed:3}, {len(house.tables['Projets']):2} projects: {_line(counts)}", flush=True)
    print(f"all: {_line(total)}; {time.perf_counter() - started:.0f} s")
    return 0


def _line(counts: Counts) -> str:
    late, changes = counts.late, counts.bookings
    return (
        f"late {late} ({counts.late_days} j), false delays {counts.false_delays} ({_rate(counts.false_delays, late)}, "
        f"{counts.false_days} j), false causes {counts.false_causes} ({_rate(counts.false_causes, late)}), "
        f"without cause {counts.without_cause}, moves offered that do not work {counts.false_moves}, "
        f"changes without gain {counts.changes} ({_rate(counts.changes, changes)} of bookings), "
        f"confirmed moved {counts.moved_confirmed}; from nothing: late {counts.late_from_nothing} "
        f"({counts.days_from_nothing} j)"
    )


def _rate(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "0 %"


def _counted(house: House, limit: Limit, keep: Path | None) -> Counts:
    day = Day(house.office, house.made)
    false = false_delays(day, limit)
    changes, moved = changes_without_gain(day), confirmed_moved(day)
    causes, without = false_causes(day, limit)
    moves = false_displacements(day)
    if keep is not None:
        for found in false:
            _keep(keep, house, found.project, _better_plan(day, found))
        for project in moves:
            _keep(
                keep,
                house,
                f"{project}_moves",
                f"moving confirmed tasks is offered to {project}: it does not work",
            )
        for project in without:
            _keep(
                keep,
                house,
                f"{project}_without",
                f"{project} is announced {day.late[project]} j late without cause",
            )
        for cause in causes:
            _keep(keep, house, f"{cause.project}_cause", _cause_text(day, cause))
        for change in changes:
            _keep(keep, house, change.task, _change_text(day, change))
    nothing = _from_nothing(day)
    return Counts(
        late=len(day.late),
        late_days=sum(day.late.values()),
        false_delays=len(false),
        false_days=sum(found.late_days - found.better_days for found in false),
        false_causes=len(causes),
        without_cause=len(without),
        false_moves=len(moves),
        bookings=len(day.places),
        changes=len(changes),
        moved_confirmed=len(moved),
        late_from_nothing=len(nothing.late),
        days_from_nothing=sum(nothing.late.values()),
    )


def _from_nothing(day: Day) -> Day:
    """The same day planned anew: only what is under way or confirmed keeps its place."""
    office = day.office
    kept = {
        task
        for task, state in office["Planning"].select("task", "state")
        if state in (TaskState.CONFIRMED, TaskState.UNDER_WAY, TaskState.DONE)
    }
    tasks = office["Planning"].column("task")
    blank = {"start_day": None, "end_day": None, "assigned_technician": "", "assigned_room": ""}
    columns = {
        name: [
            value if task in kept else empty
            for task, value in zip(tasks, office["Planning"].column(name), strict=True)
        ]
        for name, empty in blank.items()
    }
    rows = office["Reservations"]
    booked = rows.where(task in kept for task in rows.column("task"))
    anew = office.with_columns("Planning", columns).with_rows("Reservations", booked)
    return Day(anew, schedule(anew))


def _keep(folder: Path, house: House, name: str, text: str) -> None:
    """The workbook that a refresh of its day is made from, and what that refresh says wrongly."""
    from postprod_xl.workbook.make.build import build

    place = folder / f"seed{house.seed}_{house.today}_{name}"
    place.mkdir(parents=True, exist_ok=True)
    rows = {table: records_of(held) for table, held in house.office.tables.items() if len(held)}
    (place / "office.xlsx").write_bytes(build(rows))
    events = "".join(f"  {event}\n" for event in house.events)
    refresh = f"postprod refresh office.xlsx --today {house.today}"
    (place / "README").write_text(f"{text}\n{refresh}\nsince the day before:\n{events}", "utf-8")


def _better_plan(day: Day, found: FalseDelay) -> str:
    """What is announced, what could be, and the bookings that make it so."""
    lines = [f"{found.project} is announced {found.late_days} j late, {found.better_days} j is possible, by:"]
    axis, roster = day.made.plan.model.axis, day.made.plan.model.roster
    for index, place in sorted(found.places.items()):
        if place != day.places[index] and index < len(day.tasks) and day.problem.activities[index].duration:
            before = day.places[index]
            texts = [
                f"{axis.day(one.start)} {'am' if axis.half(one.start) == 0 else 'pm'} "
                f"{roster.code(one.person)} {roster.code(one.room)}"
                for one in (before, place)
            ]
            task = day.tasks[index]
            lines.append(f"  {task.code} ({task.state or 'no state'}): {texts[0]} -> {texts[1]}")
    for project in day.made.plan.model.deliveries:
        plans = day.places, found.places
        late = [day.late_days_at(project, day.delivered_in(project, places)) for places in plans]
        if late[0] != late[1]:
            quoted, priority = day.rank(project)
            rank = f"priority {priority}{', quoted' if quoted else ''}"
            lines.append(f"  delivery of {project} ({rank}): {late[0]} j late -> {late[1]} j")
    return "\n".join(lines)


def _cause_text(day: Day, cause: FalseCause) -> str:
    """The causes announced of a late delivery, without which it is as late."""
    roster, axis, tasks = day.made.plan.model.roster, day.made.plan.model.axis, day.tasks
    lines = [f"{cause.project} is announced {cause.late_days} j late; it is as late without:"]
    for one in cause.causes:
        task = tasks[one.activity].code if one.activity < len(tasks) else "the delivery"
        moment = "" if one.moment is None else f"{axis.day(one.moment)}"
        lines.append(f"  {one.kind.value} {roster.code(one.resource)} {moment} for {task}")
    return "\n".join(lines)


def _change_text(day: Day, change: Change) -> str:
    axis, roster = day.made.plan.model.axis, day.made.plan.model.roster
    before, after = (
        f"{axis.day(slot)} {'am' if axis.half(slot) == 0 else 'pm'} {roster.code(person)} {roster.code(room)}"
        for slot, person, room in (
            change.before,
            (change.after.start, change.after.person, change.after.room),
        )
    )
    return f"{change.task} went from {before} to {after}, though its {change.what} could have stayed"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
