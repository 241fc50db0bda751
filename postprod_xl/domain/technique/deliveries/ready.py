"""When each deliverable is owed, when it will be ready, and how late that is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.project_ends import late_days
from postprod_xl.domain.planning.tasks.absurd_dates import plausible
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.technique.facts.records import DeliverableFacts, ProjectFacts, TaskFacts
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.technique import DELIVERABLES
from postprod_xl.schema.technical_vocabulary import DeliverableState
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import TaskState

MADE = frozenset({DeliverableState.MADE, DeliverableState.CHECKED, DeliverableState.ACCEPTED})
"""The states of what exists: nothing is left to plan of it."""


def is_to_make(deliverable: DeliverableFacts) -> bool:
    """Whether a deliverable is still to be made, or to be made again."""
    return deliverable.state not in MADE


def task_of(project: ProjectFacts, deliverable: DeliverableFacts) -> TaskFacts | None:
    """The task of the project that makes a deliverable; None without any, or if it is of another or cancelled."""
    code = folded(deliverable.task or "")
    return next((task for task in project.tasks if code and folded(task.code) == code), None)


def is_awaited(project: ProjectFacts, deliverable: DeliverableFacts) -> bool:
    """Whether a deliverable does not exist yet: expected, or nobody said, and neither its task nor a file says so."""
    if deliverable.state not in (None, DeliverableState.EXPECTED) or project.measured_of(deliverable):
        return False
    task = task_of(project, deliverable)
    is_over = task is not None and task.state is TaskState.DONE
    return deliverable.state is DeliverableState.EXPECTED or not is_over


def promised_day(project: ProjectFacts, deliverable: DeliverableFacts, today: date) -> date | None:
    """The day a deliverable is owed: its own, else that of its episode, else that of its project.

    A day that no plan can hold (1900, 2999) is left out, as the plan does.
    """
    own = plausible(deliverable.due_day, today)
    return own or inherited_day(project, deliverable, today)


def inherited_day(project: ProjectFacts, deliverable: DeliverableFacts, today: date) -> date | None:
    """The day promised of the episode of a deliverable, else of its project."""
    of_episode = project.promised_days.get(deliverable.episode) if deliverable.episode is not None else None
    return of_episode or plausible(project.delivery_day, today)


def ready_day(project: ProjectFacts, deliverable: DeliverableFacts) -> date | None:
    """The day a deliverable is ready: the one it was, once it is made; before, the end that the plan gives its task.

    One to be made again whose task is finished has no known day: nothing is planned to make it again.
    """
    task = task_of(project, deliverable)
    is_over = task is not None and task.state is TaskState.DONE
    if deliverable.state in MADE:
        over = task.end_day if task is not None and is_over else None
        return deliverable.state_day or over
    if task is None or (is_over and deliverable.state is DeliverableState.REJECTED):
        return None
    return task.end_day


def days_late(project: ProjectFacts, deliverable: DeliverableFacts, today: date) -> int | None:
    """Working days after the day owed, in the calendar that `Retard (j)` of the project uses; None when not known."""
    calendar = WorkCalendar.of(project.row.department)
    return late_days(calendar, promised_day(project, deliverable, today), ready_day(project, deliverable))


def ready_columns(office: Office, projects: Iterable[ProjectFacts]) -> Rows:
    """`Prêt le` and `Retard (j)` of each row of `Livrables`; empty when not known, and `Retard` when not late."""
    found: dict[int, tuple[date | None, int | None]] = {
        deliverable.row.row: (ready_day(project, deliverable), days_late(project, deliverable, office.today))
        for project in projects
        for deliverable in project.deliverables
    }
    numbers = office[DELIVERABLES.name].numbers
    pairs = [found.get(number, (None, None)) for number in numbers]
    return computed_columns(
        DELIVERABLES.name,
        numbers,
        ready_day=[ready for ready, _ in pairs],
        late_days=[Decimal(late) if late else None for _, late in pairs],
    )
