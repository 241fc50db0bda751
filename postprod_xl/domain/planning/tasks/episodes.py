"""The episodes that have dates of their own: what the plan reads of them in place of those of their project."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.planning.tasks.absurd_dates import is_never, plausible
from postprod_xl.domain.planning.tasks.facts import DELIVERED_PROJECTS
from postprod_xl.domain.wording import counted, first_names, in_sentence
from postprod_xl.parameters import in_force
from postprod_xl.schema.problems import Problem, named_cells
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.projects import EPISODES, PROJECTS
from postprod_xl.schema.units import folded

_REMEDY = f"corrigez le numéro, ou {PROJECTS.heading('episodes')} dans {PROJECTS.tab}"
_DAYS = ("rushes_day", "lock_day", "due_day", "delivery_day")
"""The columns of days, in the order that the trade has them."""


class EpisodeKey(NamedTuple):
    """An episode, by the code of its project and its number."""

    project: str
    number: int

    @property
    def name(self) -> str:
        """As a person calls it.

        >>> EpisodeKey("MAREE", 4).name
        'MAREE épisode 4'
        """
        return f"{self.project} épisode {self.number}"


def with_episode(label: str, episode: int | None, project: Row | None) -> str:
    """The label of a task, its episode named where the project has several."""
    is_one_of_many = episode is not None and project is not None and (project.episodes or 1) > 1
    return f"{label}, épisode {episode}" if is_one_of_many else label


@dataclass(frozen=True)
class Episode:
    """One row of `Episodes`.

    Dates that no plan can hold are left out; `never` when its rushes come too late for anything to have a place.
    """

    key: EpisodeKey
    row: int
    title: str = ""
    director: str = ""
    rushes: date | None = None
    lock: date | None = None
    due: date | None = None
    delivery: date | None = None
    never: bool = False

    @property
    def promised(self) -> date | None:
        """The day it is promised for: its `PAD`, else its `Échéance`; None when it has neither."""
        return self.delivery or self.due

    @property
    def promised_column(self) -> str:
        """The code name of the column that says so."""
        return "delivery_day" if self.delivery or not self.due else "due_day"

    def due_of(self, step: str, locked: Collection[str]) -> date | None:
        """The day by which a task of it is due: its `Échéance`, and its `Verrouillage image` for the steps up to it.

        Parameters
        ----------
        step
            The step of the task.
        locked
            The steps up to the picture lock, as `steps_to_lock` gives them.
        """
        lock = self.lock if folded(step) in locked else None
        return min((day for day in (self.due, lock) if day is not None), default=None)


NO_DATES = Episode(EpisodeKey("", 0), 0)
"""An episode without a row of its own: it follows its project."""


@fact(Episodes="project number title director rushes_day lock_day due_day delivery_day")
def episodes_of(office: Office) -> Mapping[EpisodeKey, Episode]:
    """The episodes that have a row in `Episodes`, in sheet order."""
    found = {}
    for row in office["Episodes"]:
        rushes, lock, due, delivery = (plausible(getattr(row, column), office.today) for column in _DAYS)
        key, never = EpisodeKey(row.project, row.number), is_never(row.rushes_day, office.today)
        found[key] = Episode(key, row.row, row.title, row.director, rushes, lock, due, delivery, never)
    return found


@fact(
    Projets="code delivery_day",
    Episodes="project number title director rushes_day lock_day due_day delivery_day",
)
def promised_later(office: Office) -> frozenset[EpisodeKey]:
    """The episodes promised after the delivery of their project: it does not wait for them."""
    deliveries = office["Projets"].by_key("code", "delivery_day")
    return frozenset(
        key
        for key, episode in episodes_of(office).items()
        if is_later(episode.promised, plausible(deliveries.get(key.project), office.today))
    )


def is_later(promised: date | None, delivery: date | None) -> bool:
    """Whether an episode is promised after the delivery of its project, None where one is not promised."""
    return promised is not None and delivery is not None and promised > delivery


def steps_to_lock(day: date) -> frozenset[str]:
    """The steps that a picture lock needs finished, itself included, as names are compared."""
    return frozenset(folded(step) for step in in_force("delivery.steps_to_lock", day).value)


def episode_problems(office: Office) -> list[Problem]:
    """What is wrong with the numbers and the dates of episodes: one problem each, by the name of the episode.

    An episode that its project does not have is blocking: its dates would count for nothing. Dates in the wrong
    order, and tasks of an episode out of range, are warnings: the rest of the plan stands.
    """
    projects = {row.code: row for row in office["Projets"] if row.status not in DELIVERED_PROJECTS}
    rows = [row for row in office["Episodes"] if row.project in projects]
    return [
        *(problem for row in rows for problem in _out_of_range(row, projects[row.project])),
        *(problem for row in rows for problem in _out_of_order(row)),
        *_after_delivery(rows, projects),
        *_tasks_out_of_range(office, projects),
    ]


def _out_of_range(row: Row, project: Row) -> Iterator[Problem]:
    if project.episodes and row.number > project.episodes:
        name = EpisodeKey(row.project, row.number).name
        expected = f"un numéro de 1 à {project.episodes}"
        message = f"{name} : {project.code} n'a que {counted(project.episodes, 'épisode')} ; {_REMEDY}"
        yield row.blocking("number", str(row.number), expected, message)


def _out_of_order(row: Row) -> Iterator[Problem]:
    """One warning per date that comes after the one it should not come after."""
    name = EpisodeKey(row.project, row.number).name
    held = [(column, day) for column in _DAYS if (day := getattr(row, column)) is not None]
    for (column, day), (after, limit) in pairwise(held):
        if day > limit:
            said = f"{in_sentence(EPISODES.heading(after))} le {limit:%d/%m/%Y}"
            yield _late_date(row, column, day, (name, limit, said))


def _after_delivery(rows: Sequence[Row], projects: Mapping[str, Row]) -> Iterator[Problem]:
    """One warning per episode due after the delivery of its project, or one for all those of a project."""
    found: dict[str, list[tuple[Row, str]]] = {}
    for row in rows:
        limit = projects[row.project].delivery_day
        held = [column for column in _DAYS if getattr(row, column) is not None]
        if held and limit is not None and getattr(row, held[-1]) > limit:
            found.setdefault(row.project, []).append((row, held[-1]))
    for project, late in found.items():
        limit, heading = projects[project].delivery_day, in_sentence(PROJECTS.heading("delivery_day"))
        cells, more = named_cells(late)
        for row, column in cells:
            said = f"{heading} du projet le {limit:%d/%m/%Y}{more}"
            name = EpisodeKey(project, row.number).name
            yield _late_date(row, column, getattr(row, column), (name, limit, said))


def _late_date(row: Row, column: str, day: date, limit: tuple[str, date, str]) -> Problem:
    name, last, said = limit
    found = f"{day:%d/%m/%Y}"
    message = f"{name} : {in_sentence(EPISODES.heading(column))} le {found}, après {said}"
    return row.warning(column, found, f"une date jusqu'au {last:%d/%m/%Y}", message)


def _tasks_out_of_range(office: Office, projects: Mapping[str, Row]) -> Iterator[Problem]:
    """One warning per episode that tasks name and their project does not have."""
    tasks = office["Planning"]
    found: dict[EpisodeKey, list[Row]] = {}
    for at, (code, number) in enumerate(tasks.select("project", "episode")):
        project = projects.get(code)
        if number is None or project is None:
            continue
        if number == 0 or (project.episodes and number > project.episodes):
            found.setdefault(EpisodeKey(code, number), []).append(tasks.records[at])
    for key, rows in found.items():
        last = projects[key.project].episodes
        expected = f"un numéro de 1 à {last}" if last else "un numéro à partir de 1"
        has = (
            f"{key.project} n'a que {counted(last, 'épisode')} ; {_REMEDY}"
            if key.number
            else "les numéros commencent à 1"
        )
        message = f"{first_names([row.task for row in rows])} : épisode {key.number}, {has}"
        yield rows[0].warning("episode", str(key.number), expected, message)
