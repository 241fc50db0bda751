"""Custom functions of a quote line: its hours sold, worked and projected, as `Depassements` tells them.

A figure that a table left out could change is not guessed: the cell asks for the table (`line_evidence`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from postprod_xl.hosts.cell_functions.blocks import CellFault
from postprod_xl.hosts.cell_functions.custom import Argument, CustomFunction, Formula
from postprod_xl.hosts.cell_functions.readers import cell, day_of_computation
from postprod_xl.hosts.cell_functions.tables import GivenTable, office_of, refuse, remembered, table
from postprod_xl.schema.kinds import Kind

if TYPE_CHECKING:
    from postprod_xl.domain.office import Office
    from postprod_xl.domain.quotes.overruns import LineHours
    from postprod_xl.hosts.cell_functions.line_evidence import Needs

_NO_VERSIONS = "La table Versions ; sans elle, la plus haute version de chaque projet, si Devis la confirme."

_ARGUMENTS: tuple[Argument, ...] = (
    cell("ligne", "Code de la ligne de devis, ou colonne de codes.", Kind.TEXT),
    table("Devis", "La table Devis avec ses en-têtes : Devis[#Tout]."),
    table("Planning", "La table Planning : Planning[#Tout]."),
    table("Seances", "La table des séances : Seances[#Tout]."),
    table(
        "Tarifs",
        "La table Tarifs, pour les heures d'une unité ; demandée si la ligne en dépend.",
        optional=True,
    ),
    table("Versions", _NO_VERSIONS, optional=True),
    table("Avenants", "La table Avenants ; sans elle, aucun avenant ne compte.", optional=True),
    table("Projets", "La table Projets, qui dit les projets annulés.", optional=True),
    table("Parametres", "La table Parametres ; sans elle, les réglages d'origine.", optional=True),
    day_of_computation(),
)


SOLD, WORKED, PROJECTED, VARIANCE = "sold", "worked", "projected", "variance"


@dataclass(frozen=True)
class _Quote:
    """The hours of every line, and the tables that some of them still need."""

    hours: Mapping[str, LineHours]
    needs: Needs

    def figure(self, name: str, line: str) -> int | None:
        """One of the four figures of a line, an attribute of its `LineHours`."""
        if line not in self.hours:
            raise CellFault(f"ligne « {line} » inconnue dans Devis")
        if missing := self._missing(name, line):
            raise CellFault(f"donnez aussi {missing} pour la ligne {line}")
        found: int | None = attrgetter(name)(self.hours[line])
        return found

    def _missing(self, name: str, line: str) -> str:
        sold = self.needs.sold.get(line, "") if name in (SOLD, VARIANCE) else ""
        is_open = name in (PROJECTED, VARIANCE) and self.hours[line].remaining
        return sold or (self.needs.remaining.get(line, "") if is_open else "")


def _function(name: str, help: str, arguments: Sequence[Argument], figure: str) -> CustomFunction:
    def prepare(*wholes: Any) -> Formula:
        *tables, day = wholes
        quote: _Quote = remembered("hours", tables, day, lambda: _read_quote(tables, day))
        return lambda line: quote.figure(figure, line)

    return CustomFunction(name, help, tuple(arguments), Kind.HOURS, prepare)


def _read_quote(tables: Sequence[GivenTable | None], day: date) -> _Quote:
    from postprod_xl.domain.planning.tasks.facts import remaining_days
    from postprod_xl.domain.quotes.lines import quote_columns
    from postprod_xl.domain.quotes.overruns import line_hours
    from postprod_xl.domain.quotes.versions import quote_problems
    from postprod_xl.hosts.cell_functions.line_evidence import needs_of

    office = with_versions(office_of(tables, day), tables)
    refuse(quote_problems(office))
    needs = needs_of(office, {held.name for held in tables if held is not None})
    office = office.with_columns("Devis", quote_columns(office))
    return _Quote(line_hours(office, remaining_days(office)), needs)


def with_versions(office: Office, tables: Sequence[GivenTable | None]) -> Office:
    """The same office; without `Versions`, every version named in `Devis` is one, neither accepted nor refused."""
    from postprod_xl.schema.rows import rows_of
    from postprod_xl.schema.tables import BY_NAME

    if any(given is not None and given.name == "Versions" for given in tables):
        return office
    quote = office["Devis"]
    keys = dict.fromkeys(zip(quote.column("project"), quote.column("version"), strict=True))
    rows = [{"project": project, "version": version} for project, version in keys]
    return office.with_rows("Versions", rows_of(BY_NAME["Versions"], rows))


def _unless_sold(argument: Argument) -> Argument:
    """What is sold needs neither tasks nor sessions: the four functions are still written alike."""
    return replace(argument, optional=True) if argument.name in ("Planning", "Seances") else argument


FUNCTIONS = (
    _function(
        "PP_VENDU",
        "Heures vendues d'une ligne de devis, avenants acceptés compris ; vide si elle ne se compte pas en heures.",
        [_unless_sold(argument) for argument in _ARGUMENTS],
        SOLD,
    ),
    _function(
        "PP_REALISE",
        "Heures des séances d'une ligne de devis jusqu'au jour du calcul.",
        _ARGUMENTS,
        WORKED,
    ),
    _function(
        "PP_PROJETE",
        "Heures réalisées d'une ligne de devis et reste à faire de ses tâches.",
        _ARGUMENTS,
        PROJECTED,
    ),
    _function(
        "PP_DEPASSEMENT",
        "Heures projetées moins heures vendues d'une ligne de devis ; négatif : il en reste.",
        _ARGUMENTS,
        VARIANCE,
    ),
)
