"""The bookings of past days that no session reports: whom to ask, and what their hours are worth."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.people.contracts import holders
from postprod_xl.domain.planning.memory.booked import Booked, PastBookings
from postprod_xl.domain.planning.tasks.facts import CLOSED_PROJECTS, OPTIONS
from postprod_xl.domain.quotes.reference_lines import task_day_minutes
from postprod_xl.domain.quotes.sold import times_by_line
from postprod_xl.domain.wording import counted, euros_text, first_names
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.tables.planning import SESSIONS
from postprod_xl.schema.vocabulary import DayPart, TaskState


class Unreported(NamedTuple):
    """A person booked on a task on a past day, without a session.

    Parameters
    ----------
    day, project, task, technician
        What was booked; the person is empty where nobody was named.
    minutes
        The hours booked, as long as a day of the line.
    cents
        Their selling price, nothing where no line says it.
    """

    day: date
    project: str
    task: str
    technician: str
    minutes: int
    cents: int

    @property
    def name(self) -> str:
        """The task, who was booked on it and the day."""
        who = f" {self.technician}" if self.technician else ""
        return f"{self.task}{who} {self.day:%d/%m}"


def unreported(office: Office, past: PastBookings) -> list[Unreported]:
    """What was booked before today, as far as the plans remembered say, and has no session; by day and task.

    A booking is reported by any session of its day and task of the same person, or of nobody; one of somebody whom the
    day's bookings of the task do not name stands in for one of those who have none. Options, cancelled tasks
    and closed projects are left out: nobody promised this work.

    Parameters
    ----------
    office
        Tables `Planning`, `Projets`, `Seances`, `Contrats`, and what says the price of an hour.
    past
        The bookings as the last refreshes left them.
    """
    tasks, reported = _followed_tasks(office), _reported(office)
    worth = times_by_line(office)
    by_day: defaultdict[date, list[tuple[str, str]]] = defaultdict(list)
    for day, task, who in reported:
        by_day[day].append((task, who))
    found = []
    for day, booked in past.before_today():
        stand_ins = _stand_ins(booked, by_day[day])
        for booking in booked:
            if booking.task not in tasks or _is_reported(day, booking, reported):
                continue
            if stand_ins[booking.task] > 0:
                stand_ins[booking.task] -= 1
                continue
            project, line, day_minutes = tasks[booking.task]
            minutes = day_minutes if booking.part is DayPart.WHOLE_DAY else day_minutes // 2
            cents = worth[line].price_cents(minutes) if line in worth else 0
            found.append(Unreported(day, project, booking.task, booking.technician, minutes, cents))
    return sorted(found)


def unreported_problems(found: Sequence[Unreported], days_told: int) -> Iterator[Problem]:
    """One warning for each of the last days, as many as said, and one for all those before."""
    days = sorted({each.day for each in found})
    recent = days[-days_told:]
    if older := [each for each in found if each.day < recent[0]] if recent else []:
        yield _without_report(older, f"du {days[0]:%d/%m/%Y} au {older[-1].day:%d/%m/%Y}")
    for day in recent:
        yield _without_report([each for each in found if each.day == day], f"du {day:%d/%m/%Y}")


def _without_report(held: Sequence[Unreported], days: str) -> Problem:
    names = first_names([f"{each.task} {each.technician}".strip() for each in held])
    cents = sum(each.cents for each in held)
    worth = f", {euros_text(cents)} HT au prix de vente" if cents else ""
    message = (
        f"{counted(len(held), 'réservation')} {days} sans bon de séance ({names}){worth} : demandez-les, ou remplissez "
        f"leurs séances (« postprod sessions --day {held[-1].day:%Y-%m-%d} »), à confirmer ou à annuler"
    )
    return warning(SESSIONS.name, None, SESSIONS.heading("day"), days, "une séance", message)


def _followed_tasks(office: Office) -> dict[str, tuple[str, str, int]]:
    """The project, the line and the minutes of a day of each task that is promised."""
    statuses = office["Projets"].by_key("code", "status")
    rows = zip(
        office["Planning"].select("task", "project", "line", "state"), task_day_minutes(office), strict=True
    )
    return {
        task: (project, line, length)
        for (task, project, line, state), length in rows
        if state not in OPTIONS
        and state != TaskState.CANCELLED
        and statuses.get(project) not in CLOSED_PROJECTS
    }


def _reported(office: Office) -> set[tuple[date, str, str]]:
    """The day, the task and the person of each session, whatever its state: each of them answers for its booking."""
    held_by = holders(office)
    rows = office["Seances"].select("day", "task", "technician", "contract")
    return {(day, task, who or held_by.get(contract, "")) for day, task, who, contract in rows}


def _stand_ins(booked: Sequence[Booked], reported: Iterable[tuple[str, str]]) -> Counter[str]:
    """How many people worked each task of a day without being booked on it."""
    named = {(booking.task, booking.technician) for booking in booked}
    return Counter(task for task, who in reported if who and (task, who) not in named)


def _is_reported(day: date, booking: Booked, reported: set[tuple[date, str, str]]) -> bool:
    return bool({(day, booking.task, booking.technician), (day, booking.task, "")} & reported)
