"""The session reports to fill in of a week: one form a technician, from what is booked and not reported yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256

from postprod_xl.documents.papers.figures import WEEKDAYS
from postprod_xl.documents.session_form import FormLine, SessionForm
from postprod_xl.domain.office import Office
from postprod_xl.domain.people.names import full_name
from postprod_xl.domain.planning.memory.booked import Booked, NotKnown, PastBookings
from postprod_xl.domain.planning.tasks.episodes import with_episode
from postprod_xl.domain.planning.tasks.facts import CLOSED_PROJECTS, cancelled_rows, finished_rows
from postprod_xl.domain.sessions.counted import counted_rows
from postprod_xl.domain.sessions.day_hours import UsualHours
from postprod_xl.domain.sessions.from_bookings import only_contract
from postprod_xl.domain.wording import closest_names, counted, from_to
from postprod_xl.schema.problems import Refusal, blocking
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.planning import BOOKINGS
from postprod_xl.schema.tables.team import TEAM
from postprod_xl.schema.units import DAYS_PER_WEEK, clock_text, folded, week_code
from postprod_xl.schema.vocabulary import DayPart

_LEAST_BLANK, _USUAL_LINES = 4, 12
"""Blank lines of a form, and the lines that it has at least."""
_PARTS = list(DayPart)
_PART_LETTERS = dict(zip(DayPart, ("", "m", "a"), strict=True))
_DIGITS = 4


class FormsRefused(Refusal):
    """A week that gives no form; it holds the one problem that says why."""


@dataclass(frozen=True)
class WeekForms:
    """The forms of a week.

    Parameters
    ----------
    monday
        Its first day.
    forms
        One a technician, by name.
    reported
        Bookings left out: they have their session.
    unknown
        Days whose bookings are no longer known.
    """

    monday: date
    forms: Sequence[SessionForm]
    reported: int
    unknown: Sequence[date]

    @property
    def summary(self) -> str:
        """How many forms, and for which days, in French."""
        last = self.monday + timedelta(days=DAYS_PER_WEEK - 1)
        known = f", {counted(self.reported, 'réservation')} déjà en séance" if self.reported else ""
        week = f"{week_code(self.monday)}, {from_to(self.monday, last)}"
        return f"{counted(len(self.forms), 'formulaire')} de séances ({week}){known}"

    @property
    def lines(self) -> tuple[str, ...]:
        """What there is to know besides, in French."""
        if not self.unknown:
            return ()
        days = from_to(self.unknown[0], self.unknown[-1])
        return (f"réservations non connues {days} : leurs lignes sont à remplir à la main",)


def week_forms(office: Office, monday: date, who: str = "") -> WeekForms:
    """The forms of a week.

    Parameters
    ----------
    office
        `Reservations` and the memory of the plan, which tell what is booked; `Planning`, `Projets`, `Equipe`, `Salles`,
        `Contrats`, `Seances` and the settings, which tell the rest.
    monday
        First day of the week.
    who
        Code of the only technician asked; empty for everybody booked that week and not reported yet.

    Raises
    ------
    FormsRefused
        Nobody is booked that week, or the technician is unknown.
    """
    code = _person(office, who) if who else ""
    booked, unknown = _booked(office, monday)
    maker = _Maker(office, monday)
    by_person: defaultdict[str, list[tuple[date, Booked]]] = defaultdict(list)
    reported = 0
    for day, booking in booked:
        if booking.technician not in maker.people or code not in ("", booking.technician):
            continue
        if maker.is_reported(day, booking):
            reported += 1
        else:
            by_person[booking.technician].append((day, booking))
    asked = [code] if code else [*by_person]
    if not asked:
        last = monday + timedelta(days=DAYS_PER_WEEK - 1)
        why = "personne n'est réservé"
        if unknown:
            why = "les réservations ne sont plus toutes connues et aucune n'est à remplir"
        elif reported:
            why = "toutes les réservations ont déjà leur séance"
        message = f"{why} {from_to(monday, last)} : aucun formulaire à remplir, --for CODE en donne un vide"
        raise _refused("day", week_code(monday), "une semaine avec des réservations", message)
    forms = [maker.form(each, by_person[each]) for each in asked]
    return WeekForms(monday, sorted(forms, key=lambda form: folded(form.name)), reported, unknown)


def _person(office: Office, who: str) -> str:
    known = {folded(code): code for code in office[TEAM.name].column("code")}
    if folded(who) in known:
        return known[folded(who)]
    message = f"« {who} » n'est pas un code d'{TEAM.tab} : {closest_names(who, [*known.values()])}"
    raise _refused("technician", who, f"un code d'{TEAM.tab}", message)


def _refused(column: str, found: str, expected: str, message: str) -> FormsRefused:
    return FormsRefused(blocking(BOOKINGS.name, None, BOOKINGS.heading(column), found, expected, message))


def _booked(office: Office, monday: date) -> tuple[list[tuple[date, Booked]], list[date]]:
    """What is booked each day of a week, and its past days of which that is not known."""
    days = [monday + timedelta(days=offset) for offset in range(DAYS_PER_WEEK)]
    to_come: defaultdict[date, list[Booked]] = defaultdict(list)
    for row in office[BOOKINGS.name]:
        if row.day in days:
            to_come[row.day].append(Booked(row.task, DayPart(row.half_day), row.technician, row.room))
    past = PastBookings(office)
    found, unknown = [], []
    for day in days:
        try:
            held = to_come[day] if day >= office.today else past.on(day)
        except NotKnown:
            unknown.append(day)
            continue
        ranked = sorted(held, key=lambda each: (_PARTS.index(each.part), each.task))
        found += [(day, booking) for booking in ranked]
    return found, unknown


class _Maker:
    """What turns the bookings of a week into forms; what they share is looked for once."""

    def __init__(self, office: Office, monday: date) -> None:
        self._office, self._monday = office, monday
        self.people = {row.code: row for row in office[TEAM.name]}
        self._projects = {row.code: row for row in office["Projets"]}
        gone = cancelled_rows(office)
        self._tasks = {
            row.task: row for row, is_gone in zip(office["Planning"], gone, strict=True) if not is_gone
        }
        self._hours = UsualHours.of(office)

    def is_reported(self, day: date, booking: Booked) -> bool:
        """Whether a booking has a session that counts, or is of a task that is gone."""
        return booking.task not in self._tasks or (day, booking.task, booking.technician) in self._reported

    def form(self, code: str, booked: Sequence[tuple[date, Booked]]) -> SessionForm:
        """The form of a person."""
        lines = [self._line(code, day, booking) for day, booking in booked]
        tasks = self._own_tasks(code, booked)
        projects = dict.fromkeys(task.project for task in tasks.values())
        return SessionForm(
            code,
            full_name(self.people[code]) or code,
            self._monday,
            self._office.settings["company_name"],
            (*lines, *self._blank(code, lines)),
            [(project, self._title(project)) for project in projects],
            [(task, self._label(row)) for task, row in tasks.items()],
            [(room.code, room.name) for room in self._office["Salles"]],
            self._office.today,
        )

    def _line(self, code: str, day: date, booking: Booked) -> FormLine:
        task = self._tasks[booking.task]
        contract = only_contract(self._office, code, task.project, day)
        hours = self._hours.booked(booking.part, contract, code, booking.room)
        pause = f", pause {hours.pause_minutes} min" if hours.pause_minutes else ""
        weekday = f"{WEEKDAYS[day.weekday()][:2].upper()}{_PART_LETTERS[booking.part]}"
        return FormLine(
            f"{self._stem(code)}-{weekday}-{booking.task}",
            day,
            task.project,
            booking.task,
            booking.room,
            f"{self._title(task.project)} — {self._label(task)}",
            f"{clock_text(hours.start)}–{clock_text(hours.end)}{pause}",
        )

    def _blank(self, code: str, lines: Sequence[FormLine]) -> Iterator[FormLine]:
        """The blank lines: another form of the week, made later, does not give them the same numbers."""
        made = f"{self._office.today:%Y%m%d}{[line.identifier for line in lines]}"
        mark = sha256(made.encode()).hexdigest()[:_DIGITS]
        for rank in range(max(_LEAST_BLANK, _USUAL_LINES - len(lines))):
            yield FormLine(f"{self._stem(code)}-{mark}-{rank + 1}")

    def _stem(self, code: str) -> str:
        return f"{code}-{week_code(self._monday)}"

    def _own_tasks(self, code: str, booked: Sequence[tuple[date, Booked]]) -> Mapping[str, Row]:
        """The tasks that a person may report: those booked, then those still to be done that the plan gives them."""
        own = {booking.task: self._tasks[booking.task] for _, booking in booked}
        return own | {
            row.task: row for row in self._to_do if code in (row.technician, row.assigned_technician)
        }

    @cached_property
    def _to_do(self) -> Sequence[Row]:
        closed = {code for code, row in self._projects.items() if row.status in CLOSED_PROJECTS}
        rows = zip(self._office["Planning"], finished_rows(self._office), strict=True)
        return [
            row
            for row, is_finished in rows
            if row.task in self._tasks and not is_finished and row.project not in closed
        ]

    @cached_property
    def _reported(self) -> set[tuple[date, str, str]]:
        rows = self._office["Seances"].where(counted_rows(self._office))
        return set(rows.select("day", "task", "technician"))

    def _title(self, project: str) -> str:
        row = self._projects.get(project)
        return (row.title if row else "") or project

    def _label(self, task: Row) -> str:
        return with_episode(task.label or task.task, task.episode, self._projects.get(task.project))
