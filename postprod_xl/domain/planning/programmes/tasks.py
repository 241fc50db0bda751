"""The tasks of a type of programme for one project, ready to be added to `Planning`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.programmes.answer import Answer
from postprod_xl.domain.planning.programmes.backward import Latest, latest_days
from postprod_xl.domain.planning.programmes.house_words import HouseWords, house_words
from postprod_xl.domain.planning.programmes.refusal import ProgrammeRefused, check_open, project_named
from postprod_xl.domain.planning.programmes.sold import SoldLine, sold_lines
from postprod_xl.domain.planning.programmes.steps import TEMPLATES, steps_of, template_for, written
from postprod_xl.domain.planning.programmes.works import Work, floors_of, step_days, works_of
from postprod_xl.domain.planning.tasks.episodes import NO_DATES, Episode, episodes_of, steps_to_lock
from postprod_xl.domain.wording import counted, working_days_text
from postprod_xl.schema.rows import Row, Rows, rows_of
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import ProjectStatus, TaskState

PROJECTS = BY_NAME["Projets"]
# A plan made before the quote is signed yields to the others.
_STATES: dict[str, TaskState] = {ProjectStatus.QUOTED: TaskState.OPTION_2}
_STATE = TaskState.OPTION_1


@dataclass(frozen=True)
class ProgrammeTasks:
    """The tasks of a programme.

    Parameters
    ----------
    rows
        New rows of `Planning`, numbered after those it has; computed columns are empty.
    template
        Type of programme.
    begin
        Last day the first step may begin for the delivery to hold; None without a promised day.
    short_days
        Working days missing between the day work can begin and `begin`; negative for as many to spare.
    tightest
        The number of the episode that these two are about, the one that misses the most days or has the fewest to
        spare; None when no episode has dates of its own.
    answer
        What the quote sells of each step beside what is usual and planned, and what the house lacks for it.
    """

    rows: Rows
    template: str
    begin: date | None
    short_days: int | None
    tightest: int | None
    answer: Answer

    @property
    def lines(self) -> tuple[str, ...]:
        """What there is to know of them, in French."""
        return (self._delay, *self.answer.lines)

    @property
    def _delay(self) -> str:
        if self.begin is None or self.short_days is None:
            return f"sans {PROJECTS.heading('delivery_day')} : planifié au plus tôt après les rushes"
        days = working_days_text(abs(self.short_days))
        room = f"il manque {days}" if self.short_days > 0 else f"{days} d'avance"
        whole = f"épisode {self.tightest} à" if self.tightest else "à"
        return f"{whole} commencer le {french(self.begin)} au plus tard : {room}"


def programme_tasks(
    office: Office, project: str, template: str = "", sold: Sequence[SoldLine] | None = None
) -> ProgrammeTasks:
    """The tasks of a type of programme for a project, counted backward from its delivery.

    Every step is a task; those that a producer or a broadcaster gives back, and milestones, are due on their
    latest day. A series has the steps of each episode, counted backward from its own `PAD` and `Verrouillage image`
    where `Episodes` gives them. Days are those that the quote sells (`works_of`), even
    under the floor of a step; skills and rooms are those of the rate card.

    Parameters
    ----------
    office
        Tables `Projets`, `Episodes`, `Planning`, `Tarifs`, `Equipe`, `Salles`, and the quotes and change orders
        whose lines pay for the tasks.
    project
        Code of the project.
    template
        One of `TEMPLATES`; empty for the one that its `Type` and `Durée (min)` say.
    sold
        The lines that pay for them, in place of those of its quote.

    Raises
    ------
    ProgrammeRefused
        Unknown project or template, a project that is over or has tasks already, or that has neither a
        promised delivery nor a day for its rushes.
    """
    held = _project(office, project)
    chosen = _template(held, template)
    _check_new(office, held)
    steps, calendar = steps_of(chosen, office.today), WorkCalendar.of(held.row.department)
    quoted = sold_lines(office, project) if sold is None else sold
    floors = floors_of(steps, chosen, office.today)
    works = works_of(steps, [line for line in quoted if line.pays], held.episodes, floors)
    words = house_words(office)
    latest = _latest(works, held, calendar, steps_to_lock(office.today))
    rows = rows_of(PLANNING, list(_rows(works, held, words, latest)), office["Planning"].next_number)
    delay = _tightest(latest, held, calendar, office.today)
    answer = Answer(
        tuple(step_days(steps, works, held.episodes, floors)),
        tuple(quoted),
        frozenset(step.code for step in steps if step.item),
        tuple(words.lacks(steps)),
    )
    return ProgrammeTasks(rows, chosen, *delay, answer)


class _Project(NamedTuple):
    row: Row
    code: str
    episodes: int
    rushes: date | None
    delivery: date | None
    dated: Mapping[int, Episode]


def _latest(
    works: Sequence[Work], project: _Project, calendar: WorkCalendar, locked: Collection[str]
) -> dict[tuple[int, str], Latest]:
    """The latest days of each task, by episode and code; none of what nothing is promised for."""
    found: dict[tuple[int, str], Latest] = {}
    for number, group in groupby(works, key=attrgetter("episode")):
        held, own = list(group), project.dated.get(number, NO_DATES)
        to_lock = [work.step for work in held if folded(work.kind) in locked]
        for steps, day in (
            ([work.step for work in held], own.promised or project.delivery),
            (to_lock, own.lock),
        ):
            days = latest_days(steps, day, calendar) if day else {}
            for code, latest in days.items():
                known = found.get((number, code), latest)
                found[number, code] = Latest(min(known.start, latest.start), min(known.end, latest.end))
    return found


def _tightest(
    latest: Mapping[tuple[int, str], Latest], project: _Project, calendar: WorkCalendar, today: date
) -> tuple[date | None, int | None, int | None]:
    """The last day to begin, the working days missing for it, and the episode, of the one with the least time."""
    begins: dict[int, date] = {}
    for (number, _), days in latest.items():
        begins[number] = min(days.start, begins.get(number, days.start))
    found: tuple[date | None, int | None, int | None] = None, None, None
    for number, begin in begins.items():
        rushes = project.dated.get(number, NO_DATES).rushes or project.rushes
        missing = calendar.index(max(rushes or today, today)) - calendar.index(begin)
        if found[1] is None or missing > found[1]:
            found = begin, missing, number if project.dated else None
    return found


def _rows(
    works: Sequence[Work],
    project: _Project,
    words: HouseWords,
    latest: Mapping[tuple[int, str], Latest],
) -> Iterator[dict[str, Any]]:
    for work in works:
        step, prefix = work.step, _prefix(project, work.episode)
        needs, days = words.needs(step), latest.get((work.episode, step.code))
        yield {
            "task": f"{prefix}-{step.code}",
            "project": project.code,
            "episode": work.episode,
            "step": work.kind,
            "label": step.label,
            "line": work.line.line if work.line else "",
            "duration_days": step.days,
            "predecessors": "; ".join(written(link, f"{prefix}-{link.code}") for link in step.links),
            "skill": needs.skill,
            "room_type": needs.room_type,
            "due_day": days.end if days and step.is_validation else None,
            "state": _STATES.get(project.row.status, _STATE),
        }


def _prefix(project: _Project, episode: int) -> str:
    return f"{project.code}-E{episode:02d}" if project.episodes > 1 else project.code


def _project(office: Office, code: str) -> _Project:
    row, episodes = project_named(office, code), episodes_of(office)
    dated = {key.number: episode for key, episode in episodes.items() if key.project == code}
    count = row.episodes or max(dated, default=1)
    return _Project(row, code, count, row.rushes_day, row.delivery_day, dated)


def _template(project: _Project, asked: str) -> str:
    chosen = asked.strip().upper() or template_for(project.row.type, project.row.length_minutes)
    if chosen in TEMPLATES:
        return chosen
    expected = ", ".join(TEMPLATES)
    message = (
        f"type de programme « {asked} » inconnu, attendu : {expected}"
        if asked
        else f"le type de {project.code} ne dit pas son programme, précisez-le : {expected}"
    )
    raise _refusal(project, "type", asked or project.row.type, expected, message)


def _check_new(office: Office, project: _Project) -> None:
    held = office["Planning"].column("project").count(project.code)
    if held:
        message = f"{project.code} a déjà {counted(held, 'tâche')} dans {PLANNING.tab} : rien n'est ajouté"
        raise _refusal(project, "code", project.code, "un projet sans tâche", message)
    check_open(project.row)
    is_dated = any(episode.promised or episode.rushes for episode in project.dated.values())
    if project.delivery is None and project.rushes is None and not is_dated:
        delivery, rushes = PROJECTS.heading("delivery_day"), PROJECTS.heading("rushes_day")
        message = f"{project.code} n'a ni {delivery} ni {rushes} : indiquez l'une ou l'autre"
        raise _refusal(project, "delivery_day", "", "un jour", message)


def _refusal(project: _Project, name: str, found: str, expected: str, message: str) -> ProgrammeRefused:
    return ProgrammeRefused(project.row.blocking(name, found, expected, message))
