"""Who is taken and which room, day by day over the next four weeks, as they are drawn: by person, by room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from postprod_xl.documents.charts.gantt import Gantt, GanttGroup, GanttRow, Look
from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.charts.bars import bars_of_columns
from postprod_xl.domain.planning.charts.drawn_tasks import MOST_TASKS, drawn_projects, look_of
from postprod_xl.domain.planning.charts.load import Loads, resources_of
from postprod_xl.domain.planning.charts.time_axis import ChartAxis
from postprod_xl.domain.planning.charts.weeks import four_weeks
from postprod_xl.domain.planning.plan.clashes import is_taken_twice
from postprod_xl.domain.planning.problem.presence import ResourceKind
from postprod_xl.domain.wording import counted
from postprod_xl.schema.vocabulary import DayPart

_HALVES: dict[str, str] = {DayPart.MORNING: "matin", DayPart.AFTERNOON: "a.-m."}
_COUNTED = {ResourceKind.PERSON: "personne", ResourceKind.ROOM: "salle"}


class _Booking(NamedTuple):
    day: date
    half: str
    project: str
    task: str
    state: str
    conflict: str
    technician: str
    room: str

    def clashes(self, code: str) -> bool:
        """Whether its conflict is about this person or room: the text names it."""
        return is_taken_twice(self.conflict) and f" {code} " in f" {self.conflict} "


def people_of(office: Office, loads: Loads | None = None) -> Gantt:
    """The next four weeks of each person of `Equipe`, in its order; see `_board`."""
    return _board(office, ResourceKind.PERSON, loads or Loads(office))


def rooms_of(office: Office, loads: Loads | None = None) -> Gantt:
    """The next four weeks of each room of `Salles`, in its order; see `_board`."""
    return _board(office, ResourceKind.ROOM, loads or Loads(office))


def _board(office: Office, kind: ResourceKind, loads: Loads) -> Gantt:
    """A group per person or room: on its heading the days taken, absent or in conflict; under it, its bookings.

    Parameters
    ----------
    office
        Tables `Reservations`, `Planning` and `Projets` with their computed columns, `Equipe`, `Salles`, `Absences`.
    loads
        Those of the office.

    Returns
    -------
    Gantt
        Bookings from today on, those of a task on one line. Those who have none are there, free, and who is named by a
        booking alone comes last. Beyond `MOST_TASKS` lines, the last ones are left out.
    """
    axis = four_weeks(office.today)
    board = _Board(office, kind, axis, loads)
    groups: list[GanttGroup] = []
    lines = 0
    for code, name, role in board.resources():
        group = board.group(code, name, role)
        lines += 1 + len(group.tasks)
        if lines > MOST_TASKS:
            break
        groups.append(group)
    return axis.chart(office.today, groups, [board.line(groups), *board.left_out(len(groups))])


class _Board:
    """The bookings of the people, or of the rooms, of an office."""

    def __init__(self, office: Office, kind: ResourceKind, axis: ChartAxis, loads: Loads) -> None:
        self._office, self._kind, self._axis = office, kind, axis
        self._loads = loads
        self._country = WorkCalendar.of("")
        self._hues = {project.code: project.hue for project in drawn_projects(office).values()}
        tasks = office["Planning"]
        names = ("task", "label", "episode", "late_days")
        self._tasks = {row[0]: row[1:] for row in tasks.select(*names)}
        self._bookings: dict[str, dict[str, list[_Booking]]] = {}
        for booking in _bookings(office, axis):
            code = booking.technician if kind is ResourceKind.PERSON else booking.room
            if code:
                self._bookings.setdefault(code, {}).setdefault(booking.task, []).append(booking)

    def resources(self) -> Sequence[tuple[str, str, str]]:
        """Code, name and job or type of each."""
        known = [
            (who[1], name, role) for who, name, role in resources_of(self._office) if who[0] is self._kind
        ]
        codes = {code for code, _, _ in known}
        return [*known, *((code, "", "") for code in self._bookings if code not in codes)]

    def group(self, code: str, name: str, role: str) -> GanttGroup:
        """One person or room."""
        tasks = self._bookings.get(code, {})
        rows = [self._row(bookings) for bookings in tasks.values()]
        rows.sort(key=lambda row: (row.start, row.end))
        booked = [booking for bookings in tasks.values() for booking in bookings]
        return GanttGroup(
            None, self._heading(code, " — ".join(filter(None, (name, role))), booked), tuple(rows)
        )

    def _heading(self, code: str, label: str, booked: Sequence[_Booking]) -> GanttRow:
        cell = self._loads.between((self._kind, code), self._office.today, self._axis.slots[-1].last)
        state = "absent" if cell.rate is None else f"{int(100 * cell.rate)} %"
        who = (code, "") if self._kind is ResourceKind.PERSON else ("", code)
        looks = self._looks(code, booked)
        bars = bars_of_columns((place, looks.get(place)) for place in range(len(self._axis.slots)))
        return GanttRow("", "", label, *who, state, None, None, None, bars, None)

    def _looks(self, code: str, booked: Sequence[_Booking]) -> dict[int, Look]:
        """What each column of a heading tells; a free one is left out."""
        found: dict[int, Look] = {}
        for place, slot in enumerate(self._axis.slots):
            if slot.last >= self._office.today and self._is_away(code, slot.first):
                found[place] = Look.ABSENT
        for booking in booked:
            at = self._axis.at(booking.day)
            if at is not None and found.get(at) is not Look.CLASH:
                found[at] = Look.CLASH if booking.clashes(code) else Look.SUMMARY
        return found

    def _is_away(self, code: str, day: date) -> bool:
        there = self._loads.presence.half_days(self._kind, code, day.toordinal())
        return not there and self._country.is_working(day)

    def _row(self, bookings: Sequence[_Booking]) -> GanttRow:
        first = bookings[0]
        look = look_of(first.state)
        columns = {self._axis.at(booking.day) for booking in bookings}
        label, episode, late = self._tasks.get(first.task, ("", None, None))
        return GanttRow(
            first.project,
            first.task,
            label,
            first.technician,
            first.room,
            first.state,
            min(booking.day for booking in bookings),
            max(booking.day for booking in bookings),
            late,
            bars_of_columns((place, look) for place in range(len(self._axis.slots)) if place in columns),
            None,
            episode=str(episode or ""),
            hue=self._hues.get(first.project, 0),
            halves=self._halves(bookings),
        )

    def _halves(self, bookings: Sequence[_Booking]) -> Mapping[int, str]:
        """The half taken of each column of which one half is left."""
        halves: dict[int, list[str]] = {}
        for booking in bookings:
            place = self._axis.at(booking.day)
            if place is not None:
                halves.setdefault(place, []).append(booking.half)
        return {
            place: _HALVES[half] for place, (half, *more) in halves.items() if half in _HALVES and not more
        }

    def line(self, groups: Sequence[GanttGroup]) -> str:
        """What the board shows, in one sentence."""
        free = sum(not group.tasks for group in groups)
        until = self._axis.slots[-1].first
        told = f"{counted(len(groups), _COUNTED[self._kind])}, dont {free} sans réservation"
        return f"Situation au {self._office.today:%d/%m/%Y}, jusqu'au {until:%d/%m/%Y} : {told}."

    def left_out(self, drawn: int) -> Iterator[str]:
        missing = len(self.resources()) - drawn
        if missing:
            yield f"Au-delà de {MOST_TASKS} lignes, le dessin s'arrête : il en manque {missing}."


def _bookings(office: Office, axis: ChartAxis) -> Iterable[_Booking]:
    """The bookings of the weeks drawn."""
    names = ("day", "half_day", "project", "task", "state", "conflict", "technician", "room")
    last = axis.slots[-1].last
    rows = map(_Booking._make, office["Reservations"].select(*names))
    return (booking for booking in rows if booking.day <= last)
