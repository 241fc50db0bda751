"""Where a shift puts the task it is asked for: on the day asked, or refused with what stands in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from postprod_xl.documents.papers.figures import WEEKDAYS
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.reasons import french, lag_text
from postprod_xl.domain.planning.plan.solved import Placement, Plan
from postprod_xl.domain.planning.problem.axis import AFTERNOON, MORNING, Axis
from postprod_xl.domain.planning.problem.days_off import worked_days_off
from postprod_xl.domain.planning.problem.finished import by_end
from postprod_xl.domain.planning.problem.outside import OUTSIDE
from postprod_xl.domain.planning.problem.presence import Presence, ResourceKind
from postprod_xl.domain.planning.shifts.chain import (
    Chain,
    Extent,
    Wait,
    begins_in_the_morning,
    earliest_start,
    slots_of,
    spans_of,
)
from postprod_xl.domain.planning.tasks.absurd_dates import plausible
from postprod_xl.domain.planning.tasks.predecessors import TaskNames
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task
from postprod_xl.domain.wording import closest_names, from_to
from postprod_xl.engines.schedule import Activity, Commitment, Link
from postprod_xl.engines.schedule.calendars import end_of_work
from postprod_xl.schema.problems import Refusal, blocking
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.vocabulary import TaskState, YesNo


class ShiftRefused(Refusal):
    """A shift that cannot be made; it holds the one problem that says why."""


def task_named(office: Office, name: str) -> str:
    """The code of a task of `Planning`, as it is written or in another case.

    Raises
    ------
    ShiftRefused
        There is none.
    """
    codes = office["Planning"].column("task")
    found = TaskNames(codes, [False] * len(codes)).code(name)
    if found is None:
        message = f"la tâche « {name} » n'existe pas ; {closest_names(name, codes)}"
        expected = f"une tâche de l'onglet {PLANNING.tab}"
        raise ShiftRefused(blocking(PLANNING.name, None, PLANNING.heading("task"), name, expected, message))
    return found


def movable_place(plan: Plan, office: Office, code: str) -> int:
    """The place of a task that may be shifted.

    Raises
    ------
    ShiftRefused
        It is finished, cancelled, begun, frozen, or has no date.
    """
    tasks = plan.model.listed.tasks
    place = next((place for place, task in enumerate(tasks) if task.code == code), None)
    row = next(row for row in office["Planning"] if row.task == code)
    at = None if place is None else plan.placements[place]
    column, found, why = _unmovable(row, None if place is None else tasks[place], at)
    if why:
        expected = "une tâche à faire, ni commencée ni figée"
        raise ShiftRefused(row.blocking(column, found, expected, f"{code} {why}"))
    assert place is not None
    return place


def _unmovable(row: Row, task: Task | None, at: Placement | None) -> tuple[str, str, str]:
    """The column that keeps a task from being shifted, what it holds, and why; no reason when nothing does."""
    if task is None:
        what = "annulée" if row.state == TaskState.CANCELLED else "d'un projet annulé ou soldé"
        return "state", row.state, f"est {what} : elle ne se décale pas"
    if task.progress is Progress.DONE:
        return "state", row.state, "est terminée : ce qui est fait ne se décale pas"
    if task.progress is Progress.BEGUN:
        since = f" depuis le {french(at.start_day)}" if at else ""
        remedy = "décalez ce qui la suit, ou corrigez son reste à faire"
        return "state", row.state, f"est commencée{since} : {remedy}"
    if task.frozen:
        remedy = f"videz « {PLANNING.heading('frozen')} » pour la décaler"
        return "frozen", YesNo.YES, f"est figée, ni sa date ni ses personnes ne bougent : {remedy}"
    return "task", row.task, "" if at else "n'a pas de date à décaler"


@dataclass(frozen=True)
class AskedShift:
    """A task to put on a day."""

    plan: Plan
    place: int
    day: date

    @property
    def task(self) -> Task:
        return self.plan.model.listed.tasks[self.place]

    @cached_property
    def spans(self) -> dict[int, Extent]:
        return spans_of(self.plan)

    def may_push(self, place: int) -> bool:
        """Whether a confirmed task moves with this one: of the same project, its date imposed by nobody."""
        task = self.plan.model.listed.tasks[place]
        commitment = self.plan.model.problem.activities[place].commitment
        is_own = task.project.code == self.task.project.code and task.fixed is None
        return is_own and commitment is not Commitment.FROZEN

    def span(self) -> Extent:
        """Where the task stands on that day: from the morning if it can, else from the afternoon.

        Raises
        ------
        ShiftRefused
            The day is past, no working day, or something stands in the way: an absence, a link, a booking.
        """
        self._check_day()
        at, obstacle = self.plan.placements[self.place], ""
        if at is not None and at.start_day == self.day:
            return self.spans[self.place]
        halves = (MORNING,) if begins_in_the_morning(self.task) else (MORNING, AFTERNOON)
        # A half-day that pushes nobody but those who wait for the task comes first.
        for still in (self._still(self._may_follow), self._still(self.may_push)):
            for half in halves:
                slot = self._axis.at(self.day, half)
                obstacle = self._obstacle(slot, still)
                if not obstacle:
                    return self._from(slot)
        raise self.refused("un jour possible pour cette tâche", f"{obstacle}{self._remedy()}")

    def _remedy(self) -> str:
        """What day to ask for instead."""
        at, first = self.plan.placements[self.place], self.first_day()
        if first is None:
            return ""
        if at is not None and at.start_day == first:
            return f" ; elle est déjà au plus tôt, le {french(first)}"
        return f" ; premier jour possible : le {french(first)}"

    @property
    def _axis(self) -> Axis:
        return self.plan.model.axis

    @property
    def _presence(self) -> Presence:
        return self.plan.model.roster.house.presence

    def _check_day(self) -> None:
        today, calendar = self.plan.model.today, self.task.project.calendar
        if self.day < today:
            raise self.refused(
                f"un jour à partir du {french(today)}",
                f"ce jour est passé, aujourd'hui est le {french(today)}",
            )
        if plausible(self.day, today) is None:
            raise self.refused("un jour du planning", "ce jour est trop loin d'aujourd'hui")
        if self.day > self._last_day:
            raise self.too_far()
        if calendar.is_working(self.day) or self._works_days_off():
            return
        what = WEEKDAYS[self.day.weekday()] if self.day.weekday() > 4 else "jour férié"
        following = calendar.day(calendar.index(self.day))
        raise self.refused(
            "un jour ouvré",
            f"c'est un {what}, personne n'y travaille pour {self.task.project.code} ; "
            f"jour ouvré suivant : le {french(following)}",
        )

    def _works_days_off(self) -> bool:
        task = replace(self.task, fixed=self.day)
        return self.task.fixed is not None and bool(worked_days_off(task, self._presence))

    def _from(self, slot: int) -> Extent:
        activity = self.plan.model.problem.activities[self.place]
        end = end_of_work(slots_of(self.plan, self.place), slot, activity.duration)
        if end is None:
            raise self.too_far()
        return Extent(slot, end)

    def _may_follow(self, place: int) -> bool:
        return place in self._followers and self.may_push(place)

    @cached_property
    def _followers(self) -> set[int]:
        """The tasks that wait for this one, however far."""
        links = self.plan.model.listed.links
        behind = by_end(links)[1]
        found: set[int] = set()
        waiting = [self.place]
        while waiting:
            new = {link.successor for link in behind.get(waiting.pop(), ())} - found
            found |= new
            waiting += new
        return found

    def _obstacle(self, slot: int, still: Chain) -> str:
        """What keeps the task from starting in a slot; empty when nothing does."""
        return next(
            (text for text in (*self._held_back(slot), self._absent(slot), self._taken(slot, still)) if text),
            "",
        )

    def _absent(self, slot: int) -> str:
        """Who or what is not there on that half-day."""
        if slots_of(self.plan, self.place) >> slot & 1 or not self._activity.duration:
            return ""
        at, day, bit = self.plan.placements[self.place], self.day.toordinal(), 1 << self._axis.half(slot)
        assert at is not None
        for resource, code in zip(ResourceKind, (at.person, at.room), strict=True):
            is_room = resource is ResourceKind.ROOM
            if code and self._presence.away(code, day) & bit:
                return f"{code} est {'indisponible' if is_room else 'absent'} le {french(self.day)}"
            if code and self._presence.closed(resource, code, day) & bit:
                verb = "est fermée" if is_room else "ne travaille pas"
                return f"{code} {verb} le {french(self.day)}"
        return f"personne ne travaille le {french(self.day)}"

    def _held_back(self, slot: int) -> Iterator[str]:
        """The day and the links that let the task start only later."""
        rushes, earliest = self.task.rushes, self.task.earliest
        if rushes is not None and slot < self._axis.at(rushes):
            yield f"ses rushes sont attendus le {french(rushes)}"
        if earliest is not None and slot < self._axis.at(earliest):
            yield f"son « {PLANNING.heading('earliest_day')} » est le {french(earliest)}"
        for link in self._links:
            if slot < self._allowed(link):
                yield self._link_text(link)

    @property
    def _activity(self) -> Activity:
        return self.plan.model.problem.activities[self.place]

    @cached_property
    def _links(self) -> list[Link]:
        return [link for link in self.plan.model.problem.links if link.successor == self.place]

    def _allowed(self, link: Link) -> int:
        result = self.plan.result
        leaves = (result.ends if link.kind.leaves_the_end else result.starts)[link.predecessor]
        return 0 if leaves is None else earliest_start(self.plan, self.place, link, leaves)

    def _link_text(self, link: Link) -> str:
        before = self.plan.placements[link.predecessor]
        assert before is not None
        code = self.plan.model.listed.tasks[link.predecessor].code
        from_end = link.kind.leaves_the_end
        moment = f"fin le {french(before.end_day)}" if from_end else f"début le {french(before.start_day)}"
        return f"elle suit {code} ({moment}{lag_text(self.plan.model.lag(link))})"

    def _still(self, may_push: Callable[[int], bool]) -> Chain:
        """The chain while nothing moves, to know what the task would meet."""
        return Chain(self.plan, self.spans, may_push, given={self.place: self.spans[self.place]})

    def _taken(self, slot: int, still: Chain) -> str:
        met = still.met(self.place, self._from(slot))
        return "" if met is None else taken_text(self.plan, met[0])

    def first_day(self) -> date | None:
        """The first day after the one asked for on which the task could stand; None when there is none."""
        later = max([self._axis.at(self.day), self._activity.release, *map(self._allowed, self._links)])
        span, _ = self._still(self.may_push).fit(self.place, later)
        day = self._axis.day(span.start)
        return day if day > self.day else None

    @property
    def _last_day(self) -> date:
        return self._axis.day(self._axis.horizon - 1)

    def too_far(self) -> ShiftRefused:
        """The refusal of a day from which the chain would go beyond the last day of the plan."""
        last, heading = french(self._last_day), PROJECTS.heading("delivery_day")
        fact = f"le planning s'arrête au {last} ; une « {heading} » plus lointaine l'allonge"
        return self.refused(f"une chaîne qui finit au plus tard le {last}", fact)

    def refused(self, expected: str, fact: str) -> ShiftRefused:
        """The refusal of the request, at the cell that holds the start of its task."""
        message = f"{self.task.code} au {french(self.day)} : {fact}"
        heading = PLANNING.heading("start_day")
        return ShiftRefused(
            blocking(PLANNING.name, self.task.row, heading, french(self.day), expected, message)
        )


def taken_text(plan: Plan, wait: Wait) -> str:
    """Who or what holds a person or a room, with its project and its days.

    Examples
    --------
    `AUDI est pris par MAREE-E01-MIXAGE (MAREE, Confirmé) du 05/11/2026 au 06/11/2026`
    """
    if wait.holder is None:
        return f"{wait.code} {OUTSIDE}"
    task, at = plan.model.listed.tasks[wait.holder], plan.placements[wait.holder]
    assert at is not None
    taken = "prise" if wait.resource is ResourceKind.ROOM else "pris"
    state = task.state or "sans état"
    days = from_to(plan.model.axis.day(at.work_from), at.end_day)
    return f"{wait.code} est {taken} par {task.code} ({task.project.code}, {state}) {days}"
