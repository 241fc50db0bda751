"""The days that rooms are occupied for each project, and the quote line that each occupation counts on.

A line sells a room when its item asks for no skill and names a type of room: in `Type de salle`, else by a label that
is the type of a room of the house (« Salle de montage image »). It is planned and worked by what occupies rooms of
that type, in days:

* a task attached to the line, and its sessions, count on it;
* any other task or session of the project that occupies a room of that type counts on the first line of the quote
  that sells the type; the other lines that sell it have only what is attached to them;
* but a room lent in place of one of another type that is sold too counts on the line of that one: an assistant whose
  task asks for a station, and who works in an editing room, takes days of the station. The type asked for is that of
  the task, else of the item that it works;
* so no occupation counts on two lines.

The day of a room is occupied once, whoever shares it, and by half where it was used for half a day of the house at
most; who uses it the same day share it by their minutes. A session that names no room occupies one of the type that
its task asks for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.quotes.reference_lines import line_rows
from postprod_xl.domain.sessions.counted import COUNTED_FROM
from postprod_xl.domain.sessions.done import done_sessions
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import TaskState

HALF_DAY, WHOLE_DAY = Decimal("0.5"), Decimal(1)

Work = tuple[str, str]
"""A project and one of its quote lines; the line is empty for work no line pays."""

_LINES_FROM = "line project version item label"
_ITEMS_FROM = "item label skill room_type unit_minutes"
_TASKS_FROM = "task project line state room room_type assigned_room"

OCCUPIED_FROM = {
    "Devis": _LINES_FROM,
    "Versions": "project version status",
    "Tarifs": _ITEMS_FROM,
    "Salles": "code type",
    "Planning": _TASKS_FROM,
}
"""The columns that say, with the sessions that count, on which line an occupation counts."""


class RoomLines(NamedTuple):
    """The lines that sell rooms, and which of them counts each type for each project.

    Parameters
    ----------
    types
        The type that each of these lines sells, compared as names are.
    counting
        By project and type, the line that the occupations attached to no such line count on.
    """

    types: Mapping[str, str]
    counting: Mapping[tuple[str, str], str]

    def paying(self, project: str, line: str, asked: str, room_type: str) -> str:
        """The line that an occupation counts on, from the line of its task; empty when none sells its room.

        `asked` is the type of room that the task asks for, `room_type` that of the room occupied.
        """
        if line in self.types:
            return line
        counted = self.counting.get((project, room_type), "")
        return self.counting.get((project, asked), counted) if counted else ""


class RoomDays(NamedTuple):
    """Days of rooms of one line: planned, worked up to today, of these without a room named, still to do."""

    planned: Decimal = Decimal(0)
    worked: Decimal = Decimal(0)
    unnamed: Decimal = Decimal(0)
    remaining: Decimal = Decimal(0)


class RoomUse(NamedTuple):
    """A room on one day, or a task that asks for a room and whose sessions of that day name none."""

    room: str
    task: str
    day: date


@fact(
    Devis=_LINES_FROM,
    Versions="project version status",
    Tarifs=_ITEMS_FROM,
    Salles="type",
    Planning="line state",
)
def room_lines(office: Office) -> RoomLines:
    """The lines that sell rooms; one whose item counts hours is a line in hours as soon as a task is attached to it."""
    standing = line_rows(office)
    timed = {item for item, minutes in office["Tarifs"].select("item", "unit_minutes") if minutes}
    attached = planned_lines(office)
    types: dict[str, str] = {}
    counting: dict[tuple[str, str], str] = {}
    columns = zip(
        standing.rows.select("line", "project", "item"),
        sold_room_types(office, standing.rows),
        standing.held,
        strict=True,
    )
    for (line, project, item), room_type, is_held in columns:
        if room_type and not (item in timed and line in attached):
            types[line] = room_type
            if is_held:
                counting.setdefault((project, room_type), line)
    return RoomLines(types, counting)


@fact(Planning="line state")
def planned_lines(office: Office) -> frozenset[str]:
    """The lines that a task is attached to, cancelled ones aside."""
    pairs = office["Planning"].select("line", "state")
    return frozenset(line for line, state in pairs if line and state != TaskState.CANCELLED)


@fact(**OCCUPIED_FROM, Seances=COUNTED_FROM)
def occupations(office: Office) -> Mapping[RoomUse, Mapping[Work, int]]:
    """Who used each room on each day up to today: minutes by project and by the line that the use counts on.

    The line is one that sells the room, else that of the task. What names no room is there only where a line that
    sells rooms counts it.
    """
    paying, types, tasks = room_lines(office), _types_of_rooms(office), _tasks(office)
    found: defaultdict[RoomUse, dict[Work, int]] = defaultdict(dict)
    for day, project, task, room, minutes in done_sessions(office, "day", "project", "task", "room"):
        line, asked, planned = tasks.get(task, _NO_TASK)
        payer = paying.paying(project, line, asked, types.get(room, "") if room else planned)
        if not room and not payer:
            continue
        users = found[RoomUse(room, "" if room else task, day)]
        work = (project, payer or line)
        users[work] = users.get(work, 0) + (minutes or 0)
    return found


def room_days(office: Office, remaining: Mapping[str, Decimal]) -> dict[str, RoomDays]:
    """The days of rooms planned, worked and still to do on each line that sells them.

    Parameters
    ----------
    office
        With the computed columns of `Planning`.
    remaining
        Working days still needed by each task; a task absent needs none.
    """
    planned: defaultdict[str, Decimal] = defaultdict(Decimal)
    left: defaultdict[str, Decimal] = defaultdict(Decimal)
    worked: defaultdict[str, Decimal] = defaultdict(Decimal)
    unnamed: defaultdict[str, Decimal] = defaultdict(Decimal)
    for task, line, duration in _planned_occupations(office):
        planned[line] += duration or 0
        left[line] += remaining.get(task, 0)
    for occupation, line, days in _worked_occupations(office):
        worked[line] += days
        unnamed[line] += days if not occupation.room else 0
    return {
        line: RoomDays(planned[line], worked[line], unnamed[line], left[line])
        for line in room_lines(office).types
    }


def minute_shares(users: Mapping[Work, int]) -> Mapping[Work, int]:
    """The weights of those who share a room: their minutes, equal ones when none is known."""
    return users if sum(users.values()) > 0 else dict.fromkeys(users, 1)


def _planned_occupations(office: Office) -> Iterator[tuple[str, str, Decimal | None]]:
    """Each task that occupies a room which a line sells: its code, that line and its days."""
    paying, tasks = room_lines(office), _tasks(office)
    for task, project, duration, state in office["Planning"].select(
        "task", "project", "duration_days", "state"
    ):
        line = paying.paying(project, *tasks[task]) if state != TaskState.CANCELLED else ""
        if line:
            yield task, line, duration


def _worked_occupations(office: Office) -> Iterator[tuple[RoomUse, str, Decimal]]:
    """The days of each occupation that count on each line that sells rooms."""
    sold, half = room_lines(office).types, office.settings["day_minutes"] / 2
    for occupation, users in occupations(office).items():
        if not sold.keys() & {line for _, line in users}:
            continue
        days = HALF_DAY if 0 < sum(users.values()) <= half else WHOLE_DAY
        weights = minute_shares(users)
        whole = sum(weights.values())
        for (_, line), weight in weights.items():
            if line in sold:
                yield occupation, line, days * weight / whole


def sold_room_types(office: Office, lines: Rows) -> list[str]:
    """The type of room that each row of `Devis` sells, as names are compared; empty when it sells none."""
    house = {folded(room_type) for room_type in office["Salles"].column("type")} - {""}
    items = {
        item: (named, skill, room_type)
        for item, named, skill, room_type in office["Tarifs"].select("item", "label", "skill", "room_type")
    }
    sold = {}
    for item, label in set(lines.select("item", "label")):
        named, skill, room_type = items.get(item, ("", "", ""))
        sold[item, label] = "" if skill else _sold_type(room_type, (named, label), house)
    return [sold[named] for named in lines.select("item", "label")]


def _sold_type(room_type: str, labels: Iterable[str], house: set[str]) -> str:
    if room_type:
        return folded(room_type)
    return next((name for name in map(folded, labels) if name in house), "")


def _types_of_rooms(office: Office) -> dict[str, str]:
    return {code: folded(room_type) for code, room_type in office["Salles"].select("code", "type")}


class _Task(NamedTuple):
    """The line of a task, the type of room that it asks for, and that of the room named, asked for, or assigned."""

    line: str
    asked: str
    planned: str


_NO_TASK = _Task("", "", "")


def _tasks(office: Office) -> dict[str, _Task]:
    types, of_line = _types_of_rooms(office), _types_of_lines(office)
    found = {}
    names = ("task", "line", "room", "room_type", "assigned_room")
    for task, line, room, room_type, assigned in office["Planning"].select(*names):
        asked = folded(room_type)
        planned = types.get(room) or asked or types.get(assigned, "")
        found[task] = _Task(line, asked or of_line.get(line, ""), planned)
    return found


def _types_of_lines(office: Office) -> dict[str, str]:
    """The type of room that the item of each quote line names, of those that name one."""
    named = {item: folded(room_type) for item, room_type in office["Tarifs"].select("item", "room_type")}
    lines = line_rows(office).rows.select("line", "item")
    return {line: named[item] for line, item in lines if named.get(item)}
