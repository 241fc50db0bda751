"""Custom functions of days and hours; none of them needs a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.sessions.night import night_by_session
from postprod_xl.domain.sessions.worked_time import worked
from postprod_xl.hosts.cell_functions.blocks import CellFault
from postprod_xl.hosts.cell_functions.custom import CustomFunction
from postprod_xl.hosts.cell_functions.live_cells import shown
from postprod_xl.hosts.cell_functions.readers import cell, chosen, days_off, department
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.tables.payroll import CONTRACTS

_PAUSE_HELP = "Minutes de pause non payées ; vide : aucune."


def _working_days(closed: frozenset[date]) -> Callable[[date, date, str], int]:
    def between(first: date, last: date, place: str) -> int:
        return WorkCalendar.of(place).closed_on(closed).working_days_between(first, last)

    return between


def _last_day(closed: frozenset[date]) -> Callable[[date, Decimal, str], date]:
    def last_day(first: date, days: Decimal, place: str) -> date:
        if days < 0:
            raise CellFault(f"jours « {shown(days)} », attendu : un nombre de jours positif ou nul")
        return WorkCalendar.of(place).closed_on(closed).last_day(first, days)

    return last_day


def _worked() -> Callable[[int, int, int | None], int]:
    return lambda start, end, pause: worked(start, end, _minutes(pause))


def _night() -> Callable[[int, int, int | None, str, str, date | None], int]:
    def night(start: int, end: int, pause: int | None, convention: str, genre: str, day: date | None) -> int:
        on = day or date.today()
        minutes = worked(start, end, _minutes(pause), on)
        (found,) = night_by_session([on], [start], [end], [minutes], [(convention, genre)])
        if found is None:
            raise CellFault(f"aucune plage de nuit connue au {on:%d/%m/%Y}")
        return found

    return night


def _minutes(pause: int | None) -> int:
    if pause is not None and pause < 0:
        raise CellFault(f"pause « {pause} », attendu : des minutes, 0 ou plus")
    return pause or 0


_START = cell("debut", "Heure de début : 09:30 ou 9h30.", Kind.CLOCK)
_END = cell("fin", "Heure de fin ; avant le début, elle est le lendemain.", Kind.CLOCK)
_PAUSE = cell("pause", _PAUSE_HELP, Kind.INT, optional=True)

FUNCTIONS = (
    CustomFunction(
        "PP_JOURS_OUVRES",
        "Nombre de jours ouvrés entre deux jours, comptés tous les deux ; 0 si le second est avant le premier.",
        (
            cell("debut", "Premier jour.", Kind.DAY),
            cell("fin", "Dernier jour, compris.", Kind.DAY),
            department(),
            days_off(),
        ),
        Kind.INT,
        _working_days,
    ),
    CustomFunction(
        "PP_FIN",
        "Jour où finit un travail de tant de jours ouvrés ; le jour de début compte, comme dans le planning.",
        (
            cell("debut", "Premier jour ; un jour chômé est reporté au jour ouvré suivant.", Kind.DAY),
            cell("jours", "Jours ouvrés de travail, par quart de jour.", Kind.DAYS),
            department(),
            days_off(),
        ),
        Kind.DAY,
        _last_day,
    ),
    CustomFunction(
        "PP_HEURES",
        "Heures travaillées de début à fin, pause déduite, en heures décimales ; sans jour, toute nuit est ordinaire.",
        (_START, _END, _PAUSE),
        Kind.HOURS,
        _worked,
    ),
    CustomFunction(
        "PP_HEURES_NUIT",
        "Heures de nuit, en heures décimales, pause non déduite, au plus les heures travaillées.",
        (
            _START,
            _END,
            _PAUSE,
            chosen(
                "convention",
                "2642, 2717, 3097 ou Aucune ; vide : aucune, la nuit de la loi.",
                CONTRACTS.by_name["convention"].choices,
            ),
            chosen(
                "genre",
                "Fiction, Documentaire ou Flux ; vide : la règle générale.",
                CONTRACTS.by_name["genre"].choices,
            ),
            cell(
                "jour",
                "Jour de la séance, qui dit la saison ; vide : le jour du calcul.",
                Kind.DAY,
                optional=True,
            ),
        ),
        Kind.HOURS,
        _night,
    ),
)
