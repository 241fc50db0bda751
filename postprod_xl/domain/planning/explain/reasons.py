"""Why each task stands where it stands, in the words of the trade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from postprod_xl.domain.planning.explain.proofs import Holder, Proofs
from postprod_xl.domain.planning.plan.solved import Plan
from postprod_xl.domain.planning.problem.axis import half_days
from postprod_xl.domain.planning.problem.outside import OUTSIDE
from postprod_xl.domain.planning.problem.presence import ResourceKind
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task
from postprod_xl.domain.wording import listed
from postprod_xl.engines.schedule import (
    Cause,
    Link,
    Position,
    Reason,
    Relaxation,
    RelaxationKind,
)
from postprod_xl.schema.units import plain

TODAY = "pas commencée : ne peut débuter avant aujourd'hui"
NOTHING_LEFT = "plus rien à faire : passez la tâche en Terminé"
_WAITS = (Reason.LINK, Reason.RESOURCE, Reason.CALENDAR)


@dataclass(frozen=True)
class Reasons:
    """The reasons of a plan; every place is that of a task in `plan.model.listed.tasks`."""

    plan: Plan

    @cached_property
    def proofs(self) -> Proofs:
        """What is proven of what is late."""
        return Proofs(self.plan)

    def own(self, place: int) -> str:
        """What determines the dates of a task; empty for a finished one.

        Examples
        --------
        `attend P001-SYNCHRO (début le 01/10/2026, + 5 j)`, `rushes reçus le 30/09/2026`,
        `attend la salle AUDI1 (Auditorium 1), prise par P003-MIXAGE jusqu'au 12/12/2026`.
        """
        task, cause = self._tasks[place], self.plan.causes[place]
        if cause is None or task.progress is Progress.DONE:
            return ""
        if task.progress is Progress.BEGUN and cause.reason not in _WAITS:
            return self.remaining(task)
        if cause.reason is Reason.FIXED:
            return self.held(task, place)
        if self._is_confirmed(place, task):
            return self._confirmed(place, task, cause)
        return self._waits(place, task, cause)

    def lacking(self, place: int, changes: Sequence[Relaxation]) -> str:
        """Whom and what a task waits for, each with what takes it and until when.

        Examples
        --------
        `attend S10 et la salle AUDI1 (Auditorium 1), pris par P003-MIXAGE jusqu'au 12/12/2026`
        """
        away, taken = [], dict[Holder | None, list[int]]()
        for change in changes:
            assert change.resource is not None
            if change.kind is RelaxationKind.PRESENCE and change.moment is not None:
                away.append(self._away(change.resource, change.moment))
            else:
                holder = self.proofs.holder(place, change.resource)
                taken.setdefault(holder, []).append(change.resource)
        texts = [self._taken(resources, holder) for holder, resources in taken.items()]
        return f"attend {', et '.join([*texts, *away])}"

    def _waits(self, place: int, task: Task, cause: Cause) -> str:
        if cause.reason is Reason.LINK and cause.link is not None and not self._is_over(cause):
            return self._link(cause.link)
        if cause.reason in (Reason.RESOURCE, Reason.CALENDAR) and cause.resource is not None:
            if lacking := self.proofs.lacking(place):
                return self.lacking(place, lacking)
            sooner = self.proofs.sooner(place)
            return f"{self._chosen(place)}{self._with(sooner)}" if sooner else self._one_held(cause)
        if cause.reason is Reason.CHOICE:
            return self._chosen(place)
        return self.release(task, place)

    def _one_held(self, cause: Cause) -> str:
        assert cause.resource is not None
        if cause.reason is Reason.CALENDAR:
            return f"attend {self._away(cause.resource, cause.moment - 1)}"
        return f"attend {self._taken([cause.resource], Holder(cause.activity, cause.moment))}"

    def _is_confirmed(self, place: int, task: Task) -> bool:
        return self.plan.model.problem.activities[place].is_fixed and task.progress is Progress.TO_DO

    def _confirmed(self, place: int, task: Task, cause: Cause) -> str:
        """A confirmed date, and what makes it so late; nothing does when it could have been earlier."""
        at = self.plan.placements[place]
        start = f"confirmée au {french(at.start_day if at else None)}"
        if cause.reason is Reason.CHOICE or at is None or at.work_from < cause.bound:
            return start
        why = self._waits(place, task, cause)
        return f"{start} : {why}" if why != TODAY else start

    @property
    def _tasks(self) -> list[Task]:
        return self.plan.model.listed.tasks

    def code(self, place: int) -> str:
        return self._tasks[place].code

    def _is_over(self, cause: Cause) -> bool:
        """Whether what a link waits for is behind us: it is today that holds the task."""
        return cause.moment <= self.plan.model.problem.now and cause.activity in self.plan.model.past

    def _link(self, link: Link) -> str:
        before = self.plan.placements[link.predecessor]
        assert before is not None  # a task placed by a link follows a placed task
        from_end = link.kind.leaves_the_end
        moment = f"fin le {french(before.end_day)}" if from_end else f"début le {french(before.start_day)}"
        verb = "attend" if link.kind.holds_the_start else "finit après"
        return f"{verb} {self.code(link.predecessor)} ({moment}{lag_text(self.plan.model.lag(link))})"

    def _taken(self, resources: Sequence[int], holder: Holder | None) -> str:
        """Who and what is taken, by what and until when; the names alone where that is not known."""
        keys = [self.plan.model.roster.keys[resource] for resource in resources]
        names = listed([self.named(*key) for key in keys])
        if holder is None:
            return names
        until = french(self.plan.model.axis.day(holder.moment - 1))
        if holder.activity is None:
            return f"{names}, {OUTSIDE} jusqu'au {until}"
        taken = "prise" if all(kind is ResourceKind.ROOM for kind, _ in keys) else "pris"
        return f"{names}, {taken} par {self.code(holder.activity)} jusqu'au {until}"

    def named(self, resource: ResourceKind, code: str) -> str:
        """A person or a room as people call it: `la salle AUDI1 (Auditorium 1)`."""
        if resource is ResourceKind.PERSON:
            return code
        room = self.plan.model.roster.house.rooms.get(code)
        name = f" ({room.name})" if room is not None and room.name and room.name != code else ""
        return f"la salle {code}{name}"

    def held(self, task: Task, place: int) -> str:
        at = self.plan.placements[place]
        start = french(at.start_day if at else None)
        if task.fixed is not None:
            return f"début fixé le {french(task.fixed)}"
        return f"figée au {start}"

    def _away(self, resource: int, slot: int) -> str:
        """Who is not there, or what is closed, in a slot."""
        kind, code = self.plan.model.roster.keys[resource]
        axis, presence = self.plan.model.axis, self.plan.model.roster.house.presence
        day = axis.day(slot)
        if presence.away(code, day.toordinal()) >> axis.half(slot) & 1:
            away = "absent" if kind is ResourceKind.PERSON else "indisponible"
        else:
            away = "qui ne travaille pas" if kind is ResourceKind.PERSON else "fermée"
        return f"{self.named(kind, code)}, {away} le {french(day)}"

    def _with(self, sooner: Position) -> str:
        """With whom a task could be earlier, who is free."""
        roster, who = self.plan.model.roster, [who for who in (sooner.person, sooner.room) if who >= 0]
        names = listed([self.named(*roster.keys[one]) for one in who])
        return f", possible plus tôt avec {names}"

    def _chosen(self, place: int) -> str:
        planned = self.plan.model.problem.activities[place].baseline
        at = self.plan.placements[place]
        if planned is not None and at is not None and planned.start == at.work_from:
            return f"garde sa place au {french(at.start_day)}"
        return "placée au mieux des autres tâches"

    def remaining(self, task: Task) -> str:
        return f"reste {days_text(task.remaining)} j à faire" if task.remaining else NOTHING_LEFT

    def release(self, task: Task, place: int) -> str:
        """Which of today, the rushes and the earliest day holds the task; the last of two that agree is told."""
        axis, today = self.plan.model.axis, self.plan.model.today
        found = self.plan.model.problem.now, TODAY
        texts = (task.rushes, "rushes reçus le"), (task.earliest, "début au plus tôt le")
        for day, text in texts:
            if day is not None and day >= today and axis.at(day) >= found[0]:
                found = axis.at(day), f"{text} {french(day)}"
        if self.plan.model.problem.activities[place].release > found[0]:
            at = self.plan.placements[place]
            return f"confirmée au {french(at.start_day if at else None)}"
        return found[1]


def lag_text(slots: int) -> str:
    """A lag after what it adds to: `, + 1,5 j`; empty without lag."""
    return f", {'+' if slots > 0 else '−'} {days_text(abs(slots))} j" if slots else ""


def days_text(slots: int) -> str:
    """Half-days as French days: `2,5`."""
    return plain(half_days(slots)).replace(".", ",")


def french(day: date | None) -> str:
    """A day as `12/03/2026`."""
    return f"{day:%d/%m/%Y}" if day is not None else ""


def decimal_days(slots: int | None) -> Decimal | None:
    """Half-days as a number of days for a cell."""
    return None if slots is None else half_days(slots)
