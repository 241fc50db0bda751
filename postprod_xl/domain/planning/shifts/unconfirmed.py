"""Confirmed tasks imagined free to move: which may be, and the office in which they are."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule
from postprod_xl.domain.planning.shifts.request import ShiftRefused, movable_place, task_named
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.vocabulary import TaskState


def confirmed_tasks(office: Office, made: OfficeSchedule, names: Sequence[str]) -> list[str]:
    """The codes of confirmed tasks that may be imagined free, as `Planning` writes them.

    Raises
    ------
    ShiftRefused
        One does not exist, is not confirmed, is finished, cancelled, begun or frozen, or has a `Début fixé`.
    """
    codes = list(dict.fromkeys(task_named(office, name) for name in names))
    rows = {row.task: row for row in office["Planning"]}
    for code in codes:
        task = made.plan.model.listed.tasks[movable_place(made.plan, office, code)]
        row, heading = rows[code], PLANNING.heading("fixed_day")
        if task.state != TaskState.CONFIRMED:
            state = task.state or "sans état"
            fact = f"{code} n'est pas confirmée ({state}) : rien ne la retient, elle bouge dès qu'une livraison y gagne"
            raise ShiftRefused(
                row.blocking("state", task.state, f"une tâche « {TaskState.CONFIRMED} »", fact)
            )
        if task.fixed is not None:
            day = french(task.fixed)
            fact = f"{code} a un « {heading} » au {day}, qui la retient même sans confirmation : videz-le d'abord"
            raise ShiftRefused(row.blocking("fixed_day", day, f"« {heading} » vide", fact))
    return codes


def unconfirmed(office: Office, codes: Collection[str]) -> Office:
    """The office in which some confirmed tasks are first options, where they are."""
    states = [
        TaskState.OPTION_1.value if task in codes else state
        for task, state in office["Planning"].select("task", "state")
    ]
    return office.with_columns("Planning", {"state": states})
