"""The tasks of a type of programme for one project, ready to be added to `Planning`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.programmes.backward import Latest, latest_days
from postprod_xl.domain.planning.programmes.steps import TEMPLATES, Step, steps_of, template_for, written
from postprod_xl.domain.planning.tasks.facts import DELIVERED_PROJECTS
from postprod_xl.domain.quotes.reference_lines import reference_lines
from postprod_xl.domain.wording import closest_names, counted, working_days_text
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Rows, rows_of
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.vocabulary import ProjectStatus, TaskState

PROJECTS = BY_NAME["Projets"]
# A plan made before the quote is signed yields to the others.
_STATES: dict[str, TaskState] = {ProjectStatus.QUOTED: TaskState.OPTION_2}
_STATE = TaskState.OPTION_1


class ProgrammeRefused(Exception):
    """A programme that cannot be planned; it holds the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


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
    unpaid
        Steps whose item is not in the quote, in order.
    short_days
        Working days missing between the day work can begin and `begin`; negative for as many to spare.
    """

    rows: Rows
    template: str
    unpaid: tuple[str, ...]
    begin: date | None
    short_days: int | None

    @property
    def lines(self) -> tuple[str, ...]:
        """What there is to know of them, in French."""
        return (self._delay, *([self._quote] if self.unpaid else []))

    @property
    def _delay(self) -> str:
        if self.begin is None or self.short_days is None:
            return f"sans {PROJECTS.heading('delivery_day')} : planifié au plus tôt après les rushes"
        days = working_days_text(abs(self.short_days))
        room = f"il manque {days}" if self.short_days > 0 else f"{days} d'avance"
        return f"à commencer le {french(self.begin)} au plus tard : {room}"

    @property
    def _quote(self) -> str:
        if not any(self.rows.column("line")):
            return "aucune tâche n'a de ligne : le projet n'a pas de devis en cours"
        return f"{counted(len(self.unpaid), 'étape')} que le devis ne paie pas : {', '.join(self.unpaid)}"


def programme_tasks(office: Office, project: str, template: str = "") -> ProgrammeTasks:
    """The tasks of a type of programme for a project, counted backward from its delivery.

    Every step is a task; those that a producer or a broadcaster gives back, and milestones, are due on their
    latest day. A series has the steps of each episode.

    Parameters
    ----------
    office
        Tables `Projets`, `Planning`, `Tarifs`, and the quotes whose lines pay for the tasks.
    project
        Code of the project.
    template
        One of `TEMPLATES`; empty for the one that its `Type` and `Durée (min)` say.

    Raises
    ------
    ProgrammeRefused
        Unknown project or template, a project that is over or has tasks already, or that has neither a
        promised delivery nor a day for its rushes.
    """
    held = _project(office, project)
    chosen = _template(held, template)
    _check_new(office, held)
    steps, calendar = steps_of(chosen, office.today), WorkCalendar.of(held.department)
    latest = latest_days(steps, held.delivery, calendar) if held.delivery else {}
    maker = _Maker(held, _lines(office, project), _rates(office), latest)
    index = office["Planning"].numbers
    first_row = int(index[-1]) + 1 if len(index) else 1
    rows = rows_of(PLANNING, list(maker.rows(steps)), first_row)
    begin = min((days.start for days in latest.values()), default=None)
    unpaid = tuple(step.code for step in steps if step.item and step.item not in maker.lines)
    return ProgrammeTasks(
        rows, chosen, unpaid, begin, _short_days(calendar, begin, held.rushes, office.today)
    )


class _Project(NamedTuple):
    row: int
    code: str
    type: str
    minutes: int | None
    episodes: int
    rushes: date | None
    delivery: date | None
    status: str
    department: str


class _Rate(NamedTuple):
    skill: str
    room_type: str


@dataclass(frozen=True)
class _Maker:
    """What turns the steps of a programme into rows."""

    project: _Project
    lines: Mapping[str, str]
    rates: Mapping[str, _Rate]
    latest: Mapping[str, Latest]

    def rows(self, steps: Sequence[Step]) -> Iterator[dict[str, Any]]:
        for episode in range(1, self.project.episodes + 1):
            prefix = f"{self.project.code}-E{episode:02d}" if self.project.episodes > 1 else self.project.code
            for step in steps:
                yield self._row(step, prefix, episode)

    def _row(self, step: Step, prefix: str, episode: int) -> dict[str, Any]:
        # The house's own names of a skill and a room are in its rate card.
        rate = self.rates.get(step.item, _Rate("", ""))
        return {
            "task": f"{prefix}-{step.code}",
            "project": self.project.code,
            "episode": episode,
            "step": step.code,
            "label": step.label,
            "line": self.lines.get(step.item, ""),
            "duration_days": step.days,
            "predecessors": "; ".join(written(link, f"{prefix}-{link.code}") for link in step.links),
            "skill": step.skill and (rate.skill or step.skill),
            "room_type": step.room_type and (rate.room_type or step.room_type),
            "due_day": self.latest[step.code].end if step.is_validation and self.latest else None,
            "state": _STATES.get(self.project.status, _STATE),
        }


def _project(office: Office, code: str) -> _Project:
    projects = office["Projets"]
    names = (
        "code",
        "type",
        "length_minutes",
        "episodes",
        "rushes_day",
        "delivery_day",
        "status",
        "department",
    )
    for row, *values in zip(projects.numbers, *(projects.column(name) for name in names), strict=True):
        if values[0] == code:
            values[3] = max(values[3] or 1, 1)
            return _Project(row, *values)
    message = f"le projet « {code} » n'existe pas ; {closest_names(code, projects.column('code'))}"
    expected = f"un code de l'onglet {PROJECTS.tab}"
    raise ProgrammeRefused(blocking("Projets", None, PROJECTS.heading("code"), code, expected, message))


def _template(project: _Project, asked: str) -> str:
    chosen = asked.strip().upper() or template_for(project.type, project.minutes)
    if chosen in TEMPLATES:
        return chosen
    expected = ", ".join(TEMPLATES)
    message = (
        f"type de programme « {asked} » inconnu, attendu : {expected}"
        if asked
        else f"le type de {project.code} ne dit pas son programme, précisez-le : {expected}"
    )
    raise _refusal(project, "type", asked or project.type, expected, message)


def _check_new(office: Office, project: _Project) -> None:
    held = office["Planning"].column("project").count(project.code)
    if held:
        message = f"{project.code} a déjà {counted(held, 'tâche')} dans {PLANNING.tab} : rien n'est ajouté"
        raise _refusal(project, "code", project.code, "un projet sans tâche", message)
    if project.status in DELIVERED_PROJECTS:
        message = f"{project.code} est « {project.status} » : il n'a plus rien à planifier"
        raise _refusal(project, "status", project.status, "un projet à faire", message)
    if project.delivery is None and project.rushes is None:
        delivery, rushes = PROJECTS.heading("delivery_day"), PROJECTS.heading("rushes_day")
        message = f"{project.code} n'a ni {delivery} ni {rushes} : indiquez l'une ou l'autre"
        raise _refusal(project, "delivery_day", "", "un jour", message)


def _refusal(project: _Project, name: str, found: str, expected: str, message: str) -> ProgrammeRefused:
    return ProgrammeRefused(
        blocking("Projets", project.row, PROJECTS.heading(name), found, expected, message)
    )


def _lines(office: Office, project: str) -> dict[str, str]:
    """The first line of each item in the quote of a project."""
    rows = reference_lines(office)
    found: dict[str, str] = {}
    for owner, item, line in rows.select("project", "item", "line"):
        if owner == project and item:
            found.setdefault(item, line)
    return found


def _rates(office: Office) -> dict[str, _Rate]:
    rates = office["Tarifs"]
    rooms = rates.by_key("item", "room_type")
    return {item: _Rate(skill, rooms[item]) for item, skill in rates.by_key("item", "skill").items()}


def _short_days(calendar: WorkCalendar, begin: date | None, rushes: date | None, today: date) -> int | None:
    if begin is None:
        return None
    ready = max(day for day in (rushes, today) if day is not None)
    return calendar.index(ready) - calendar.index(begin)
