"""What is wrong in one session report: its hours, its task, its contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.people.contracts import holders
from postprod_xl.domain.sessions.done import order_worked
from postprod_xl.domain.sessions.worked_time import clock_change, elapsed, worked
from postprod_xl.domain.wording import hours_text
from postprod_xl.schema.bounds import SHORTEST_PAUSE_MINUTES
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.units import MINUTES_PER_DAY, MINUTES_PER_HOUR, clock_text

CHANGING = "à l'heure du changement d'heure"
_SESSIONS = BY_NAME["Seances"]
_SATURDAY = 5
_COLUMNS = (
    "number", "day", "project", "task", "technician", "contract", "room", "start", "end", "pause_minutes",
)  # fmt: skip


class Fault(NamedTuple):
    """One thing wrong in session reports.

    Parameters
    ----------
    problem
        What is reported, at the session to correct.
    rows
        Rows of `Seances` it is about.
    what
        What an alert says of them after « 1 séance », empty where it says it otherwise.
    whose
        The person or the room concerned.
    """

    problem: Problem
    rows: tuple[int, ...]
    what: str
    whose: str


class Report(NamedTuple):
    """One session; `person` worked it (the holder of its contract when it names nobody).

    `first` and `until` are its moments in minutes of the clock, equal when its hours give no time.
    """

    row: int
    number: str
    day: date
    project: str
    task: str
    technician: str
    contract: str
    room: str
    start: int | None
    end: int | None
    pause_minutes: int | None
    person: str
    first: int
    until: int

    @property
    def minutes(self) -> int:
        """Minutes worked, none when an hour is missing."""
        if self.start is None or self.end is None:
            return 0
        return worked(self.start, self.end, self.pause_minutes or 0, self.day)

    def fault(
        self, name: str, found: str, expected: str, message: str, what: str = "", other: tuple[int, ...] = ()
    ) -> Fault:
        """A fault at the column of a code name; `other` holds the row of the session it is about too."""
        problem = warning("Seances", self.row, _SESSIONS.heading(name), found, expected, message)
        return Fault(problem, (self.row, *other), what, self.room if name == "room" else self.person)


@fact(Seances=" ".join(_COLUMNS), Contrats="contract technician")
def reports(office: Office) -> list[Report]:
    """The sessions in the order they were worked."""
    sessions = office["Seances"]
    held_by = holders(office)
    cells = list(zip(sessions.numbers, *map(sessions.column, _COLUMNS), strict=True))
    return [_report(cells[position], held_by) for position in order_worked(office)]


def _report(cells: tuple[Any, ...], held_by: Mapping[str, str]) -> Report:
    day, technician, contract, start, end = cells[2], cells[5], cells[6], cells[8], cells[9]
    first = until = 0
    if start is not None and end is not None and start != end:
        midnight = day.toordinal() * MINUTES_PER_DAY
        first, until = midnight + start, midnight + end + (MINUTES_PER_DAY if end < start else 0)
    return Report._make((*cells, technician or held_by.get(contract, ""), first, until))


def impossible_hours(sessions: Sequence[Report]) -> Iterator[Fault]:
    """Sessions that end when they start, and pauses longer than their session or too short to be one."""
    for report in sessions:
        start, end, pause = report.start, report.end, report.pause_minutes
        if start is None or end is None:
            continue
        if start == end:
            message = f"fin et début à {clock_text(start)} : la séance compte 0 h, corrigez l'heure de fin"
            yield report.fault("end", clock_text(end), "une autre heure", message)
        elif pause is not None and pause > elapsed(start, end, report.day):
            message = (
                f"pause de {pause} min plus longue que la séance, qui compte 0 h : corrigez l'une ou l'autre"
            )
            yield report.fault("pause_minutes", str(pause), "une pause plus courte", message)
        elif pause is not None and 0 < pause < SHORTEST_PAUSE_MINUTES:
            message = f"pause de {pause} min : une pause se compte en minutes, 60 pour une heure ; vérifiez"
            yield report.fault("pause_minutes", str(pause), "des minutes", message, "pause à vérifier")


def half_written_hours(sessions: Sequence[Report], today: date) -> Iterator[Fault]:
    """Sessions up to today that have one of their two hours: they count nothing."""
    for report in sessions:
        if report.day <= today and (report.start is None) != (report.end is None):
            name, hour = ("start", "de début") if report.start is None else ("end", "de fin")
            message = f"la séance {report.number} n'a pas d'heure {hour} : elle compte 0 h, tapez-la"
            # Its alert says so already: see `session_reports` and the pay sheets.
            yield report.fault(name, "vide", "une heure (09:30 ou 9h30)", message)


def long_sessions(sessions: Sequence[Report], most_minutes: int) -> Iterator[Fault]:
    """Sessions worked for more than the most that goes without a question."""
    most = f"{most_minutes // MINUTES_PER_HOUR} h"
    for report in sessions:
        # The clock of a night of change may show an hour less than was worked.
        if report.until - report.first > most_minutes - MINUTES_PER_HOUR and report.minutes > most_minutes:
            message = (
                f"la séance {report.number} compte {hours_text(report.minutes)}, plus de {most} : à vérifier"
            )
            end = clock_text(report.end or 0)
            yield report.fault("end", end, f"{most} au plus", message, f"de plus de {most}")


def hours_of_clock_change(sessions: Sequence[Report]) -> Iterator[Fault]:
    """Hours that the clock shows twice, or never, in a night of clock change."""
    for report in sessions:
        if report.day.weekday() >= _SATURDAY and report.first < report.until:
            for name, moment in (("start", report.first), ("end", report.until)):
                yield from _hour_of_change(report, name, *divmod(moment, MINUTES_PER_DAY))


def _hour_of_change(report: Report, name: str, ordinal: int, minutes: int) -> Iterator[Fault]:
    day = date.fromordinal(ordinal)
    change = clock_change(day)
    if not change.minutes:
        return
    since = change.by - abs(change.minutes)
    # The clock shows 2:00 twice in October; in March it goes to 3:00 when it should show it.
    if not (since <= minutes if change.minutes > 0 else since < minutes) or minutes >= change.by:
        return
    shown = clock_text(minutes)
    if change.minutes > 0:
        message = f"{shown} vient deux fois le {day:%d/%m/%Y} : la première est comptée, vérifiez les heures"
    else:
        message = (
            f"{shown} ne vient pas le {day:%d/%m/%Y}, l'horloge avance d'une heure : vérifiez les heures"
        )
    yield report.fault(name, shown, "une heure qui vient une fois ce jour-là", message, CHANGING)


def foreign_tasks(sessions: Sequence[Report], owners: Mapping[str, str]) -> Iterator[Fault]:
    """Sessions whose task is of another project; `owners` gives the project of each task."""
    for report in sessions:
        task, project = report.task, report.project
        if task and owners[task] != project:
            message = f"la tâche {task} est du projet {owners[task]}, la séance de {project} : corrigez-en un"
            yield report.fault("task", task, f"une tâche de {project}", message)


def foreign_contracts(sessions: Sequence[Report], held_by: Mapping[str, str]) -> Iterator[Fault]:
    """Sessions under the contract of another person: nobody is paid for them."""
    for report in sessions:
        who, contract = report.technician, report.contract
        if contract and who and held_by[contract] != who:
            message = (
                f"la séance {report.number} est de {who}, le contrat {contract} de {held_by[contract]} : "
                f"{hours_text(report.minutes)} non payées, corrigez l'un des deux"
            )
            yield report.fault("contract", contract, f"un contrat de {who}", message)


def contracts_of_other_projects(sessions: Sequence[Report], projects: Mapping[str, str]) -> Iterator[Fault]:
    """Sessions under a contract of another project, whose object number is then declared for them."""
    for report in sessions:
        contract, project = report.contract, report.project
        if contract and projects[contract] not in ("", project):
            message = (
                f"la séance {report.number} est de {project}, le contrat {contract} de {projects[contract]}, "
                "dont le n° d'objet est déclaré : corrigez l'un des deux"
            )
            yield report.fault(
                "contract", contract, f"un contrat de {project}", message, "au contrat d'un autre projet"
            )
