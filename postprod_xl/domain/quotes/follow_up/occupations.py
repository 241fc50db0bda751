"""The days that rooms are occupied for each project, and the quote line that each occupation counts on.

A line sells a room when its item asks for no skill and names a type of room: in `Type de salle`, else by a label that
is the type of a room of the house (« Salle de montage image »). It is planned and worked by what occupies rooms of
that type, in days:

* a task attached to the line, and its sessions, count on it;
* any other task or session of the project that occupies a room of that type counts on the first line of the quote
  that sells the type, then on the next ones once it has the days it sells; beyond them all, on the first again;
* but a room lent in place of one of another type that is sold too counts on the line of that one: an assistant whose
  task asks for a station, and who works in an editing room, takes days of the station. The type asked for is that of
  the task, else of the item that it works;
* so no occupation counts on two lines.

The day of a room is occupied once, whoever shares it, and by half where it was used for half a day of the house at
most, whoever was there at the same time; who uses it the same day share it by their minutes. A session that names no
room occupies one of the type that its task asks for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.quotes.follow_up.room_lines import room_lines, sold_days
from postprod_xl.domain.quotes.reference_lines import line_rows
from postprod_xl.domain.sessions.counted import COUNTED_FROM
from postprod_xl.domain.sessions.done import done_sessions
from postprod_xl.domain.works import Work
from postprod_xl.schema.units import MINUTES_PER_DAY, folded
from postprod_xl.schema.vocabulary import TaskState

HALF_DAY, WHOLE_DAY = Decimal("0.5"), Decimal(1)

_LINES_FROM = "line project version item label unit quantity"
_ITEMS_FROM = "item label skill room_type unit unit_minutes"
_TASKS_FROM = "task project line state room room_type assigned_room"

OCCUPIED_FROM = {
    "Devis": _LINES_FROM,
    "Versions": "project version status",
    "Tarifs": _ITEMS_FROM,
    "Salles": "code type",
    "Planning": _TASKS_FROM,
    "Avenants": "line type status quantity",
}
"""The columns that say, with the sessions that count, on which line an occupation counts."""


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


@fact(**OCCUPIED_FROM, Seances=COUNTED_FROM)
def occupations(office: Office) -> Mapping[RoomUse, Mapping[Work, int]]:
    """Who used each room on each day up to today: minutes by project and by the line that the use counts on.

    The line is one that sells the room, else that of the task. What names no room is there only where a line that
    sells rooms counts it.
    """
    paying, types, tasks = room_lines(office), _types_of_rooms(office), _tasks(office)
    found: defaultdict[RoomUse, dict[Work, int]] = defaultdict(dict)
    shared: Counter[tuple[RoomUse, Work]] = Counter()
    for day, project, task, room, minutes in done_sessions(office, "day", "project", "task", "room"):
        line, asked, planned = tasks.get(task, _NO_TASK)
        payer = paying.paying(project, line, asked, types.get(room, "") if room else planned)
        if not room and not payer:
            continue
        use = RoomUse(room, "" if room else task, day)
        users = found[use]
        work = (project, payer or line)
        users[work] = users.get(work, 0) + (minutes or 0)
        if payer != line and payer in paying.following:
            shared[use, work] += minutes or 0
    if shared:
        _follow_on(office, found, shared)
    return found


def _follow_on(
    office: Office, found: Mapping[RoomUse, dict[Work, int]], shared: Mapping[tuple[RoomUse, Work], int]
) -> None:
    """Move the uses that several lines may count to the first that has days left, in the order of the days."""
    following = room_lines(office).following
    left = defaultdict(Decimal, sold_days(office))
    together, half = _minutes_together(office), office.settings["day_minutes"] / 2
    days = {
        (use, work): share
        for use, users in found.items()
        for work, share in _days_of(users, together.get((use.room, use.day)), half).items()
    }
    for (use, work), share in days.items():
        if (use, work) not in shared:
            left[work[1]] -= share
    for (use, work), minutes in sorted(shared.items(), key=lambda each: each[0][0].day):
        users, (project, first) = found[use], work
        line = next((line for line in following[first] if left[line] > 0), first)
        left[line] -= days[use, work]
        if line != first:
            users[work] -= minutes
            users[project, line] = users.get((project, line), 0) + minutes
            if users[work] <= 0:
                del users[work]


@fact(Seances=COUNTED_FROM)
def _minutes_together(office: Office) -> Mapping[tuple[str, date], int]:
    """The minutes that each room was occupied on the days of several sessions; those at the same time count once."""
    spans: defaultdict[tuple[str, date], list[tuple[int, int]]] = defaultdict(list)
    for room, day, start, end, minutes in done_sessions(office, "room", "day", "start", "end"):
        if room and minutes:
            spans[room, day].append((start, end if end > start else end + MINUTES_PER_DAY))
    return {use: _covered(sorted(held)) for use, held in spans.items() if len(held) > 1}


def _covered(spans: Iterable[tuple[int, int]]) -> int:
    """The length that some spans cover, in the order of their starts."""
    covered, reached = 0, 0
    for start, end in spans:
        covered += max(end - max(start, reached), 0)
        reached = max(reached, end)
    return covered


def _days_of(users: Mapping[Work, int], together: int | None, half: Decimal) -> dict[Work, Decimal]:
    """The part of the day of a room that each of its users takes; `together` as in `_minutes_together`."""
    worked = sum(users.values())
    occupied = worked if together is None else min(worked, together)
    days = HALF_DAY if 0 < occupied <= half else WHOLE_DAY
    weights = minute_shares(users)
    whole = sum(weights.values())
    return {work: days * weight / whole for work, weight in weights.items()}


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
    shared: list[tuple[str, Decimal, Decimal]] = []
    for task, own_line, line, duration in _planned_occupations(office):
        days, to_do = duration or Decimal(0), remaining.get(task, Decimal(0))
        if line != own_line and line in room_lines(office).following:
            shared.append((line, days, to_do))
            continue
        planned[line] += days
        left[line] += to_do
    for occupation, line, days in _worked_occupations(office):
        worked[line] += days
        unnamed[line] += days if not occupation.room else 0
    if shared:
        sold = sold_days(office)
        for first, days, to_do in shared:
            lines = room_lines(office).following[first]
            _fill(planned, lines, days, {line: sold[line] - planned[line] for line in lines})
            _fill(left, lines, to_do, {line: sold[line] - worked[line] - left[line] for line in lines})
    return {
        line: RoomDays(planned[line], worked[line], unnamed[line], left[line])
        for line in room_lines(office).types
    }


def _fill(days: dict[str, Decimal], lines: Sequence[str], more: Decimal, free: Mapping[str, Decimal]) -> None:
    """Add days to each of some lines up to what is free of it, in their order; what is left over to the first."""
    for line in lines:
        taken = min(more, max(free[line], Decimal(0)))
        days[line] += taken
        more -= taken
    days[lines[0]] += more


def minute_shares(users: Mapping[Work, int]) -> Mapping[Work, int]:
    """The weights of those who share a room: their minutes, equal ones when none is known."""
    return users if sum(users.values()) > 0 else dict.fromkeys(users, 1)


def _planned_occupations(office: Office) -> Iterator[tuple[str, str, str, Decimal | None]]:
    """Each task that occupies a room which a line sells: its code, its own line, that line and its days."""
    paying, tasks = room_lines(office), _tasks(office)
    for task, project, duration, state in office["Planning"].select(
        "task", "project", "duration_days", "state"
    ):
        line = paying.paying(project, *tasks[task]) if state != TaskState.CANCELLED else ""
        if line:
            yield task, tasks[task].line, line, duration


def _worked_occupations(office: Office) -> Iterator[tuple[RoomUse, str, Decimal]]:
    """The days of each occupation that count on each line that sells rooms."""
    sold, half = room_lines(office).types, office.settings["day_minutes"] / 2
    together = _minutes_together(office)
    for occupation, users in occupations(office).items():
        if not sold.keys() & {line for _, line in users}:
            continue
        minutes = together.get((occupation.room, occupation.day))
        for (_, line), days in _days_of(users, minutes, half).items():
            if line in sold:
                yield occupation, line, days


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
