"""Deliveries promised before anybody could make them: what is missing, and what would have to give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from postprod_xl.domain.scheduling.engine import (
    Budget,
    Fault,
    Problem,
    Resource,
    Result,
    causes,
    chain,
    solve,
)
from postprod_xl.domain.scheduling.floors import shortest
from postprod_xl.domain.scheduling.plan import Plan
from postprod_xl.domain.scheduling.reasons import days_text
from postprod_xl.domain.scheduling.tasks import Task

_SHOWN = 4


@dataclass(frozen=True)
class ShortDelays:
    """The promises of a plan that even free people and rooms could not keep."""

    plan: Plan

    def text(self, project: str) -> str:
        """What is missing before a delivery, and which steps would have to give; empty when it could be kept.

        Examples
        --------
        `délai trop court de 4 j ouvrés même sans attendre personne ; à gagner : P001-MIXAGE 3 j (plancher 2 j)`
        """
        missing = self.missing(project)
        if not missing:
            return ""
        short = f"délai trop court de {missing} j ouvrés même sans attendre personne"
        gains = list(self._gains(project))
        at_floors = self._days_late(project, self._shortened)
        if at_floors:
            broken = ", ".join(f"{task.code} ({days_text(least)} j)" for task, least in gains[:_SHOWN])
            broken = f", planchers enfreints : {broken}" if broken else ""
            return f"{short} ; il manque encore {at_floors} j aux durées planchers{broken}"
        given = ", ".join(
            f"{task.code} {days_text(task.remaining)} j (plancher {days_text(least)} j)"
            for task, least in gains[:_SHOWN]
        )
        return f"{short} ; à gagner sur {given}"

    def missing(self, project: str) -> int:
        """Working days between a promised delivery and the earliest one, people and rooms being free."""
        index = self.plan.model.deliveries.get(project)
        slots = (
            wish.slot
            for wish in self.plan.result.wishes
            if wish.fault is Fault.DUE and wish.activity == index and wish.slot is not None
        )
        return max((self._late(project, slot) for slot in slots), default=0)

    def _late(self, project: str, moment: int) -> int:
        index = self.plan.model.deliveries[project]
        owner = next(task.project for task in self.plan.model.listed.tasks if task.project.code == project)
        if owner.delivery is None:
            return 0
        return owner.calendar.working_days_late(owner.delivery, self.plan.day_before(index, moment))

    def _days_late(self, project: str, result: Result) -> int:
        end = result.ends[self.plan.model.deliveries[project]]
        return 0 if end is None else self._late(project, end)

    def _gains(self, project: str) -> Iterator[tuple[Task, int]]:
        """The steps of the longest chain that could be shorter, with their floor, most to gain first."""
        steps = chain(causes(self._free, self._freed), self.plan.model.deliveries[project])
        tasks = self.plan.model.listed.tasks
        found = [tasks[step] for step in steps if step < len(tasks) and step not in self.plan.model.past]
        pairs = [(task, shortest(task, self.plan.model.today)) for task in found]
        pairs = [(task, least) for task, least in pairs if least < task.remaining]
        yield from sorted(pairs, key=lambda pair: pair[1] - pair[0].remaining)

    @cached_property
    def _free(self) -> Problem:
        """The problem without people nor rooms."""
        problem = self.plan.model.problem
        activities = tuple(replace(item, people=(), rooms=(), uses=()) for item in problem.activities)
        resources = tuple(Resource() for _ in problem.resources)
        return replace(problem, activities=activities, resources=resources, occupations=())

    @cached_property
    def _freed(self) -> Result:
        return solve(self._free, Budget(schedules=1))

    @cached_property
    def _shortened(self) -> Result:
        """The same with every task not begun at its floor."""
        today = self.plan.model.today
        activities = list(self._free.activities)
        for place, task in enumerate(self.plan.model.listed.tasks):
            if activities[place].duration:
                activities[place] = replace(activities[place], duration=shortest(task, today))
        return solve(replace(self._free, activities=tuple(activities)), Budget(schedules=1))
