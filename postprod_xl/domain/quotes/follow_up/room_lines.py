"""The quote lines that sell rooms: the type that each sells, its days, and which of them counts what occupies it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.quotes.pricing.prices import line_units
from postprod_xl.domain.quotes.reference_lines import line_rows
from postprod_xl.domain.quotes.unit_times import unit_days, unit_lengths
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import ChangeOrderStatus, ChangeOrderType, TaskState


class RoomLines(NamedTuple):
    """The lines that sell rooms, and which of them counts each type for each project.

    Parameters
    ----------
    types
        The type that each of these lines sells, compared as names are.
    counting
        By project and type, the first line that the occupations attached to no such line count on.
    following
        By such a line, itself and the others of its quote that sell the type, of those that are not alone.
    """

    types: Mapping[str, str]
    counting: Mapping[tuple[str, str], str]
    following: Mapping[str, Sequence[str]]

    def paying(self, project: str, line: str, asked: str, room_type: str) -> str:
        """The line that an occupation counts on, from the line of its task; empty when none sells its room.

        `asked` is the type of room that the task asks for, `room_type` that of the room occupied.
        """
        if line in self.types:
            return line
        counted = self.counting.get((project, room_type), "")
        return self.counting.get((project, asked), counted) if counted else ""


@fact(
    Devis="line project version item label",
    Versions="project version status",
    Tarifs="item label skill room_type unit_minutes",
    Salles="type",
    Planning="line state",
)
def room_lines(office: Office) -> RoomLines:
    """The lines that sell rooms; one whose item counts hours is a line in hours as soon as a task is attached to it."""
    standing = line_rows(office)
    timed = {item for item, minutes in office["Tarifs"].select("item", "unit_minutes") if minutes}
    attached = planned_lines(office)
    types: dict[str, str] = {}
    selling: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
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
                selling[project, room_type].append(line)
    counting = {of_type: lines[0] for of_type, lines in selling.items()}
    return RoomLines(types, counting, {lines[0]: lines for lines in selling.values() if len(lines) > 1})


@fact(Planning="line state")
def planned_lines(office: Office) -> frozenset[str]:
    """The lines that a task is attached to, cancelled ones aside."""
    pairs = office["Planning"].select("line", "state")
    return frozenset(line for line, state in pairs if line and state != TaskState.CANCELLED)


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


def sold_days(office: Office) -> dict[str, Decimal]:
    """The days that each line sells of those that share a type of room, its accepted change orders included."""
    several = {line for lines in room_lines(office).following.values() for line in lines}
    rows = line_rows(office).rows
    rows = rows.where(line in several for line in rows.column("line"))
    sold = {line: quantity or Decimal(0) for line, quantity in rows.select("line", "quantity")}
    for line, kind, status, quantity in office["Avenants"].select("line", "type", "status", "quantity"):
        if line in sold and status == ChangeOrderStatus.ACCEPTED:
            before = Decimal(0) if kind == ChangeOrderType.REPLACEMENT else sold[line]
            sold[line] = before + (quantity or 0)
    house = office.settings["day_minutes"]
    units = zip(rows.column("line"), line_units(office, rows), unit_lengths(office, rows), strict=True)
    return {line: sold[line] * (unit_days(unit, minutes, house) or 0) for line, unit, minutes in units}


def _sold_type(room_type: str, labels: Iterable[str], house: set[str]) -> str:
    if room_type:
        return folded(room_type)
    return next((name for name in map(folded, labels) if name in house), "")
