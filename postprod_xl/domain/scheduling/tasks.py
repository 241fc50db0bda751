"""The tasks to plan and the links between them, as `Planning` writes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.columns import known
from postprod_xl.domain.office import Office
from postprod_xl.domain.scheduling.absurd_dates import is_never, plausible
from postprod_xl.domain.scheduling.after_delivery import Stage, after_delivery
from postprod_xl.domain.scheduling.axis import halves_up
from postprod_xl.domain.scheduling.facts import BEGUN, DELIVERED_PROJECTS, DONE, Facts
from postprod_xl.domain.scheduling.in_force import days_held
from postprod_xl.domain.scheduling.links import (
    EXPECTED_LINKS,
    QUARTERS_PER_DAY,
    Link,
    UnreadableLink,
    WrittenLink,
    ordered,
    read_links,
)
from postprod_xl.domain.wording import decimal_text
from postprod_xl.schema.bounds import WORK_DAYS
from postprod_xl.schema.problems import Problem, blocking, warning
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.units import folded

PREDECESSORS = BY_NAME["Planning"].heading("predecessors")
LONGEST_LAG = int(WORK_DAYS[1]) * QUARTERS_PER_DAY
"""Quarters of a working day between two tasks: no longer than a task may be."""


class Progress(Enum):
    """How far a task is."""

    TO_DO = 1
    BEGUN = 2
    DONE = 3


@dataclass(frozen=True)
class Project:
    """What the plan needs of a project; a smaller `priority` comes first.

    Dates that no plan can hold are left out; `never` when the rushes come too late for anything to have a place.
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


