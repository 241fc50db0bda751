"""From the tables to the plan and back: the dates of the tasks and of the projects."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.alerts import (
    frozen_problems,
    option_problems,
    pauses,
    placement_problems,
    task_alerts,
    with_conflicts,
)
from postprod_xl.domain.planning.explain.deliveries import LateCauses, delivery_problems
from postprod_xl.domain.planning.explain.episodes import late_episodes
from postprod_xl.domain.planning.explain.faults import input_problems
from postprod_xl.domain.planning.explain.no_place import undated_rows
from postprod_xl.domain.planning.explain.origins import Origins
from postprod_xl.domain.planning.explain.reasons import Reasons, decimal_days
from postprod_xl.domain.planning.memory.recall import Recall, recalled
from postprod_xl.domain.planning.plan.claims import Claim, claims_of
from postprod_xl.domain.planning.plan.project_ends import delivery_columns, episode_columns, late_days
from postprod_xl.domain.planning.plan.solve import solved
from postprod_xl.domain.planning.plan.solved import Placement, Plan
from postprod_xl.domain.planning.problem.build import Wishes
from postprod_xl.domain.planning.problem.outside import Busy
from postprod_xl.domain.planning.problem.presence import presence_of
from postprod_xl.domain.planning.problem.roster import house_of
from postprod_xl.domain.planning.tasks.absurd_dates import date_problems
from postprod_xl.domain.planning.tasks.episodes import episode_problems
from postprod_xl.domain.planning.tasks.facts import (
    Facts,
    cancelled_rows,
    finished_rows,
    remaining_days,
    session_facts,
)
from postprod_xl.domain.planning.tasks.in_force import Kept, plan_in_force
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task, TaskList, task_list
from postprod_xl.domain.quotes.reference_lines import task_day_minutes
from postprod_xl.domain.results import computed_columns
from postprod_xl.engines.schedule import Budget
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.units import half_up
from postprod_xl.schema.vocabulary import TaskState


@dataclass(frozen=True)
class OfficeSchedule:
    """The computed columns of `Planning`, and what the next steps need of them.

    Parameters
    ----------
    columns
        Computed columns of `Planning`, for each of its rows.
    problems
        Blocking problems of the links, warnings of dates and options.
    placements
        Where each task not cancelled stands, by row number.
    remaining
        Working days still to be done of each task, by task code.
    plan
        The plan solved, for what explains it or compares it.
    recall
        The plan in force that it started from.
    """

    columns: Rows
    problems: list[Problem]
    placements: dict[int, Placement]
    remaining: dict[str, Decimal]
    plan: Plan
    recall: Recall

    @cached_property
    def claims(self) -> list[Claim]:
        """What the tasks not finished ask of people and rooms."""
        return claims_of(self.plan)


def schedule(
    office: Office,
    outside: Sequence[Busy] = (),
    budget: Budget | None = None,
    afresh: Collection[str] = (),
    tries: int | None = None,
) -> OfficeSchedule:
    """The plan of an office: dates, people and rooms, reasons and warnings.

    Parameters
    ----------
    office
        Tables `Planning`, `Projets`, `Seances`, `Equipe`, `Salles`, `Absences`, `Affinites`, the lines that
        pay the tasks (`Devis`, `Versions`, `Tarifs`); the computed columns of `Planning` and `Reservations`
        are the plan in force, unless the last refresh was on another day that was left (see `recalled`); settings
        `day_minutes` and `option_notice_days`.
    outside
        What other workbooks hold of the same people and rooms.
    budget
        How long to look for a better plan; by default an answer at once, the plan in force where it is legal.
    afresh
        Codes of the projects planned from nothing: of the plan in force, only what is confirmed, frozen or begun
        is theirs to keep.
    tries
        See `solved`.

    Returns
    -------
    OfficeSchedule
        Cancelled tasks have no dates, nor have the tasks of a cycle or behind one. The plan of an office
        that already holds it is itself.
    """
    recall = recalled(office)
    office = recall.office
    facts = session_facts(office)
    cancelled = cancelled_rows(office)
    lengths = task_day_minutes(office)
    remaining = remaining_days(office)
    listed, problems = task_list(office, facts, remaining)
    house = house_of(office, presence_of(office))
    in_force = plan_in_force(office)
    problems += in_force.problems
    wishes = Wishes(office.today, in_force.kept, outside, recall.answered)
    plan = solved(listed, house, wishes, budget, tries)
    if afresh:
        # From nothing, but never later than the plan in force allows.
        kept = _kept(in_force.kept, listed, afresh)
        anew = solved(listed, house, wishes._replace(kept=kept), budget, tries)
        plan = min(anew, plan, key=lambda made: made.result.cost[:2])
    origins = Origins(Reasons(plan))
    columns = _columns(office, origins, _task_hours(office, facts, remaining, lengths, cancelled))
    closed = [is_over or gone for is_over, gone in zip(finished_rows(office), cancelled, strict=True)]
    columns = columns.with_columns({"alert": task_alerts(office, columns.column("late_days"), closed)})
    columns = with_conflicts(columns, {**pauses(plan), **undated_rows(plan)})
    problems += placement_problems(plan) + frozen_problems(plan)
    begun = {task.row for task in listed.tasks if task.progress is Progress.BEGUN}
    problems += date_problems(office, closed, begun) + input_problems(office, plan, cancelled)
    problems += option_problems(office, closed)
    planned = office.with_columns("Planning", columns)
    expected = delivery_columns(planned)
    causes = LateCauses.of(origins)
    problems += delivery_problems(office, expected, causes, closed)
    problems += episode_problems(office)
    problems += late_episodes(office, episode_columns(planned), causes)
    pairs = zip(listed.tasks, plan.placements, strict=True)
    placements = {task.row: placement for task, placement in pairs if placement is not None}
    return OfficeSchedule(columns, problems, placements, remaining, plan, recall)


def _columns(office: Office, origins: Origins, hours: tuple[list[int], list[int | None]]) -> Rows:
    rows, plan = office["Planning"].numbers, origins.plan
    places = {task.row: place for place, task in enumerate(plan.model.listed.tasks)}
    lines = [_line(origins, places[row]) if row in places else _NO_LINE for row in rows]
    start, end, person, room, slack, late, reason = zip(*lines, strict=True) if lines else [()] * 7
    return computed_columns(
        "Planning",
        office["Planning"].numbers,
        start_day=start,
        end_day=end,
        assigned_technician=person,
        assigned_room=room,
        slack_days=slack,
        critical=[value is not None and value <= 0 for value in slack],
        late_days=late,
        reason=reason,
        worked_minutes=hours[0],
        variance_minutes=hours[1],
    )


def _kept(kept: Mapping[str, Kept], listed: TaskList, afresh: Collection[str]) -> Mapping[str, Kept]:
    """The plan in force without what some projects have not confirmed, frozen or begun."""
    dropped = {
        task.code
        for task in listed.tasks
        if task.project.code in afresh and task.progress is Progress.TO_DO
        if not task.frozen and task.state != TaskState.CONFIRMED
    }
    return {code: place for code, place in kept.items() if code not in dropped}


_Line = tuple[date | None, date | None, str, str, Decimal | None, Decimal | None, str]
_NO_LINE: _Line = (None, None, "", "", None, None, "")


def _line(origins: Origins, place: int) -> _Line:
    plan = origins.plan
    task, at = plan.model.listed.tasks[place], plan.placements[place]
    if at is None:
        return (None, None, task.technician, task.room, None, None, "")
    over = task.progress is Progress.DONE
    late = task_late(task, at)
    return (
        at.start_day,
        at.end_day,
        at.person,
        at.room,
        None if over else decimal_days(plan.slack[place]),
        None if late is None else Decimal(late),
        origins.reasons.own(place) if late is None else origins.text(place),
    )


def task_late(task: Task, placement: Placement) -> int | None:
    """Working days late of a task on its own due day or on the delivery of its project, None if it is not."""
    days = [task.due] if task.progress is Progress.DONE else [task.due, task.promised]
    promised = min((day for day in days if day is not None), default=None)
    return late_days(task.project.calendar, promised, placement.end_day) or None


def _task_hours(
    office: Office,
    facts: Mapping[str, Facts],
    remaining: Mapping[str, Decimal],
    lengths: Sequence[int],
    cancelled: Sequence[bool],
) -> tuple[list[int], list[int | None]]:
    """For each task, minutes worked, and minutes worked and left less those of the duration.

    The second is None for milestones and cancelled tasks.
    """
    codes, durations = (office["Planning"].column(name) for name in ("task", "duration_days"))
    worked = [facts[code].minutes if code in facts else 0 for code in codes]
    rows = zip(codes, durations, worked, lengths, cancelled, strict=True)
    variances = [
        minutes + half_up((remaining[code] - duration) * length) if duration and not is_cancelled else None
        for code, duration, minutes, length, is_cancelled in rows
    ]
    return worked, variances
