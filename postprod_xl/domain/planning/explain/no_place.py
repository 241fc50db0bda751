"""Tasks that find no place: one warning per cause, at the cell that makes it so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from postprod_xl.domain.planning.explain.reasons import days_text, french
from postprod_xl.domain.planning.plan.solved import Plan
from postprod_xl.domain.planning.tasks.to_plan import Task
from postprod_xl.engines.schedule import Candidate
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables import BY_NAME

PLANNING = BY_NAME["Planning"]
NO_DATE = "Sans date"


class _Obstacle(NamedTuple):
    """The column at fault, what it holds, what it does, what is expected of it."""

    column: str
    found: str
    fact: str
    expected: str


def no_place_problems(plan: Plan) -> list[Problem]:
    """One warning per task that finds no place, those behind it left out.

    A start that no plan can hold is reported by `date_problems`, and not again here.
    """
    tasks = plan.model.listed.tasks
    return [_problem(plan, place, tasks[place]) for place in plan.unplaced if not tasks[place].never]


def undated_rows(plan: Plan) -> dict[int, str]:
    """What is written in front of each task without date, by row of `Planning`."""
    pairs = zip(plan.model.listed.tasks, plan.placements, strict=True)
    return {task.row: NO_DATE for task, at in pairs if at is None}


def _problem(plan: Plan, place: int, task: Task) -> Problem:
    column, found, fact, expected = next(_obstacles(plan, place, task))
    until = french(plan.model.axis.day(plan.model.axis.horizon - 1))
    message = f"{task.code} ne trouve aucune place avant le {until} : {fact}"
    return warning("Planning", task.row, PLANNING.heading(column), found, expected, message)


def _obstacles(plan: Plan, place: int, task: Task) -> Iterator[_Obstacle]:
    """What leaves a task without place, the plainest first; the last one always holds."""
    activity = plan.model.problem.activities[place]
    person, room = _person(task), _room(task)
    if not _is_there(plan, place, activity.people):
        yield person._replace(fact=f"{person.fact} là assez longtemps")
    if not _is_there(plan, place, activity.rooms):
        yield room._replace(fact=f"{room.fact} ouverte assez longtemps")
    if activity.people and activity.rooms:
        yield person._replace(fact="sa personne et sa salle ne sont jamais libres ensemble assez longtemps")
    for asked, candidates in ((person, activity.people), (room, activity.rooms)):
        if candidates:
            yield asked._replace(fact=f"{asked.fact} libre assez longtemps")
    days, expected = days_text(task.remaining), "une durée et des délais plus courts"
    yield _Obstacle("duration_days", days, "sa durée, ou le délai de ses liens, est trop longue", expected)


def _person(task: Task) -> _Obstacle:
    expected = "une personne présente"
    if task.technician:
        return _Obstacle("technician", task.technician, f"{task.technician} n'est pas", expected)
    return _Obstacle(
        "skill", task.skill, f"aucune personne ayant la compétence « {task.skill} » n'est", expected
    )


def _room(task: Task) -> _Obstacle:
    expected = "une salle ouverte"
    if task.room:
        return _Obstacle("room", task.room, f"la salle {task.room} n'est pas", expected)
    return _Obstacle(
        "room_type", task.room_type, f"aucune salle du type « {task.room_type} » n'est", expected
    )


def _is_there(plan: Plan, place: int, candidates: Sequence[Candidate]) -> bool:
    """Whether one of those who may serve is there long enough on the axis; true when nobody is asked for."""
    activity, horizon = plan.model.problem.activities[place], plan.model.problem.horizon
    spans = (plan.open_slots(place, activity.release, horizon, item.resource) for item in candidates)
    return not candidates or any(len(slots) >= activity.duration for slots in spans)
