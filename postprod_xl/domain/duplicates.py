"""A project like another one, under a new code: its quote, its tasks, its episodes and its steps to invoice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.programmes.codes import of_project
from postprod_xl.domain.planning.programmes.moved_days import MovedDays
from postprod_xl.domain.planning.programmes.refusal import asked, check_new_codes, project_named
from postprod_xl.domain.planning.programmes.steps import written
from postprod_xl.domain.planning.tasks.links import UnreadableLink, read_links
from postprod_xl.domain.planning.tasks.predecessors import TaskNames
from postprod_xl.domain.quotes.versions.totals import reference_versions
from postprod_xl.schema.bounds import LONGEST_CODE
from postprod_xl.schema.cells.characters import cleaned
from postprod_xl.schema.rows import Row, Rows, rows_of
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import Feasibility, ProjectStatus, QuoteStatus, TaskState

# What is typed of each row and is true of the copy as well; its codes and its days are made anew.
_PROJECT = (
    "type", "client", "director", "producer",
    "length_minutes", "episodes", "shooting_days", "priority", "department",
)  # fmt: skip
_VERSION = ("discount_rate", "contingency_rate", "overhead_rate")
_LINE = (
    "item", "label", "quantity", "unit", "unit_price_cents", "discount_rate", "mode", "unit_cost_cents",
    "least_quantity", "most_quantity", "cnc_chapter",
)  # fmt: skip
_TASK = ("episode", "step", "label", "duration_days", "skill", "technician", "room_type", "room")
_STEP = ("rank", "type", "label", "share_rate", "amount_cents")
_PARTED = re.compile(r"[;,\n]")


class WantedCopy(NamedTuple):
    """What is asked: the project, the code of its copy, its title if it is another, its delivery if it has one."""

    project: str
    code: str
    title: str = ""
    delivery: date | None = None


@dataclass(frozen=True)
class Duplicate:
    """The rows of a copy: by table, those to add, numbered after those it has.

    `moved` says from which delivery to which its days were moved, None when they are left to be typed.
    """

    code: str
    rows: Mapping[str, Rows]
    moved: tuple[date, date] | None

    @property
    def lines(self) -> list[str]:
        """What there is to know of it, in French."""
        dates = (
            f"dates décalées comme la livraison, du {french(self.moved[0])} au {french(self.moved[1])}"
            if self.moved
            else "dates à taper : celles de l'original ne sont pas reprises"
        )
        return [
            dates,
            f"tâches en {TaskState.OPTION_2}, techniciens et salles nommés gardés ; séances, factures, "
            "contrats et avenants restent à l'original",
        ]


def duplicate(office: Office, wanted: WantedCopy) -> Duplicate:
    """The rows of a copy of a project.

    The copy is a project to quote (`Devis`): its quote is the version in force, as a draft numbered 1, without advice
    nor approval; its tasks are options that yield to all others, cancelled ones stay so. Codes of tasks and of lines
    have the new code in the place of the old one, wherever they are named. Days are moved as the delivery is, or left
    out. What happened to the project is not copied: sessions, invoices, contracts, change orders.

    Parameters
    ----------
    office
        Tables `Projets`, `Versions`, `Devis`, `Planning`, `Episodes` and `Echeancier`.
    wanted
        What is asked.

    Raises
    ------
    ProgrammeRefused
        Unknown project, a code that is none or that exists, a delivery that is past.
    """
    project = project_named(office, wanted.project)
    code = _new_code(office, wanted.code)
    if wanted.delivery is not None and wanted.delivery < office.today:
        message = f"la livraison du {french(wanted.delivery)} est passée"
        raise asked(
            "--delivery", french(wanted.delivery), f"un jour à partir du {french(office.today)}", message
        )
    copy = _Copy(office, project, code, _days(project, wanted.delivery))
    made = {
        "Projets": [copy.project(wanted)],
        "Versions": copy.versions(),
        "Devis": copy.lines(),
        "Planning": copy.tasks(),
        "Episodes": copy.episodes(),
        "Echeancier": copy.steps(),
    }
    check_new_codes(office, "Planning", "task", [task["task"] for task in made["Planning"]])
    check_new_codes(office, "Devis", "line", [line["line"] for line in made["Devis"]])
    rows = {
        table: rows_of(BY_NAME[table], records, office[table].next_number) for table, records in made.items()
    }
    return Duplicate(code, rows, (copy.days.origin, copy.days.day) if copy.days else None)


def _new_code(office: Office, text: str) -> str:
    code = cleaned(text)
    expected = "un code court, sans point-virgule ni virgule"
    if not code or _PARTED.search(code) or len(code) > LONGEST_CODE // 2:
        raise asked("--as", text, expected, f"« {text} » n'est pas un code de projet, attendu : {expected}")
    held = {folded(known): known for known in office["Projets"].column("code")}
    if folded(code) in held:
        message = (
            f"le projet « {held[folded(code)]} » existe déjà dans {PROJECTS.tab} : choisissez un autre code"
        )
        raise asked("--as", code, "un code nouveau", message)
    return code


def _days(project: Row, delivery: date | None) -> MovedDays | None:
    if delivery is None or project.delivery_day is None:
        return None
    return MovedDays(project.delivery_day, delivery, WorkCalendar.of(project.department))


@dataclass(frozen=True)
class _Copy:
    """What the rows of a project become in its copy."""

    office: Office
    original: Row
    code: str
    days: MovedDays | None

    def project(self, wanted: WantedCopy) -> dict[str, Any]:
        return {
            **_kept(self.original, _PROJECT),
            "code": self.code,
            "title": wanted.title or self.original.title,
            "rushes_day": self._first(self.original.rushes_day),
            "delivery_day": wanted.delivery,
            "status": ProjectStatus.QUOTED,
        }

    def versions(self) -> list[dict[str, Any]]:
        held = (row for row in self._of("Versions") if row.version == self._version)
        new = {"project": self.code, "version": 1, "status": QuoteStatus.DRAFT}
        return [{**_kept(row, _VERSION), **new} for row in held]

    def lines(self) -> list[dict[str, Any]]:
        new = {"project": self.code, "version": 1, "feasibility": Feasibility.TO_CHECK}
        return [{**_kept(row, _LINE), **new, "line": self._renamed(row.line)} for row in self._quote]

    def tasks(self) -> list[dict[str, Any]]:
        tasks = self._of("Planning")
        sold = {row.line for row in self._quote}
        codes = self.office["Planning"].column("task")
        names = TaskNames(codes, [False] * len(codes))
        own = {row.task: self._renamed(row.task) for row in tasks}
        return [
            {
                **_kept(row, _TASK),
                "task": own[row.task],
                "project": self.code,
                "line": self._renamed(row.line) if row.line in sold else "",
                "predecessors": _renamed_links(row.predecessors, names, own),
                "earliest_day": self._first(row.earliest_day),
                "due_day": self._due(row.due_day),
                "state": TaskState.CANCELLED if row.state == TaskState.CANCELLED else TaskState.OPTION_2,
            }
            for row in tasks
        ]

    def episodes(self) -> list[dict[str, Any]]:
        """The numbers and the days of the episodes: titles and directors are those of the original."""
        return [
            {
                "project": self.code,
                "number": row.number,
                "rushes_day": self._first(row.rushes_day),
                "lock_day": self._due(row.lock_day),
                "due_day": self._due(row.due_day),
                "delivery_day": self._due(row.delivery_day),
            }
            for row in self._of("Episodes")
        ]

    def steps(self) -> list[dict[str, Any]]:
        new = {"project": self.code}
        return [
            {**_kept(row, _STEP), **new, "planned_day": self._first(row.planned_day)}
            for row in self._of("Echeancier")
        ]

    @cached_property
    def _version(self) -> int | None:
        return reference_versions(self.office).get(self.original.code)

    @cached_property
    def _quote(self) -> list[Row]:
        return [row for row in self._of("Devis") if row.version == self._version]

    def _of(self, table: str) -> list[Row]:
        return [row for row in self.office[table] if row.project == self.original.code]

    def _renamed(self, code: str) -> str:
        return of_project(code, self.original.code, self.code)

    def _first(self, day: date | None) -> date | None:
        return self.days.first(day) if self.days else None

    def _due(self, day: date | None) -> date | None:
        return self.days.due(day) if self.days else None


def _kept(row: Row, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _renamed_links(text: str, names: TaskNames, own: Mapping[str, str]) -> str:
    """The predecessors of a task with the codes of the copy; links to the tasks of other projects are left out."""
    try:
        links = [(link, names.code(link.code) or "") for link in read_links(text, names)]
    except UnreadableLink:
        # Reported where the original has it.
        return ""
    return "; ".join(written(link, own[code]) for link, code in links if code in own)
