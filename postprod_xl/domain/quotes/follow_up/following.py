"""How far each quote line is, in its own unit: by the hours of its tasks, the days of its rooms, time, or what is done.

The first that applies:

* a line that sells a room follows the days that rooms are occupied (`occupations`);
* a line of coordination sold in hours follows time, the share of its project that is elapsed, as long as its tasks take
  no more than it sells: they are seldom all of it;
* a line sold in hours that a task is attached to follows the hours of its tasks and sessions;
* a line sold by days of which the rate card counts no hours follows the days of its tasks;
* any other line with a task follows what is done of its tasks: a DCP, a VFX shot, a minute of subtitles;
* a line of coordination or of storage without a task follows time too;
* a line that none of these says anything of is not followed. What it will take is not known: it saves nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.planning.tasks.facts import DELIVERED_PROJECTS, PROGRESS_FROM, finished_rows
from postprod_xl.domain.quotes.change_orders import effects
from postprod_xl.domain.quotes.follow_up.line_hours import LineHours, hours_of
from postprod_xl.domain.quotes.follow_up.occupations import RoomDays, room_days
from postprod_xl.domain.quotes.follow_up.room_lines import RoomLines, room_lines
from postprod_xl.domain.quotes.reference_lines import LineRows, line_rows
from postprod_xl.domain.quotes.sold import SoldTime, sold_times
from postprod_xl.domain.quotes.unit_times import HALF_DAYS, unit_days, unit_lengths
from postprod_xl.domain.sessions.counted import COUNTED_FROM
from postprod_xl.domain.sessions.done import done_sessions
from postprod_xl.schema.tables.projects import RATES
from postprod_xl.schema.units import half_up
from postprod_xl.schema.vocabulary import FollowUp, ItemFamily, TaskState

_BY_TIME = frozenset({ItemFamily.COORDINATION, ItemFamily.STORAGE})
NONE = Decimal(0)
COUNTED = frozenset({FollowUp.HOURS, FollowUp.DAYS, FollowUp.ROOM})
"""What tasks and sessions count: these lines alone may take more or less than was sold."""


@dataclass(frozen=True)
class Followed:
    """What follows a line, and its figures in its own unit.

    Parameters
    ----------
    follow_up
        What says how far it is.
    unit
        Its unit: that of its row, else of its item.
    sold
        With its accepted change orders; nothing where its version no longer holds it.
    planned, worked, remaining
        What is planned of it, worked up to today, still to do; None where it is not followed.
    unnamed
        Of what is worked, what was worked in a room that nobody named, and that cost nothing yet.
    reason
        Why nothing follows it, and what to do, in French; empty where something does.
    """

    follow_up: FollowUp
    unit: str
    sold: Decimal
    planned: Decimal | None = None
    worked: Decimal | None = None
    remaining: Decimal | None = None
    unnamed: Decimal = NONE
    reason: str = ""

    @property
    def projected(self) -> Decimal | None:
        """What it will take in all."""
        return None if self.worked is None or self.remaining is None else self.worked + self.remaining

    @property
    def variance(self) -> Decimal | None:
        """What it will take beyond what is sold, negative when some is left; None where nothing counts its work."""
        if self.projected is None or self.follow_up not in COUNTED:
            return None
        return self.projected - self.sold


class FollowedLine(NamedTuple):
    """One Ligne of `Devis`: whether its version holds it, what it sells, its hours, and what follows it."""

    project: str
    line: str
    item: str
    label: str
    is_held: bool
    time: SoldTime
    hours: LineHours
    figures: Followed

    @property
    def is_hourly(self) -> bool:
        """Whether its hours say what it will take."""
        return self.hours.sold is not None and self.figures.follow_up not in (FollowUp.ROOM, FollowUp.TIME)

    def price_cents(self, minutes: int | None, units: Decimal | None) -> int | None:
        """Some minutes of the line at its selling price, discount deducted, else some of its units; None of neither."""
        if minutes is not None and self.time.unit_minutes:
            return self.time.price_cents(minutes)
        if units is None:
            return None
        return half_up(units * self.time.unit_price_cents * (1 - self.time.discount_rate))

    @property
    def worked_price_cents(self) -> int:
        """What sessions and rooms did of it up to today, at its selling price; nothing where they count nothing."""
        followed = self.figures.follow_up
        units = self.figures.worked if followed in COUNTED else None
        return self.price_cents(None if followed is FollowUp.ROOM else self.hours.worked, units) or 0


@fact(
    Devis="line project version item label unit quantity unit_price_cents discount_rate planned_minutes worked_minutes",
    Versions="project version status",
    Avenants="number day line project quantity status type unit_price_cents",
    Tarifs="item label unit unit_minutes family skill room_type price_cents film_price_cents",
    Projets="code type status rushes_day delivery_day expected_day",
    Planning=f"project line start_day room room_type assigned_room {PROGRESS_FROM}",
    Salles="code type",
    Seances=COUNTED_FROM,
)
def followed_lines(office: Office, remaining: Mapping[str, Decimal]) -> list[FollowedLine]:
    """Every Ligne of `Devis`, in the row it stands for, and what follows it; cancelled projects included.

    Parameters
    ----------
    office
        With the computed columns of `Planning`, `Projets` and `Devis`.
    remaining
        Working days still needed by each task; a task absent needs none.
    """
    standing = line_rows(office)
    times = sold_times(office, standing.rows)
    hours = hours_of(office, standing, times, remaining)
    sources = _Sources(
        hours,
        room_days(office, remaining),
        _done_shares(office, remaining),
        elapsed_shares(office),
        room_lines(office),
    )
    columns = zip(
        standing.rows.select("project", "line", "item", "label"),
        standing.held,
        times,
        _sellers(office, standing),
        strict=True,
    )
    return [
        FollowedLine(project, line, item, label, is_held, time, hours[line], _followed(seller, sources))
        for (project, line, item, label), is_held, time, seller in columns
    ]


def elapsed_shares(office: Office) -> dict[str, Decimal]:
    """The share of each project that is elapsed, from 0 to 1; a project whose span is not known is absent.

    A project spans from the day of its rushes, or the first of its tasks and sessions when there is none or when they
    come before, to the last of its promised and expected deliveries, both days included; it is whole once delivered.
    """
    first = _first_days(office)
    shares = {}
    columns = ("code", "status", "rushes_day", "delivery_day", "expected_day")
    for code, status, rushes, *ends in office["Projets"].select(*columns):
        begins = [day for day in (rushes, first.get(code)) if day is not None]
        until = [day for day in ends if day is not None]
        if status in DELIVERED_PROJECTS:
            shares[code] = Decimal(1)
        elif begins and until:
            start = min(begins)
            span = (max(until) - start).days + 1
            passed = min(max((office.today - start).days + 1, 0), max(span, 1))
            shares[code] = Decimal(passed) / max(span, 1)
    return shares


@dataclass(frozen=True)
class _Seller:
    """One line, the family of its item, what it sells, the minutes of its unit and of a day of the house."""

    line: str
    project: str
    family: str
    unit: str
    sold: Decimal
    unit_minutes: int | None
    house_minutes: int

    @property
    def unit_days(self) -> Decimal | None:
        """The days that one unit of it lasts, None when nothing says it."""
        return unit_days(self.unit, self.unit_minutes, self.house_minutes)


@dataclass(frozen=True)
class _Sources:
    """What says how far lines are: their hours, days of rooms and share done by line, share elapsed by project."""

    hours: Mapping[str, LineHours]
    rooms: Mapping[str, RoomDays]
    done: Mapping[str, Decimal]
    elapsed: Mapping[str, Decimal]
    sellers: RoomLines

    def unused_room(self, seller: _Seller) -> str:
        """Why nothing follows a line that sells a room."""
        room_type = self.sellers.types[seller.line]
        counting = self.sellers.counting.get((seller.project, room_type), seller.line)
        return _unused_room(seller, room_type, counting)


def _followed(seller: _Seller, sources: _Sources) -> Followed:
    hours, unit_days = sources.hours[seller.line], seller.unit_days
    rooms = sources.rooms.get(seller.line)
    if rooms is not None:
        if unit_days is not None and (rooms.planned or rooms.worked or rooms.remaining):
            return _in_days(FollowUp.ROOM, seller, rooms)
        return _not_followed(seller, sources.unused_room(seller))
    if seller.family == ItemFamily.COORDINATION and seller.project in sources.elapsed and hours.is_within:
        return _by_share(FollowUp.TIME, seller, sources.elapsed[seller.project])
    if hours.sold is not None and seller.unit_minutes and hours.is_known:
        length = seller.unit_minutes
        minutes = (hours.sold, hours.planned, hours.worked, hours.remaining)
        sold, planned, worked, remaining = (Decimal(each) / length for each in minutes)
        return Followed(FollowUp.HOURS, seller.unit, sold, planned, worked, remaining)
    if hours.has_tasks and seller.unit in HALF_DAYS:
        house = seller.house_minutes
        planned, worked, remaining = (
            Decimal(each) / house for each in (hours.planned, hours.worked, hours.remaining)
        )
        return _in_days(FollowUp.DAYS, seller, RoomDays(planned, worked, remaining=remaining))
    if hours.has_tasks:
        return _by_share(FollowUp.DELIVERABLES, seller, sources.done.get(seller.line, NONE))
    if seller.family in _BY_TIME and seller.project in sources.elapsed:
        return _by_share(FollowUp.TIME, seller, sources.elapsed[seller.project])
    return _not_followed(seller, _unplanned(seller))


def _sellers(office: Office, standing: LineRows) -> Iterator[_Seller]:
    items = {item: (family, unit) for item, family, unit in office["Tarifs"].select("item", "family", "unit")}
    house, ordered = office.settings["day_minutes"], effects(office).quantities
    names = ("line", "project", "item", "unit", "quantity")
    columns = zip(
        standing.rows.select(*names), unit_lengths(office, standing.rows), standing.held, strict=True
    )
    for (line, project, item, unit, quantity), length, is_held in columns:
        family, listed = items.get(item, ("", ""))
        sold = ((quantity or NONE) if is_held else NONE) + ordered.get(line, NONE)
        yield _Seller(line, project, family, unit or listed, sold, length, house)


def _in_days(follow_up: FollowUp, seller: _Seller, days: RoomDays) -> Followed:
    length = seller.unit_days or Decimal(1)
    parts = (days.planned, days.worked, days.remaining, days.unnamed)
    planned, worked, remaining, unnamed = (each / length for each in parts)
    return Followed(follow_up, seller.unit, seller.sold, planned, worked, remaining, unnamed)


def _by_share(follow_up: FollowUp, seller: _Seller, share: Decimal) -> Followed:
    worked = seller.sold * share
    return Followed(follow_up, seller.unit, seller.sold, seller.sold, worked, seller.sold - worked)


def _not_followed(seller: _Seller, reason: str) -> Followed:
    return Followed(FollowUp.NONE, seller.unit, seller.sold, reason=reason)


def _unused_room(seller: _Seller, room_type: str, counting: str) -> str:
    if counting != seller.line:
        return f"{counting} compte d'abord les salles de ce type, rattachez ses tâches à cette ligne"
    if seller.unit_days is None:
        return f"l'unité « {seller.unit} » ne dit pas de jours de salle, vendez-la au jour"
    return f"aucune tâche ni séance n'occupe une salle de type « {room_type} »"


def _unplanned(seller: _Seller) -> str:
    if seller.family in _BY_TIME:
        return "la durée du projet n'est pas connue, saisissez sa réception des rushes et sa livraison"
    if seller.unit in HALF_DAYS and not seller.unit_minutes:
        return f"aucune tâche ne la sert ; planifiez-la, ou donnez le type de salle de son poste dans {RATES.tab}"
    return "aucune tâche ne la sert, planifiez-la"


def _done_shares(office: Office, remaining: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The share of each line that is done of its tasks: by their days, by their number when none has any."""
    days: defaultdict[str, Decimal] = defaultdict(Decimal)
    left: defaultdict[str, Decimal] = defaultdict(Decimal)
    tasks: Counter[str] = Counter()
    finished: Counter[str] = Counter()
    columns = office["Planning"].select("task", "line", "duration_days", "state")
    for (task, line, duration, state), is_finished in zip(columns, finished_rows(office), strict=True):
        if line and state != TaskState.CANCELLED:
            days[line] += duration or 0
            left[line] += min(remaining.get(task, NONE), duration or NONE)
            tasks[line] += 1
            finished[line] += is_finished
    return {
        line: 1 - left[line] / days[line] if days[line] else Decimal(finished[line]) / count
        for line, count in tasks.items()
    }


def _first_days(office: Office) -> dict[str, date]:
    """The first day of a task or of a session of each project."""
    first: dict[str, date] = {}
    for project, start, state in office["Planning"].select("project", "start_day", "state"):
        if start is not None and state != TaskState.CANCELLED:
            first[project] = min(start, first.get(project, start))
    for project, day, _ in done_sessions(office, "project", "day"):
        first[project] = min(day, first.get(project, day))
    return first
