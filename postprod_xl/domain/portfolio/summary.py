"""What a portfolio keeps of one workbook: its projects, its load by week, its people, rooms and bookings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from postprod_xl.documents.portfolio import PortfolioProject, PortfolioWorkbook, WeekLoad
from postprod_xl.domain.accounts.statements.cost_report import cost_report
from postprod_xl.domain.office import Office
from postprod_xl.domain.people.names import full_name
from postprod_xl.domain.planning.charts.load import Loads
from postprod_xl.domain.planning.problem.presence import ResourceKind
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.billing import ACCOUNTS
from postprod_xl.schema.tables.planning import BOOKINGS
from postprod_xl.schema.units import DAYS_PER_WEEK, week_start

WEEKS = 13
"""Weeks of load shown, the present one first: a quarter."""
PERSON, ROOM = "Personne", "Salle"


@dataclass(frozen=True)
class KnownResource:
    """A person or a room of a workbook: what tells who it is, and its load by week.

    Parameters
    ----------
    places
        How many bookings it takes at once.
    """

    workbook: str
    kind: str
    code: str
    name: str
    role: str
    weeks: tuple[WeekLoad, ...]
    email: str = ""
    payroll_id: str = ""
    places: int = 1


@dataclass(frozen=True)
class ResourceBooking:
    """A person or a room taken on half a day, or on both halves."""

    kind: str
    code: str
    day: date
    half_day: str
    project: str
    task: str
    state: str


@dataclass(frozen=True)
class WorkbookSummary:
    """One workbook of a portfolio."""

    workbook: PortfolioWorkbook
    projects: tuple[PortfolioProject, ...]
    resources: tuple[KnownResource, ...]
    bookings: tuple[ResourceBooking, ...]


def summary_of(before: Office, now: Office, workbook: str) -> WorkbookSummary:
    """The summary of a workbook.

    Parameters
    ----------
    before, now
        Its office as it was read, and as a refresh of the day leaves it.
    workbook
        What it is called beside the others.
    """
    report = cost_report(now, "")
    assert report.total_costs is not None and report.total_money is not None
    rows = {row.code: row for row in now["Projets"]}
    clients = {client.code: client.name for client in now["Clients"]}
    projects = tuple(
        PortfolioProject(
            workbook,
            each.code,
            each.title,
            clients.get(rows[each.code].client) or rows[each.code].client,
            rows[each.code].status,
            rows[each.code].delivery_day,
            rows[each.code].expected_day,
            rows[each.code].late_days,
            each.costs,
            each.money,
            each.unknown,
        )
        for each in report.projects
    )
    head = PortfolioWorkbook(
        workbook,
        report.house,
        len(projects),
        sum(bool(project.late_days and project.late_days > 0) for project in projects),
        _traces(before) != _traces(now),
        report.total_costs,
        report.total_money,
    )
    return WorkbookSummary(head, projects, tuple(_resources(now, workbook)), tuple(_bookings(now)))


def mondays_from(today: date) -> tuple[date, ...]:
    """The Mondays of the weeks shown."""
    monday = week_start(today)
    return tuple(monday + timedelta(weeks=week) for week in range(WEEKS))


def _traces(office: Office) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """What a portfolio shows of a workbook that a refresh could change: its accounts, its bookings from today on."""
    names = [column.name for column in ACCOUNTS.columns]
    booked = ("day", "half_day", "task", "technician", "room")
    return (
        [*office[ACCOUNTS.name].select(*names)],
        [row for row in office[BOOKINGS.name].select(*booked) if row[0] >= office.today],
    )


def _resources(office: Office, workbook: str) -> Iterator[KnownResource]:
    loads = Loads(office)
    for person in office["Equipe"]:
        weeks = _weeks(loads, (ResourceKind.PERSON, person.code), office.today)
        yield KnownResource(
            workbook,
            PERSON,
            person.code,
            full_name(person),
            person.job,
            weeks,
            person.email,
            person.payroll_id,
        )
    for room in office["Salles"]:
        weeks = _weeks(loads, (ResourceKind.ROOM, room.code), office.today)
        yield KnownResource(workbook, ROOM, room.code, room.name, room.type, weeks, places=_places(room))


def _places(room: Row) -> int:
    return room.places or 1


def _weeks(loads: Loads, who: tuple[ResourceKind, str], today: date) -> tuple[WeekLoad, ...]:
    cells = (
        loads.between(who, max(monday, today), monday + timedelta(DAYS_PER_WEEK - 1))
        for monday in mondays_from(today)
    )
    return tuple(WeekLoad(cell.booked, cell.capacity) for cell in cells)


def _bookings(office: Office) -> Iterator[ResourceBooking]:
    names = ("day", "half_day", "project", "task", "state", "technician", "room")
    for day, half_day, project, task, state, technician, room in office[BOOKINGS.name].select(*names):
        for kind, code in ((PERSON, technician), (ROOM, room)):
            if code and day >= office.today:
                yield ResourceBooking(kind, code, day, half_day, project, task, state)
