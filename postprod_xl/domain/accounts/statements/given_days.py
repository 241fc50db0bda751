"""What a project gives and is given: its deliveries, and what the production owes its work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from postprod_xl.documents.project_statement import Awaited, StatedDelivery
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.promises.kept import kept_promises
from postprod_xl.domain.planning.promises.register import Promised
from postprod_xl.domain.planning.tasks.episodes import episodes_of, with_episode
from postprod_xl.domain.planning.tasks.facts import cancelled_rows, finished_rows
from postprod_xl.domain.planning.tasks.predecessors import linked_tasks
from postprod_xl.domain.quotes.amending.lateness import is_theirs
from postprod_xl.schema.rows import Row

RUSHES = "Rushes"


def stated_deliveries(office: Office, project: Row) -> Iterator[StatedDelivery]:
    """The delivery of a project, then those of its episodes that have dates of their own, by number.

    Each is judged on the day announced to the client, which its copy shows, else on the one noted in `Promesses`.

    Parameters
    ----------
    office
        With the computed columns of `Planning` and of `Episodes`.
    """
    for what, kept in sorted(
        (each for each in kept_promises(office).deliveries.items() if each[0].project == project.code),
        key=lambda each: (each[0].episode is not None, each[0].episode or 0),
    ):
        promised = kept.announced or kept.promised
        late = kept.calendar.working_days_late(promised, kept.end) if promised and kept.end else 0
        yield StatedDelivery(_delivery_label(office, what), promised, kept.end, kept.is_finished, late)


def awaited(office: Office, project: Row) -> Iterator[Awaited]:
    """What the production has still to give, and what it gave late: rushes to come, then its tasks in sheet order.

    Its turn has come once all that a task waits for is finished: it is then expected on the day promised, else on its
    due day, and late after it. Until then it is expected on the day of the plan: what it waits for may be ours.

    Parameters
    ----------
    office
        With the computed columns of `Planning`, and the promises noted today.
    """
    yield from _rushes_to_come(office, project)
    tasks, (before, _) = office["Planning"], linked_tasks(office)
    finished = {
        code for code, is_over in zip(tasks.column("task"), finished_rows(office), strict=True) if is_over
    }
    rows = zip(tasks, kept_promises(office).tasks, cancelled_rows(office), strict=True)
    for task, kept, is_cancelled in rows:
        if task.project != project.code or is_cancelled or not is_theirs(task):
            continue
        label = with_episode(task.label or task.task, task.episode, project)
        expected = kept.promised or task.due_day
        if not kept.is_finished and (expected is None or before.get(task.task, set()) - finished):
            yield Awaited(label, kept.planned, None, 0)
        elif not kept.is_finished:
            yield Awaited(label, expected, None, kept.calendar.working_days_late(expected, office.today))
        elif expected is not None and kept.actual is not None and kept.actual > expected:
            late = kept.calendar.working_days_late(expected, kept.actual)
            yield Awaited(label, expected, kept.actual, late)


def _rushes_to_come(office: Office, project: Row) -> Iterator[Awaited]:
    days: list[tuple[int | None, date | None]] = [(None, project.rushes_day)]
    days += [
        (key.number, each.rushes) for key, each in episodes_of(office).items() if key.project == project.code
    ]
    for episode, day in days:
        if day is not None and day >= office.today:
            yield Awaited(with_episode(RUSHES, episode, project), day, None, 0)


def _delivery_label(office: Office, what: Promised) -> str:
    if what.episode is None:
        return "Livraison du programme"
    titles = office["Episodes"].select("project", "number", "title")
    title = next(
        (title for code, number, title in titles if (code, number) == (what.project, what.episode)), ""
    )
    return f"Épisode {what.episode}{f' — {title}' if title else ''}"
