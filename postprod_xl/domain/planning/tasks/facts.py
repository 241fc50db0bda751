"""What the sessions say of each task up to today, and what remains to be done of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.planning.problem.axis import QUARTERS_PER_DAY
from postprod_xl.domain.quotes.reference_lines import task_day_minutes
from postprod_xl.domain.sessions.counted import COUNTED_FROM
from postprod_xl.domain.sessions.done import done_sessions
from postprod_xl.schema.units import QUARTER
from postprod_xl.schema.vocabulary import ProjectStatus, TaskState

OPTIONS = frozenset({TaskState.OPTION_1, TaskState.OPTION_2})
FIRM = frozenset({TaskState.CONFIRMED, TaskState.UNDER_WAY})
"""The states on which somebody counts: an option may still be given back."""
CLOSED_PROJECTS = frozenset({ProjectStatus.SETTLED, ProjectStatus.CANCELLED})
DELIVERED_PROJECTS = CLOSED_PROJECTS | {ProjectStatus.DELIVERED}

PROGRESS_FROM = "task state duration_days remaining_days done_rate"
"""The columns of `Planning` that, with these facts, say which tasks are finished."""


@dataclass(slots=True)
class Facts:
    """What was done of one task up to today.

    `remaining_days` is the last remainder a technician announced, unless a later session announced a
    progress instead, which leaves nothing when it is the whole task; `done_rate` is the last progress announced;
    `minutes` counts the hours worked; `technician` and `room` are those of the last session.
    """

    first_day: date
    last_day: date
    minutes: int = 0
    remaining_days: Decimal | None = None
    done_rate: Decimal | None = None
    technician: str = ""
    room: str = ""


@fact(Seances=COUNTED_FROM)
def session_facts(office: Office) -> Mapping[str, Facts]:
    """The facts of every task that has at least one session up to today, by task code."""
    names = ("day", "task", "remaining_days", "done_rate", "technician", "room")
    past = [row for row in done_sessions(office, *names) if row[1]]
    facts: dict[str, Facts] = {}
    # The sort keeps the order of rows within a day.
    for day, task, remaining, done, technician, room, worked in sorted(past, key=lambda row: row[0]):
        known = facts.setdefault(task, Facts(day, day))
        known.last_day = day
        known.technician, known.room = technician, room
        known.minutes += worked or 0
        _hear(known, remaining, done)
    return facts


def _hear(facts: Facts, remaining: Decimal | None, done: Decimal | None) -> None:
    if remaining is not None or done is not None:
        facts.remaining_days = remaining
    if done is not None:
        facts.done_rate = done
        if done >= 1 and remaining is None:
            facts.remaining_days = Decimal(0)


@fact(Planning=PROGRESS_FROM, Seances=COUNTED_FROM)
def finished_rows(office: Office) -> Sequence[bool]:
    """For each row of `Planning`, whether its task is finished: `Terminé`, or worked and with nothing left.

    What a session leaves of it finishes a task as `Terminé` does, until a later session leaves something; so does
    what `Planning` leaves of a task that has a session. Without any, it is finished when its state says so.
    """
    facts = session_facts(office)
    rows = office["Planning"].select("task", "state", "duration_days", "remaining_days", "done_rate")
    return tuple(
        state == TaskState.DONE or (task in facts and _announced(duration, left, done, facts[task]) == 0)
        for task, state, duration, left, done in rows
    )


def remaining_days(office: Office) -> dict[str, Decimal]:
    """Working days still to be done of each task, by task code.

    The first of these that is known: nothing if the task is finished or cancelled; its whole duration if
    it is not begun; the last remainder announced in a session (unless a later session announced a progress);
    `Planning[Reste (j)]`; the duration not covered by the last progress announced, rounded up to the quarter
    of a day; the duration less the hours worked (`task_day_minutes` each day), at least a quarter of a day.

    Parameters
    ----------
    office
        Tables `Planning`, `Projets`, `Seances`, and what says the hours of a day of each task.

    Returns
    -------
    dict
        Days by quarter, for every task of `Planning`.
    """
    facts, tasks = session_facts(office), office["Planning"]
    columns = tasks.select("task", "state", "duration_days", "remaining_days", "done_rate")
    remaining = {}
    rows = zip(columns, cancelled_rows(office), finished_rows(office), task_day_minutes(office), strict=True)
    for (task, state, duration, announced, done), is_cancelled, is_finished, length in rows:
        if is_cancelled or is_finished:
            remaining[task] = Decimal(0)
        elif task not in facts and state != TaskState.UNDER_WAY:
            remaining[task] = duration or Decimal(0)
        else:
            left = _left(duration or Decimal(0), announced, done, facts.get(task), length)
            remaining[task] = left
    return remaining


def _left(
    duration: Decimal, announced: Decimal | None, done: Decimal | None, facts: Facts | None, day_minutes: int
) -> Decimal:
    left = _announced(duration, announced, done, facts)
    if left is not None:
        return left
    worked = Decimal(facts.minutes if facts else 0) / day_minutes
    return max(quarters_up(duration - worked), QUARTER)


def _announced(
    duration: Decimal | None, announced: Decimal | None, done: Decimal | None, facts: Facts | None
) -> Decimal | None:
    """What is left of a task as somebody said it; nothing of a milestone; None when nobody did."""
    if facts is not None and facts.remaining_days is not None:
        return facts.remaining_days
    if announced is not None:
        return announced
    if facts is not None and facts.done_rate is not None:
        done = facts.done_rate
    if done is not None:
        return quarters_up((duration or Decimal(0)) * (1 - done))
    return None if duration else Decimal(0)


def quarters_up(days: Decimal) -> Decimal:
    """Days rounded up to the quarter."""
    return (days * QUARTERS_PER_DAY).to_integral_value(ROUND_CEILING) / QUARTERS_PER_DAY


@fact(Planning=f"project {PROGRESS_FROM}", Projets="code status", Seances=COUNTED_FROM)
def cancelled_rows(office: Office) -> Sequence[bool]:
    """For each row of `Planning`, whether nothing of it is planned.

    The task or its whole project is cancelled, or its project is settled (`Soldé`: nothing is left to do) and it
    was left open.
    """
    statuses = office["Projets"].by_key("code", "status")
    tasks = zip(office["Planning"].select("state", "project"), finished_rows(office), strict=True)
    return tuple(
        _is_cancelled(state, statuses.get(project), is_finished) for (state, project), is_finished in tasks
    )


def _is_cancelled(state: str, status: str | None, is_finished: bool) -> bool:
    if state == TaskState.CANCELLED or status == ProjectStatus.CANCELLED:
        return True
    return status == ProjectStatus.SETTLED and not is_finished
