"""How short each step can be: what would have to give for a delivery that comes too soon."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from postprod_xl.domain.planning.problem.axis import halves_up
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task
from postprod_xl.parameters import in_force, named

PROGRAMMES: Mapping[str, str] = {
    "Long métrage": "LM90",
    "Unitaire TV": "FIC52",
    "Série TV": "FIC52",
    "Documentaire": "DOC52",
    "Reportage": "DOC52",
    "Magazine": "MAG26",
}


def floor_of(task: Task, day: date) -> int | None:
    """Fewest half-days a step needs in its type of programme; None when no floor is known."""
    programme = PROGRAMMES.get(task.project.type)
    if programme is None or task.step not in named("floors"):
        return None
    days = in_force(f"floors.{task.step}", day).value.get(programme)
    return None if days is None else halves_up(Decimal(days))


def shortest(task: Task, day: date) -> int:
    """The half-days a task not begun may be brought down to; what is begun keeps what remains of it."""
    floor = floor_of(task, day) if task.progress is Progress.TO_DO else None
    return task.remaining if floor is None else min(floor, task.remaining)
