"""How short each step can be: what would have to give for a delivery that comes too soon."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from postprod_xl.domain.planning.problem.axis import halves_up
from postprod_xl.domain.planning.programmes.steps import surveyed, template_for
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task
from postprod_xl.parameters import in_force, named

# The survey of floors knows magazines of 26 minutes only.
_FLOORED = {"MAG52": "MAG26"}


def floor_days(programme: str, step: str, day: date) -> Decimal | None:
    """Fewest working days a step needs in a `Type` of project; None when no floor is known.

    >>> floor_days("Unitaire TV", "MONTAGE_IMAGE", date(2026, 11, 23))
    Decimal('30')
    """
    template = surveyed(template_for(programme, None))
    if not template or step not in named("floors"):
        return None
    days = in_force(f"floors.{step}", day).value.get(_FLOORED.get(template, template))
    return None if days is None else Decimal(days)


def shortest(task: Task, day: date) -> int:
    """The half-days a task not begun may be brought down to; what is begun keeps what remains of it."""
    days = floor_days(task.project.type, task.step, day) if task.progress is Progress.TO_DO else None
    return task.remaining if days is None else min(halves_up(days), task.remaining)
