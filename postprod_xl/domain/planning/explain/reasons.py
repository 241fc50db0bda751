"""Why each task stands where it stands, in the words of the trade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from postprod_xl.domain.planning.plan.solved import Plan
from postprod_xl.domain.planning.problem.axis import half_days
from postprod_xl.domain.planning.problem.outside import OUTSIDE
from postprod_xl.domain.planning.problem.presence import ResourceKind
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task
from postprod_xl.engines.schedule import Cause, Link, Reason, causal_chain
from postprod_xl.schema.units import plain

TODAY = "pas commencée : ne peut débuter avant aujourd'hui"
NOTHING_LEFT = "plus rien à faire : passez la tâche en Terminé"
_WAITS = (Reason.LINK, Reason.RESOURCE, Reason.CALENDAR)
_SHOWN_STEPS = 5


@dataclass(frozen=True)
class Reasons:
    """The reasons of a plan; every place is that of a task in `plan.model.listed.tasks`."""

    plan: Plan

    def text(self, place: int, late: bool = False) -> str:
        """What determines the dates of a task, and for a late one where it comes from.

        Examples
        --------
        `attend P001-SYNCHRO (début le 01/10/2026, + 5 j)`, `rushes reçus le 30/09/2026`,
        `attend la salle AUDI1 (Auditorium 1), prise par P003-MIXAGE jusqu'au 12/12/2026`.
        """
        own = self.own(place)
        if not own or not late:
            return own
        origin = self.origin(place)
        return own if not origin or origin.endswith(own) else f"{own} ; {origin}"

    def origin(self, activity: int) -> str:
        """Where the dates of an activity come from.

        The nearest task that waits for a person or a room, else the first of those that wait for each other.
        """
        root = self._root(activity)
        return "" if root is None else f"à l'origine : {self._code(root)} {self.own(root)}"

    def sequence(self, activity: int) -> str:
        """The tasks from the first cause to an activity, with whom or what they wait for; empty for one task.

        Of a long one, the first and the last are kept, then those that wait for somebody or a room.

        Examples
        --------
        `P003-MONTAGE → P003-SON (attend S10) → … → P003-MIXAGE → P003-PAD`
        """
        steps = [step for step in causal_chain(self.plan.causes, activity) if step < len(self._tasks)]
        told = [(self._code(step), self._awaited(step)) for step in reversed(steps) if self.own(step)]
        kept = _telling([bool(awaited) for _, awaited in told])
        texts: list[str] = []
        for before, rank in zip([-1, *kept], kept, strict=False):
            code, awaited = told[rank]
            texts += ["…"] if rank - before > 1 else []
            texts.append(f"{code} (attend {awaited})" if awaited else code)
        return " → ".join(texts) if len(told) > 1 else ""

    def _awaited(self, place: int) -> str:
        """Whom or what a task waits for, empty when it waits for none of them."""
        cause = self.plan.causes[place]
        if cause is None or cause.reason is not Reason.RESOURCE or cause.resource is None:
            return ""
        return self.plan.model.roster.keys[cause.resource][1]

    def _root(self, activity: int) -> int | None:
        steps = [step for step in causal_chain(self.plan.causes, activity) if step < len(self._tasks)]
        for step in steps:
            cause = self.plan.causes[step]
            if cause is not None and cause.reason is Reason.RESOURCE:
                return step
        left = [step for step in steps if self.own(step)]
        return left[-1] if left else None

    def own(self, place: int) -> str:
        """What determines the dates of a task; empty for a finished one."""
        task, cause = self._tasks[place], self.plan.causes[place]
        if cause is None or task.progress is Progress.DONE:
            return ""
        if task.progress is Progress.BEGUN and cause.reason not in _WAITS:
            return self._remaining(task)
        if cause.reason is Reason.FIXED:
            return self._held(task, place)
        if self._is_confirmed(place, task):
            return self._confirmed(place, task, cause)
        return self._waits(place, task, cause)

    def _waits(self, place: int, task: Task, cause: Cause) -> str:
        if cause.reason is Reason.LINK and cause.link is not None and not self._is_over(cause):
            return self._link(cause.link)
        if cause.reason is Reason.RESOURCE:
            return self._taken(cause)
        if cause.reason is Reason.CALENDAR:
            return self._closed(cause) or self._release(task, place)
        if cause.reason is Reason.CHOICE:
            return self._chosen(place)
        return self._release(task, place)

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

    def _code(self, place: int) -> str:
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
        return f"{verb} {self._code(link.predecessor)} ({moment}{lag_text(link.lag)})"

    def _taken(self, cause: Cause) -> str:
        assert cause.resource is not None
        resource, code = self.plan.model.roster.keys[cause.resource]
        until = french(self.plan.model.axis.day(cause.moment - 1))
        if cause.activity is None:
            return f"attend {self.named(resource, code)}, {OUTSIDE} jusqu'au {until}"
        taken = "prise" if resource is ResourceKind.ROOM else "pris"
        return (
            f"attend {self.named(resource, code)}, {taken} par {self._code(cause.activity)} jusqu'au {until}"
        )

    def named(self, resource: ResourceKind, code: str) -> str:
        """A person or a room as people call it: `la salle AUDI1 (Auditorium 1)`."""
        if resource is ResourceKind.PERSON:
            return code
        room = self.plan.model.roster.house.rooms.get(code)
        name = f" ({room.name})" if room is not None and room.name and room.name != code else ""
        return f"la salle {code}{name}"

    def _held(self, task: Task, place: int) -> str:
        at = self.plan.placements[place]
        start = french(at.start_day if at else None)
        if task.fixed is not None:
            return f"début fixé le {french(task.fixed)}"
        return f"figée au {start}"

    def _closed(self, cause: Cause) -> str:
        if cause.resource is None:
            return ""
        resource, code = self.plan.model.roster.keys[cause.resource]
        axis, presence = self.plan.model.axis, self.plan.model.roster.house.presence
        day = axis.day(cause.moment - 1)
        if presence.away(code, day.toordinal()) >> axis.half(cause.moment - 1) & 1:
            away = "absent" if resource is ResourceKind.PERSON else "indisponible"
        else:
            away = "qui ne travaille pas" if resource is ResourceKind.PERSON else "fermée"
        return f"attend {self.named(resource, code)}, {away} le {french(day)}"

    def _chosen(self, place: int) -> str:
        planned = self.plan.model.problem.activities[place].baseline
        at = self.plan.placements[place]
        if planned is not None and at is not None and planned.start == at.work_from:
            return f"garde sa place au {french(at.start_day)}"
        return "placée au mieux des autres tâches"

    def _remaining(self, task: Task) -> str:
        return f"reste {days_text(task.remaining)} j à faire" if task.remaining else NOTHING_LEFT

    def _release(self, task: Task, place: int) -> str:
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


def _telling(waits: Sequence[bool]) -> list[int]:
    """The ranks of a long chain to tell: its ends, what waits, then what is nearest to its end."""
    ranks = list(range(len(waits)))
    waiting = [rank for rank in ranks if waits[rank]]
    return sorted(list(dict.fromkeys([*ranks[:1], *ranks[-1:], *waiting[::-1], *ranks[::-1]]))[:_SHOWN_STEPS])


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
