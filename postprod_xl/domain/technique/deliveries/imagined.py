"""The plan of one project with tasks added to make a deliverable right, the other projects staying where they are.

Nothing of it is written: it only tells a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.memory.run_days import RunDay
from postprod_xl.domain.planning.plan.schedule import schedule
from postprod_xl.domain.planning.plan.solved import Placement
from postprod_xl.domain.planning.problem.outside import Busy
from postprod_xl.domain.planning.programmes.house_words import HouseWords
from postprod_xl.domain.planning.programmes.steps import Step
from postprod_xl.domain.planning.tasks.in_force import readable
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import TaskState

_NOT_ALONE = "le planning du projet a un lien avec un autre projet, ou une erreur à corriger d'abord"


class AddedStep(NamedTuple):
    """A step to add to a plan: its code, what `programme_steps.toml` says of it, its days."""

    code: str
    step: Step | None
    days: Decimal


@dataclass(frozen=True)
class Correction:
    """What makes one deliverable right.

    Parameters
    ----------
    task
        The code of the task that makes it.
    is_over
        Whether it is finished: its own days count no more.
    episode
        That of the deliverable.
    before, after
        The steps to add before this task and after it, in order; all of them after a task that is finished.
    """

    task: str
    is_over: bool
    episode: int | None
    before: Sequence[AddedStep]
    after: Sequence[AddedStep]


class NewDay(NamedTuple):
    """The day that a plan gives; None with the reason, in French, when it gives none."""

    day: date | None
    reason: str = ""


def new_days(
    office: Office, project: str, corrections: Sequence[Correction], words: HouseWords
) -> list[NewDay]:
    """The day each deliverable would be ready on, all the corrections of its project being planned together.

    The engine plans the project again from the plan in force: what is confirmed stays, and what the others have booked
    is taken. A task that is confirmed before what it must now wait for has no new day: it is to be renegotiated.

    Parameters
    ----------
    office
        With the plan just made, `Reservations` included.
    project
        Its code.
    corrections
        One a deliverable.
    words
        Who and where the house does each step.
    """
    alone, busy = _alone(office, project)
    chains = [_chain(alone, project, rank, one, words) for rank, one in enumerate(corrections, 1)]
    imagined = _with_tasks(alone, corrections, chains)
    made = schedule(imagined, busy)
    if any(problem.is_blocking for problem in made.problems):
        return [NewDay(None, _NOT_ALONE)] * len(corrections)
    rows = zip(imagined["Planning"].numbers, imagined["Planning"].column("task"), strict=True)
    places = {folded(task): made.placements[row] for row, task in rows if row in made.placements}
    return [_day_of(one, chain, places) for one, chain in zip(corrections, chains, strict=True)]


class _Chain(NamedTuple):
    before: list[dict[str, Any]]
    after: list[dict[str, Any]]


def _alone(office: Office, project: str) -> tuple[Office, list[Busy]]:
    """The office of one project, on the day of its plan, and what the others have booked."""
    planning, bookings = office["Planning"], readable(office["Reservations"])
    own = [code == project for code in planning.column("project")]
    booked = [code == project for code in bookings.column("project")]
    busy = [
        Busy(code, day, half_day)
        for (day, half_day, *codes), is_own in zip(
            bookings.select("day", "half_day", "technician", "room"), booked, strict=True
        )
        if not is_own and day >= office.today
        for code in codes
        if code
    ]
    alone = office.with_rows("Planning", planning.where(own)).with_rows(
        "Reservations", bookings.where(booked)
    )
    return replace(alone, memory=(RunDay(office.today),), facts={}), busy


def _chain(office: Office, project: str, rank: int, one: Correction, words: HouseWords) -> _Chain:
    """The tasks to add, each after the one before; the first waits for what the task that makes it waits for."""
    awaited = office["Planning"].by_key("task", "predecessors").get(one.task, "")
    before = list(_tasks(project, f"{rank}A", one, one.before, (awaited, words)))
    return _Chain(before, list(_tasks(project, f"{rank}B", one, one.after, (one.task, words))))


def _tasks(
    project: str, mark: str, one: Correction, steps: Sequence[AddedStep], given: tuple[str, HouseWords]
) -> Iterator[dict[str, Any]]:
    awaited, words = given
    for rank, added in enumerate(steps, 1):
        # No code that a person types holds this sign: none is taken.
        code = f"{project}¤{mark}{rank}"
        needs = words.needs(added.step) if added.step else None
        yield {
            "task": code,
            "project": project,
            "episode": one.episode,
            "step": added.code,
            "label": added.code,
            "duration_days": added.days,
            "predecessors": awaited,
            "skill": needs.skill if needs else "",
            "room_type": needs.room_type if needs else "",
            "state": TaskState.OPTION_1,
        }
        awaited = code


def _with_tasks(office: Office, corrections: Sequence[Correction], chains: Sequence[_Chain]) -> Office:
    planning = office["Planning"]
    last = {
        folded(one.task): chain.before[-1]["task"]
        for one, chain in zip(corrections, chains, strict=True)
        if chain.before
    }
    links = [
        " ; ".join(part for part in (awaited, last.get(folded(task), "")) if part)
        for task, awaited in planning.select("task", "predecessors")
    ]
    records = [task for chain in chains for task in (*chain.before, *chain.after)]
    added = rows_of(PLANNING, records, planning.next_number)
    linked = planning.with_columns({"predecessors": links})
    return office.with_rows("Planning", linked.followed_by(added))


def _day_of(one: Correction, chain: _Chain, places: Mapping[str, Placement]) -> NewDay:
    """The end of the last task of a chain, once each of them is after the one before."""
    before, after = ([task["task"] for task in tasks] for tasks in chain)
    last: Placement | None = None
    for code in (*before, *(() if one.is_over else (one.task,)), *after):
        place = places.get(folded(code))
        if place is None:
            return NewDay(None, f"{one.task} n'aurait pas de place")
        if last is not None and place.start < last.end:
            return NewDay(None, f"{one.task} est tenue le {place.start_day:%d/%m/%Y}, à renégocier")
        last = place
    return NewDay(None if last is None else last.end_day)
