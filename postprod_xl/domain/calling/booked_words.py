"""What a booking says in words, wherever it is told: service sheets, calendars; no pay, no cost."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property

from postprod_xl.domain.office import Office
from postprod_xl.domain.people.names import full_name
from postprod_xl.domain.planning.tasks.episodes import EpisodeKey, episodes_of, with_episode
from postprod_xl.domain.sessions.day_hours import DayHours, UsualHours
from postprod_xl.domain.sessions.from_bookings import only_contract_of
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.planning import BOOKINGS
from postprod_xl.schema.vocabulary import DayPart


def booked_between(office: Office, first: date, last: date) -> list[Row]:
    """The bookings of `Reservations` from a first to a last day, by day and the morning first."""
    parts = list(DayPart)
    bookings = office[BOOKINGS.name]
    rows = bookings.where(first <= day <= last for day in bookings.column("day"))
    return sorted(rows, key=lambda row: (row.day, parts.index(row.half_day)))


class BookedWords:
    """The words of the codes that `Reservations` holds; what the bookings share is looked up once.

    Parameters
    ----------
    office
        Tables `Equipe`, `Salles`, `Projets`, `Planning`, `Episodes`, `Contrats` and the settings.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self.people = {row.code: row for row in office["Equipe"]}
        self.rooms = {row.code: row for row in office["Salles"]}
        self.projects = {row.code: row for row in office["Projets"]}
        tasks = office["Planning"].only("task", "project", "label", "episode", "end_day", "due_day")
        self.tasks = {row.task: row for row in tasks}
        self._usual = UsualHours.of(office)

    def person(self, code: str) -> str:
        """First and last name of a person; the code when `Equipe` has no name for it."""
        person = self.people.get(code)
        return (full_name(person) if person else "") or code

    def job(self, code: str) -> str:
        """The job of a person, empty when it is not known."""
        return self.people[code].job if code in self.people else ""

    def room(self, code: str) -> str:
        """The name of a room; the code when `Salles` has none for it."""
        room = self.rooms.get(code)
        return (room.name if room else "") or code

    def site(self, code: str) -> str:
        """Where a room is, empty when it is not known."""
        return self.rooms[code].site if code in self.rooms else ""

    def title(self, code: str) -> str:
        """The title of a project; the code when it has none."""
        project = self.projects.get(code)
        return (project.title if project else "") or code

    def label(self, code: str) -> str:
        """What a task is, its episode named where the project has several; the code when it has no label."""
        task = self.tasks.get(code)
        if task is None:
            return code
        return with_episode(task.label or code, task.episode, self.projects.get(task.project))

    def director(self, code: str, project: str) -> str:
        """The director of the episode of a task, else of its project."""
        task = self.tasks.get(code)
        if task is not None and task.episode is not None:
            episode = episodes_of(self._office).get(EpisodeKey(task.project, task.episode))
            if episode is not None and episode.director:
                return episode.director
        return self.projects[project].director if project in self.projects else ""

    def hours(self, booking: Row) -> DayHours:
        """The usual hours of a booking, in minutes after midnight; see `UsualHours.booked`."""
        person, project, day = booking.technician, booking.project, booking.day
        contract = self._contract(person, project, day) if person else None
        return self._usual.booked(DayPart(booking.half_day), contract, person, booking.room)

    def _contract(self, person: str, project: str, day: date) -> Row | None:
        return only_contract_of(self._contracts.get(person, ()), project, day)

    @cached_property
    def _contracts(self) -> dict[str, list[Row]]:
        by_person: defaultdict[str, list[Row]] = defaultdict(list)
        for contract in self._office["Contrats"]:
            by_person[contract.technician].append(contract)
        return by_person
