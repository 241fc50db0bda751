"""Deliveries promised before anybody could make them: what is missing, and what would have to give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.planning.explain.reasons import days_text, french
from postprod_xl.domain.planning.plan.solved import Plan
from postprod_xl.domain.planning.problem.axis import halves_up
from postprod_xl.domain.planning.problem.build import only_imposed
from postprod_xl.domain.planning.programmes.steps import fewest_days, template_for
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task
from postprod_xl.domain.wording import working_days_text
from postprod_xl.engines.schedule import (
    Budget,
    Cause,
    Problem,
    Resource,
    Result,
    causal_chain,
    causes,
    solve,
)

_SHOWN = 4


@dataclass(frozen=True)
class ShortDelays:
    """The promises of a plan that even free people and rooms could not keep."""

    plan: Plan

    def text(self, delivery: int, promised: date, calendar: WorkCalendar) -> str:
        """What a late delivery could be at best, or what would have to give for it.

        Parameters
        ----------
        delivery
            Its activity, of a project or of an episode.
        promised, calendar
            The day it is promised for, and the working days of its project.

        Examples
        --------
        `au plus tôt le 12/03/2027 sans attendre personne`, `délai trop court de 4 j ouvrés même sans attendre
        personne ; à gagner sur P001-MIXAGE 3 j (plancher 2 j)`
        """
        best = self.earliest(delivery)
        missing = 0 if best is None else calendar.working_days_late(promised, best)
        if not missing:
            return f"au plus tôt le {french(best)} sans attendre personne"
        short = f"délai trop court de {working_days_text(missing)} même sans attendre personne"
        gains = self.gains(delivery)[:_SHOWN]
        floored = self.earliest_at_floors(delivery)
        at_floors = 0 if floored is None else calendar.working_days_late(promised, floored)
        if at_floors:
            broken = ", ".join(f"{task.code} ({days_text(least)} j)" for task, least in gains)
            broken = f", planchers enfreints : {broken}" if broken else ""
            return f"{short} ; il manque encore {at_floors} j aux durées planchers{broken}"
        given = ", ".join(
            f"{task.code} {days_text(task.remaining)} j (plancher {days_text(least)} j)"
            for task, least in gains
        )
        return f"{short} ; à gagner sur {given}"

    def earliest(self, delivery: int) -> date | None:
        """The earliest delivery day with as many people and rooms as one likes, None without dates."""
        return self._day(delivery, self._freed)

    def earliest_at_floors(self, delivery: int) -> date | None:
        """The same with every task not begun at its floor."""
        return self._day(delivery, self._shortened)

    def _day(self, delivery: int, result: Result) -> date | None:
        end = result.ends[delivery]
        return None if end is None else self.plan.day_before(delivery, end)

    def gains(self, delivery: int) -> list[tuple[Task, int]]:
        """The tasks of the longest chain that could be shorter, with their floor in half-days, most to gain first."""
        steps = causal_chain(self._causes, delivery)
        tasks = self.plan.model.listed.tasks
        found = [tasks[step] for step in steps if step < len(tasks) and step not in self.plan.model.past]
        pairs = [(task, shortest(task, self.plan.model.today)) for task in found]
        pairs = [(task, least) for task, least in pairs if least < task.remaining]
        return sorted(pairs, key=lambda pair: pair[1] - pair[0].remaining)

    @cached_property
    def _free(self) -> Problem:
        """The problem without people nor rooms, and without the plan in force but what a person has fixed."""
        problem = only_imposed(self.plan.model)
        activities = tuple(
            replace(item, people=(), rooms=(), baseline=item.baseline if item.is_fixed else None)
            for item in problem.activities
        )
        resources = tuple(Resource() for _ in problem.resources)
        return replace(problem, activities=activities, resources=resources, occupations=())

    @cached_property
    def _freed(self) -> Result:
        return solve(self._free, Budget(schedules=1))

    @cached_property
    def _causes(self) -> Sequence[Cause | None]:
        return causes(self._free, self._freed)

    @cached_property
    def _shortened(self) -> Result:
        """The same with every task not begun at its floor."""
        today = self.plan.model.today
        activities = list(self._free.activities)
        for place, task in enumerate(self.plan.model.listed.tasks):
            if activities[place].duration:
                activities[place] = replace(activities[place], duration=shortest(task, today))
        return solve(replace(self._free, activities=tuple(activities)), Budget(schedules=1))


def floor_days(programme: str, step: str, day: date) -> Decimal | None:
    """Fewest working days a step needs in a `Type` of project; None when no floor is known.

    >>> floor_days("Unitaire TV", "MONTAGE_IMAGE", date(2026, 11, 23))
    Decimal('30')
    """
    template = template_for(programme, None)
    return fewest_days(template, step, day) if template else None


def shortest(task: Task, day: date) -> int:
    """The half-days a task not begun may be brought down to; what is begun keeps what remains of it."""
    days = floor_days(task.project.type, task.step, day) if task.progress is Progress.TO_DO else None
    return task.remaining if days is None else min(halves_up(days), task.remaining)
