"""Custom functions of days and hours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.payroll.hours.nights import Nights, NightTerms, night_of_session
from postprod_xl.domain.payroll.rules.agreements import published_rules
from postprod_xl.domain.sessions.worked_time import worked
from postprod_xl.hosts.cell_functions.blocks import CellFault
from postprod_xl.hosts.cell_functions.custom import CellArgument, CustomFunction
from postprod_xl.hosts.cell_functions.live_cells import read_cell, shown
from postprod_xl.hosts.cell_functions.readers import cell, days_off, department, genre, optional_agreement
from postprod_xl.hosts.cell_functions.resources import resource_of
from postprod_xl.hosts.cell_functions.tables import GivenTable, office_of, remembered, table
from postprod_xl.schema.bounds import CALENDAR, is_outside
from postprod_xl.schema.kinds import Kind

if TYPE_CHECKING:
    from postprod_xl.domain.planning.problem.presence import Presence

_PAUSE_HELP = "Minutes de pause non payées ; vide : aucune."


def _working_days(closed: frozenset[date]) -> Callable[[date, date, str], int]:
    def between(first: date, last: date, place: str) -> int:
        return WorkCalendar.of(place).closed_on(closed).working_days_between(first, last)

    return between


def _last_day(closed: frozenset[date]) -> Callable[[date, Decimal, str], date]:
    def last_day(first: date, days: Decimal, place: str) -> date:
        return _shown_day(WorkCalendar.of(place).closed_on(closed).last_day(first, days))

    return last_day


def _latest_start(
    closed: frozenset[date], *tables: GivenTable | None
) -> Callable[[date, Decimal, str, str], date]:
    presence = remembered("presence", tables, None, lambda: _presence(tables))

    def start(delivery: date, days: Decimal, place: str, code: str) -> date:
        from postprod_xl.domain.planning.explain.latest_start import latest_start

        calendar = WorkCalendar.of(place).closed_on(closed)
        if not code:
            return _shown_day(calendar.first_day(delivery, days))
        found = latest_start(resource_of(code, *tables), delivery, days, presence, calendar)
        if found is None:
            raise CellFault(f"{code} n'est pas là {shown(days)} j en dix ans avant le {delivery:%d/%m/%Y}")
        return _shown_day(found)

    return start


def _presence(tables: Sequence[GivenTable | None]) -> Presence:
    from postprod_xl.domain.planning.problem.presence import presence_of

    return presence_of(office_of(tables, date.min))


def _read_days(raw: Any) -> Decimal | None:
    """A length of work, in working days."""
    days: Decimal | None = read_cell("jours", Kind.DAYS, raw)
    if days is not None and days < 0:
        raise CellFault(f"jours « {shown(raw)} », attendu : un nombre de jours positif ou nul")
    return days


def _shown_day(day: date) -> date:
    """A day that a cell can show."""
    if is_outside(day, CALENDAR):
        first, last = CALENDAR
        raise CellFault(
            f"le jour trouvé, le {day:%d/%m/%Y}, est hors du calendrier ({first.year} à {last.year})"
        )
    return day


def _worked() -> Callable[[int, int, int | None], int]:
    return lambda start, end, pause: worked(start, end, _minutes(pause))


def _night() -> Callable[[int, int, int | None, str, str, date | None], int]:
    nights = Nights(published_rules())

    def night(start: int, end: int, pause: int | None, convention: str, genre: str, day: date | None) -> int:
        on, terms = day or date.today(), NightTerms(convention, genre)
        if not nights.is_known(terms, on):
            raise CellFault(f"aucune plage de nuit connue au {on:%d/%m/%Y}")
        return night_of_session(nights, terms, on, (start, end), _minutes(pause))

    return night


def _minutes(pause: int | None) -> int:
    if pause is not None and pause < 0:
        raise CellFault(f"pause « {pause} », attendu : des minutes, 0 ou plus")
    return pause or 0


_START = cell("debut", "Heure de début : 09:30 ou 9h30.", Kind.CLOCK)
_END = cell("fin", "Heure de fin ; avant le début, elle est le lendemain.", Kind.CLOCK)
_PAUSE = cell("pause", _PAUSE_HELP, Kind.INT, optional=True)

_DAYS = CellArgument("jours", "Jours ouvrés de travail, par quart de jour.", _read_days)

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
            _DAYS,
            department(),
            days_off(),
        ),
        Kind.DAY,
        _last_day,
    ),
    CustomFunction(
        "PP_DEBUT",
        "Dernier jour où commencer un travail de tant de jours ouvrés pour le livrer à temps ; l'inverse de PP_FIN.",
        (
            cell(
                "livraison",
                "Jour de la livraison, travaillé lui aussi ; un jour chômé vaut le jour ouvré d'avant.",
                Kind.DAY,
            ),
            _DAYS,
            department(),
            days_off(),
            cell(
                "ressource",
                "Code de la personne ou de la salle dont les absences comptent ; vide : aucune.",
                Kind.TEXT,
                optional=True,
            ),
            table("Absences", "La table Absences, demandée avec une ressource.", optional=True),
            table("Equipe", "La table Equipe, demandée avec une ressource.", optional=True),
            table("Salles", "La table Salles, demandée pour une salle.", optional=True),
        ),
        Kind.DAY,
        _latest_start,
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
        "Heures de nuit, en heures décimales, aux plages publiées ; la pause est prise hors de la nuit d'abord.",
        (
            _START,
            _END,
            _PAUSE,
            optional_agreement("aucune, la nuit de la loi"),
            genre("la règle générale"),
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
