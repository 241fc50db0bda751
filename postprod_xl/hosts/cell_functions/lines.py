"""Custom functions of a quote line: its hours sold, worked and projected, as `Depassements` tells them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
    from postprod_xl.domain.overruns import LineHours

_NO_VERSIONS = "La table Versions ; sans elle, la plus haute version de chaque projet fait référence."

_ARGUMENTS: tuple[Argument, ...] = (
    cell("ligne", "Code de la ligne de devis, ou colonne de codes.", Kind.TEXT),
    table("Devis", "La table Devis avec ses en-têtes : Devis[#Tout]."),
    table("Planning", "La table Planning : Planning[#Tout]."),
    table("Seances", "La table des séances : Seances[#Tout]."),
    table(
        "Tarifs",
        "La table Tarifs, pour les heures d'une unité ; sans elle, le jour de la maison.",
        optional=True,
    ),
    table("Versions", _NO_VERSIONS, optional=True),
    table("Avenants", "La table Avenants ; sans elle, aucun avenant ne compte.", optional=True),
    table("Projets", "La table Projets, qui dit les projets annulés.", optional=True),
    table("Parametres", "La table Parametres ; sans elle, les réglages d'origine.", optional=True),
    day_of_computation(),
)


def _function(name: str, help: str, arguments: Sequence[Argument], figure: str) -> CustomFunction:
    """One of the four figures of a line, an attribute of its `LineHours`."""
    figure_of = attrgetter(figure)

    def prepare(*wholes: Any) -> Formula:
        *tables, day = wholes
        hours = remembered("hours", tables, day, lambda: _hours_by_line(tables, day))
        return lambda line: figure_of(_line(hours, line))

    return CustomFunction(name, help, tuple(arguments), Kind.HOURS, prepare)


def _line(hours: dict[str, LineHours], line: str) -> LineHours:
    if line not in hours:
        raise CellFault(f"ligne « {line} » inconnue dans Devis")
    return hours[line]


def _hours_by_line(tables: Sequence[GivenTable | None], day: date) -> dict[str, LineHours]:
    from postprod_xl.domain.overruns import line_hours
    from postprod_xl.domain.quote_lines import quote_columns
    from postprod_xl.domain.quotes import quote_problems
    from postprod_xl.domain.scheduling.facts import remaining_days

    office = with_versions(office_of(tables, day), tables)
    refuse(quote_problems(office))
    office = office.with_columns("Devis", quote_columns(office))
    return line_hours(office, remaining_days(office))


def with_versions(office: Office, tables: Sequence[GivenTable | None]) -> Office:
    """The same office; without `Versions`, every version named in `Devis` is one, neither accepted nor refused."""
    from postprod_xl.domain.columns import known
    from postprod_xl.schema.tables import BY_NAME
    from postprod_xl.schema.validate import frame_of

    if any(given is not None and given.name == "Versions" for given in tables):
        return office
    quote = office["Devis"]
    keys = dict.fromkeys(zip(known(quote["project"]), known(quote["version"]), strict=True))
    rows = [{"project": project, "version": version} for project, version in keys]
    return office.with_rows("Versions", frame_of(BY_NAME["Versions"], rows))


def _unless_sold(argument: Argument) -> Argument:
    """What is sold needs neither tasks nor sessions: the four functions are still written alike."""
    return replace(argument, optional=True) if argument.name in ("Planning", "Seances") else argument


FUNCTIONS = (
    _function(
        "PP_VENDU",
        "Heures vendues d'une ligne de devis, avenants acceptés compris ; vide si elle ne se compte pas en heures.",
        [_unless_sold(argument) for argument in _ARGUMENTS],
        "sold",
    ),
    _function(
        "PP_REALISE",
        "Heures des séances d'une ligne de devis jusqu'au jour du calcul.",
        _ARGUMENTS,
        "worked",
    ),
    _function(
        "PP_PROJETE",
        "Heures réalisées d'une ligne de devis et reste à faire de ses tâches.",
        _ARGUMENTS,
        "projected",
    ),
    _function(
        "PP_DEPASSEMENT",
        "Heures projetées moins heures vendues d'une ligne de devis ; négatif : il en reste.",
        _ARGUMENTS,
        "variance",
    ),
)
