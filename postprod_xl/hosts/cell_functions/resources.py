"""Custom functions of people and rooms: whether one is free, and how full it is over a period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.wording import counted_whole
from postprod_xl.hosts.cell_functions.blocks import CellFault
from postprod_xl.hosts.cell_functions.custom import Argument, CustomFunction, Formula
from postprod_xl.hosts.cell_functions.readers import cell, day_of_computation, department, unknown
from postprod_xl.hosts.cell_functions.tables import GivenTable, office_of, remembered, table
from postprod_xl.schema.drawn_tabs import LOAD
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.tables.planning import BOOKINGS
from postprod_xl.schema.tables.team import ROOMS, TEAM

if TYPE_CHECKING:
    from postprod_xl.domain.planning.charts.load import Loads
    from postprod_xl.domain.planning.explain.availability import Availability
    from postprod_xl.domain.planning.problem.presence import ResourceKind

FREE, NO_WORKING_DAY = "Libre", "Aucun jour ouvré"


def resource_of(
    code: str, absences: GivenTable | None, team: GivenTable | None, rooms: GivenTable | None
) -> tuple[ResourceKind, str]:
    """The person or the room of a code, among those of the tables given.

    Raises
    ------
    CellFault
        When the code stands in neither table or in both, or when a table is missing to tell.
    """
    from postprod_xl.domain.planning.problem.presence import ResourceKind

    if absences is None or team is None:
        missing = "Absences" if absences is None else "Equipe"
        raise CellFault(f"donnez aussi {missing} pour « {code} »")
    people = team.rows.column("code")
    places = rooms.rows.column("code") if rooms else []
    if code in people and code in places:
        raise CellFault(f"« {code} » est dans {TEAM.tab} et dans {ROOMS.tab} : donnez-leur deux codes")
    if code in people:
        return ResourceKind.PERSON, code
    if code in places:
        return ResourceKind.ROOM, code
    if rooms is None:
        fact = f"« {code} » inconnu dans {TEAM.tab} (une salle ? donnez aussi {ROOMS.name})"
        raise unknown(fact, code, people)
    raise _stranger(code, [*people, *places])


def _stranger(code: str, known: Sequence[str]) -> CellFault:
    return unknown(f"« {code} » inconnu dans {TEAM.tab} et dans {ROOMS.tab}", code, known)


def _free(*tables: GivenTable | None) -> Callable[[str, date, date, str], str]:
    availability: Availability = remembered("free", tables, None, lambda: _availability(tables))
    _, _, team, rooms = tables
    known = [*team.rows.column("code"), *rooms.rows.column("code")] if team and rooms else None

    def free(code: str, first: date, last: date, place: str) -> str:
        if known is not None and code not in known:
            raise _stranger(code, known)
        _refuse_turned(first, last)
        calendar = WorkCalendar.of(place)
        if not calendar.working_days_between(first, last):
            return NO_WORKING_DAY
        obstacle = availability.obstacle(code, first, last, calendar)
        return FREE if obstacle is None else f"{obstacle.text} le {obstacle.day:%d/%m/%Y}"

    return free


def _refuse_turned(first: date, last: date) -> None:
    if last < first:
        raise CellFault(f"la période finit le {last:%d/%m/%Y}, avant de commencer")


def _availability(tables: Sequence[GivenTable | None]) -> Availability:
    from postprod_xl.domain.planning.explain.availability import availability_of

    return availability_of(office_of(tables, date.min))


def _load(*wholes: Any) -> Formula:
    absences, bookings, team, rooms, today = wholes
    tables = absences, bookings, team, rooms
    loads: Loads = remembered("load", tables, today, lambda: _loads(tables, today))

    def load(code: str, first: date, last: date) -> Decimal:
        who = resource_of(code, absences, team, rooms)
        _refuse_turned(first, last)
        if first < today:
            raise CellFault(f"la charge n'est connue qu'à partir du {today:%d/%m/%Y}, jour du calcul")
        if first > loads.last:
            raise CellFault(f"charge inconnue, rien n'est planifié après le {loads.last:%d/%m/%Y}")
        found = loads.between(who, first, last)
        if not found.capacity:
            taken = f", {counted_whole(found.booked, 'demi-journée réservée')}" if found.booked else ""
            raise CellFault(f"{code} n'est pas là du {first:%d/%m/%Y} au {last:%d/%m/%Y}{taken}")
        return Decimal(found.booked) / found.capacity

    return load


def _loads(tables: Sequence[GivenTable | None], today: date) -> Loads:
    from postprod_xl.domain.planning.charts.load import Loads
    from postprod_xl.domain.planning.tasks.in_force import readable

    office = office_of(tables, today)
    bookings = office["Reservations"]
    if len(readable(bookings)) < len(bookings):
        raise CellFault(f"{BOOKINGS.tab} est abîmé : cliquez Actualiser, qui le refait")
    if not len(bookings):
        raise CellFault(f"{BOOKINGS.tab} est vide : rien n'est planifié, ou rien n'a été actualisé")
    return Loads(office)


_PERIOD: tuple[Argument, ...] = (
    cell("ressource", "Code d'une personne ou d'une salle.", Kind.TEXT),
    cell("du", "Premier jour.", Kind.DAY),
    cell("au", "Dernier jour, compris.", Kind.DAY),
    table("Absences", "La table Absences : Absences[#Tout]."),
    table(
        "Reservations",
        "La table Reservations, à jour de la dernière actualisation : Reservations[#Tout].",
    ),
)

FUNCTIONS = (
    CustomFunction(
        "PP_DISPO",
        "« Libre », ou ce qui prend d'abord une personne ou une salle, les jours ouvrés d'une période.",
        (
            *_PERIOD,
            table(
                "Equipe",
                "La table Equipe, pour les jours travaillés ; sans elle, tous les jours ouvrés.",
                optional=True,
            ),
            table(
                "Salles",
                "La table Salles, pour les jours ouverts ; sans elle, tous les jours ouvrés.",
                optional=True,
            ),
            department(),
        ),
        Kind.TEXT,
        _free,
    ),
    CustomFunction(
        "PP_CHARGE",
        "Demi-journées réservées d'une personne ou d'une salle sur celles de présence, comme dans l'onglet "
        f"{LOAD.title} ; plus de 100 % : trop.",
        (
            *_PERIOD,
            table("Equipe", "La table Equipe : Equipe[#Tout]."),
            table("Salles", "La table Salles : Salles[#Tout]."),
            day_of_computation(),
        ),
        Kind.PERCENT,
        _load,
    ),
)
