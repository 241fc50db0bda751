"""The calendars of an office, from the bookings of its workbook: by person, by room, by project, and all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from postprod_xl.documents.calendars.records import CalendarEvent, OfficeCalendar, OfficeCalendars
from postprod_xl.documents.papers.figures import clock, hours
from postprod_xl.domain.calling.booked_words import BookedWords
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import OPTIONS
from postprod_xl.domain.sessions.day_hours import DayHours
from postprod_xl.domain.wording import closest_names
from postprod_xl.schema.problems import Refusal, blocking
from postprod_xl.schema.table import Table
from postprod_xl.schema.tables.planning import BOOKINGS, PLANNING, SESSIONS
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.tables.team import TEAM
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import DayPart

BUSY = "Occupé"
_PERSON, _ROOM, _PROJECT = "personne", "salle", "projet"
_ALL, _ALL_TITLE = "tous", "Toutes les réservations"
_MASKED, _CLIENT = "occupe", "client"


class CalendarsRefused(Refusal):
    """A code that no calendar has; it holds the one problem that says so."""


class BookedRun(NamedTuple):
    """Consecutive days, or a half-day, on which one task takes the same person and room at the same hours."""

    project: str
    task: str
    technician: str
    room: str
    state: str
    first: date
    last: date
    is_whole: bool
    hours: DayHours


def office_calendars(office: Office, only: str = "", masked: str | None = None) -> OfficeCalendars:
    """The calendars of an office, from `Reservations` as the last refresh left it.

    Parameters
    ----------
    office
        `Reservations`, and the tables that say what their codes stand for.
    only
        The code of the one person, room or project asked for; empty for all.
    masked
        The code of the project whose client reads them: of what is booked for others, that it is taken and when;
        empty for a reader who has no project; None for the house.

    Returns
    -------
    OfficeCalendars
        For a client, the people and rooms that work for his project, and it. Without a project, people and rooms are
        masked whole, and each project has its own work alone: it goes to its own client.

    Raises
    ------
    CalendarsRefused
        A code that the workbook does not have.
    """
    maker = _Maker(office)
    covered: tuple[str, ...]
    if masked is None:
        made, covered = list(maker.of_the_house()), ("",)
    elif masked:
        project = maker.project(masked)
        made, covered = list(maker.of_a_client(project)), (_client(project),)
    else:
        made, covered = list(maker.masked()), (_MASKED, _CLIENT)
    if only:
        made = [one for one in made if folded(one.code) == folded(only)]
        if not made:
            raise maker.unknown(only)
    settings = office.settings
    return OfficeCalendars(
        settings["company_siren"] or settings["company_name"],
        () if only else covered,
        tuple(OfficeCalendar(one.stem, one.title, one.events, one.audience) for one in made),
    )


class _Made(NamedTuple):
    """A calendar, whose file is not named yet."""

    kind: str
    code: str
    title: str
    events: tuple[CalendarEvent, ...]
    audience: str = ""

    @property
    def stem(self) -> str:
        return "-".join(filter(None, (self.kind, self.code, self.audience)))


class _Maker:
    """What turns bookings into calendars."""

    def __init__(self, office: Office) -> None:
        self._office, self._words = office, BookedWords(office)

    def project(self, code: str) -> str:
        """The code of a project, however its case."""
        found = next((each for each in self._words.projects if folded(each) == folded(code)), None)
        if found is None:
            raise _unknown(PROJECTS, code, "un projet", list(self._words.projects))
        return found

    def unknown(self, code: str) -> CalendarsRefused:
        """The refusal of a code that no calendar has."""
        words = self._words
        known = [*words.people, *words.rooms, *words.projects]
        if folded(code) not in map(folded, known):
            return _unknown(TEAM, code, "une personne, une salle ou un projet", known)
        message = f"« {code} » ne travaille pas pour ce projet : son calendrier n'est pas pour ce client"
        expected = "une personne ou une salle réservée pour ce projet"
        return CalendarsRefused(
            blocking(BOOKINGS.name, None, BOOKINGS.heading("project"), code, expected, message)
        )

    def of_the_house(self) -> Iterator[_Made]:
        """A calendar a person, a room, a project, and all the bookings."""
        for code in self._words.people:
            yield self._person(code, lambda run: self._told(run, self._at_work(run), _PERSON))
        for code in self._words.rooms:
            yield self._room(code, lambda run: self._told(run, self._for_whom(run), _ROOM))
        for code in self._words.projects:
            yield self._project(code, lambda run: self._told(run, self._of_project(run), _PROJECT))
        everything = [run for runs in self._runs.values() for run in runs]
        events = [self._told(run, self._for_whom(run), _ALL) for run in everything]
        yield _Made(_ALL, "", _ALL_TITLE, tuple(events))

    def masked(self) -> Iterator[_Made]:
        """People and rooms without a word of what they do, and each project for its own client."""
        for code in self._words.people:
            yield self._person(code, _busy)._replace(audience=_MASKED)
        for code in self._words.rooms:
            yield self._room(code, _busy)._replace(audience=_MASKED)
        for code in self._words.projects:
            yield self._shared_project(code)

    def of_a_client(self, project: str) -> Iterator[_Made]:
        """A project, and the people and rooms that work for it, masked where they work for another."""

        def seen(run: BookedRun) -> CalendarEvent:
            return self._shared(run, self._at_work(run)) if run.project == project else _busy(run)

        own = [run for runs in self._runs.values() for run in runs if run.project == project]
        people, rooms = {run.technician for run in own}, {run.room for run in own}
        masked = (
            *(self._person(code, seen) for code in self._words.people if code in people),
            *(self._room(code, seen) for code in self._words.rooms if code in rooms),
        )
        yield from (made._replace(audience=_client(project)) for made in masked)
        yield self._shared_project(project)

    def _person(self, code: str, shown: Callable[[BookedRun], CalendarEvent]) -> _Made:
        events = tuple(map(shown, self._by("technician").get(code, ())))
        return _Made(_PERSON, code, self._words.person(code), events)

    def _room(self, code: str, shown: Callable[[BookedRun], CalendarEvent]) -> _Made:
        return _Made(_ROOM, code, self._words.room(code), tuple(map(shown, self._by("room").get(code, ()))))

    def _project(self, code: str, shown: Callable[[BookedRun], CalendarEvent]) -> _Made:
        events = tuple(map(shown, self._by("project").get(code, ())))
        return _Made(_PROJECT, code, self._words.title(code), events)

    def _shared_project(self, code: str) -> _Made:
        made = self._project(code, lambda run: self._shared(run, self._of_project(run)))
        return made._replace(audience=_CLIENT)

    def _told(self, run: BookedRun, summary: str, kind: str) -> CalendarEvent:
        """A booking for the house."""
        pause = f", pause {hours(run.hours.pause_minutes)}" if run.hours.pause_minutes else ""
        lines = (
            ("Horaire habituel", f"de {clock(run.hours.start)} à {clock(run.hours.end)}{pause}"),
            (SESSIONS.heading("technician"), "" if kind == _PERSON else self._who(run)),
            (PROJECTS.heading("director"), self._words.director(run.task, run.project)),
            (PLANNING.heading("state"), run.state),
            (PLANNING.heading("task"), run.task),
        )
        return _event(run, summary, self._where(run), lines)

    def _shared(self, run: BookedRun, summary: str) -> CalendarEvent:
        """A booking for the client it is for, in the words of his copy: no code, no rank among the options."""
        told: dict[str, str] = dict(PLANNING.by_name["state"].shared_as)
        lines = (
            (SESSIONS.heading("technician"), self._words.person(run.technician)),
            (PROJECTS.heading("director"), self._words.director(run.task, run.project)),
            (PLANNING.heading("state"), told.get(run.state, run.state)),
        )
        return _event(run, summary, self._words.room(run.room), lines)

    def _at_work(self, run: BookedRun) -> str:
        return f"{self._words.title(run.project)} — {self._words.label(run.task)}"

    def _for_whom(self, run: BookedRun) -> str:
        return _with(self._at_work(run), self._words.person(run.technician))

    def _of_project(self, run: BookedRun) -> str:
        return _with(self._words.label(run.task), self._words.person(run.technician))

    def _who(self, run: BookedRun) -> str:
        return ", ".join(filter(None, (self._words.person(run.technician), self._words.job(run.technician))))

    def _where(self, run: BookedRun) -> str:
        return ", ".join(filter(None, (self._words.room(run.room), self._words.site(run.room))))

    def _by(self, name: str) -> dict[str, list[BookedRun]]:
        return self._sorted[name]

    @cached_property
    def _sorted(self) -> dict[str, dict[str, list[BookedRun]]]:
        """The runs by the code of their person, of their room, of their project."""
        found: dict[str, dict[str, list[BookedRun]]] = {
            name: {} for name in ("technician", "room", "project")
        }
        for runs in self._runs.values():
            for run in runs:
                for name, by_code in found.items():
                    by_code.setdefault(getattr(run, name), []).append(run)
        return found

    @cached_property
    def _runs(self) -> dict[str, list[BookedRun]]:
        """The runs of each task, in the order of their days."""
        runs: defaultdict[str, list[BookedRun]] = defaultdict(list)
        for booking in sorted(self._office[BOOKINGS.name], key=lambda each: each.day):
            run = BookedRun(
                booking.project,
                booking.task,
                booking.technician,
                booking.room,
                booking.state,
                booking.day,
                booking.day,
                booking.half_day == DayPart.WHOLE_DAY,
                self._words.hours(booking),
            )
            last = runs[run.task][-1] if runs[run.task] else None
            if last is not None and _goes_on(last, run):
                runs[run.task][-1] = last._replace(last=run.last)
            else:
                runs[run.task].append(run)
        return runs


def _goes_on(run: BookedRun, following: BookedRun) -> bool:
    """Whether a whole day is the one after a run, and of the same words."""
    is_next = run.last + timedelta(1) == following.first
    return run.is_whole and is_next and following._replace(first=run.first, last=run.last) == run


def _client(project: str) -> str:
    """The audience of the people and rooms that the client of a project reads."""
    return f"{_CLIENT}-{project}"


def _busy(run: BookedRun) -> CalendarEvent:
    return _event(run, BUSY, "", ())


def _event(run: BookedRun, summary: str, where: str, lines: Iterable[tuple[str, str]]) -> CalendarEvent:
    return CalendarEvent(
        about=run.task,
        first=run.first,
        last=run.last,
        hours=None if run.is_whole else (run.hours.start, run.hours.end),
        summary=summary,
        location=where,
        description="\n".join(f"{name} : {value}" for name, value in lines if value),
        is_tentative=run.state in OPTIONS,
    )


def _with(text: str, person: str) -> str:
    return f"{text} ({person})" if person else text


def _unknown(table: Table, code: str, expected: str, known: Sequence[str]) -> CalendarsRefused:
    message = f"« {code} » n'est pas {expected} ; {closest_names(code, known)}"
    return CalendarsRefused(
        blocking(table.name, None, table.heading("code"), code, f"le code d'{expected}", message)
    )