@dataclass(frozen=True)
class Task:
    """One task to place; durations in half-days. `fixed` is its imposed start (`Début fixé`).

    `held` are the first and last days that the workbook holds of it. A task that `follows_delivery` is not due on
    the delivery of its project. Dates that no plan can hold are left out; `never` when its start is one of them.
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
    follows_delivery: bool = False
    never: bool = False

    @property
    def promised(self) -> date | None:
        """The delivery of the project that the task is due for."""
        return None if self.follows_delivery else self.project.delivery


@dataclass(frozen=True)
class TaskList:
    """The tasks not cancelled, their links by place, and the places in an order that follows the links.

    Tasks of a cycle, or behind one, are not in the order.
    """

    tasks: list[Task]
    links: list[Link]
    order: list[int]


class TaskNames:
    """Finds a task by its code, as it is written or in another case."""

    def __init__(self, codes: Sequence[str], cancelled: Sequence[bool]) -> None:
        kept = [code for code, is_cancelled in zip(codes, cancelled, strict=True) if not is_cancelled]
        self._places: dict[str, int | None] = dict.fromkeys(codes)
        self._places |= {code: place for place, code in enumerate(kept)}

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {folded(code): code for code in self._places}

    def code(self, name: str) -> str | None:
        """The code of the task so named, None if there is none."""
        return name if name in self._places else self._folded.get(folded(name))

    def place(self, code: str) -> int | None:
        """The place of a task in the problem, None if it is cancelled."""
        return self._places[code]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.code(name) is not None


_AS_WRITTEN = {
    "step": "step",
    "state": "state",
    "frozen": "frozen",
    "skill": "skill",
    "technician": "technician",
    "room_type": "room_type",
    "room": "room",
}


def task_list(
    office: Office, facts: Mapping[str, Facts], remaining: Mapping[str, Decimal], cancelled: Sequence[bool]
) -> tuple[TaskList, list[Problem]]:
    """The tasks of an office, and the blocking problems of their links.

    Cancelled tasks are left out with their links.
    """
    tasks = list(_tasks(office, facts, remaining, cancelled))
    links, problems = _links(office, cancelled)
    later = after_delivery([Stage(task.project.code, task.step) for task in tasks], links, office.today)
    tasks = [replace(task, follows_delivery=place in later) for place, task in enumerate(tasks)]
    order, cycles = ordered(len(tasks), links)
    problems += [_cycle_problem([tasks[place] for place in cycle]) for cycle in cycles]
    return TaskList(tasks, links, order), problems


def rows_after_delivery(office: Office, cancelled: Sequence[bool]) -> list[bool]:
    """For each row of `Planning`, whether its task only comes after the delivery of its project."""
    tasks = office["Planning"]
    kept = [row for row, is_cancelled in enumerate(cancelled) if not is_cancelled]
    pairs = [*zip(tasks["project"].tolist(), tasks["step"].tolist(), strict=True)]
    stages = [Stage(*pairs[row]) for row in kept]
    later = {kept[place] for place in after_delivery(stages, _read_late(office, cancelled), office.today)}
    return [row in later for row in range(len(cancelled))]


def _read_late(office: Office, cancelled: Sequence[bool]) -> Iterator[Link]:
    """The links of an office, read only when the first one is asked for."""
    yield from _links(office, cancelled)[0]


def projects_of(office: Office) -> dict[str, Project]:
    """The projects by code."""
    names = ("code", "department", "type", "director", "rushes_day", "delivery_day", "priority", "status")
    columns = (known(office["Projets"][name]) for name in names)
    today = office.today
    return {
        code: Project(
            code,
            WorkCalendar.of(place),
            kind,
            director,
            plausible(rushes, today),
            plausible(delivery, today),
            priority,
            status in DELIVERED_PROJECTS,
            is_never(rushes, today),
        )
        for code, place, kind, director, rushes, delivery, priority, status in zip(*columns, strict=True)
    }


_DAYS = ("earliest_day", "fixed_day", "due_day", "start_day", "end_day")


def _tasks(
    office: Office, facts: Mapping[str, Facts], remaining: Mapping[str, Decimal], cancelled: Sequence[bool]
) -> Iterator[Task]:
    projects, frame = projects_of(office), office["Planning"]
    columns = {
        name: known(frame[name])
        for name in ("task", "project", "duration_days", *_DAYS, *_AS_WRITTEN.values())
    }
    for at, row in enumerate(frame.index.tolist()):
        if cancelled[at]:
            continue
        code, project = columns["task"][at], projects[columns["project"][at]]
        written = {field: columns[name][at] for field, name in _AS_WRITTEN.items()}
        yield Task(
            row=row,
            code=code,
            project=project,
            progress=_progress(written["state"], facts.get(code)),
            duration=halves_up(columns["duration_days"][at]),
            remaining=halves_up(remaining[code]),
            facts=facts.get(code),
            **_days(project, [columns[name][at] for name in _DAYS], office.today),
            **written,
        )


def _days(project: Project, days: Sequence[date | None], today: date) -> dict[str, Any]:
    """The days of a task that a plan can hold."""
    earliest, fixed, due, start, end = days
    return {
        "earliest": plausible(earliest, today),
        "fixed": plausible(fixed, today),
        "due": plausible(due, today),
        "held": days_held(start, end, today),
        "never": project.never or is_never(earliest, today) or is_never(fixed, today),
    }


def _progress(state: str, facts: Facts | None) -> Progress:
    if state == DONE:
        return Progress.DONE
    return Progress.BEGUN if facts is not None or state == BEGUN else Progress.TO_DO


def _links(office: Office, cancelled: Sequence[bool]) -> tuple[list[Link], list[Problem]]:
    tasks = office["Planning"]
    codes = tasks["task"].tolist()
    names = TaskNames(codes, cancelled)
    links: list[Link] = []
    problems: list[Problem] = []
    rows = zip(tasks.index.tolist(), codes, tasks["predecessors"].tolist(), cancelled, strict=True)
    for row, code, text, is_cancelled in rows:
        if not text or is_cancelled:
            continue
        try:
            written = read_links(text, names)
        except UnreadableLink as error:
            problems.append(_unreadable(row, error))
            continue
        problems += _twice(row, written)
        for link in written:
            found = _resolved(row, code, link, names)
            if isinstance(found, Problem):
                problems.append(found)
            elif found is not None:
                links.append(found)
    return links, problems


def _resolved(row: int, code: str, link: WrittenLink, names: TaskNames) -> Link | Problem | None:
    """The link between two tasks, None if the predecessor is cancelled, or what is wrong with it."""
    before = names.code(link.code)
    if before is None:
        return _unknown(row, link.code)
    if abs(link.lag) > LONGEST_LAG:
        return _far(row, link)
    if before == code:
        return _on_itself(row, code)
    predecessor, successor = names.place(before), names.place(code)
    if predecessor is None or successor is None:
        return None
    return Link(predecessor, successor, link.kind, link.lag)


def _unreadable(row: int, error: UnreadableLink) -> Problem:
    part = str(error)
    message = f"« {part} » : {error.reason} ; attendu : {EXPECTED_LINKS}" if error.reason else ""
    return blocking("Planning", row, PREDECESSORS, part, EXPECTED_LINKS, message)


def _unknown(row: int, code: str) -> Problem:
    expected = "le code d'une tâche du planning"
    message = f"le prédécesseur « {code} » n'existe pas ; attendu : {expected}"
    if code[:1].isdigit():
        # MS Project names a task by the number of its line.
        message += f", comme {EXPECTED_LINKS}, et non un numéro de ligne"
    return blocking("Planning", row, PREDECESSORS, code, expected, message)


def _far(row: int, link: WrittenLink) -> Problem:
    found = f"{link.code} {link.kind}{decimal_text(Decimal(link.lag) / QUARTERS_PER_DAY)}j"
    expected = f"un décalage de {WORK_DAYS[1]} jours ouvrés au plus"
    return blocking("Planning", row, PREDECESSORS, found, expected)


def _twice(row: int, links: Sequence[WrittenLink]) -> Iterator[Problem]:
    """The warnings of predecessors given twice with one kind of link: the furthest lag alone counts."""
    counts = Counter((folded(link.code), link.kind) for link in links)
    for (_, kind), code in {(folded(link.code), link.kind): link.code for link in links}.items():
        if counts[folded(code), kind] > 1:
            message = (
                f"{code} est donné plusieurs fois avec un lien {kind} : gardez-en un, le plus exigeant compte"
            )
            yield warning("Planning", row, PREDECESSORS, code, "un prédécesseur une seule fois", message)


def _on_itself(row: int, code: str) -> Problem:
    expected = "une autre tâche"
    message = f"la tâche « {code} » ne peut pas s'attendre elle-même ; attendu : {expected}"
    return blocking("Planning", row, PREDECESSORS, code, expected, message)


def _cycle_problem(cycle: list[Task]) -> Problem:
    chain = " → ".join([*(task.code for task in cycle), cycle[0].code])
    expected = "des liens qui ne reviennent pas à leur départ"
    message = f"les tâches s'attendent en rond : {chain} ; retirez l'un de ces liens"
    return blocking("Planning", cycle[0].row, PREDECESSORS, chain, expected, message)
