"""What each project is committed to spend and has not spent yet: bookings that are firm, orders to be delivered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from postprod_xl.domain.accounts.booked import booked_costs
from postprod_xl.domain.accounts.bought import bought
from postprod_xl.domain.office import Office
from postprod_xl.schema.units import half_up


@dataclass(frozen=True)
class Engaged:
    """What a project is committed to spend and has not spent yet, in cents before tax.

    None when the cost of somebody or some room booked for sure is not known: `people` and `rooms` are those.
    """

    cents: int | None = 0
    people: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()


def engaged_to_come(office: Office, remaining: Mapping[str, Decimal]) -> defaultdict[str, Engaged]:
    """What each project is committed to: its firm bookings (`booked_costs`), and its orders not yet delivered.

    Parameters
    ----------
    office
        With the rows of `Reservations`.
    remaining
        Working days still needed by each task.
    """
    exact: defaultdict[str, Decimal] = defaultdict(Decimal)
    unknown: defaultdict[str, tuple[dict[str, None], dict[str, None]]] = defaultdict(lambda: ({}, {}))
    booked = booked_costs(office, remaining)
    for kind, works in enumerate((booked.people, booked.rooms)):
        for work in works:
            if work.is_firm and work.cents is None:
                unknown[work.project][kind][work.code] = None
            elif work.is_firm:
                exact[work.project] += work.cents or 0
    ordered = bought(office).to_come_cents()
    found: defaultdict[str, Engaged] = defaultdict(Engaged)
    for project in exact.keys() | ordered.keys() | unknown.keys():
        people, rooms = unknown[project]
        is_known = not people and not rooms
        cents = half_up(exact[project]) + ordered[project] if is_known else None
        found[project] = Engaged(cents, tuple(people), tuple(rooms))
    return found
