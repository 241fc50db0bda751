"""The tasks to plan and the links between them, as `Planning` writes them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.planning.problem.axis import halves_up
from postprod_xl.domain.planning.tasks.absurd_dates import is_never, plausible
from postprod_xl.domain.planning.tasks.after_delivery import Stage, after_delivery
from postprod_xl.domain.planning.tasks.episodes import (
    Episode,
    EpisodeKey,
    episodes_of,
    is_later,
    steps_to_lock,
)
from postprod_xl.domain.planning.tasks.facts import (
    DELIVERED_PROJECTS,
    PROGRESS_FROM,
    Facts,
    cancelled_rows,
    finished_rows,
)
from postprod_xl.domain.planning.tasks.in_force import days_held
from postprod_xl.domain.planning.tasks.links import TaskLink, ordered
from postprod_xl.domain.planning.tasks.predecessors import PREDECESSORS, predecessor_links
from postprod_xl.domain.sessions.counted import COUNTED_FROM
from postprod_xl.schema.bounds import value_text
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.vocabulary import ProjectStatus, TaskState

HALF_TIME = Decimal("0.5")
"""The share of a day that half-days can hold, but for the whole of it."""


class Progress(Enum):
    """How far a task is; done when its state or its sessions say so (`finished_rows`)."""

    TO_DO = 1
    BEGUN = 2
    DONE = 3


@dataclass(frozen=True)
class Project:
    """What the plan needs of a project; a smaller `priority` comes first.

    Dates that no plan can hold are left out; `never` when the rushes come too late for anything to have a place.
    One that is only `quoted` takes what the others leave.
    """

    code: str
    calendar: WorkCalendar
    type: str = ""
    director: str = ""
    rushes: date | None = None
    delivery: date | None = None
    priority: int | None = None
    delivered: bool = False
    never: bool = False
    quoted: bool = False


@dataclass(frozen=True)
class Task:
    """One task to place; durations in half-days. `fixed` is its imposed start (`Début fixé`).

    `held` are the first and last days that the workbook holds of it. A task that `follows_delivery` is not due on
    the delivery of its project. `episode` is the row that gives its episode dates of its own. A task finished was
    `received` on its imposed day, unless that day is still to come. Dates that no plan can hold are left out; `never`
    when its start is one of them. One that is `interruptible` pauses over bookings of its person that do not move;
    one that is `half_time` works one half of each day.
    """

    row: int
    code: str
    step: str
    project: Project
    progress: Progress
    duration: int
    remaining: int
    state: str
    frozen: bool
    fixed: date | None
    earliest: date | None
    due: date | None
    skill: str
    technician: str
    room_type: str
    room: str
    facts: Facts | None
    held: tuple[date, date] | None = None
    received: date | None = None
    follows_delivery: bool = False
    never: bool = False
    episode: Episode | None = None
    interruptible: bool = False
    half_time: bool = False

    @property
    def promised(self) -> date | None:
        """The delivery that the task is due for: that of its episode, else of its project."""
        return None if self.follows_delivery else self.delivery

    @property
    def is_awaited(self) -> bool:
        """Whether the delivery of its project waits for it: what follows it does not, nor an episode promised later."""
        own = self.episode.promised if self.episode else None
        return not self.follows_delivery and not is_later(own, self.project.delivery)

    @property
    def delivery(self) -> date | None:
        """The promised delivery of its episode, else of its project."""
        return (self.episode.promised if self.episode else None) or self.project.delivery

    @property
    def rushes(self) -> date | None:
        """The day the rushes of its episode are there, else those of its project."""
        return (self.episode.rushes if self.episode else None) or self.project.rushes

    @property
    def director(self) -> str:
        """Who directs its episode, else its project."""
        return (self.episode.director if self.episode else "") or self.project.director


@dataclass(frozen=True)
class TaskList:
    """The tasks not cancelled, their links by place, and the places in an order that follows the links.

    Tasks of a cycle, or behind one, are not in the order.
    """

    tasks: list[Task]
    links: Sequence[TaskLink]
    order: list[int]


def task_list(
    office: Office, facts: Mapping[str, Facts], remaining: Mapping[str, Decimal]
) -> tuple[TaskList, list[Problem]]:
    """The tasks of an office, and the blocking problems of their links.

    Cancelled tasks are left out with their links.
    """
    tasks = list(_tasks(office, facts, remaining))
    links, unreadable = predecessor_links(office)
    later = after_delivery([Stage(task.project.code, task.step) for task in tasks], links, office.today)
    tasks = [replace(task, follows_delivery=place in later) for place, task in enumerate(tasks)]
    order, cycles = ordered(len(tasks), links)
    problems = [
        *unreadable,
        *_odd_shares(office),
        *(_cycle_problem([tasks[place] for place in cycle]) for cycle in cycles),
    ]
    return TaskList(tasks, links, order), problems


def _odd_shares(office: Office) -> Iterator[Problem]:
    """The shares of a day that no plan of half-days can hold."""
    for task in office["Planning"]:
        share = task.day_share
        if share not in (None, HALF_TIME, Decimal(1)):
            found, expected = value_text(Kind.PERCENT, share), "50 %, 100 % ou rien"
            message = f"{task.task} : une part de {found} ne tient pas en demi-journées, attendu : {expected}"
            yield task.blocking("day_share", found, expected, message)


@fact(Planning=f"project step predecessors {PROGRESS_FROM}", Projets="code status", Seances=COUNTED_FROM)
def rows_after_delivery(office: Office) -> Sequence[bool]:
    """For each row of `Planning`, whether its task only comes after the delivery of its project."""
    rows = [*office["Planning"].select("project", "step")]
    kept = [at for at, is_cancelled in enumerate(cancelled_rows(office)) if not is_cancelled]
    stages = [Stage(*rows[at]) for at in kept]
    later = {kept[place] for place in after_delivery(stages, predecessor_links(office)[0], office.today)}
    return tuple(at in later for at in range(len(rows)))


def projects_of(office: Office) -> dict[str, Project]:
    """The projects by code."""
    today = office.today
    return {
        row.code: Project(
            row.code,
            WorkCalendar.of(row.department),
            row.type,
            row.director,
            plausible(row.rushes_day, today),
            plausible(row.delivery_day, today),
            row.priority,
            row.status in DELIVERED_PROJECTS,
            is_never(row.rushes_day, today),
            row.status == ProjectStatus.QUOTED,
        )
        for row in office["Projets"]
    }


def _tasks(office: Office, facts: Mapping[str, Facts], remaining: Mapping[str, Decimal]) -> Iterator[Task]:
    projects, today = projects_of(office), office.today
    episodes, locked = episodes_of(office), steps_to_lock(today)
    rows = zip(office["Planning"], cancelled_rows(office), finished_rows(office), strict=True)
    for row, is_cancelled, is_finished in rows:
        if is_cancelled:
            continue
        project, done = projects[row.project], facts.get(row.task)
        episode = episodes.get(EpisodeKey(row.project, row.episode)) if episodes else None
        yield Task(
            row=row.row,
            code=row.task,
            step=row.step,
            project=project,
            progress=Progress.DONE if is_finished else _progress(row.state, done),
            duration=halves_up(row.duration_days),
            remaining=halves_up(remaining[row.task]),
            state=row.state,
            frozen=row.frozen,
            fixed=plausible(row.fixed_day, today),
            earliest=plausible(row.earliest_day, today),
            due=_due(plausible(row.due_day, today), row.step, episode, locked),
            skill=row.skill,
            technician=row.technician,
            room_type=row.room_type,
            room=row.room,
            facts=done,
            held=days_held(row.start_day, row.end_day, today),
            received=received_day(row.state, row.fixed_day, today),
            never=_is_never(project, episode)
            or is_never(row.earliest_day, today)
            or is_never(row.fixed_day, today),
            episode=episode,
            interruptible=row.interruptible,
            half_time=row.day_share == HALF_TIME,
        )


def _due(typed: date | None, step: str, episode: Episode | None, locked: Collection[str]) -> date | None:
    """The earliest of the day typed for a task and those of its episode."""
    own = episode.due_of(step, locked) if episode else None
    return min((day for day in (typed, own) if day is not None), default=None)


def _is_never(project: Project, episode: Episode | None) -> bool:
    """Whether the rushes of an episode, or those of its project where it has none, come too late for any plan."""
    return episode.never or (project.never and not episode.rushes) if episode else project.never


def received_day(state: str, fixed: date | None, today: date) -> date | None:
    """The day a finished task was received: what a person typed in `Début fixé`, None when it is still to come."""
    day = plausible(fixed, today)
    return day if state == TaskState.DONE and day is not None and day <= today else None


def _progress(state: str, facts: Facts | None) -> Progress:
    return Progress.BEGUN if facts is not None or state == TaskState.UNDER_WAY else Progress.TO_DO


def _cycle_problem(cycle: list[Task]) -> Problem:
    chain = " → ".join([*(task.code for task in cycle), cycle[0].code])
    expected = "des liens qui ne reviennent pas à leur départ"
    message = f"les tâches s'attendent en rond : {chain} ; retirez l'un de ces liens"
    return blocking("Planning", cycle[0].row, PREDECESSORS, chain, expected, message)
