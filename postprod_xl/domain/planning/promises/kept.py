"""Promised, planned, done: each task and each delivery beside what was promised of it, and those not kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.planning.plan.project_ends import deliveries
from postprod_xl.domain.planning.promises.register import Promised, promise_of, register_of
from postprod_xl.domain.planning.tasks.episodes import EpisodeKey, episodes_of, promised_later
from postprod_xl.domain.planning.tasks.facts import (
    PROGRESS_FROM,
    cancelled_rows,
    finished_rows,
    session_facts,
)
from postprod_xl.domain.planning.tasks.to_plan import received_day, rows_after_delivery
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.sessions.counted import COUNTED_FROM
from postprod_xl.schema.rows import Rows


class KeptPromise(NamedTuple):
    """One thing that may be promised, and what became of it.

    Parameters
    ----------
    what
        The task, or the delivery.
    promised, planned, actual
        The day promised, that of the plan, that it was finished on; None when they are not known.
    is_finished
        Whether nothing of it is left to do, known day or not.
    calendar
        The working days that a delay is counted in.
    announced
        The day typed for a delivery in `Projets` or `Episodes`.
    """

    what: Promised
    promised: date | None
    planned: date | None
    actual: date | None
    is_finished: bool
    calendar: WorkCalendar
    announced: date | None = None

    @property
    def end(self) -> date | None:
        """The day it was finished, or else the one planned; None of what was finished on a day that nothing says."""
        return self.actual if self.is_finished else self.planned

    @property
    def gap_days(self) -> int | None:
        """Working days of the end after the promise, negative before it; None when one of the two is not known.

        A day off counts as the working day before it.
        """
        if self.promised is None or self.end is None:
            return None
        late = self.calendar.working_days_late(self.promised, self.end)
        return late or -self.calendar.working_days_late(self.end, self.promised)


class KeptPromises(NamedTuple):
    """Every row of `Planning`, in order, and every delivery."""

    tasks: Sequence[KeptPromise]
    deliveries: Mapping[Promised, KeptPromise]


@fact(
    Planning=f"project episode step predecessors fixed_day end_day {PROGRESS_FROM}",
    Projets="code status department delivery_day",
    Episodes="project number title director rushes_day lock_day due_day delivery_day expected_day",
    Seances=COUNTED_FROM,
    Promesses="project number episode promised_task promised_day recorded_day event seal",
)
def kept_promises(office: Office) -> KeptPromises:
    """What became of every task and every delivery.

    Parameters
    ----------
    office
        With the computed columns of `Planning` and of `Episodes`, and the promises noted today.
    """
    tasks = _tasks(office)
    return KeptPromises(tasks, _deliveries(office, tasks))


def _tasks(office: Office) -> list[KeptPromise]:
    """Each row of `Planning`; of a task cancelled nothing is promised nor known."""
    register, facts, today = register_of(office), session_facts(office), office.today
    calendars = _calendars(office)
    rows = zip(
        office["Planning"].select("project", "task", "state", "fixed_day", "end_day"),
        finished_rows(office),
        cancelled_rows(office),
        strict=True,
    )
    found = []
    for (project, code, state, fixed, end), is_finished, is_cancelled in rows:
        what, calendar = Promised(project, code), calendars[project]
        if is_cancelled:
            found.append(KeptPromise(what, None, None, None, False, calendar))
            continue
        known = register.in_force(what, today)
        is_said = is_finished and (code in facts or received_day(state, fixed, today) is not None)
        found.append(
            KeptPromise(what, known and known.day, end, end if is_said else None, is_finished, calendar)
        )
    return found


def _deliveries(office: Office, tasks: Sequence[KeptPromise]) -> dict[Promised, KeptPromise]:
    """The delivery of each project, and of each episode that has dates.

    It is finished once all the tasks that it waits for are, on the last of their days; that day is not known when
    nothing says that of its last task. One finished before anything was noted is judged on the day typed for it.
    """
    register, calendars = register_of(office), _calendars(office)
    parts: defaultdict[Promised, list[KeptPromise]] = defaultdict(list)
    rows = zip(
        office["Planning"].column("episode"),
        rows_after_delivery(office),
        cancelled_rows(office),
        tasks,
        strict=True,
    )
    later = promised_later(office)
    for episode, follows, is_cancelled, task in rows:
        if follows or is_cancelled:
            continue
        project = task.what.project
        if episode is None or EpisodeKey(project, episode) not in later:
            parts[Promised(project)].append(task)
        if episode is not None:
            parts[Promised(project, episode=episode)].append(task)
    found = {}
    for what, planned, announced in _planned_deliveries(office):
        known = register.in_force(what, office.today)
        is_finished, actual = _done_on(parts.get(what, ()))
        promised = known.day if known else announced if is_finished else None
        found[what] = KeptPromise(
            what, promised, planned, actual, is_finished, calendars[what.project], announced
        )
    return found


def _done_on(tasks: Sequence[KeptPromise]) -> tuple[bool, date | None]:
    """Whether all the tasks of a delivery are finished, and on which day, None when nothing says it."""
    if not tasks or not all(task.is_finished for task in tasks):
        return False, None
    last = max((task.planned for task in tasks if task.planned is not None), default=None)
    days = [task.actual for task in tasks if task.planned == last]
    return True, None if None in days else last


def _planned_deliveries(office: Office) -> Iterator[tuple[Promised, date | None, date | None]]:
    """Each delivery, its day in the plan, and the day typed for it."""
    for code, delivery in deliveries(office).items():
        yield Promised(code), delivery.expected, delivery.promised
    expected = office["Episodes"].select("project", "number", "expected_day")
    days = {EpisodeKey(project, number): day for project, number, day in expected}
    for key, episode in episodes_of(office).items():
        yield Promised(key.project, episode=key.number), days[key], episode.promised


def _calendars(office: Office) -> dict[str, WorkCalendar]:
    return {code: WorkCalendar.of(place) for code, place in office["Projets"].select("code", "department")}


def promise_columns(office: Office) -> dict[str, Rows]:
    """`Promis`, `Réel` and `Écart promis (j)` of `Planning`, `Projets` and `Episodes`; when a promise was replaced.

    Parameters
    ----------
    office
        With the computed columns of `Planning` and of `Episodes`, and the promises noted today.
    """
    tasks, whole = kept_promises(office)
    projects = [whole[Promised(code)] for code in office["Projets"].column("code")]
    keys = office["Episodes"].select("project", "number")
    episodes = [whole[Promised(project, episode=number)] for project, number in keys]
    kept = {"Planning": tasks, "Projets": projects, "Episodes": episodes}
    return {table: _columns(office, table, rows) for table, rows in kept.items()} | {
        "Promesses": _replaced(office)
    }


def _columns(office: Office, table: str, rows: Sequence[KeptPromise]) -> Rows:
    gaps = [row.gap_days for row in rows]
    return computed_columns(
        table,
        office[table].numbers,
        promised_day=[row.promised for row in rows],
        actual_day=[row.actual for row in rows],
        promise_gap_days=[None if gap is None else Decimal(gap) for gap in gaps],
    )


def _replaced(office: Office) -> Rows:
    """For each line of the register, the day of the promise that took its place, as far as the present day knows."""
    register, today = register_of(office), office.today
    days: list[date | None] = []
    for line in office["Promesses"]:
        promise = promise_of(line)
        known = None if promise is None else register.after(promise, today)
        days.append(known and known.recorded)
    return computed_columns("Promesses", office["Promesses"].numbers, replaced_day=days)
